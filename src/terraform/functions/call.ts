import type { Place } from '../../hcl/source.ts';
import { computedFrom, decided } from '../decision.ts';
import { bigFloatOf, isInteger } from '../number.ts';
import { STRING, type Type } from '../type.ts';
import {
  ANY,
  bool,
  deepMarks,
  elementOf,
  firstUnknown,
  firstWay,
  type MappingValue,
  Mark,
  type NumberValue,
  type Provenance,
  type Reason,
  type SequenceValue,
  type Step,
  type StringValue,
  string,
  type UnknownValue,
  unknown,
  type Value,
} from '../value.ts';
import type { FunctionContext } from './context.ts';

/** Strings longer than this are not made: a short expression can ask for gigabytes. */
export const MAX_TEXT = 4_000_000;

/** Collections of more elements are not made. */
export const MAX_ITEMS = 100_000;

/** One call of a function: its arguments, already converted to the parameters' types, and how to answer. */
export class Call {
  readonly name: string;
  readonly args: readonly Value[];
  readonly context: FunctionContext;
  readonly #result: Type;
  #at: Provenance | null = null;

  /** @param result the type an unknown answer has */
  constructor(name: string, args: readonly Value[], context: FunctionContext, result: Type) {
    this.name = name;
    this.args = args;
    this.context = context;
    this.#result = result;
  }

  /** For a value computed from the arguments: marked like all of them, read through what the first of them was. */
  get at(): Provenance {
    this.#at ??= {
      origin: this.context.place,
      via: firstWay(waysTo(this.args, 2)),
      marks: this.args.reduce((marks, argument) => marks | deepMarks(argument), 0),
    };
    return this.#at;
  }

  /** For a collection whose elements keep their own marks and steps. */
  get shell(): Provenance {
    return {
      origin: this.context.place,
      marks: this.args.reduce((marks, argument) => marks | argument.marks, 0),
    };
  }

  /** As `shell`, but sensitive when anything inside the arguments is: for functions that compare or reorder. */
  get sealed(): Provenance {
    const { origin, marks = 0 } = this.shell;
    return { origin, marks: marks | ((this.at.marks ?? 0) & Mark.SENSITIVE) };
  }

  /** Where an argument is written. */
  placeOf(index: number): Place {
    return this.context.argumentPlaces[index] ?? this.context.place;
  }

  /** An argument of any type. */
  arg(index: number): Value {
    const value = this.args[index];
    if (value === undefined) throw new Error(`${this.name} has no argument ${index}`);
    return value;
  }

  /** A string argument's text; the parameter must not accept null or unknown. */
  text(index: number): string {
    return this.stringValue(index).value;
  }

  stringValue(index: number): StringValue {
    const value = this.arg(index);
    if (value.kind !== 'string') throw new Error(`argument ${index} of ${this.name} is not a string`);
    return value;
  }

  numberValue(index: number): NumberValue {
    const value = this.arg(index);
    if (value.kind !== 'number') throw new Error(`argument ${index} of ${this.name} is not a number`);
    return value;
  }

  /** A number argument as a double. */
  number(index: number): number {
    return this.numberValue(index).value;
  }

  /** A number argument that has to be whole; null when it is not. */
  integer(index: number): bigint | null {
    const value = this.numberValue(index);
    return isInteger(value) ? (bigFloatOf(value)?.toBigInt() ?? null) : null;
  }

  /** The list, tuple or set given as an argument. */
  sequence(index: number): SequenceValue {
    const value = this.arg(index);
    if (!('items' in value)) throw new Error(`argument ${index} of ${this.name} is not a list`);
    return value;
  }

  /** The map or object given as an argument. */
  mapping(index: number): MappingValue {
    const value = this.arg(index);
    if (!('entries' in value)) throw new Error(`argument ${index} of ${this.name} is not a map`);
    return value;
  }

  /** The elements of a list, tuple or set, each read through it. */
  items(index: number): readonly Value[] {
    const container = this.sequence(index);
    return container.items.map((item) => elementOf(container, item));
  }

  /** A new string. Terraform keeps all strings in Unicode's composed form. */
  string(text: string): Value {
    return text.length > MAX_TEXT ? this.tooMuch() : string(text.normalize('NFC'), this.at);
  }

  /** A string made of one argument: that very argument when nothing changed. */
  changed(index: number, text: string): Value {
    const argument = this.stringValue(index);
    return text === argument.value ? { ...argument, marks: this.at.marks ?? 0 } : this.string(text);
  }

  /** @param from the values that decide it; all arguments, unless it is some of them or their elements */
  bool(value: boolean, from: readonly Value[] = this.args): Value {
    return bool(value, { ...this.at, via: computedFrom(from) });
  }

  /** A value that was chosen by an argument. */
  chosen<T extends Value>(value: T, decider: Value, index: number): T {
    return decided(value, decider, this.placeOf(index));
  }

  /** The answer where Terraform stops with an error; the message is a clause. */
  invalid(message: string): UnknownValue {
    return this.refused('invalid', message);
  }

  /** The answer where this program does not compute what Terraform would. */
  unsupported(message: string): UnknownValue {
    return this.refused('unsupported', message);
  }

  tooMuch(): UnknownValue {
    return this.refused('limit', 'the result is too large to compute');
  }

  /** Unknown because of a reason that is not an argument's. */
  because(reason: Reason): UnknownValue {
    return unknown(reason, this.at, { type: this.#result });
  }

  /** Unknown because an argument, or a part of it, is. */
  unknownAs(argument: Value, type: Type = this.#result): UnknownValue {
    const part = firstUnknown(argument);
    if (part === null) throw new Error(`${this.name} has nothing unknown`);
    const { via } = part === argument ? part : elementOf(argument, part);
    return unknown(part.reason, { ...this.at, via: firstWay([via, this.at.via ?? null]) }, { type });
  }

  private refused(kind: Reason['kind'], message: string): UnknownValue {
    return this.because({ kind, message: `${this.name}(): ${message}`, place: this.context.place });
  }
}

/** How some values came, and then their elements. */
function* waysTo(values: Iterable<Value>, depth: number): Iterable<Step | null> {
  const parts: Value[] = [];
  for (const value of values) {
    yield value.via;
    if (depth === 0) continue;
    if ('items' in value) parts.push(...value.items);
    else if ('entries' in value) parts.push(...value.entries.values());
  }
  if (parts.length > 0) yield* waysTo(parts, depth - 1);
}

/** What a parameter accepts. */
export interface Parameter {
  readonly type: Type;
  /** Null is an argument like any other, not an error. */
  readonly nullable: boolean;
  /** The implementation deals with what is unknown; else the answer is unknown when any part of the argument is. */
  readonly partial: boolean;
}

/** A function: what it takes, the type of its result while that is unknown, and how it is computed. */
export interface FunctionDefinition {
  readonly parameters: readonly Parameter[];
  readonly variadic: Parameter | null;
  readonly result: Type;
  readonly compute: (call: Call) => Value;
}

/** A parameter of a type; by default neither null nor unknown in any part. */
export function parameter(type: Type, accepts: { nullable?: boolean; partial?: boolean } = {}): Parameter {
  return { type, nullable: accepts.nullable ?? false, partial: accepts.partial ?? false };
}

/** A parameter of any type that may be unknown in part. */
export const PARTIAL = parameter(ANY, { partial: true });

/** A parameter of any type that may be unknown in part, or null. */
export const PARTIAL_OR_NULL = parameter(ANY, { partial: true, nullable: true });

/** A function with a fixed number of parameters; a bare type stands for a plain parameter of it. */
export function fixed(
  parameters: readonly (Parameter | Type)[],
  result: Type,
  compute: (call: Call) => Value,
): FunctionDefinition {
  return { parameters: parameters.map(asParameter), variadic: null, result, compute };
}

/** A function that takes any number of further arguments of one kind. */
export function variadic(
  parameters: readonly (Parameter | Type)[],
  rest: Parameter | Type,
  result: Type,
  compute: (call: Call) => Value,
): FunctionDefinition {
  return { parameters: parameters.map(asParameter), variadic: asParameter(rest), result, compute };
}

/** A function from one string to another. */
export function ofText(compute: (text: string) => string): FunctionDefinition {
  return fixed([STRING], STRING, (call) => call.changed(0, compute(call.text(0))));
}

function asParameter(given: Parameter | Type): Parameter {
  return 'kind' in given ? parameter(given) : given;
}
