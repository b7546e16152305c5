import { formatNumber } from '../terraform/number.ts';
import type { EvaluatedBody } from '../terraform/resource.ts';
import { firstUnknown, type Reason, type UnknownValue, type Value } from '../terraform/value.ts';

/** An argument as rules ask for it: a value, absent, or unknown for a reason. */
export interface Argument {
  /** The block that has the argument or lacks it; where a whole nested block is missing, the block around it. */
  readonly body: EvaluatedBody;
  /** The argument's name, or the type of the nested block that is missing. */
  readonly name: string;
  /** Null where nothing is written. An argument set to null is a `NullValue`, which Terraform takes as not written. */
  readonly value: Value | null;
  /** Set when the argument stands in a `dynamic` block that may not exist. */
  readonly doubt: Reason | null;
}

/** What proves something about an argument, in the form the lint floor takes. */
export type ArgumentEvidence =
  | { readonly kind: 'value'; readonly value: Value; readonly body: EvaluatedBody; readonly argument: string }
  | { readonly kind: 'missing'; readonly body: EvaluatedBody; readonly what: string };

export type Answer = 'yes' | 'no' | 'unknown';

/** A value that is there and of which at least the kind is known. */
export type KnownValue = Exclude<Value, { readonly kind: 'null' } | UnknownValue>;

/** An argument of a body itself. */
export function argumentOf(body: EvaluatedBody, name: string): Argument {
  return { body, name, value: body.attribute(name), doubt: null };
}

/**
 * An argument of the first nested block of a type, as the provider reads blocks of which it takes one. Where the block
 * is missing, the argument is absent and the body around it is to blame.
 */
export function nestedArgument(body: EvaluatedBody, blockType: string, name: string): Argument {
  const { items, rest } = body.blocks(blockType);
  const block = items[0] ?? rest?.sample;
  if (block === undefined) return { body, name: blockType, value: null, doubt: null };
  const doubt = items.length > 0 || rest === null ? null : rest.reason;
  return { body: block, name, value: block.attribute(name), doubt };
}

/** Where the argument's value is written, or the block that lacks it. */
export function evidenceOf({ body, name, value }: Argument): ArgumentEvidence {
  if (value === null) return { kind: 'missing', body, what: name };
  return { kind: 'value', value, body, argument: name };
}

/** True when Terraform takes the argument as not written. */
export function isAbsent(value: Value | null): boolean {
  return value === null || value.kind === 'null';
}

/**
 * Asks a question about a value. `test` sees a known value, or null for an absent one. A value that can only be one of
 * several gets the answer they share.
 */
export function judgeValue(value: Value | null, test: (known: KnownValue | null) => Answer | boolean): Answer {
  if (value === null || value.kind === 'null') return answer(test(null));
  if (value.kind !== 'unknown') return answer(test(value));
  if (value.candidates === null) return 'unknown';
  return agree(value.candidates.map((candidate) => judgeValue(candidate, test)));
}

/** Asks a question about an argument; one in a block that may not exist also has to give the answer when absent. */
export function judge(argument: Argument, test: (known: KnownValue | null) => Answer | boolean): Answer {
  const given = judgeValue(argument.value, test);
  return argument.doubt === null ? given : agree([given, answer(test(null))]);
}

/** Why a question about an argument has no answer. */
export function reasonOf({ value, doubt, name }: Argument): Reason {
  const unknownPart = value === null ? null : firstUnknown(value);
  return doubt ?? unknownPart?.reason ?? { kind: 'unsupported', message: `${name} is not known`, place: null };
}

/** The answer that all give, else unknown. */
export function agree(answers: readonly Answer[]): Answer {
  const first = answers[0] ?? 'unknown';
  return answers.every((other) => other === first) ? first : 'unknown';
}

/** Yes when any is, unknown when any might be. */
export function either(answers: readonly Answer[]): Answer {
  if (answers.includes('yes')) return 'yes';
  return answers.includes('unknown') ? 'unknown' : 'no';
}

function answer(result: Answer | boolean): Answer {
  if (typeof result === 'string') return result;
  return result ? 'yes' : 'no';
}

/** A known value as Terraform passes it to a string argument; null for what is not a primitive. */
export function textOf(value: KnownValue | null): string | null {
  switch (value?.kind) {
    case 'string':
      return value.value;
    case 'bool':
      return String(value.value);
    case 'number':
      return formatNumber(value);
    default:
      return null;
  }
}

/** A known value as Terraform passes it to a bool argument, which takes the strings "true" and "false" as well. */
export function boolOf(value: KnownValue | null): boolean | null {
  if (value?.kind === 'bool') return value.value;
  const text = textOf(value);
  if (text === 'true' || text === '1') return true;
  return text === 'false' || text === '0' ? false : null;
}

/** The string of a value that is wholly known; null for one that is absent, unknown or not a primitive. */
export function knownText(value: Value | null): string | null {
  return value === null || value.kind === 'null' || value.kind === 'unknown' ? null : textOf(value);
}
