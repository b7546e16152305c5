import { nodeZlib } from '../hcl/lazy.ts';
import { compareCodePoints } from '../terraform/value.ts';

/**
 * The order in which the provider goes through a set: by the decimal digits of the CRC-32 of how an element is written
 * down, as Terraform's plug-in SDK does (helper/schema/set.go and serialize.go).
 */
export function inSetOrder<T>(items: readonly T[], serialize: (item: T) => string): T[] {
  if (items.length < 2) return [...items];
  const { crc32 } = nodeZlib();
  const byCode = new Map<string, T>();
  for (const item of items) byCode.set(String(crc32(serialize(item))), item);
  return [...byCode].sort(([a], [b]) => compareCodePoints(a, b)).map(([, item]) => item);
}

/** How the SDK writes a string argument down. */
export function serializeString(text: string): string {
  return `${text};`;
}

/** A set of strings, in its own order. */
export function serializeStringSet(texts: readonly string[]): string {
  return `{${inSetOrder(texts, serializeString).map(serializeString).join('')}};`;
}

/** A list of strings. */
export function serializeStringList(texts: readonly string[]): string {
  return `(${texts.map(serializeString).join('')});`;
}
