import type { Place } from '../hcl/source.ts';
import { decisivePlaces } from '../terraform/decision.ts';
import { ownPlace } from '../terraform/published.ts';
import type { EvaluatedResource } from '../terraform/resource.ts';
import { isSensitive } from './describe.ts';
import type { TraceStep } from './finding.ts';
import { blameCall } from './published/blame.ts';
import type { Evidence } from './rule.ts';
import { samePlace, wayOf, wayThrough } from './way.ts';

/** How many things that are not made a trace tells of. */
const MOST_ABSENT = 2;

/** Where a piece of evidence is, and how it reaches the resource. */
export interface Located {
  /** Where the value is written, or the header of the block that lacks it. */
  readonly place: Place | null;
  /** The argument that uses it, or the header of the block that lacks it. */
  readonly use: Place | null;
  readonly trace: readonly TraceStep[];
  readonly sensitive: boolean;
  /** Every place that has a say in it, also those of conditions that the trace leaves out to stay short. */
  readonly decisive: () => readonly Place[];
}

/**
 * Turns the evidence for something that concerns `subject` into a place and a trace. What a published module says is
 * told of its call.
 */
export function locate(evidence: Evidence, subject: EvaluatedResource): Located {
  return blameCall(locateAsWritten(evidence, subject), evidence, subject);
}

function locateAsWritten(evidence: Evidence, subject: EvaluatedResource): Located {
  const owner = evidence.owner ?? subject;
  if (evidence.kind === 'missing') {
    const { body, what, absent = [] } = evidence;
    const outer = subject.body.place;
    const emptied = (body.blocks(what).emptied ?? []).filter(({ place }) => ownPlace(place) !== null);
    const nothingMade = [...emptied, ...absent];
    const because = nothingMade
      .slice(0, MOST_ABSENT)
      .flatMap(({ by, what: message, place }): TraceStep[] => [
        ...wayThrough(by),
        { kind: 'definition', message, place },
      ]);
    const isOwn = outer === null || samePlace(body.place, outer);
    return {
      place: body.place,
      use: body.place,
      trace: isOwn && because.length === 0 ? [] : [...because, use(subject.address, outer)],
      sensitive: false,
      decisive: () => [
        ...decisivePlaces([...subject.repeatedBy, ...nothingMade.map(({ by }) => by)]),
        ...nothingMade.flatMap(({ place }) => place ?? []),
      ],
    };
  }

  const { body, argument } = evidence;
  const argumentPlace = body.attributePlace(argument) ?? body.place;
  const last = use(`${argument} of ${owner.address}`, argumentPlace);
  const value = evidence.kind === 'value' ? evidence.value : null;
  return {
    place: (evidence.kind === 'value' ? evidence.value.origin : evidence.place) ?? argumentPlace,
    use: argumentPlace,
    trace: value === null ? [last] : [...wayOf(value), last],
    sensitive: value !== null && isSensitive(value),
    decisive: () => {
      const ways = [value, body.attribute(argument)].map((one) => one?.via ?? null);
      return decisivePlaces([...ways, ...subject.repeatedBy, ...owner.repeatedBy]);
    },
  };
}

function use(message: string, place: Place | null): TraceStep {
  return { kind: 'use', message, place };
}
