import { formatNumber } from '../terraform/number.ts';
import { deepMarks, Mark, type Value } from '../terraform/value.ts';

const LONGEST = 60;

/** True when a value, or anything inside it, must not reach a report. */
export function isSensitive(value: Value): boolean {
  return (deepMarks(value) & Mark.SENSITIVE) !== 0;
}

/**
 * A value as messages show it: scalars as Terraform writes them, long strings cut, collections by their size. A
 * sensitive value is never shown.
 */
export function describeValue(value: Value): string {
  if (isSensitive(value)) return 'a sensitive value';
  switch (value.kind) {
    case 'null':
      return 'null';
    case 'bool':
      return String(value.value);
    case 'number':
      return formatNumber(value);
    case 'string': {
      const characters = [...value.value];
      const shown = characters.length > LONGEST ? `${characters.slice(0, LONGEST).join('')}…` : value.value;
      return JSON.stringify(shown);
    }
    case 'list':
    case 'tuple':
    case 'set':
      return `a ${value.kind} of ${value.items.length === 1 ? 'one element' : `${value.items.length} elements`}`;
    case 'map':
    case 'object': {
      const keys = value.entries.size === 1 ? 'one key' : `${value.entries.size} keys`;
      return value.kind === 'map' ? `a map with ${keys}` : `an object with ${keys}`;
    }
    case 'unknown':
      return 'a value that is not known';
  }
}
