import type { SplatItem } from '../hcl/syntax.ts';
import type { Budget } from './budget.ts';
import type { FunctionContext } from './functions/context.ts';
import type { Reason, Value } from './value.ts';

/** What names mean where an expression stands. */
export interface Scope {
  /** Names bound around the expression: of `for`, `dynamic`, templates, `each`, `count`; innermost first. */
  readonly bindings: Binding | null;
  /** What the first name of any other traversal stands for: `var`, `local`, `module`, `data`, a resource type… */
  root(name: string): Value | Reason;
  /** How functions reach files, and how a template file is rendered. */
  readonly functions: Pick<FunctionContext, 'files' | 'renderTemplate' | 'more'>;
  readonly budget: Budget;
}

export interface Binding {
  /** A name, or the node that stands for the current element of a splat. */
  readonly name: string | SplatItem;
  readonly value: Value;
  readonly outer: Binding | null;
}

/** The same scope with one more name. */
export function bind(scope: Scope, name: string | SplatItem, value: Value): Scope {
  return { ...scope, bindings: { name, value, outer: scope.bindings } };
}

export function lookUp(scope: Scope, name: string | SplatItem): Value | null {
  for (let binding = scope.bindings; binding !== null; binding = binding.outer) {
    if (binding.name === name) return binding.value;
  }
  return null;
}
