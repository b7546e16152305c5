import type { Place } from '../hcl/source.ts';
import type { EvaluatedResource } from '../terraform/resource.ts';
import type { Step, Value } from '../terraform/value.ts';
import { describeValue, isSensitive } from './describe.ts';
import type { TraceStep } from './finding.ts';
import { blameCall } from './published/blame.ts';
import type { Evidence } from './rule.ts';

/** Where a piece of evidence is, and how it reaches the resource. */
export interface Located {
  /** Where the value is written, or the header of the block that lacks it. */
  readonly place: Place | null;
  /** The argument that uses it, or the header of the block that lacks it. */
  readonly use: Place | null;
  readonly trace: readonly TraceStep[];
  readonly sensitive: boolean;
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
    const place = evidence.body.place;
    const outer = subject.body.place;
    const trace = outer === null || samePlace(place, outer) ? [] : [use(subject.address, outer)];
    return { place, use: place, trace, sensitive: false };
  }

  const argumentPlace = evidence.body.attributePlace(evidence.argument) ?? evidence.body.place;
  const last = use(`${evidence.argument} of ${owner.address}`, argumentPlace);
  if (evidence.kind === 'place') {
    return { place: evidence.place ?? argumentPlace, use: argumentPlace, trace: [last], sensitive: false };
  }
  return {
    place: evidence.value.origin ?? argumentPlace,
    use: argumentPlace,
    trace: [...definitionsOf(evidence.value), last],
    sensitive: isSensitive(evidence.value),
  };
}

/** True for the same stretch of the same file. */
export function samePlace(a: Place | null, b: Place | null): boolean {
  if (a === null || b === null) return a === b;
  return a.file.path === b.file.path && a.start === b.start && a.end === b.end;
}

function use(message: string, place: Place | null): TraceStep {
  return { kind: 'use', message, place };
}

/** The definitions a value was read through, the earliest first. */
function definitionsOf(value: Value): TraceStep[] {
  const steps: TraceStep[] = [];
  for (let step = value.via; step !== null; step = step.earlier) {
    const message = describeStep(step, value);
    const later = steps.at(-1);
    if (later !== undefined && later.message === message && samePlace(later.place, step.place)) continue;
    steps.push({ kind: 'definition', message, place: step.place });
  }
  return steps.reverse();
}

function describeStep(step: Step, value: Value): string {
  switch (step.kind) {
    case 'default':
      return isWholeDefault(step, value)
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
function isWholeDefault(step: Step, value: Value): boolean {
  const origin = value.origin;
  if (step.earlier !== null || origin === null || value.kind === 'unknown' || isSensitive(value)) return false;
  const before = origin.file.text.slice(Math.max(0, origin.start - 80), origin.start);
  return /\bdefault"?\s*[=:]\s*$/.test(before);
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
