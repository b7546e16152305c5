import type { GenericSchema } from 'valibot';
import type { ConfigPath } from './node.ts';

/** What is looked at of a schema, whatever it describes. */
interface SchemaShape {
  readonly type: string;
  readonly entries?: Readonly<Record<string, GenericSchema>>;
  readonly item?: GenericSchema;
  readonly value?: GenericSchema;
  readonly wrapped?: GenericSchema;
  readonly options?: readonly (GenericSchema | string)[];
  readonly pipe?: readonly PipeItem[];
}

interface PipeItem {
  readonly type: string;
  readonly title?: string;
  readonly requirement?: unknown;
}

/** The schema of what stands at a path; null where nothing may. Of several forms, the one that goes on is taken. */
export function schemaAt(schema: GenericSchema, path: ConfigPath): GenericSchema | null {
  const { type, entries, item, value, wrapped, options }: SchemaShape = schema;
  if (type === 'exact_optional' && wrapped !== undefined) return schemaAt(wrapped, path);
  const [step, ...rest] = path;
  if (step === undefined) return schema;
  switch (type) {
    case 'union':
      for (const option of options ?? []) {
        const found = typeof option === 'string' ? null : schemaAt(option, path);
        if (found !== null) return found;
      }
      return null;
    case 'strict_object': {
      const entry = Object.hasOwn(entries ?? {}, step) ? entries?.[step] : undefined;
      return entry === undefined ? null : schemaAt(entry, rest);
    }
    case 'array':
      return item === undefined || typeof step !== 'number' ? null : schemaAt(item, rest);
    case 'record':
      return value === undefined ? null : schemaAt(value, rest);
    default:
      return null;
  }
}

/** The keys that an object may have; of several forms, all of them. */
export function keysOf(schema: GenericSchema | null): readonly string[] {
  if (schema === null) return [];
  return choicesOf(schema).flatMap(({ entries = {} }) => Object.keys(entries));
}

/** The words that a value, or each item of a list, may be. */
export function wordsOf(schema: GenericSchema | null): readonly string[] {
  if (schema === null) return [];
  return choicesOf(schema).flatMap(({ type, options = [] }) =>
    type === 'picklist' ? options.filter((option) => typeof option === 'string') : [],
  );
}

/** Whether a value may be a list. */
export function takesLists(schema: GenericSchema): boolean {
  return choicesOf(schema).some(({ type }) => type === 'array');
}

/** Whether a value may be a map. */
export function takesMaps(schema: GenericSchema): boolean {
  return choicesOf(schema).some(({ type }) => type === 'strict_object' || type === 'record');
}

function choicesOf(schema: GenericSchema): readonly SchemaShape[] {
  const { type, options = [] }: SchemaShape = schema;
  if (type !== 'union') return [schema];
  return options.flatMap((option) => (typeof option === 'string' ? [] : choicesOf(option)));
}

/** What a value may be, as the object of a sentence: `error, warning or info`, `a whole number from 1`. */
export function describeSchema(schema: GenericSchema | null): string {
  return schema === null ? 'nothing' : join(choicesOf(schema).flatMap(describeOne));
}

function describeOne({ type, item, options = [], pipe = [] }: SchemaShape): readonly string[] {
  const title = pipe.find((part) => part.type === 'title')?.title;
  if (title !== undefined) return [title];
  switch (type) {
    case 'picklist':
      return options.filter((option) => typeof option === 'string');
    case 'array':
      return [`a list of ${item === undefined ? 'values' : describeItems(item)}`];
    case 'string':
      return ['a string'];
    case 'boolean':
      return ['true', 'false'];
    case 'number': {
      const minimum = pipe.find((part) => part.type === 'min_value')?.requirement;
      return [`a whole number${typeof minimum === 'number' ? ` from ${minimum}` : ''}`];
    }
    default:
      return ['a map'];
  }
}

function describeItems(item: GenericSchema): string {
  const { type, pipe = [] }: SchemaShape = item;
  if (type === 'strict_object') return 'maps';
  if (type === 'string' && !pipe.some((part) => part.type === 'title')) return 'strings';
  return describeSchema(item);
}

function join(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}
