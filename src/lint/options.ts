/** What a rule can be told, by the names of its options. One description makes the validation, the types and the docs. */
export type OptionSchemas = Readonly<Record<string, OptionSchema>>;

export type OptionSchema =
  | { readonly type: 'strings'; readonly description: string; readonly default: readonly string[] }
  | {
      readonly type: 'integer';
      readonly description: string;
      readonly default: number;
      readonly minimum: number;
    }
  | { readonly type: 'boolean'; readonly description: string; readonly default: boolean };

/** Values as they are given, before they are known to fit a rule's options. */
export type GivenOptions = Readonly<Record<string, readonly string[] | number | boolean>>;

/**
 * Completes given options by defaults.
 *
 * @throws OptionError for an option that the rule does not have, or a value that does not fit it
 */
export function completeOptions(schemas: OptionSchemas, given: GivenOptions): GivenOptions {
  for (const [name, value] of Object.entries(given)) {
    const schema = Object.hasOwn(schemas, name) ? schemas[name] : undefined;
    if (schema === undefined) {
      const known = Object.keys(schemas);
      const hint = known.length === 0 ? 'It has none' : `It has ${known.join(', ')}`;
      throw new OptionError(`there is no option "${name}". ${hint}.`);
    }
    const problem = misfit(schema, value);
    if (problem !== null) throw new OptionError(`the option "${name}" ${problem}.`);
  }
  const defaults = Object.entries(schemas).map(([name, schema]) => [name, schema.default] as const);
  return { ...Object.fromEntries(defaults), ...given };
}

/** A sentence that goes on from the rule's name. */
export class OptionError extends Error {}

function misfit(schema: OptionSchema, value: GivenOptions[string]): string | null {
  switch (schema.type) {
    case 'strings':
      return Array.isArray(value) ? null : 'takes a list of strings';
    case 'integer':
      if (typeof value === 'number' && Number.isInteger(value) && value >= schema.minimum) return null;
      return `takes a whole number from ${schema.minimum}`;
    case 'boolean':
      return typeof value === 'boolean' ? null : 'takes true or false';
  }
}
