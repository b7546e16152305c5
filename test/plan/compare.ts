import type { EvaluatedBody, EvaluatedResource } from '../../src/terraform/resource.ts';
import type { Value } from '../../src/terraform/value.ts';

/** An argument in which the two sides are not the same. */
export interface Difference {
  readonly path: string;
  readonly hcl: unknown;
  readonly plan: unknown;
}

const UNKNOWN = '(unknown)';

/** Compares all arguments and blocks that either side has. JSON texts are the same when they mean the same. */
export function compareResources(hcl: EvaluatedResource, plan: EvaluatedResource, blocks: Blocks): Difference[] {
  return compareBodies(hcl.body, plan.body, blocks, hcl.address);
}

/** The types of nested blocks, with those inside of them. */
export interface Blocks {
  readonly [type: string]: Blocks;
}

function compareBodies(hcl: EvaluatedBody, plan: EvaluatedBody, blocks: Blocks, path: string): Difference[] {
  const names = new Set([...hcl.attributeNames(), ...plan.attributeNames()].filter((name) => !META.has(name)));
  const differences: Difference[] = [];
  for (const name of names) {
    if (name in blocks) continue;
    const [a, b] = [plain(hcl.attribute(name)), plain(plan.attribute(name))];
    if (!same(a, b)) differences.push({ path: `${path}.${name}`, hcl: a, plan: b });
  }
  for (const [type, inner] of Object.entries(blocks)) {
    const [a, b] = [hcl.blocks(type), plan.blocks(type)];
    if (a.items.length !== b.items.length || (a.rest === null) !== (b.rest === null)) {
      differences.push({ path: `${path}.${type}`, hcl: a.items.length, plan: b.items.length });
      continue;
    }
    // Sets come in an order of the provider's own.
    const left = [...b.items];
    for (const [index, body] of a.items.entries()) {
      const at = left.findIndex((other) => compareBodies(body, other, inner, '').length === 0);
      const [other] = left.splice(Math.max(at, 0), 1);
      if (other !== undefined) differences.push(...compareBodies(body, other, inner, `${path}.${type}[${index}]`));
    }
  }
  return differences;
}

/** Arguments of Terraform itself, which a plan does not have. */
const META = new Set(['count', 'for_each', 'provider', 'depends_on']);

function plain(value: Value | null): unknown {
  switch (value?.kind) {
    case undefined:
    case 'null':
      return null;
    case 'unknown':
      return UNKNOWN;
    case 'bool':
    case 'number':
    case 'string':
      return value.value;
    case 'map':
    case 'object':
      return Object.fromEntries([...value.entries].map(([key, entry]) => [key, plain(entry)]));
    default:
      return value?.items.map(plain);
  }
}

/** Bools and numbers may be written as strings, and the provider sets an empty map as none. */
function same(a: unknown, b: unknown): boolean {
  const [x, y] = [comparable(a), comparable(b)];
  return JSON.stringify(x) === JSON.stringify(y);
}

function comparable(value: unknown): unknown {
  if (typeof value === 'string') {
    try {
      return JSON.parse(value, (_, part) => sorted(part));
    } catch {
      return value;
    }
  }
  if (Array.isArray(value)) return value.map(comparable).sort();
  return sorted(value);
}

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
