import { entries, hasMember, isObject, items, member, textMember, texts } from './json.ts';

/**
 * The `configuration` of a plan: what is written, without values. Locals are not in it, calls of functions are an empty
 * expression, and `dynamic` blocks are left out.
 */
export interface ModuleConfiguration {
  /** By `type.name`, data sources by `data.type.name`. */
  readonly resources: ReadonlyMap<string, ResourceConfiguration>;
  readonly calls: ReadonlyMap<string, CallConfiguration>;
  /** The expressions of outputs, by name. */
  readonly outputs: ReadonlyMap<string, unknown>;
  /** The variables as declared, by name. */
  readonly variables: ReadonlyMap<string, unknown>;
}

export interface ResourceConfiguration {
  readonly mode: 'managed' | 'data';
  readonly type: string;
  readonly name: string;
  /** Which provider configuration it uses, as a key of `provider_config`; null in plans that do not say. */
  readonly providerKey: string | null;
  /** Arguments and blocks, as `expressions` has them. */
  readonly expressions: unknown;
  /** The expression of `for_each`; null without one, or where it is left out. */
  readonly forEach: unknown;
}

export interface CallConfiguration {
  readonly source: string | null;
  /** The arguments of the call. */
  readonly expressions: unknown;
  readonly forEach: unknown;
  readonly module: ModuleConfiguration;
}

const EMPTY: ModuleConfiguration = {
  resources: new Map(),
  calls: new Map(),
  outputs: new Map(),
  variables: new Map(),
};

/** Reads a module of the configuration and those it calls. */
export function readModuleConfiguration(json: unknown): ModuleConfiguration {
  if (!isObject(json)) return EMPTY;
  const resources = new Map<string, ResourceConfiguration>();
  for (const resource of items(member(json, 'resources'))) {
    const [type, name] = [textMember(resource, 'type'), textMember(resource, 'name')];
    if (type === null || name === null) continue;
    const mode = textMember(resource, 'mode') === 'data' ? 'data' : 'managed';
    resources.set(`${mode === 'data' ? 'data.' : ''}${type}.${name}`, {
      mode,
      type,
      name,
      providerKey: textMember(resource, 'provider_config_key'),
      expressions: member(resource, 'expressions') ?? {},
      forEach: member(resource, 'for_each_expression') ?? null,
    });
  }
  const calls = new Map<string, CallConfiguration>();
  for (const [name, call] of entries(member(json, 'module_calls'))) {
    calls.set(name, {
      source: textMember(call, 'source'),
      expressions: member(call, 'expressions') ?? {},
      forEach: member(call, 'for_each_expression') ?? null,
      module: readModuleConfiguration(member(call, 'module')),
    });
  }
  const outputs = new Map(
    entries(member(json, 'outputs')).map(([name, output]) => [name, member(output, 'expression')] as const),
  );
  return { resources, calls, outputs, variables: new Map(entries(member(json, 'variables'))) };
}

/** Whether an item of `expressions` is an argument, not a block or blocks. */
export function isExpression(json: unknown): boolean {
  if (!isObject(json)) return false;
  const names = Object.keys(json);
  if (names.length === 0) return true;
  return hasMember(json, 'constant_value') || Array.isArray(member(json, 'references'));
}

/** The value an expression has whatever happens; undefined where it is not a constant. */
export function constantOf(expression: unknown): unknown {
  return member(expression, 'constant_value');
}

/**
 * What an expression refers to, each as far as it is written: the plan lists every reference with all its beginnings
 * after it.
 */
export function referencesOf(expression: unknown): readonly string[] {
  const found: string[] = [];
  for (const reference of texts(member(expression, 'references'))) {
    const longer = found.at(-1);
    const isBeginning = longer?.startsWith(reference) === true && /^(?:$|[.[])/.test(longer.slice(reference.length));
    if (!isBeginning && !found.includes(reference)) found.push(reference);
  }
  return found;
}
