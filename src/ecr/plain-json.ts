import { compareCodePoints, type Value } from '../terraform/value.ts';

/** Numbers that a double may not hold exactly, as they stand in JSON; also what looks like them inside of strings. */
const FRACTION_OR_EXPONENT = /(?:^|[:,[])\s*-?\d+[.eE]/;

const MAX_DEPTH = 100;

/**
 * Reads a text as JSON of which no part has a place, such as a policy in a plan without source. Null for what has to be
 * read with more care: what is no JSON, is nested deeply, or holds numbers that are not whole or very large.
 *
 * A large plan has millions of such values, which are dropped as soon as they are judged. They are made here and not
 * with `string` and the like of `value.ts`, because V8 learns for each place in the code how long its objects live.
 */
export function plainJson(text: string): Value | null {
  if (FRACTION_OR_EXPONENT.test(text)) return null;
  try {
    return toValue(JSON.parse(text), 0);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function toValue(json: unknown, depth: number): Value | null {
  switch (typeof json) {
    case 'string':
      return { kind: 'string', value: json, text: null, origin: null, via: null, marks: 0 };
    case 'number':
      if (!Number.isSafeInteger(json) || Object.is(json, -0)) return null;
      return { kind: 'number', value: json, exact: null, origin: null, via: null, marks: 0 };
    case 'boolean':
      return { kind: 'bool', value: json, origin: null, via: null, marks: 0 };
    case 'object':
      if (json === null) return { kind: 'null', origin: null, via: null, marks: 0 };
      if (depth === MAX_DEPTH) return null;
      return Array.isArray(json) ? tupleOf(json, depth) : objectOf(json, depth);
    default:
      return null;
  }
}

function tupleOf(json: readonly unknown[], depth: number): Value | null {
  const items: Value[] = [];
  for (const part of json) {
    const item = toValue(part, depth + 1);
    if (item === null) return null;
    items.push(item);
  }
  return { kind: 'tuple', items, origin: null, via: null, marks: 0 };
}

function objectOf(json: object, depth: number): Value | null {
  const entries = new Map<string, Value>();
  for (const [name, part] of inOrder(Object.entries(json))) {
    const entry = toValue(part, depth + 1);
    if (entry === null) return null;
    entries.set(name, entry);
  }
  return { kind: 'object', entries, rest: null, origin: null, via: null, marks: 0 };
}

/** By name, as Terraform has them, and mostly writes them. */
function inOrder(entries: [string, unknown][]): [string, unknown][] {
  const isInOrder = entries.every(([name], index) => {
    const before = entries[index - 1];
    return before === undefined || compareCodePoints(before[0], name) < 0;
  });
  return isInOrder ? entries : entries.sort(([a], [b]) => compareCodePoints(a, b));
}
