import { type JsonSchema, toJsonSchema } from '@valibot/to-json-schema';
import { configSchema } from '../../src/lint/config/schema.ts';
import { SCHEMA_URL } from '../../src/lint/config/template.ts';
import type { Rule } from '../../src/lint/rule.ts';

/** Ids of rules of plug-ins have a prefix. */
const PLUGIN_RULES = '^[^/]+/';

/** The JSON Schema of configuration files, which editors complete and check them with. */
export function configJsonSchema(rules: readonly Rule[]): JsonSchema {
  const { $schema, ...schema } = toJsonSchema(configSchema(rules), {
    ignoreActions: ['raw_check', 'trim'],
  });
  const named = withDefinitions(withPluginRules(schema));
  return {
    ...($schema === undefined ? {} : { $schema }),
    $id: SCHEMA_URL,
    title: 'Configuration of ecrlint',
    ...named,
  };
}

/** Lets rules of plug-ins be named, whose options only ecrlint knows when it runs. */
function withPluginRules(schema: JsonSchema): JsonSchema {
  const rules = propertyOf(schema, 'rules');
  const override = itemsOf(propertyOf(schema, 'overrides'));
  const inOverride = propertyOf(override, 'rules');
  const severity = { anyOf: [{ enum: ['off', 'error', 'warning', 'info'] }, { type: 'object' as const }] };
  const open = (object: JsonSchema): JsonSchema => ({ ...object, patternProperties: { [PLUGIN_RULES]: severity } });
  return withProperty(withProperty(schema, 'rules', open(rules)), 'overrides', {
    ...propertyOf(schema, 'overrides'),
    items: withProperty(override, 'rules', open(inOverride)),
  });
}

/** Says once what stands in the schema many times. */
function withDefinitions(schema: JsonSchema): JsonSchema {
  const [level, settings] = propertyOf(propertyOf(schema, 'rules'), 'scan-on-push').anyOf ?? [];
  const moduleInputs = propertyOf(itemsOf(propertyOf(schema, 'modules')), 'inputs');
  const { description: _, ...input } = propertyOf(moduleInputs, 'name');
  if (typeof level !== 'object' || typeof settings !== 'object')
    throw new Error('The schema of a rule has a new form.');
  // In the order in which one may stand in another.
  const definitions = {
    level,
    severity: propertyOf(settings, 'severity'),
    suppressible: propertyOf(settings, 'suppressible'),
    input,
  };
  const names = new Map(Object.entries(definitions).map(([name, value]) => [JSON.stringify(value), name]));
  const replaced = (value: unknown, top: boolean): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    const { description, ...bare } = value as JsonSchema;
    const whole = names.get(JSON.stringify(value));
    if (whole !== undefined && !top) return reference(whole);
    const inner = description === undefined ? undefined : names.get(JSON.stringify(bare));
    if (inner !== undefined) return { description, allOf: [reference(inner)] };
    if (Array.isArray(value)) return value.map((item) => replaced(item, false));
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, replaced(item, false)]));
  };
  const shared = Object.fromEntries(Object.entries(definitions).map(([name, value]) => [name, replaced(value, true)]));
  return { ...(replaced(schema, true) as JsonSchema), definitions: shared as Record<string, JsonSchema> };
}

function reference(name: string): JsonSchema {
  return { $ref: `#/definitions/${name}` };
}

function propertyOf({ properties }: JsonSchema, name: string): JsonSchema {
  const property = properties?.[name];
  if (typeof property !== 'object') throw new Error(`The schema has no property ${name}.`);
  return property;
}

function itemsOf({ items }: JsonSchema): JsonSchema {
  if (typeof items !== 'object' || Array.isArray(items)) throw new Error('The schema of a list has no items.');
  return items;
}

function withProperty(schema: JsonSchema, name: string, value: JsonSchema): JsonSchema {
  return { ...schema, properties: { ...schema.properties, [name]: value } };
}
