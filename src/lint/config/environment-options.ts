import { DEFAULT_ENVIRONMENT_OPTIONS, type EnvironmentOptions } from '../../ecr/environment.ts';
import type { EnvironmentWords, Tier } from '../../ecr/words.ts';
import { matcher } from './globs.ts';
import type { EnvironmentSettings, PatternsByTier, Settings, Sourced } from './settings.ts';

/**
 * How a configuration tells environments apart in a root module: a function of the module's folder as the
 * configuration's patterns know it, with a slash at the end.
 */
export function environmentOptions({ environments, overrides }: Settings): (folder: string) => EnvironmentOptions {
  const defaults = DEFAULT_ENVIRONMENT_OPTIONS;
  const ofFolders = overrides.flatMap(({ value: { environment, paths } }) =>
    environment === null ? [] : [{ environment, matches: matcher(paths) }],
  );
  const tierOfFolder = tierOf(environments.paths);
  const common: EnvironmentOptions = {
    override: environments.override?.value ?? null,
    tags: [...valuesOf(environments.tags), ...defaults.tags],
    variables: [...valuesOf(environments.variables), ...defaults.variables],
    flags: [...valuesOf(environments.flags), ...defaults.flags],
    words: wordsOf(environments, defaults.words),
    tierOfPath: defaults.tierOfPath,
    tierOfVariableFile: tierOf(environments.tfvars),
    tierOfName: tierOf(environments.names),
    workingDirectory: defaults.workingDirectory,
  };
  return (folder) => {
    const tier = tierOfFolder(folder);
    const override = ofFolders.findLast(({ matches }) => matches(folder))?.environment ?? common.override;
    return { ...common, override, tierOfPath: () => tier };
  };
}

/** The built-in words without those that mean something else here, and with those of the configuration. */
function wordsOf({ words }: EnvironmentSettings, defaults: EnvironmentWords): EnvironmentWords {
  const production = valuesOf(words.production);
  const nonProduction = valuesOf(words['non-production']);
  const ignored = new Set(valuesOf(words.ignore).map(normalize));
  const taken = new Set([...ignored, ...[...production, ...nonProduction].map(normalize)]);
  const isLeft = (word: string): boolean => !taken.has(normalize(word));
  return {
    production: [...defaults.production.filter(isLeft), ...production.filter((word) => !ignored.has(normalize(word)))],
    nonProduction: [
      ...defaults.nonProduction.filter(isLeft),
      ...nonProduction.filter((word) => !ignored.has(normalize(word))),
    ],
  };
}

function normalize(word: string): string {
  return word.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-');
}

/** What patterns say of a path; nothing where those of both environments match. */
function tierOf(patterns: PatternsByTier): (path: string) => Tier | null {
  const isProduction = matcher(valuesOf(patterns.production));
  const isOther = matcher(valuesOf(patterns['non-production']));
  return (path) => {
    const production = isProduction(path);
    return production === isOther(path) ? null : production ? 'production' : 'non-production';
  };
}

function valuesOf<T>(list: readonly Sourced<T>[]): readonly T[] {
  return list.map(({ value }) => value);
}
