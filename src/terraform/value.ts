import type { Place, SourceFile } from '../hcl/source.ts';
import type { TemplateText } from '../hcl/syntax.ts';
import type { BigFloat } from './number.ts';
import type { EvaluatedResource } from './resource.ts';
import type { Type } from './type.ts';

/**
 * What an expression evaluates to: cty's values, with three things more. A value knows where it was written
 * (`origin`), through which definitions it came (`via`), and it may be unknown in any part, with the reason.
 * Values are immutable; sharing them is free.
 */
export type Value = NullValue | BoolValue | NumberValue | StringValue | SequenceValue | MappingValue | UnknownValue;

interface Traced {
  /** The expression that produced it: the literal, the call, the arm of a conditional. Null when nothing was written. */
  readonly origin: Place | null;
  /** The definitions it was read through and what decided that it is this value, the latest first. */
  readonly via: Step | null;
  /** Bits of `Mark`. */
  readonly marks: number;
}

export const Mark = {
  /** Must not reach a report. */
  SENSITIVE: 1,
  /** Known only through the default of a root variable: a deployment may well set another value. */
  ROOT_DEFAULT: 2,
} as const;

export interface NullValue extends Traced {
  readonly kind: 'null';
}

export interface BoolValue extends Traced {
  readonly kind: 'bool';
  readonly value: boolean;
}

export interface NumberValue extends Traced {
  readonly kind: 'number';
  /** The nearest double. */
  readonly value: number;
  /** Terraform's 512-bit number where `value` is not exactly it; null where it is. */
  readonly exact: BigFloat | null;
}

export interface StringValue extends Traced {
  readonly kind: 'string';
  readonly value: string;
  readonly text: TextDetail | null;
}

/** What is known of how a string came to be, so that places inside it can be found again. */
export interface TextDetail {
  /** The pieces it was put together from, in order; null when it was not a template or a file. */
  readonly pieces: readonly TextPiece[] | null;
  /** The value that was encoded as JSON: the argument of `jsonencode`, or the document of a policy data source. */
  readonly encoded: Value | null;
}

export type TextPiece =
  /** Literal text of a template; `text-map.ts` finds the place of a character. */
  | { readonly kind: 'text'; readonly part: TemplateText }
  /** An interpolated value, already converted to a string, or unknown. */
  | { readonly kind: 'value'; readonly value: StringValue | UnknownValue }
  /** The whole text of another file, as `file()` read it. */
  | { readonly kind: 'file'; readonly file: SourceFile };

/** Lists and tuples in order; sets without duplicates, in Terraform's iteration order. */
export interface SequenceValue extends Traced {
  readonly kind: 'list' | 'tuple' | 'set';
  readonly items: readonly Value[];
}

/** Maps and objects; the entries in Terraform's iteration order, which is that of the keys' code points. */
export interface MappingValue extends Traced {
  readonly kind: 'map' | 'object';
  readonly entries: ReadonlyMap<string, Value>;
  /** Set when further entries may exist that are not known, such as those of an unknown map given to `merge`. */
  readonly rest: Reason | null;
}

export interface UnknownValue extends Traced {
  readonly kind: 'unknown';
  readonly reason: Reason;
  readonly type: Type;
  /** For a string of which parts are known. */
  readonly text: TextDetail | null;
  /** When it can only be one of these, such as the arms of a conditional; at least two. */
  readonly candidates: readonly Value[] | null;
  /** For a collection of unknown size of which every element looks like this: the instances of a resource with an unknown `count`. */
  readonly element: Value | null;
}

/** Why something is not known: one clause without a final full stop, such as `var.key has no value`. */
export interface Reason {
  readonly kind: /** A variable that nothing sets. */
    | 'unset'
    /** What only AWS or another provider knows before it is applied. */
    | 'computed'
    /** What this program does not evaluate: time, randomness, files outside the tree, remote modules. */
    | 'unsupported'
    /** The configuration is wrong: Terraform itself would stop here. */
    | 'invalid'
    /** A limit on work or depth was reached. */
    | 'limit';
  readonly message: string;
  readonly place: Place | null;
}

/** One step on the way of a value: a definition it was read through, or something that decided that it is this value. */
export type Step = Definition | Decision;

/** One definition that a value was read through. `place` is the definition, not its use. */
export interface Definition {
  readonly kind: /** A root variable's default, or a child module's that no argument set. */
    | 'default'
    /** A tfvars line; or, without place and then called `TF_VAR_name` or `--var name`, an environment variable or a flag. */
    | 'setting'
    /** An argument of a module call; the name is then `module.app.mutability`, the call and the argument. */
    | 'argument'
    | 'local'
    | 'output'
    /** `for_each` or `count` of the block that `each` or `count` belongs to; `dynamic` likewise. */
    | 'each'
    /** An argument or attribute read by reference from a resource. */
    | 'resource'
    /** An attribute computed from a data source's arguments. */
    | 'data';
  /** As people write it: `var.mutability`, `local.tags`, `module.app.name`, `aws_ecr_repository.this["api"].name`. */
  readonly name: string;
  readonly place: Place | null;
  /** For `resource` and `data`: which instance; null when it is not one instance. */
  readonly resource: EvaluatedResource | null;
  readonly earlier: Step | null;
}

/** Another value that it depends on. It is no part of it: what leads to the decider leads to no resource of the value. */
export interface Decision {
  readonly kind: /** The condition, index or key that chose this value among others. */
    | 'condition'
    /** The `if` of a `for`, which let the element in. */
    | 'presence'
    /** What else the value was computed from, such as the second operand of `&&`. */
    | 'operand';
  /** The text of the condition; null for an operand, which has none of its own. */
  readonly place: Place | null;
  readonly decider: Value;
  readonly resource: null;
  readonly earlier: Step | null;
}

/** Where a new value was written and what marks it inherits. */
export interface Provenance {
  readonly origin: Place | null;
  readonly via?: Step | null;
  readonly marks?: number;
}

const NOWHERE: Provenance = { origin: null };

export function nullValue(at: Provenance = NOWHERE): NullValue {
  return { kind: 'null', origin: at.origin, via: at.via ?? null, marks: at.marks ?? 0 };
}

export function bool(value: boolean, at: Provenance = NOWHERE): BoolValue {
  return { kind: 'bool', value, origin: at.origin, via: at.via ?? null, marks: at.marks ?? 0 };
}

/** A number that a double holds exactly, unless `exact` says otherwise. */
export function number(value: number, at: Provenance = NOWHERE, exact: BigFloat | null = null): NumberValue {
  return { kind: 'number', value, exact, origin: at.origin, via: at.via ?? null, marks: at.marks ?? 0 };
}

export function string(value: string, at: Provenance = NOWHERE, text: TextDetail | null = null): StringValue {
  return { kind: 'string', value, text: bounded(text), origin: at.origin, via: at.via ?? null, marks: at.marks ?? 0 };
}

/** Strings of more pieces are taken as they are: shared pieces can stand for exponentially many. */
const MOST_PIECES = 100_000;

const pieceCounts = new WeakMap<TextDetail, number>();

function bounded(text: TextDetail | null): TextDetail | null {
  if (text === null || text.pieces === null || pieceCount(text) <= MOST_PIECES) return text;
  return text.encoded === null ? null : { pieces: null, encoded: text.encoded };
}

/** How many pieces a string has, those of its pieces included. */
function pieceCount(text: TextDetail): number {
  if (text.pieces === null) return 1;
  // Of most strings nothing need be remembered.
  if (text.pieces.every((piece) => piece.kind !== 'value' || piece.value.text === null)) return text.pieces.length;
  let count = pieceCounts.get(text);
  if (count === undefined) {
    count = 0;
    for (const piece of text.pieces) {
      count += piece.kind === 'value' && piece.value.text !== null ? pieceCount(piece.value.text) : 1;
    }
    pieceCounts.set(text, count);
  }
  return count;
}

/** A list or tuple; for sets use `makeSet` of `type.ts`, which orders and joins equal elements. */
export function sequence(
  kind: SequenceValue['kind'],
  items: readonly Value[],
  at: Provenance = NOWHERE,
): SequenceValue {
  return { kind, items, origin: at.origin, via: at.via ?? null, marks: at.marks ?? 0 };
}

/** A map or object; `entries` are put in Terraform's order here. */
export function mapping(
  kind: MappingValue['kind'],
  entries: Iterable<readonly [string, Value]>,
  at: Provenance = NOWHERE,
  rest: Reason | null = null,
): MappingValue {
  const sorted = [...entries].sort(([a], [b]) => compareCodePoints(a, b));
  return { kind, entries: new Map(sorted), rest, origin: at.origin, via: at.via ?? null, marks: at.marks ?? 0 };
}

export const ANY: Type = { kind: 'any' };

export function unknown(
  reason: Reason,
  at: Provenance = NOWHERE,
  more: {
    type?: Type;
    text?: TextDetail | null;
    candidates?: readonly Value[] | null;
    element?: Value | null;
  } = {},
): UnknownValue {
  return {
    kind: 'unknown',
    reason,
    type: more.type ?? ANY,
    text: bounded(more.text ?? null),
    candidates: more.candidates ?? null,
    element: more.element ?? null,
    origin: at.origin,
    via: at.via ?? null,
    marks: at.marks ?? 0,
  };
}

/** The order Go sorts strings in: by UTF-8 bytes, which is by code point, unlike JavaScript's `<`. */
export function compareCodePoints(a: string, b: string): number {
  // Most often two paths or rules that are the same.
  if (a === b) return 0;
  const shorter = Math.min(a.length, b.length);
  for (let i = 0; i < shorter; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) {
      // Surrogates stand for code points above every other UTF-16 unit.
      const xHigh = (x & 0xf800) === 0xd800;
      const yHigh = (y & 0xf800) === 0xd800;
      return xHigh === yHigh ? x - y : xHigh ? 1 : -1;
    }
  }
  return a.length - b.length;
}

/** The same value read through one more definition. */
export function through<T extends Value>(value: T, step: Omit<Definition, 'earlier'>): T {
  return { ...value, via: { ...step, earlier: value.via } };
}

/** The definitions a value was read through, the latest first. */
export function definitionsOf({ via }: Traced): readonly Definition[] {
  const definitions: Definition[] = [];
  for (let step = via; step !== null; step = step.earlier) if (!('decider' in step)) definitions.push(step);
  return definitions;
}

/**
 * The first of some ways on which something was read from a definition, else the first there is: what decided about one
 * value does not hide where another comes from.
 */
export function firstWay(ways: Iterable<Step | null>): Step | null {
  let decisions: Step | null = null;
  for (const way of ways) {
    if (hasDefinition(way)) return way;
    decisions ??= way;
  }
  return decisions;
}

function hasDefinition(way: Step | null): boolean {
  for (let step = way; step !== null; step = step.earlier) if (!('decider' in step)) return true;
  return false;
}

/** The same value with more marks. */
export function marked<T extends Value>(value: T, marks: number): T {
  return (value.marks | marks) === value.marks ? value : { ...value, marks: value.marks | marks };
}

/** An element as read from its container: it came through whatever the container came through, and shares its marks. */
export function elementOf<T extends Value>(container: Traced, element: T): T {
  if (container.via === null) return marked(element, container.marks);
  return { ...element, via: joinSteps(container.via, element.via), marks: element.marks | container.marks };
}

function joinSteps(later: Step, earlier: Step | null): Step {
  if (earlier === null) return later;
  return { ...later, earlier: later.earlier === null ? earlier : joinSteps(later.earlier, earlier) };
}

/** True when neither the value nor anything inside it is unknown. */
export function isWhollyKnown(value: Value): boolean {
  return firstUnknown(value) === null;
}

/**
 * Collections are shared, so a small configuration can stand for an exponentially large tree: what is known of a
 * collection is remembered by its contents. One with few parts is looked through anew each time, which is cheaper.
 */
const unknownIn = new WeakMap<object, UnknownValue | null>();
const marksIn = new WeakMap<object, number>();

/** How many parts are few. */
const FEW = 64;

/** How many values were looked at so far, which tells how many parts one has that is looked through. */
let looked = 0;

/** The first unknown part, depth first; null when there is none. */
export function firstUnknown(value: Value): UnknownValue | null {
  looked++;
  if (value.kind === 'unknown') return value;
  const contents = contentsOf(value);
  if (contents === null) return null;
  const remembered = unknownIn.get(contents);
  if (remembered !== undefined) return remembered;
  const before = looked;
  let found = restOf(value);
  for (const part of contents.values()) {
    if (found !== null) break;
    found = firstUnknown(part);
  }
  if (looked - before > FEW) unknownIn.set(contents, found);
  return found;
}

/** The marks of a value and of everything inside it. */
export function deepMarks(value: Value): number {
  looked++;
  const contents = contentsOf(value);
  if (contents === null) return value.marks;
  let marks = marksIn.get(contents);
  if (marks === undefined) {
    const before = looked;
    marks = 0;
    for (const part of contents.values()) marks |= deepMarks(part);
    if (looked - before > FEW) marksIn.set(contents, marks);
  }
  return value.marks | marks;
}

function restOf(value: Value): UnknownValue | null {
  return (value.kind === 'map' || value.kind === 'object') && value.rest !== null ? unknown(value.rest, value) : null;
}

/** The parts of a collection; null for what has none. */
export function contentsOf(value: Value): readonly Value[] | ReadonlyMap<string, Value> | null {
  switch (value.kind) {
    case 'list':
    case 'tuple':
    case 'set':
      return value.items;
    case 'map':
    case 'object':
      return value.entries;
    default:
      return null;
  }
}
