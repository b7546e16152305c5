import type { Argument } from '../../ecr/argument.ts';
import type { Place } from '../../hcl/source.ts';
import { definitionsOf, type Value } from '../../terraform/value.ts';

/** Where values are written, as far as a fix has to know. */

/** The text at a place. */
export function textAt({ file, start, end }: Place): string {
  return file.text.slice(start, end);
}

/** A string without escapes and sequences, a bool or null; in a string of the JSON syntax, the quotes are escaped. */
const LITERAL = /^(?:true|false|null|"[^"\\$%]*"|\\"[^"\\$%]*\\")$/;

/** Whether what is written at a place is a plain value, and not something that gives one. Texts in YAML are not edited. */
export function isLiteral(place: Place): boolean {
  return LITERAL.test(textAt(place)) && !/\.ya?ml$/i.test(place.file.path);
}

/** True when one place lies in another. */
export function isInside(inner: Place | null, outer: Place | null): boolean {
  if (inner === null || outer === null) return false;
  return inner.file.path === outer.file.path && outer.start <= inner.start && inner.end <= outer.end;
}

/**
 * True when an argument is written in its own block, so that setting it there replaces it. One that an override file
 * sets is not.
 */
export function isWrittenInBlock({ body, name }: Argument): boolean {
  const place = body.attributePlace(name);
  return place !== null && body.place !== null && place.file === body.place.file && place.start > body.place.start;
}

/** True when an argument is set to its value itself, as in `a = "x"`, and not to something that leads there. */
export function isWholeArgument(argument: Argument): boolean {
  const { body, name, value } = argument;
  const place = body.attributePlace(name);
  const origin = value?.origin ?? null;
  if (place === null || origin === null || !isInside(origin, place) || !isWrittenInBlock(argument)) return false;
  const before = place.file.text.slice(place.start, origin.start);
  return origin.end === place.end && /^"?[\w-]+"?\s*[=:]\s*$/.test(before);
}

/** True when a value comes from the environment or a flag, at whatever step: no file says it. */
export function isGivenFromOutside(value: Value): boolean {
  return definitionsOf(value).some(({ kind, place }) => kind === 'setting' && place === null);
}
