import type { JsonSchema } from '@valibot/to-json-schema';

/** The keys of configuration files as a table in Markdown, from their JSON Schema. */
export function configTable(schema: JsonSchema): string {
  const rows = rowsOf(schema, '').map(
    ({ key, type, standard, description }) => `| \`${key}\` | ${type} | ${standard} | ${description} |`,
  );
  return ['| key | takes | default | |', '|---|---|---|---|', ...rows].join('\n');
}

interface Row {
  readonly key: string;
  readonly type: string;
  readonly standard: string;
  readonly description: string;
}

/** Keys that stand for many, of which the table has one row. */
const OPEN = new Set(['rules', 'inputs']);

function rowsOf(schema: JsonSchema, path: string): Row[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, property]) => {
    if (typeof property !== 'object') return [];
    const key = path === '' ? name : `${path}.${name}`;
    const row: Row = {
      key,
      type: typeOf(property),
      standard: property.default === undefined ? '' : `\`${JSON.stringify(property.default)}\``,
      description: (property.description ?? '').replaceAll('|', '\\|'),
    };
    const items = typeof property.items === 'object' && !Array.isArray(property.items) ? property.items : null;
    const inner = OPEN.has(name)
      ? []
      : [...rowsOf(property, key), ...(items === null ? [] : rowsOf(items, `${key}[]`))];
    return [row, ...inner];
  });
}

function typeOf(schema: JsonSchema): string {
  const { type, enum: words, anyOf, items } = schema;
  if (words !== undefined) return words.map((word) => `\`${String(word)}\``).join(', ');
  if (anyOf !== undefined) return anyOf.flatMap((one) => (typeof one === 'object' ? [typeOf(one)] : [])).join(' or ');
  if (type === 'array') {
    return typeof items === 'object' && !Array.isArray(items) ? `list of ${pluralOf(items)}` : 'list';
  }
  return NAMES[String(type)] ?? 'anything';
}

function pluralOf(items: JsonSchema): string {
  return items.enum === undefined && items.type === 'string'
    ? 'strings'
    : items.type === 'object'
      ? 'maps'
      : typeOf(items);
}

const NAMES: Readonly<Record<string, string>> = {
  string: 'string',
  boolean: '`true`, `false`',
  number: 'number',
  integer: 'whole number',
  object: 'map',
};
