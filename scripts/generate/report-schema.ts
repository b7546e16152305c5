import { type JsonSchema, toJsonSchema } from '@valibot/to-json-schema';
import { reportSchema } from '../../src/report/json-schema.ts';

const ID = 'https://raw.githubusercontent.com/ecrlint/ecrlint/main/schema/report.schema.json';

/** The JSON Schema of `--format json`. */
export function reportJsonSchema(): JsonSchema {
  const { $schema, ...schema } = toJsonSchema(reportSchema());
  return {
    ...($schema === undefined ? {} : { $schema }),
    $id: ID,
    title: 'JSON report of ecrlint, version 1',
    ...schema,
  };
}
