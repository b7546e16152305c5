import type { Place } from '../hcl/source.ts';
import { stepsBehind, stepsTo } from '../terraform/decision.ts';
import { type Decision, type Definition, firstUnknown, type Step, type Value } from '../terraform/value.ts';
import { describeValue, isSensitive } from './describe.ts';
import type { TraceStep } from './finding.ts';

/** How many conditions a trace tells of before it says that there are more. */
const MOST_CONDITIONS = 3;

/** How many definitions it names that lead to conditions rather than to the value. */
const MOST_BEHIND = 8;

/** How many operands of operands are looked into. */
const MOST_NESTED = 8;

/**
 * How a value came to be, the earliest first: the definitions it was read through, and each condition that chose it,
 * behind the definitions that lead to what decided.
 */
export function wayOf(value: Value): readonly TraceStep[] {
  return new Way().to(value.via, value);
}

/** The same for something that steps alone are known of. */
export function wayThrough(step: Step | null): readonly TraceStep[] {
  return new Way().to(step, null);
}

class Way {
  readonly #steps: TraceStep[] = [];
  readonly #told: Definition[] = [];
  readonly #looked = new Set<Step>();
  /** Behind these is nothing that is not told. */
  readonly #stale = new Set<Step>();
  #conditions = 0;
  #behind = 0;
  #hasMore = false;

  to(last: Step | null, value: Value | null): readonly TraceStep[] {
    for (const step of inOrder(last)) {
      if ('decider' in step) this.#decision(step, 0);
      else this.#definition(step, value);
    }
    if (this.#hasMore) this.#steps.push({ kind: 'condition', message: 'chosen by further conditions', place: null });
    return this.#steps;
  }

  #definition(step: Definition, value: Value | null): void {
    const message = describeStep(step, value);
    const earlier = this.#steps.at(-1);
    if (earlier?.message === message && samePlace(earlier.place, step.place)) return;
    this.#told.push(step);
    this.#steps.push({ kind: 'definition', message, place: step.place });
  }

  /** What let an element in says nothing of its value, and a condition nothing new that asks for what is told. */
  #decision({ kind, place, decider }: Decision, depth: number): void {
    if (kind === 'presence' || depth > MOST_NESTED) return;
    if (kind === 'operand') {
      this.#behindOf(decider, depth);
      return;
    }
    if (this.#hasMore || place === null || isUninformative(place) || !this.#isNews(decider)) return;
    if (this.#conditions === MOST_CONDITIONS) {
      this.#hasMore = true;
      return;
    }
    this.#conditions++;
    this.#behindOf(decider, depth);
    this.#steps.push({ kind: 'condition', message: describeCondition(place, decider), place });
  }

  #isNews(decider: Value): boolean {
    const looked: Step[] = [];
    for (const step of stepsBehind(stepsTo(decider), (other) => this.#stale.has(other))) {
      if (!('decider' in step) && this.#isUntold(step)) return true;
      looked.push(step);
    }
    for (const step of looked) this.#stale.add(step);
    return false;
  }

  /** Published modules are not the reader's to look into. */
  #isUntold({ kind, name, place }: Definition): boolean {
    if (place?.file.published === true) return false;
    return !this.#told.some((told) => told.kind === kind && told.name === name && samePlace(told.place, place));
  }

  /** The definitions that lead to a decider, each once however many conditions ask for it. */
  #behindOf(decider: Value, depth: number): void {
    for (const step of stepsTo(decider).flatMap(inOrder)) {
      if (this.#looked.has(step)) continue;
      this.#looked.add(step);
      if ('decider' in step) this.#decision(step, depth + 1);
      else if (this.#behind < MOST_BEHIND && this.#isUntold(step)) {
        this.#behind++;
        this.#definition(step, decider);
      }
    }
  }
}

/** The earliest first. */
function inOrder(last: Step | null): readonly Step[] {
  const steps: Step[] = [];
  for (let step = last; step !== null; step = step.earlier) steps.push(step);
  return steps.reverse();
}

/** True for the same stretch of the same file. */
export function samePlace(a: Place | null, b: Place | null): boolean {
  if (a === null || b === null) return a === b;
  return a.file.path === b.file.path && a.start === b.start && a.end === b.end;
}

/** What the address of the resource tells already, and what nobody can look up in a published module. */
function isUninformative(place: Place): boolean {
  return place.file.published || /^(?:each\.key|count\.index)$/.test(textOf(place));
}

/** A longer condition is not quoted. */
const LONGEST_CONDITION = 60;

function describeCondition(place: Place, decider: Value): string {
  if (isSecret(decider)) return 'chosen by a condition that is sensitive';
  const error = firstUnknown(decider)?.reason;
  if (error !== undefined) return `chosen because ${error.message}`;
  const text = textOf(place);
  const isShort = text.length <= LONGEST_CONDITION && !text.includes('\n');
  return `chosen because ${isShort ? text : 'a condition'} is ${describeValue(decider)}`;
}

/** An error may quote the key that is not there. */
function isSecret(decider: Value): boolean {
  if (isSensitive(decider)) return true;
  return inOrder(decider.via).some((step) => 'decider' in step && isSensitive(step.decider));
}

/** What is written at a place, in JSON without its escapes. */
function textOf({ file, start, end }: Place): string {
  const text = file.text.slice(start, end);
  return file.path.endsWith('.json') ? text.replaceAll('\\"', '"') : text;
}

function describeStep(step: Definition, value: Value | null): string {
  switch (step.kind) {
    case 'default':
      return value !== null && isWholeDefault(step, value)
        ? `${step.name} defaults to ${describeValue(value)}`
        : `default of ${step.name}`;
    case 'setting':
      if (step.place === null) return `set by ${step.name}`;
      return `${baseName(step.place.file.path)} sets ${step.name.replace(/^var\./, '')}`;
    case 'argument': {
      const dot = step.name.lastIndexOf('.');
      return `passed to ${step.name.slice(0, dot)} as ${step.name.slice(dot + 1)}`;
    }
    case 'local':
    case 'output':
    case 'each':
    case 'resource':
    case 'data':
      return step.name;
  }
}

/** Whether the value is the default itself rather than a part of it. */
function isWholeDefault(step: Definition, value: Value): boolean {
  const origin = value.origin;
  if (step.earlier !== null || origin === null || value.kind === 'unknown' || isSensitive(value)) return false;
  const before = origin.file.text.slice(Math.max(0, origin.start - 80), origin.start);
  return /\bdefault"?\s*[=:]\s*$/.test(before);
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
