import type { Place } from '../../hcl/source.ts';
import { type CallArgument, ownPlace, type PublishedCall } from '../../terraform/published.ts';
import type { EvaluatedResource } from '../../terraform/resource.ts';
import { definitionsOf, type Value } from '../../terraform/value.ts';
import { describeValue, isSensitive } from '../describe.ts';
import type { TraceStep } from '../finding.ts';
import { textAt } from '../mending/place.ts';
import type { Evidence } from '../rule.ts';
import type { Located } from '../trace.ts';
import { inputsFor } from './inputs.ts';

/**
 * Moves what lies in the text of a published module to the call of it: to the argument the value comes through, to the
 * argument that decides, or else to the header of the call, with the default named in the trace.
 */
export function blameCall(located: Located, evidence: Evidence, subject: EvaluatedResource): Located {
  if (!isForeign(located)) return located;
  const owner = evidence.owner ?? subject;
  const call = owner.published ?? subject.published;
  const value = evidence.kind === 'value' ? evidence.value : null;
  const passed = value === null ? null : ownSteps(value);
  const decisive = call !== null && passed === null ? decisiveArgument(call, owner, evidence) : null;
  const entry = passed?.latest ?? decisive?.place ?? call?.place ?? ownPlace(located.use);
  const place = ownPlace(located.place) ?? passed?.earliest ?? decisive?.value ?? entry;
  const isDefault = call !== null && place === call.place;
  const origin = isDefault ? defaultOf(call, owner, evidence) : null;
  return {
    ...located,
    place,
    use: entry,
    trace: [
      ...(origin === null ? [] : [origin]),
      ...located.trace.filter(({ kind, place: at }) => kind !== 'use' && ownPlace(at) !== null),
      ...located.trace.filter(({ kind }) => kind === 'use').map((step) => ({ ...step, place: entry })),
    ],
  };
}

function isForeign({ place, use, trace }: Located): boolean {
  return [place, use, ...trace.map((step) => step.place)].some((one) => one?.file.published === true);
}

interface OwnSteps {
  /** The one closest to where the value is written. */
  readonly earliest: Place;
  /** The one closest to where it is used. */
  readonly latest: Place;
}

/** The definitions of the user's own that a value was read through. */
function ownSteps(value: Value): OwnSteps | null {
  const places = definitionsOf(value).flatMap((step) => ownPlace(step.place) ?? []);
  const [latest] = places;
  const earliest = places.at(-1);
  return latest === undefined || earliest === undefined ? null : { earliest, latest };
}

/**
 * The argument of a call that decides about something which the module makes by itself. Of several that a document is
 * made of, none can be told from the others.
 */
function decisiveArgument(call: PublishedCall, owner: EvaluatedResource, evidence: Evidence): CallArgument | null {
  if (evidence.kind === 'value' && defaultsIn(evidence.value, call).length > 0) return null;
  const names = new Set(inputsFor(call, owner, evidence).map(({ name }) => name));
  const given = [...names].map((name) => call.argument(name)).filter((argument) => argument !== null);
  const isDocument = evidence.kind !== 'missing' && evidence.argument.endsWith('policy');
  return isDocument && given.length > 1 ? null : (given[0] ?? null);
}

/** Says which default of the module decides. */
function defaultOf(call: PublishedCall, owner: EvaluatedResource, evidence: Evidence): TraceStep | null {
  const names = [
    ...(evidence.kind === 'value' ? defaultsIn(evidence.value, call) : []),
    ...inputsFor(call, owner, evidence).map((input) => input.name),
  ];
  for (const name of names) {
    const value = call.argument(name) === null ? call.input(name) : null;
    if (value === null || value.kind === 'unknown') continue;
    const message = `${call.module.labelFor(name)} defaults ${name} to ${describeDefault(value)}`;
    return { kind: 'definition', message, place: null };
  }
  return null;
}

/** A longer default than this is only described. */
const LONGEST_SHOWN = 60;

/** A list or an object as it is written, where that is short. */
function describeDefault(value: Value): string {
  const isCollection = 'items' in value || 'entries' in value;
  const text = isCollection && value.origin !== null && !isSensitive(value) ? textAt(value.origin) : '';
  return text === '' || text.length > LONGEST_SHOWN || text.includes('\n') ? describeValue(value) : text;
}

/** The inputs whose defaults a value was read through. */
function defaultsIn(value: Value, call: PublishedCall): readonly string[] {
  const names: string[] = [];
  for (const step of definitionsOf(value)) {
    if (step.kind !== 'default' || step.place === null) continue;
    const name = step.name.replace(/^var\./, '');
    if (call.input(name)?.via?.place === step.place) names.push(name);
  }
  return names;
}
