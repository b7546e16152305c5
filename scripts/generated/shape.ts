import type { Random } from '../fuzz/random.ts';

/** A type of Terraform, as far as generated configurations use them. */
export type Shape = Primitive | Collection | ObjectShape;

export interface Primitive {
  readonly kind: 'string' | 'number' | 'bool';
}

export interface Collection {
  readonly kind: 'list' | 'set' | 'map';
  readonly element: Shape;
}

export interface ObjectShape {
  readonly kind: 'object';
  readonly members: readonly Member[];
}

export interface Member {
  readonly name: string;
  readonly shape: Shape;
  /** Whether it may be left out in the value of a variable. */
  readonly optional: boolean;
  /** What it then is; null for null. */
  readonly fallback: string | null;
}

export const STRING: Primitive = { kind: 'string' };
export const NUMBER: Primitive = { kind: 'number' };
export const BOOL: Primitive = { kind: 'bool' };

export function listOf(element: Shape): Collection {
  return { kind: 'list', element };
}

export function mapOf(element: Shape): Collection {
  return { kind: 'map', element };
}

export function setOf(element: Shape): Collection {
  return { kind: 'set', element };
}

export function isPrimitive(shape: Shape): shape is Primitive {
  return shape.kind === 'string' || shape.kind === 'number' || shape.kind === 'bool';
}

/** A type at most so many levels deep. */
export function randomShape(random: Random, depth: number): Shape {
  const primitive = random.pick([STRING, STRING, NUMBER, BOOL]);
  if (depth <= 0 || random.oneIn(3)) return primitive;
  switch (random.below(6)) {
    case 0:
    case 1:
      return listOf(randomShape(random, depth - 1));
    case 2:
    case 3:
      return mapOf(randomShape(random, depth - 1));
    case 4:
      return setOf(random.pick([STRING, NUMBER]));
    default:
      return randomObject(random, depth - 1);
  }
}

const MEMBERS = ['name', 'size', 'on', 'tags', 'rules'];

function randomObject(random: Random, depth: number): ObjectShape {
  const names = MEMBERS.filter(() => random.oneIn(2));
  return {
    kind: 'object',
    members: (names.length === 0 ? ['name'] : names).map((name) => {
      const shape = randomShape(random, depth);
      const optional = random.oneIn(3);
      return { name, shape, optional, fallback: optional && random.oneIn(2) ? literal(shape, random) : null };
    }),
  };
}

/** As in a variable's `type`. */
export function typeText(shape: Shape): string {
  if (isPrimitive(shape)) return shape.kind;
  if (shape.kind !== 'object') return `${shape.kind}(${typeText(shape.element)})`;
  const members = shape.members.map(({ name, shape: inner, optional, fallback }) => {
    const type = typeText(inner);
    return `${name} = ${optional ? `optional(${type}${fallback === null ? '' : `, ${fallback}`})` : type}`;
  });
  return `object({ ${members.join(', ')} })`;
}

const TEXTS = [
  '',
  'a',
  'api',
  'prod',
  'Ünï-cödé',
  'two words',
  '10',
  'true',
  'a/b:c',
  ' pad ',
  '1.50',
  'e\u0301',
  '😀',
];
const NUMBERS = ['0', '1', '2', '10', '-3', '1.5', '0.1', '100', '1e3', '12345678901'];

/** A literal string of some text, in the place of which nothing is interpolated. */
export function textLiteral(random: Random): string {
  if (random.oneIn(12))
    return random.pick(['"$${x}"', '"%%{ if }"', '"line\\n\\ttab"', '"\\"quoted\\""', '"\\u00e9\\\\"']);
  return JSON.stringify(random.pick(TEXTS));
}

/** A value of a type without any reference. Some are written as another type that Terraform converts. */
export function literal(shape: Shape, random: Random): string {
  switch (shape.kind) {
    case 'string':
      return random.oneIn(8) ? random.pick(['5', 'true', '0.50']) : textLiteral(random);
    case 'number':
      return random.oneIn(8) ? '"7"' : random.pick(NUMBERS);
    case 'bool':
      return random.oneIn(8) ? '"true"' : random.pick(['true', 'false']);
    case 'list':
    case 'set':
      return `[${several(random, () => literal(shape.element, random)).join(', ')}]`;
    case 'map':
      return `{ ${keys(random)
        .map((key) => `${key} = ${literal(shape.element, random)}`)
        .join(', ')} }`;
    case 'object': {
      const given = shape.members.filter(({ optional }) => !optional || random.oneIn(2));
      return `{ ${given.map(({ name, shape: inner }) => `${name} = ${literal(inner, random)}`).join(', ')} }`;
    }
  }
}

/** None to three of something. */
export function several<T>(random: Random, make: () => T): T[] {
  return Array.from({ length: random.below(4) }, make);
}

/** Different keys of a map, as they are written. */
export function keys(random: Random): readonly string[] {
  return ['a', '"b-2"', 'Z', '"10"', '"ü"'].filter(() => random.oneIn(2));
}
