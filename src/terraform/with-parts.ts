import type { Budget } from './budget.ts';
import { contentsOf, unknown, type Value } from './value.ts';

/** Collections are shared, so each is gone through once. */
const gone = new WeakSet<object>();

/**
 * The same value with everything computed that it is made of and would otherwise put off. To be called while what it is
 * for, such as a local or an argument, is still being computed: where that is met again, it refers to itself, as a
 * resource does of which an argument is the resource. Terraform refuses such circles, and whoever looks through a value
 * must come to an end.
 */
export function withParts(value: Value, budget: Budget): Value {
  const contents = contentsOf(value);
  if (contents === null || gone.has(contents)) return value;
  const reason = budget.enter(value.origin);
  if (reason !== null) return unknown(reason, value);
  compute(value);
  budget.leave();
  return value;
}

function compute(value: Value): void {
  const contents = contentsOf(value);
  if (contents === null || gone.has(contents)) return;
  let hasCollections = false;
  for (const part of contents.values()) {
    if (contentsOf(part) === null) continue;
    hasCollections = true;
    compute(part);
  }
  // What is gone through as fast again is not worth being remembered.
  if (hasCollections) gone.add(contents);
}
