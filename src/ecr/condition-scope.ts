import { definitionsOf, type Reason, type Value } from '../terraform/value.ts';
import { type Answer, agree } from './argument.ts';
import { coverInternet } from './ip-ranges.ts';
import type { Condition, Conditions } from './policy-document.ts';
import { shapeOf } from './text-shape.ts';

/** Whether conditions limit a statement for everyone to certain callers. */
export type Scope =
  | { readonly kind: 'narrow' }
  /** `ignored` are those that are there and do not limit who calls. */
  | { readonly kind: 'wide'; readonly ignored: readonly Condition[] }
  | { readonly kind: 'unknown'; readonly reason: Reason };

/** Judges the conditions of a statement that allows. One condition that limits the callers is enough. */
export function scopeOf({ items, rest }: Conditions): Scope {
  const present = keysThatMustBePresent(items);
  let open: Reason | null = rest;
  for (const condition of items) {
    const answer = narrows(condition, present);
    if (answer === 'yes') return { kind: 'narrow' };
    if (answer === 'unknown') open ??= reasonFor(condition);
  }
  return open === null ? { kind: 'wide', ignored: items } : { kind: 'unknown', reason: open };
}

/** Judges the one condition of a statement that denies: everyone is shut out but certain callers. */
export function excludesAllBut(condition: Condition): boolean {
  const { set, base } = readOperator(condition.operator);
  if (set !== null || !NEGATED.has(base)) return false;
  const positive = { ...condition, operator: base.replace('not', '') };
  return isNarrowKey(condition.key) && narrows(positive, new Set([normalized(condition.key)])) === 'yes';
}

const POSITIVE = new Set(['stringequals', 'stringequalsignorecase', 'stringlike', 'arnequals', 'arnlike', 'ipaddress']);

const NEGATED = new Set([
  'stringnotequals',
  'stringnotequalsignorecase',
  'stringnotlike',
  'arnnotequals',
  'arnnotlike',
  'notipaddress',
]);

/** A stand-in for what is not known inside a text. */
const HOLE = '\uE000';

interface KeyRule {
  /** Whether one value limits who may call. Holes stand in the text as `HOLE`. */
  readonly limits: (text: string) => boolean;
  /** The request carries several values, so that only `ForAnyValue:` asks for one of them. */
  readonly several?: boolean;
}

const isFixed = (text: string) => !/[*?]/.test(text);
const inOrganization = (text: string) => isFixed(text.split('/')[0] ?? '') && text.includes('/');

/** The keys that say who calls or from where; all others can be true for any account. */
const KEYS: ReadonlyMap<string, KeyRule> = new Map([
  ['aws:principalorgid', { limits: isFixed }],
  ['aws:principalorgpaths', { limits: inOrganization, several: true }],
  ['aws:principalaccount', { limits: isFixed }],
  ['aws:principalarn', { limits: hasFixedAccount }],
  ['aws:sourceaccount', { limits: isFixed }],
  ['aws:sourceowner', { limits: isFixed }],
  ['aws:sourcearn', { limits: hasFixedAccount }],
  ['aws:sourceorgid', { limits: isFixed }],
  ['aws:sourceorgpaths', { limits: inOrganization, several: true }],
  ['aws:sourcevpce', { limits: isFixed }],
  ['aws:sourcevpc', { limits: isFixed }],
  ['aws:sourcevpcarn', { limits: hasFixedAccount }],
  ['aws:vpceaccount', { limits: isFixed }],
  ['aws:vpceorgid', { limits: isFixed }],
  ['aws:vpceorgpaths', { limits: inOrganization, several: true }],
  ['aws:ec2instancesourcevpc', { limits: isFixed }],
  ['aws:sourceip', { limits: isFixed }],
  ['aws:userid', { limits: hasFixedUniqueId }],
  ['lambda:sourcefunctionarn', { limits: hasFixedAccount }],
  ['ec2:sourceinstancearn', { limits: hasFixedAccount }],
]);

function normalized(key: string): string {
  return key.toLowerCase();
}

function isNarrowKey(key: string): boolean {
  return KEYS.has(normalized(key));
}

function readOperator(operator: string): { set: 'all' | 'any' | null; base: string; ifExists: boolean } {
  const match = /^(?:(forallvalues|foranyvalue):)?(.*?)(ifexists)?$/.exec(operator.toLowerCase());
  const set = match?.[1] === 'forallvalues' ? 'all' : match?.[1] === 'foranyvalue' ? 'any' : null;
  return { set, base: match?.[2] ?? '', ifExists: match?.[3] !== undefined };
}

/** The keys that a `Null` condition asks to be there: for them, `…IfExists` and `ForAllValues:` are as strict as the rest. */
function keysThatMustBePresent(conditions: readonly Condition[]): ReadonlySet<string> {
  const present = conditions.filter(({ operator, values }) => {
    if (readOperator(operator).base !== 'null') return false;
    return values.length > 0 && values.every((value) => textWithHoles(value)?.toLowerCase() === 'false');
  });
  return new Set(present.map(({ key }) => normalized(key)));
}

function narrows({ operator, key, values }: Condition, present: ReadonlySet<string>): Answer {
  const rule = KEYS.get(normalized(key));
  const { set, base, ifExists } = readOperator(operator);
  if (rule === undefined || !POSITIVE.has(base)) return 'no';
  // A key that is absent from the request satisfies both.
  if ((ifExists || set === 'all') && !present.has(normalized(key))) return 'no';
  if (rule.several === true && set === null) return 'no';
  if (normalized(key) === 'aws:sourceip') return limitsAddresses(values);
  // Values are alternatives: each of them has to limit the callers.
  const answers = values.map((value) => limits(value, rule));
  if (answers.includes('no')) return 'no';
  return answers.length === 0 ? 'unknown' : agree(answers);
}

function limits(value: Value, rule: KeyRule): Answer {
  if (value.kind === 'unknown' && value.candidates !== null) {
    return agree(value.candidates.map((candidate) => limits(candidate, rule)));
  }
  if (value.kind === 'unknown' && value.element !== null) return limits(value.element, rule);
  const text = textWithHoles(value);
  if (text === null) return 'no';
  // Known text around a hole gives the value its shape; on its own, a hole might be a wildcard.
  if (text === HOLE) return isIdentity(value) ? 'yes' : 'unknown';
  return rule.limits(text) ? 'yes' : 'no';
}

function limitsAddresses(values: readonly Value[]): Answer {
  const texts = values.flatMap((value) => textWithHoles(value) ?? []);
  const known = texts.filter((text) => !text.includes(HOLE));
  if (!known.every(isFixed) || coverInternet(known)) return 'no';
  return known.length === values.length && values.length > 0 ? 'yes' : 'unknown';
}

/** The account of an ARN, or of what has none, the resource itself, is spelt out. */
export function hasFixedAccount(text: string): boolean {
  const [, , , , account, ...resource] = text.split(':');
  if (account === undefined) return isFixed(text);
  return account === '' ? isFixed(resource.join(':')) : isFixed(account);
}

/** An IAM unique identifier, perhaps with any session behind it: `AROAEXAMPLEID:*`. */
function hasFixedUniqueId(text: string): boolean {
  return isFixed(text) || /^[A-Z0-9\uE000]{12,}:/.test(text) || /^\uE000:/.test(text);
}

function textWithHoles(value: Value): string | null {
  return (
    shapeOf(value)
      ?.map((part) => part ?? HOLE)
      .join('') ?? null
  );
}

const IDENTITY_ATTRIBUTE = /\.(?:arn|id|account_id|owner_id|unique_id|master_account_id|role_arn)$/;

/** True for what AWS itself gives out, such as an ARN or the id of an account: it never is a wildcard. */
export function isIdentity(value: Value): boolean {
  if (value.kind !== 'unknown' || value.reason.kind !== 'computed') return false;
  const step = definitionsOf(value).at(-1);
  return step !== undefined && step.resource?.type.startsWith('aws_') === true && IDENTITY_ATTRIBUTE.test(step.name);
}

function reasonFor({ key, values }: Condition): Reason {
  for (const value of values) if (value.kind === 'unknown') return value.reason;
  return { kind: 'unsupported', message: `the condition on ${key} lists no value`, place: values[0]?.origin ?? null };
}
