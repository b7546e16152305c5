import type { EvaluatedResource } from '../terraform/resource.ts';
import { type PathStep, parsePath, partAt } from './address.ts';
import { type CallConfiguration, constantOf, type ModuleConfiguration, referencesOf } from './configuration.ts';
import type { Instances, Key } from './instances.ts';
import { entries, hasMember, isObject, member } from './json.ts';

/** Where an expression stands. */
export interface Scope {
  readonly module: ModuleScope;
  /** `each.key` or `count.index` of the block around it. */
  readonly key: Key;
  /** The `for_each` expression of the block around it; null without one. */
  readonly forEach: unknown;
}

/** A module instance. */
export interface ModuleScope {
  readonly address: string;
  readonly configuration: ModuleConfiguration;
  /** How it is called; null for the root module. */
  readonly call: { readonly configuration: CallConfiguration; readonly scope: Scope } | null;
}

/** An instance of a module call. */
export interface CalledInstance {
  readonly key: Key;
  readonly scope: ModuleScope;
}

/** A resource instance that an expression refers to, and which part of it; no steps for all of it. */
export interface Referenced {
  readonly resource: EvaluatedResource;
  readonly path: readonly PathStep[];
}

/** What the resolution of references asks of a plan. */
export interface ReferenceSource {
  /** The instances of `type.name` or `data.type.name` in a module instance; null without any. */
  instances(moduleAddress: string, localName: string): Instances<EvaluatedResource> | null;
  /** The instances of a call; null without any. */
  called(caller: ModuleScope, call: string): Instances<CalledInstance> | null;
  rootVariable(name: string): unknown;
}

/** References lead at most through so many modules; in a plan by Terraform they never form a loop. */
const MAX_DEPTH = 64;

/** Follows the references that the configuration in a plan lists. Locals are not in it: what goes through them is lost. */
export class References {
  readonly #source: ReferenceSource;

  constructor(source: ReferenceSource) {
    this.#source = source;
  }

  /** The resource instances an expression refers to, through variables, `each` and outputs. */
  resolve(expression: unknown, scope: Scope): readonly Referenced[] {
    return this.#resolve(expression, scope, 0);
  }

  /**
   * What is known of the value of an expression: `open` when it may depend on what Terraform does not know yet,
   * `unset` when it does not and something it is made of is null, empty or false, else `set`.
   */
  standing(expression: unknown, scope: Scope): 'open' | 'unset' | 'set' {
    return this.#standing(expression, scope, 0);
  }

  #resolve(expression: unknown, scope: Scope, depth: number): readonly Referenced[] {
    if (depth > MAX_DEPTH) return [];
    const references = referencesOf(expression);
    const selected = selectedKey(references, scope);
    return references.flatMap((reference) => {
      const steps = parsePath(reference);
      return steps === null ? [] : this.#follow(steps, scope, selected, depth);
    });
  }

  #follow(steps: readonly PathStep[], scope: Scope, selected: Key, depth: number): readonly Referenced[] {
    const [head, second] = steps;
    if (head?.kind !== 'name' || second?.kind !== 'name') return [];
    switch (head.name) {
      case 'var': {
        const { call } = scope.module;
        if (call === null) return [];
        const argument = member(call.configuration.expressions, second.name);
        return extend(this.#resolve(argument, call.scope, depth + 1), steps.slice(2));
      }
      case 'each': {
        if (second.name !== 'value') return [];
        const collections = referencesOf(scope.forEach).map((reference) => parsePath(reference) ?? []);
        return collections.flatMap((collection) =>
          this.#follow([...collection, ...steps.slice(2)], scope, scope.key, depth + 1),
        );
      }
      case 'module':
        return this.#output(second.name, steps.slice(2), scope, selected, depth);
      case 'data': {
        const third = steps[2];
        if (third?.kind !== 'name') return [];
        return this.#instance(`data.${second.name}.${third.name}`, steps.slice(3), scope, selected);
      }
      case 'local':
      case 'count':
      case 'path':
      case 'terraform':
      case 'self':
        return [];
      default:
        return this.#instance(`${head.name}.${second.name}`, steps.slice(2), scope, selected);
    }
  }

  #instance(localName: string, rest: readonly PathStep[], { module }: Scope, selected: Key): readonly Referenced[] {
    const { key, path } = splitKey(rest);
    const found = this.#source.instances(module.address, localName)?.select(key, selected) ?? null;
    return found === null ? [] : [{ resource: found, path }];
  }

  #output(call: string, rest: readonly PathStep[], scope: Scope, selected: Key, depth: number): readonly Referenced[] {
    const { key, path } = splitKey(rest);
    const instance = this.#source.called(scope.module, call)?.select(key, selected) ?? null;
    const [output, ...further] = path;
    if (instance === null || output?.kind !== 'name') return [];
    const expression = instance.scope.configuration.outputs.get(output.name);
    return extend(this.#resolve(expression, { module: instance.scope, key: null, forEach: null }, depth + 1), further);
  }

  #standing(expression: unknown, scope: Scope, depth: number): 'open' | 'unset' | 'set' {
    if (hasMember(expression, 'constant_value')) return isUnset(constantOf(expression)) ? 'unset' : 'set';
    const references = referencesOf(expression);
    // A function of constants that is not known itself: time or randomness.
    if (references.length === 0 || depth > MAX_DEPTH) return 'open';
    const parts = references.map((reference) => this.#standingOf(parsePath(reference) ?? [], scope, depth + 1));
    if (parts.includes('open')) return 'open';
    return parts.includes('unset') ? 'unset' : 'set';
  }

  #standingOf([head, second, ...rest]: readonly PathStep[], scope: Scope, depth: number): 'open' | 'unset' | 'set' {
    if (head?.kind !== 'name' || second?.kind !== 'name') return 'open';
    switch (head.name) {
      case 'var':
        return this.#variableStanding(second.name, rest, scope.module, depth);
      case 'each':
        return second.name === 'key' ? 'set' : this.#eachStanding(rest, scope, depth);
      case 'count':
      case 'path':
      case 'terraform':
        return 'set';
      default:
        return 'open';
    }
  }

  #variableStanding(
    name: string,
    rest: readonly PathStep[],
    { call, configuration }: ModuleScope,
    depth: number,
  ): 'open' | 'unset' | 'set' {
    if (call === null) return isUnset(partAt(this.#source.rootVariable(name), rest)) ? 'unset' : 'set';
    const { expressions } = call.configuration;
    if (hasMember(expressions, name)) {
      const argument = member(expressions, name);
      if (rest.length === 0) return this.#standing(argument, call.scope, depth);
      const constant = constantOf(argument);
      if (constant !== undefined) return isUnset(partAt(constant, rest)) ? 'unset' : 'set';
      return this.#standing(argument, call.scope, depth) === 'open' ? 'open' : 'set';
    }
    return isUnset(partAt(member(configuration.variables.get(name), 'default'), rest)) ? 'unset' : 'set';
  }

  #eachStanding(rest: readonly PathStep[], { forEach, key, module }: Scope, depth: number): 'open' | 'unset' | 'set' {
    const own: readonly PathStep[] = key === null ? rest : [{ kind: 'index', key }, ...rest];
    const constant = constantOf(forEach);
    if (isObject(constant)) return isUnset(partAt(constant, own)) ? 'unset' : 'set';
    const parts = referencesOf(forEach).map((reference) => {
      const [head, second, ...further] = parsePath(reference) ?? [];
      if (head?.kind !== 'name' || head.name !== 'var' || second?.kind !== 'name') return 'open';
      return this.#variableStanding(second.name, [...further, ...own], module, depth + 1);
    });
    if (parts.length === 0 || parts.includes('open')) return 'open';
    return parts.includes('unset') ? 'unset' : 'set';
  }
}

/** Which key an index by `each.key`, `each.value` or `count.index` selects; null where an expression has none. */
function selectedKey(references: readonly string[], { key, forEach }: Scope): Key {
  if (references.includes('each.key') || references.includes('count.index')) return key;
  if (!references.includes('each.value')) return null;
  const constant = constantOf(forEach);
  if (!isObject(constant)) return key;
  const [, value] = entries(constant).find(([name]) => name === key) ?? [];
  return typeof value === 'string' || typeof value === 'number' ? value : null;
}

function splitKey(steps: readonly PathStep[]): { key: Key; path: readonly PathStep[] } {
  const [first, ...path] = steps;
  return first?.kind === 'index' ? { key: first.key, path } : { key: null, path: steps };
}

function extend(found: readonly Referenced[], rest: readonly PathStep[]): readonly Referenced[] {
  return rest.length === 0 ? found : found.map(({ resource, path }) => ({ resource, path: [...path, ...rest] }));
}

function isUnset(value: unknown): boolean {
  if (value === undefined || value === null || value === '' || value === false) return true;
  if (Array.isArray(value)) return value.length === 0;
  return isObject(value) && Object.keys(value).length === 0;
}
