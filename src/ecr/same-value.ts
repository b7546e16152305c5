import type { Place } from '../hcl/source.ts';
import type { EvaluatedResource } from '../terraform/resource.ts';
import { definitionsOf, type UnknownValue, type Value } from '../terraform/value.ts';

/** A value with the argument that has it. */
export interface Given {
  readonly resource: EvaluatedResource;
  readonly argument: string;
  readonly value: Value | null;
}

/**
 * True when two values are certainly the same though neither is known: the same variable that nothing sets, the same
 * `each` or the same expression where both resources repeat alike, or templates of such parts.
 */
export function isSameUnknown(a: Given, b: Given): boolean {
  const [aValue, bValue] = [a.value, b.value];
  if (aValue?.kind !== 'unknown' || bValue?.kind !== 'unknown') return false;
  if (isSameVariable(aValue, bValue) || isSameExpression(a, aValue, b, bValue)) return true;
  const [aPieces, bPieces] = [aValue.text?.pieces ?? null, bValue.text?.pieces ?? null];
  if (aPieces === null || bPieces === null || aPieces.length !== bPieces.length) return false;
  return aPieces.every((piece, i) => {
    const other = bPieces[i];
    if (piece.kind === 'text') return other?.kind === 'text' && other.part.value === piece.part.value;
    if (piece.kind !== 'value' || other?.kind !== 'value') return false;
    if (piece.value.kind === 'string') return other.value.kind === 'string' && other.value.value === piece.value.value;
    return isSameUnknown({ ...a, value: piece.value }, { ...b, value: other.value });
  });
}

/** A variable that nothing sets has its declaration for an origin; what is made of it has the place where it is made. */
function isSameVariable(a: UnknownValue, b: UnknownValue): boolean {
  const { place } = a.reason;
  const isBare = a.reason.kind === 'unset' && place !== null && a.origin === place;
  return isBare && b.reason.kind === 'unset' && b.origin === place && b.reason.place === place;
}

function isSameExpression(a: Given, aValue: UnknownValue, b: Given, bValue: UnknownValue): boolean {
  if (!repeatAlike(a.resource, b.resource)) return false;
  const expression = expressionOf(a, aValue);
  return expression !== null && expression === expressionOf(b, bValue);
}

/** True for two resources of one module instance of which one exists, with the same `each`, whenever the other does. */
function repeatAlike(a: EvaluatedResource, b: EvaluatedResource): boolean {
  if (a.moduleAddress !== b.moduleAddress) return false;
  if (a.presence.kind === 'possible') return b.presence.kind === 'possible' && a.presence.guard === b.presence.guard;
  return b.presence.kind === 'certain' && a.key === null && b.key === null;
}

/** What is written in the argument itself, or which part of `each` it is; null for what was written elsewhere. */
function expressionOf({ resource, argument }: Given, value: UnknownValue): string | null {
  const { origin } = value;
  const { body } = resource;
  if (origin === null) return null;
  if (isWithin(origin, body.attributePlace(argument))) return origin.file.text.slice(origin.start, origin.end);
  if (!isWithin(origin, body.attributePlace('for_each'))) return null;
  const repeated = body.attribute('for_each');
  const isSet = repeated?.kind === 'set' || (repeated?.kind === 'unknown' && repeated.type.kind === 'set');
  return definitionsOf(value)[0]?.kind === 'each' && !isSet ? 'each.value' : 'each.key';
}

function isWithin(place: Place, outer: Place | null): boolean {
  return outer !== null && place.file === outer.file && place.start >= outer.start && place.end <= outer.end;
}
