import type { Argument } from '../../ecr/argument.ts';
import type { Place } from '../../hcl/source.ts';
import { definitionsOf, type Value } from '../../terraform/value.ts';
import { type Edit, expression, literal } from '../fix.ts';
import { refersToAnything } from '../references.ts';
import { isGivenFromOutside, isInside, isLiteral, isWrittenInBlock, textAt } from './place.ts';

/** What an argument is to be set to, and how to tell a definition that is meant for it from one that is not. */
export interface NewSetting {
  readonly to: string | boolean;
  /** Found in the name of a variable, local or member whose value is for this argument, or in the value itself. */
  readonly meant: RegExp;
  /** Whether another value is right in another environment: what is computed from something then stays as it is. */
  readonly mayDiffer?: boolean;
}

/**
 * The edits that give an argument another value at the place where its value is written: a literal, the arm of a
 * conditional, a tfvars line, the default of a variable, the argument of a call. Null where there is no such place,
 * or where what is written there could be meant for something else as well.
 */
export function settingEdits(argument: Argument, setting: NewSetting): readonly Edit[] | null {
  const { body, name, value, doubt } = argument;
  if (body.place === null || doubt !== null) return null;
  if (value === null) return [{ kind: 'set-argument', block: body.place, name, value: literal(setting.to) }];
  return editsOf(value, argument, setting);
}

function editsOf(value: Value, argument: Argument, setting: NewSetting): readonly Edit[] | null {
  if (isGivenFromOutside(value)) return null;
  const { origin } = value;
  const isHere = isInside(origin, argument.body.attributePlace(argument.name));
  if (origin !== null && isLiteral(origin) && (isHere || isMeant(value, origin, setting.meant))) {
    // In a published module it stands for the input that decides, which the fix sets.
    if (!origin.file.published && isOtherArm(origin, JSON.stringify(setting.to))) return null;
    return [{ kind: 'replace-value', value: origin, by: literal(setting.to) }];
  }
  // Nobody knows which it is of values that are all wrong, so that none of them was meant for another environment.
  const isChosen =
    value.kind !== 'unknown' && setting.mayDiffer === true && origin !== null && refersToAnything(textAt(origin));
  if (isHere) return isChosen ? null : atUse(argument, literal(setting.to));
  if (value.kind === 'null') return insteadOfNull(argument, setting);
  return value.kind === 'unknown' ? editsOfAll(value.candidates ?? [], argument, setting) : null;
}

/** Of several values that it may be, each. */
function editsOfAll(values: readonly Value[], argument: Argument, setting: NewSetting): readonly Edit[] | null {
  const edits: Edit[] = [];
  for (const value of values) {
    const own = editsOf(value, argument, setting);
    if (own === null) return null;
    edits.push(...own.filter((edit) => !edits.some((other) => isSameReplacement(edit, other))));
  }
  return edits.length === 0 ? null : edits;
}

function isSameReplacement(a: Edit, b: Edit): boolean {
  if (a.kind === 'set-argument') return b.kind === 'set-argument';
  if (a.kind !== 'replace-value' || b.kind !== 'replace-value') return false;
  return isInside(a.value, b.value) && isInside(b.value, a.value);
}

/** Replaces all of what the argument is set to. */
function atUse(argument: Argument, value: ReturnType<typeof literal>): readonly Edit[] | null {
  const { body, name } = argument;
  if (body.place === null || !isWrittenInBlock(argument)) return null;
  return [{ kind: 'set-argument', block: body.place, name, value }];
}

/** Where an optional attribute is left out, there is no value to replace: the argument gets one to fall back on. */
function insteadOfNull(argument: Argument, { to }: NewSetting): readonly Edit[] | null {
  const place = argument.body.attributePlace(argument.name);
  if (place === null || place.file.path.endsWith('.json')) return null;
  const written = /^[\w-]+[ \t]*=[ \t]*(\S[^\n]*)$/.exec(textAt(place))?.[1];
  return written === undefined ? null : atUse(argument, expression(`coalesce(${written}, ${JSON.stringify(to)})`));
}

/** Whether a value is one arm of a conditional of which the other is already the given one: both alike decide nothing. */
function isOtherArm({ file: { text }, start, end }: Place, wanted: string): boolean {
  // Only what stands directly around the value is looked at, however long the file.
  const before = text.slice(0, start).trimEnd();
  const other = before.endsWith('?')
    ? /^\s*:\s*(\\?"[^"\\]*\\?"|\w+)/.exec(text.slice(end))
    : before.endsWith(':')
      ? /^\?\s*(\\?"[^"\\]*\\?"|\w+)\s*:$/.exec(before.slice(before.lastIndexOf('?')))
      : null;
  // In a string of the JSON syntax, the quotes are escaped.
  return other?.[1]?.replaceAll('\\"', '"') === wanted;
}

/** Whether the value itself, what stands before it on its line, or a definition it was read through says what it is for. */
function isMeant(value: Value, origin: Place, meant: RegExp): boolean {
  const { text } = origin.file;
  const line = text.slice(text.lastIndexOf('\n', origin.start) + 1, origin.end);
  return meant.test(line) || definitionsOf(value).some(({ name }) => meant.test(name));
}
