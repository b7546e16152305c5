import type { Value } from '../../src/terraform/value.ts';

/** What Terraform plans for an instance of a resource. */
export interface Planned {
  readonly address: string;
  readonly after: Readonly<Record<string, unknown>>;
  readonly unknown: Readonly<Record<string, unknown>>;
}

export const UNKNOWN = '(unknown)';

/** The planned value of an argument, with a mark wherever Terraform does not know it. */
export function plannedValue({ after, unknown }: Planned, argument: string): unknown {
  return withUnknowns(after[argument] ?? null, unknown[argument] ?? false);
}

function withUnknowns(after: unknown, unknown: unknown): unknown {
  if (unknown === true) return UNKNOWN;
  if (Array.isArray(unknown)) {
    const items: readonly unknown[] = Array.isArray(after) ? after : [];
    return unknown.map((part, index) => withUnknowns(items[index] ?? null, part));
  }
  if (typeof unknown === 'object' && unknown !== null) {
    const entries = new Map(Object.entries(after ?? {}));
    for (const [key, part] of Object.entries(unknown)) entries.set(key, withUnknowns(entries.get(key) ?? null, part));
    return Object.fromEntries(entries);
  }
  return after;
}

/** A value as a plan shows it, with the same mark; null where there is none. */
export function evaluatedValue(value: Value | null): unknown {
  switch (value?.kind) {
    case 'unknown':
      return UNKNOWN;
    case undefined:
    case 'null':
      return null;
    case 'bool':
    case 'number':
    case 'string':
      return value?.value;
    case 'list':
    case 'tuple':
    case 'set':
      return value?.items.map(evaluatedValue);
    case 'map':
    case 'object':
      // There may be more in it.
      if (value?.rest !== null) return UNKNOWN;
      return Object.fromEntries([...value.entries].map(([key, entry]) => [key, evaluatedValue(entry)]));
  }
}
