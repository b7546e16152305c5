import {
  type ConfigData,
  ModuleEntryError,
  type UserInput,
  type UserModule,
  userAdapters,
} from '../../ecr/modules/user.ts';
import { type ConfigNode, nodeAt, placeAt } from './node.ts';
import { ConfigError, keyText } from './problem.ts';
import type { Config } from './schema.ts';

/** The modules that one configuration file tells of. Throws `ConfigError` for an entry that cannot be used. */
export function modulesOf({ modules = [] }: Config, root: ConfigNode): readonly UserModule[] {
  const entries = modules.map(
    ({ source, versions, inputs }): UserModule => ({
      source,
      ...(versions === undefined ? {} : { versions }),
      inputs: Object.fromEntries(
        Object.entries(inputs).flatMap(([meaning, input]) => (input === undefined ? [] : [[meaning, inputOf(input)]])),
      ),
    }),
  );
  try {
    userAdapters(entries);
  } catch (error) {
    if (!(error instanceof ModuleEntryError)) throw error;
    const path = ['modules', error.index, ...error.path];
    const place = nodeAt(root, path)?.value.place ?? placeAt(root, path);
    throw new ConfigError([{ place, file: root.place.file.path, key: keyText(path), message: error.message }]);
  }
  return entries;
}

type GivenInput = NonNullable<NonNullable<Config['modules']>[number]['inputs'][string]>;

function inputOf(given: GivenInput): UserInput {
  if (typeof given === 'string') return given;
  const { input, default: standard, value } = given;
  if (input === undefined) return { value: dataIn(value) };
  return standard === undefined ? { input } : { input, default: dataIn(standard) };
}

/** A value of a file as the data that it is. */
function dataIn(value: unknown): ConfigData {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  if (Array.isArray(value)) return value.map(dataIn);
  if (typeof value !== 'object' || value === null) return null;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, dataIn(inner)]));
}
