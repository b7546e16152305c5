import type { Random } from '../fuzz/random.ts';
import {
  BOOL,
  isPrimitive,
  keys,
  listOf,
  mapOf,
  NUMBER,
  type ObjectShape,
  randomShape,
  type Shape,
  STRING,
  setOf,
  several,
  textLiteral,
} from './shape.ts';

/** A template beside each module. */
export const TEMPLATE = 'lines.tftpl';
export const TEMPLATE_TEXT =
  '%{ if on ~}\non\n%{ endif ~}\n%{ for index, item in items ~}\n${index}: ${upper(item)}\n%{ endfor ~}\n';

/** Something that an expression may refer to. */
export interface Name {
  readonly text: string;
  readonly shape: Shape;
}

type Maker = (write: ExpressionWriter, depth: number) => string;

/**
 * Writes expressions of a given type, which Terraform accepts: what may fail stands in `try`. What it refers to are the
 * names it is given.
 */
export class ExpressionWriter {
  readonly random: Random;
  readonly #names: readonly Name[];

  constructor(random: Random, names: readonly Name[]) {
    this.random = random;
    this.#names = names.flatMap(withMembers);
  }

  /** The same with more names in scope. */
  with(...names: readonly Name[]): ExpressionWriter {
    return new ExpressionWriter(this.random, [...this.#names, ...names]);
  }

  /** An expression of a type. */
  of(shape: Shape, depth: number): string {
    const { random } = this;
    const known = this.#names.filter((name) => isSame(name.shape, shape));
    if (known.length > 0 && random.oneIn(depth <= 0 ? 2 : 3)) return random.pick(known).text;
    if (depth <= 0) return plainLiteral(shape, random);
    if (random.oneIn(7)) return random.pick(ANY)(this, depth - 1, shape);
    switch (shape.kind) {
      case 'string':
        return random.pick(STRINGS)(this, depth - 1);
      case 'number':
        return random.pick(NUMBERS)(this, depth - 1);
      case 'bool':
        return random.pick(BOOLS)(this, depth - 1);
      case 'list':
        return random.pick(LISTS)(this, depth - 1, shape.element);
      case 'set':
        return random.pick(SETS)(this, depth - 1, shape.element);
      case 'map':
        return random.pick(MAPS)(this, depth - 1, shape.element);
      case 'object':
        return this.#object(shape, depth - 1);
    }
  }

  /** A string with values in it. */
  template(depth: number): string {
    return `"${Array.from({ length: 1 + this.random.below(3) }, () => this.#part(depth)).join('')}"`;
  }

  /** The lines of a heredoc. */
  lines(depth: number): string {
    return Array.from({ length: 1 + this.random.below(3) }, () => `  ${this.#part(depth)}`).join('\n');
  }

  #part(depth: number): string {
    const { random } = this;
    const primitive = random.pick([STRING, NUMBER, BOOL]);
    const trim = (): string => (random.oneIn(6) ? '~' : '');
    switch (random.below(6)) {
      case 0:
        return random.pick(['-', 'x ', ' ', '$ ', '% ', '$${a}', '%%{b}', 'é', '{}', '#']);
      case 1:
        return `%{${trim()} if ${this.of(BOOL, depth)} ${trim()}}yes%{ else ${trim()}} no %{ endif }`;
      case 2: {
        const inner = this.with({ text: 'item', shape: STRING });
        return `%{ for item in ${this.of(listOf(STRING), depth)} ${trim()}} \${${inner.of(STRING, depth - 1)}},%{ endfor ${trim()}}`;
      }
      default:
        return `\${${trim()}${this.of(primitive, depth)}${trim()}}`;
    }
  }

  #object({ members }: ObjectShape, depth: number): string {
    const written = members.map(({ name, shape }) => {
      const key = this.random.pick([name, name, `"${name}"`, `(${JSON.stringify(name)})`]);
      return `${key}${this.random.pick([' = ', ': '])}${this.of(shape, depth)}`;
    });
    const object = `{ ${written.join(', ')} }`;
    return this.random.oneIn(5) ? `merge({ ${members[0]?.name} = null }, ${object})` : object;
  }
}

/** Members that are always there can be referred to as well. */
function withMembers(name: Name): readonly Name[] {
  if (name.shape.kind !== 'object') return [name];
  const members = name.shape.members
    .filter(({ optional, fallback }) => !optional || fallback !== null)
    .flatMap((member) => withMembers({ text: `${name.text}.${member.name}`, shape: member.shape }));
  return [name, ...members];
}

function isSame(a: Shape, b: Shape): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** A literal with all members, of exactly its type. */
function plainLiteral(shape: Shape, random: Random): string {
  switch (shape.kind) {
    case 'string':
      return textLiteral(random);
    case 'number':
      return random.pick(['0', '1', '2', '3.5', '-4', '10']);
    case 'bool':
      return random.pick(['true', 'false']);
    case 'list':
      return `[${several(random, () => plainLiteral(shape.element, random)).join(', ')}]`;
    case 'set':
      return `toset([${several(random, () => plainLiteral(shape.element, random)).join(', ')}])`;
    case 'map':
      return `{ ${keys(random)
        .map((key) => `${key} = ${plainLiteral(shape.element, random)}`)
        .join(', ')} }`;
    case 'object':
      return `{ ${shape.members.map(({ name, shape: inner }) => `${name} = ${plainLiteral(inner, random)}`).join(', ')} }`;
  }
}

/** Ways to write a value of any type. */
const ANY: readonly ((write: ExpressionWriter, depth: number, shape: Shape) => string)[] = [
  (write, depth, shape) => `(${write.of(BOOL, depth)} ? ${write.of(shape, depth)} : ${write.of(shape, depth)})`,
  (write, depth, shape) =>
    `try(${write.of(listOf(shape), depth)}[${write.random.below(3)}], ${write.of(shape, depth)})`,
  (write, depth, shape) => `try(${write.of(mapOf(shape), depth)}["a"], ${write.of(shape, depth)})`,
  (write, depth, shape) =>
    `lookup(${write.of(mapOf(shape), depth)}, ${write.of(STRING, depth)}, ${write.of(shape, depth)})`,
  (write, depth, shape) =>
    `try(element(${write.of(listOf(shape), depth)}, ${write.random.below(5)}), ${write.of(shape, depth)})`,
  (write, depth, shape) => `one([${write.of(shape, depth)}])`,
  (write, depth, shape) => `[${write.of(shape, depth)}, ${write.of(shape, depth)}][${write.random.below(2)}]`,
  (write, depth, shape) => `{ x = ${write.of(shape, depth)} }.x`,
  (write, depth, shape) => `try({}.nowhere, ${write.of(shape, depth)})`,
  (write, depth, shape) => `(${write.of(shape, depth)})`,
];

const STRINGS: readonly Maker[] = [
  (write, depth) => write.template(depth),
  (write, depth) => write.template(depth),
  (write, depth) =>
    `${write.random.pick(['upper', 'lower', 'title', 'strrev', 'trimspace', 'chomp', 'md5', 'sha1', 'base64encode', 'urlencode'])}(${write.of(STRING, depth)})`,
  (write, depth) => `join(${textLiteral(write.random)}, ${write.of(listOf(STRING), depth)})`,
  (write, depth) =>
    `format("%s-%v|%5t|%q", ${write.of(STRING, depth)}, ${write.of(NUMBER, depth)}, ${write.of(BOOL, depth)}, ${write.of(STRING, depth)})`,
  (write, depth) =>
    `replace(${write.of(STRING, depth)}, ${write.random.pick(['"a"', '"/[a-c]+/"', '" "', '"/(.)-(.)/"'])}, ${write.random.pick(['"_"', '"$1"', '""'])})`,
  (write, depth) =>
    `substr(${write.of(STRING, depth)}, ${write.random.below(3)}, ${write.random.pick(['-1', '2', '5'])})`,
  (write, depth) => `jsonencode(${write.of(randomShape(write.random, 2), depth)})`,
  (write, depth) => `coalesce(${write.of(STRING, depth)}, ${write.of(STRING, depth)}, "z")`,
  (write, depth) => `tostring(${write.of(write.random.pick([NUMBER, BOOL, STRING]), depth)})`,
  (write, depth) => `${write.random.pick(['trimprefix', 'trimsuffix', 'trim'])}(${write.of(STRING, depth)}, "a")`,
  (write, depth) => `try(regex("^([a-z]+)[-/ ]?(\\\\w*)$", ${write.of(STRING, depth)})[1], ${write.of(STRING, depth)})`,
  (write, depth) => `yamlencode(${write.of(randomShape(write.random, 1), depth)})`,
  (write, depth) => `indent(2, ${write.of(STRING, depth)})`,
  (write, depth) =>
    `templatefile("\${path.module}/${TEMPLATE}", { on = ${write.of(BOOL, depth)}, items = ${write.of(listOf(STRING), depth)} })`,
];

const NUMBERS: readonly Maker[] = [
  // Nothing is made a zero with a sign: the sets of Terraform alone tell it from the other zero.
  (write, depth) => `${write.of(NUMBER, depth)} ${write.random.pick(['+', '-', '*'])} ${write.of(NUMBER, depth)} + 0`,
  (write, depth) => `(${write.of(NUMBER, depth)}) ${write.random.pick(['/ 4', '% 3', '/ 8'])} + 0`,
  (write, depth) => `length(${write.of(write.random.pick([STRING, listOf(STRING), mapOf(NUMBER)]), depth)})`,
  (write, depth) => `${write.random.pick(['min', 'max'])}(${write.of(NUMBER, depth)}, ${write.of(NUMBER, depth)})`,
  (write, depth) => `${write.random.pick(['abs', 'ceil', 'floor'])}(${write.of(NUMBER, depth)})`,
  (write, depth) => `(-(${write.of(NUMBER, depth)}) + 0)`,
  (write, depth) => `try(sum(${write.of(listOf(NUMBER), depth)}), 0)`,
  (write, depth) => `try(tonumber(${write.of(STRING, depth)}), ${write.of(NUMBER, depth)})`,
  (write, depth) => `try(index(${write.of(listOf(STRING), depth)}, ${write.of(STRING, depth)}), -1)`,
];

const BOOLS: readonly Maker[] = [
  (write, depth) =>
    `${write.of(NUMBER, depth)} ${write.random.pick(['<', '>', '<=', '>=', '==', '!='])} ${write.of(NUMBER, depth)}`,
  (write, depth) =>
    `(${write.of(BOOL, depth)} ${write.random.pick(['&&', '||', '==', '!='])} ${write.of(BOOL, depth)})`,
  (write, depth) => `!(${write.of(BOOL, depth)})`,
  (write, depth) => `${write.of(STRING, depth)} ${write.random.pick(['==', '!='])} ${write.of(STRING, depth)}`,
  (write, depth) => `contains(${write.of(listOf(STRING), depth)}, ${write.of(STRING, depth)})`,
  (write, depth) => `${write.random.pick(['startswith', 'endswith', 'strcontains'])}(${write.of(STRING, depth)}, "a")`,
  (write, depth) =>
    `${write.random.pick(['alltrue', 'anytrue'])}([${write.of(BOOL, depth)}, ${write.of(BOOL, depth)}])`,
  (write, depth) => `can(${write.of(mapOf(STRING), depth)}.a)`,
  (write, depth) => `(${write.of(randomShape(write.random, 1), depth)} == null)`,
  // No empty collections: Terraform tells them apart by the type of the elements that they do not have.
  (write, depth) => `([${write.of(STRING, depth)}] == [${write.of(STRING, depth)}])`,
  (write, depth) => `({ a = ${write.of(NUMBER, depth)} } == { a = ${write.of(NUMBER, depth)} })`,
];

type ElementMaker = (write: ExpressionWriter, depth: number, element: Shape) => string;

const LISTS: readonly ElementMaker[] = [
  (write, depth, element) => `[${several(write.random, () => write.of(element, depth)).join(', ')}]`,
  (write, depth, element) => `try(tolist([${several(write.random, () => write.of(element, depth)).join(', ')}]), [])`,
  (write, depth, element) =>
    forExpression(write, depth, element, (inner) => `[${inner.head} : ${inner.value}${inner.condition}]`),
  (write, depth, element) =>
    forExpression(write, depth, element, (inner) => `[${inner.head} : ${inner.value}${inner.condition}]`),
  (write, depth, element) => `concat(${write.of(listOf(element), depth)}, ${write.of(listOf(element), depth)})`,
  (write, depth, element) => `reverse(${write.of(listOf(element), depth)})`,
  (write, depth, element) =>
    `try(slice(${write.of(listOf(element), depth)}, 0, 2), ${write.of(listOf(element), depth)})`,
  (write, depth, element) =>
    isPrimitive(element)
      ? `distinct(${write.of(listOf(element), depth)})`
      : `values(${write.of(mapOf(element), depth)})`,
  (write, depth, element) =>
    isPrimitive(element)
      ? `flatten([${write.of(listOf(element), depth)}, ${write.of(element, depth)}])`
      : `values(${write.of(mapOf(element), depth)})`,
  (write, depth, element) =>
    `[{ x = ${write.of(element, depth)} }, { x = ${write.of(element, depth)} }]${write.random.pick(['[*].x', '.*.x'])}`,
  (write, depth, element) => `coalescelist(${write.of(listOf(element), depth)}, [${write.of(element, depth)}])`,
  (write, depth, element) => {
    if (element.kind === 'string') return write.random.pick(STRING_LISTS)(write, depth);
    return element.kind === 'number' ? `range(${write.random.below(4)})` : `values(${write.of(mapOf(element), depth)})`;
  },
];

const STRING_LISTS: readonly Maker[] = [
  (write, depth) => `sort(${write.of(listOf(STRING), depth)})`,
  (write, depth) => `compact(${write.of(listOf(STRING), depth)})`,
  (write, depth) => `keys(${write.of(mapOf(randomShape(write.random, 1)), depth)})`,
  (write, depth) => `split(${write.random.pick(['"-"', '""', '"/"'])}, ${write.of(STRING, depth)})`,
  (write, depth) => `formatlist("%s=%s", ${write.of(listOf(STRING), depth)}, "x")`,
];

const SETS: readonly ElementMaker[] = [
  (write, depth, element) => `toset(${write.of(listOf(element), depth)})`,
  (write, depth, element) =>
    `set${write.random.pick(['union', 'intersection', 'subtract'])}(${write.of(setOf(element), depth)}, ${write.of(listOf(element), depth)})`,
];

const MAPS: readonly ElementMaker[] = [
  (write, depth, element) =>
    `{ ${keys(write.random)
      .map((key) => `${key} = ${write.of(element, depth)}`)
      .join(', ')} }`,
  (write, depth, element) =>
    `try(tomap({ ${keys(write.random)
      .map((key) => `${key} = ${write.of(element, depth)}`)
      .join(', ')} }), {})`,
  (write, depth, element) => `merge(${write.of(mapOf(element), depth)}, ${write.of(mapOf(element), depth)})`,
  (write, depth, element) => {
    const source = randomShape(write.random, 1);
    const inner = write.with({ text: 'key', shape: STRING }, { text: 'value', shape: source });
    const condition = write.random.oneIn(3) ? ` if ${inner.of(BOOL, depth)}` : '';
    return `{ for key, value in ${write.of(mapOf(source), depth)} : "\${key}-x" => ${inner.of(element, depth)}${condition} }`;
  },
  (write, depth, element) => {
    if (element.kind !== 'list')
      return `zipmap(["p", "q"], [${write.of(element, depth)}, ${write.of(element, depth)}])`;
    const inner = write.with({ text: 'item', shape: STRING });
    return `{ for item in ${write.of(listOf(STRING), depth)} : ${inner.of(STRING, depth)} => ${inner.of(element.element, depth)}... }`;
  },
];

interface ForParts {
  readonly head: string;
  readonly value: string;
  readonly condition: string;
}

/** A `for` over a list, a set or a map. */
function forExpression(
  write: ExpressionWriter,
  depth: number,
  element: Shape,
  put: (parts: ForParts) => string,
): string {
  const { random } = write;
  const source = randomShape(random, 1);
  const collection = random.pick([listOf(source), mapOf(source), setOf(STRING)]);
  const bound: Name = { text: 'item', shape: collection.element };
  const key: Name = {
    text: 'at',
    shape: collection.kind === 'map' ? STRING : collection.kind === 'set' ? STRING : NUMBER,
  };
  const hasKey = random.oneIn(2);
  const inner = hasKey ? write.with(key, bound) : write.with(bound);
  return put({
    head: `for ${hasKey ? 'at, ' : ''}item in ${write.of(collection, depth)}`,
    value: inner.of(element, depth),
    condition: random.oneIn(3) ? ` if ${inner.of(BOOL, depth)}` : '',
  });
}
