import type { Place } from '../hcl/source.ts';
import { type Decision, firstWay, type Step, type Value } from './value.ts';

/** How many values a result says it was computed from; those of a long list say little one by one. */
const MOST_OPERANDS = 8;

/** How deep in collections the values are looked for that something was computed from. */
const OPERAND_DEPTH = 2;

/**
 * A value with what decided that it is this one. A decider that came from nowhere, such as a literal in its place,
 * tells nothing, and one that is not known decides nothing; an error does, in `try`.
 *
 * @param place the text of the condition, key or index
 */
export function decided<T extends Value>(
  value: T,
  decider: Value,
  place: Place,
  kind: Exclude<Decision['kind'], 'operand'> = 'condition',
): T {
  const isOpen = decider.kind === 'unknown' && decider.reason.kind !== 'invalid';
  if (isOpen || !isTraced(decider)) return value;
  return { ...value, via: { kind, place, decider, resource: null, earlier: value.via } };
}

/** How a result came that was computed from some values: as the first of them did, with the others as its operands. */
export function computedFrom(values: readonly Value[]): Step | null {
  const first = firstWay(values.map(({ via }) => via));
  return withOperands(first, tracedParts(values, OPERAND_DEPTH));
}

/**
 * How an error came: it is made of nothing, but would not be there with other values. These are not looked into, which
 * could ask for what is just being evaluated.
 */
export function dependingOn(values: readonly Value[]): Step | null {
  return withOperands(null, values.filter(isTraced));
}

function withOperands(first: Step | null, values: Iterable<Value>): Step | null {
  let result = first;
  let left = MOST_OPERANDS;
  for (const value of values) {
    if (left === 0) break;
    if (first !== null && value.via === first) continue;
    left--;
    result = { kind: 'operand', place: null, decider: value, resource: null, earlier: result };
  }
  return result;
}

/** The values among some, and in them, that came from somewhere. */
function* tracedParts(values: Iterable<Value>, depth: number): Iterable<Value> {
  for (const value of values) {
    if (isTraced(value)) yield value;
    else if (depth === 0) continue;
    else if ('items' in value) yield* tracedParts(value.items, depth - 1);
    else if ('entries' in value) yield* tracedParts(value.entries.values(), depth - 1);
  }
}

/** Whether a value, or a part that a text is put together from, came through anything. */
function isTraced(value: Value): boolean {
  return value.via !== null || piecesOf(value).some(({ via }) => via !== null);
}

/** The values that a text is put together from; none for what is no such text. */
function piecesOf(value: Value): readonly Value[] {
  const pieces = value.kind === 'string' || value.kind === 'unknown' ? (value.text?.pieces ?? []) : [];
  return pieces.flatMap((piece) => (piece.kind === 'value' ? [piece.value] : []));
}

/** Where the steps start that lead to a value: its own, or those of the parts of a text. */
export function stepsTo(value: Value): readonly Step[] {
  if (value.via !== null) return [value.via];
  return piecesOf(value).flatMap(({ via }) => via ?? []);
}

/** However many conditions build on each other, no more steps than this are looked at. */
const MOST_STEPS = 1000;

/**
 * Some steps with those before them, and likewise those to all that decided; each once.
 *
 * @param isDone says of which steps nothing is asked, nor of what is behind them
 */
export function* stepsBehind(starts: readonly Step[], isDone?: (step: Step) => boolean): Iterable<Step> {
  const open = [...starts];
  const seen = new Set<Step>();
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (let step: Step | null = next; step !== null; step = step.earlier) {
      if (seen.has(step) || isDone?.(step) === true) break;
      if (seen.size === MOST_STEPS) return;
      seen.add(step);
      yield step;
      if ('decider' in step) open.push(...stepsTo(step.decider));
    }
  }
}

/**
 * Every place that has a say in how something came to be: of definitions and conditions, and where deciders are
 * written, which is a line of its own in a tfvars file or a list.
 */
export function decisivePlaces(starts: readonly (Step | null)[]): readonly Place[] {
  const places: Place[] = [];
  for (const step of stepsBehind(starts.filter((start) => start !== null))) {
    if (step.place !== null) places.push(step.place);
    const origin = 'decider' in step ? step.decider.origin : null;
    if (origin !== null) places.push(origin);
  }
  return places;
}
