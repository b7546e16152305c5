import type { Tier } from '../../ecr/words.ts';
import type { Place } from '../../hcl/source.ts';
import type { Severity } from '../finding.ts';
import type { GivenOptions } from '../options.ts';
import { PRESETS, type Preset, type SeverityByEnvironment } from '../rule.ts';
import type { ForeignSuppressions } from '../suppressions/settings.ts';
import type { ConfigLayer } from './layers.ts';
import { type ConfigPath, nodeAt, placeAt } from './node.ts';
import type { Config } from './schema.ts';

/** A value of a configuration and where it is written. */
export interface Sourced<T> {
  readonly value: T;
  readonly place: Place;
}

/** A configuration with everything it extends, as one. */
export interface Settings {
  readonly presets: ReadonlyMap<Preset, Place | null>;
  readonly rules: ReadonlyMap<string, RuleSettings>;
  readonly environments: EnvironmentSettings;
  readonly fix: FixSettings;
  readonly modules: readonly Sourced<ModuleSettings>[];
  readonly plugins: readonly Sourced<string>[];
  readonly exclude: readonly Sourced<string>[];
  readonly overrides: readonly Sourced<Override>[];
  readonly foreignSuppressions: Sourced<ForeignSuppressions> | null;
}

export interface RuleSettings {
  readonly severity: { readonly [kind in keyof SeverityByEnvironment]?: Sourced<Severity | 'off'> };
  readonly suppressible: Sourced<boolean> | null;
  readonly options: ReadonlyMap<string, Sourced<GivenOptions[string]>>;
}

export interface EnvironmentSettings {
  readonly override: Sourced<Tier> | null;
  readonly tags: readonly Sourced<string>[];
  readonly variables: readonly Sourced<string>[];
  readonly flags: readonly Sourced<string>[];
  readonly words: { readonly [tier in Tier | 'ignore']: readonly Sourced<string>[] };
  readonly paths: PatternsByTier;
  readonly tfvars: PatternsByTier;
  readonly names: PatternsByTier;
}

export type PatternsByTier = { readonly [tier in Tier]: readonly Sourced<string>[] };

export interface FixSettings {
  readonly 'kms-key': Sourced<string> | null;
  readonly 'untagged-days': Sourced<number> | null;
  readonly 'trusted-organization': Sourced<string> | null;
  readonly 'trusted-accounts': Sourced<readonly string[]> | null;
}

export type ModuleSettings = NonNullable<Config['modules']>[number];

export interface Override {
  readonly paths: readonly string[];
  readonly environment: Tier | null;
  readonly rules: ReadonlyMap<string, Sourced<Partial<SeverityByEnvironment>>>;
}

/** A layer with what it says, once that is known to be right. */
export type ValidLayer =
  | Extract<ConfigLayer, { kind: 'preset' }>
  | (Extract<ConfigLayer, { kind: 'file' }> & { readonly config: Config });

/** Joins layers: single values of later ones replace those of earlier ones, lists grow. */
export function joinLayers(layers: readonly ValidLayer[]): Settings {
  const files = layers.flatMap((layer) =>
    layer.kind === 'file' && layer.root !== null ? [new LayerReader(layer.config, layer.root)] : [],
  );
  const last = <T>(read: (file: LayerReader) => Sourced<T> | null): Sourced<T> | null =>
    files.map(read).findLast((value) => value !== null) ?? null;
  const all = <T>(read: (file: LayerReader) => readonly Sourced<T>[]): readonly Sourced<T>[] => files.flatMap(read);
  const byTier = (key: 'paths' | 'tfvars' | 'names'): PatternsByTier => ({
    production: all((file) =>
      file.list(file.config.environments?.[key]?.production, 'environments', key, 'production'),
    ),
    'non-production': all((file) =>
      file.list(file.config.environments?.[key]?.['non-production'], 'environments', key, 'non-production'),
    ),
  });
  const words = (key: Tier | 'ignore'): readonly Sourced<string>[] =>
    all((file) => file.list(file.config.environments?.words?.[key], 'environments', 'words', key));
  const names = (key: 'tags' | 'variables' | 'flags'): readonly Sourced<string>[] =>
    all((file) => file.list(file.config.environments?.[key], 'environments', key));
  return {
    presets: presetsOf(layers),
    rules: rulesOf(files),
    environments: {
      override: last((file) => file.one(file.config.environments?.override, 'environments', 'override')),
      tags: names('tags'),
      variables: names('variables'),
      flags: names('flags'),
      words: { production: words('production'), 'non-production': words('non-production'), ignore: words('ignore') },
      paths: byTier('paths'),
      tfvars: byTier('tfvars'),
      names: byTier('names'),
    },
    fix: {
      'kms-key': last((file) => file.one(file.config.fix?.['kms-key'], 'fix', 'kms-key')),
      'untagged-days': last((file) => file.one(file.config.fix?.['untagged-days'], 'fix', 'untagged-days')),
      'trusted-organization': last((file) =>
        file.one(file.config.fix?.['trusted-organization'], 'fix', 'trusted-organization'),
      ),
      'trusted-accounts': last((file) => file.one(file.config.fix?.['trusted-accounts'], 'fix', 'trusted-accounts')),
    },
    modules: all((file) => file.list(file.config.modules, 'modules')),
    plugins: all((file) => file.list(file.config.plugins, 'plugins')),
    exclude: all((file) => file.list(file.config.exclude, 'exclude')),
    overrides: all((file) =>
      file.list(
        file.config.overrides?.map((given, index) => overrideOf(given, index, file)),
        'overrides',
      ),
    ),
    foreignSuppressions: last((file) => {
      const { foreignSuppressions: given } = file.config;
      const value = typeof given === 'boolean' ? (given ? 'all' : 'none') : given;
      return file.one<ForeignSuppressions>(value, 'foreignSuppressions');
    }),
  };
}

/** One file's values with their places. */
class LayerReader {
  readonly config: Config;
  readonly #root: NonNullable<Extract<ConfigLayer, { kind: 'file' }>['root']>;

  constructor(config: Config, root: NonNullable<Extract<ConfigLayer, { kind: 'file' }>['root']>) {
    this.config = config;
    this.#root = root;
  }

  one<T>(value: T | undefined, ...path: ConfigPath): Sourced<T> | null {
    return value === undefined ? null : { value, place: this.placeAt(path) };
  }

  list<T>(values: readonly T[] | undefined, ...path: ConfigPath): readonly Sourced<T>[] {
    return (values ?? []).map((value, index) => ({ value, place: this.placeAt([...path, index]) }));
  }

  placeAt(path: ConfigPath): Place {
    return placeAt(this.#root, path);
  }

  has(path: ConfigPath): boolean {
    return nodeAt(this.#root, path) !== null;
  }
}

/** Each preset adds its rules; `none` takes all away that came before. Nothing is like `recommended`. */
function presetsOf(layers: readonly ValidLayer[]): ReadonlyMap<Preset, Place | null> {
  const presets = new Map<Preset, Place | null>();
  let isNamed = false;
  for (const layer of layers) {
    if (layer.kind !== 'preset') continue;
    isNamed = true;
    const preset = PRESETS.find((name) => name === layer.name);
    if (preset === undefined) presets.clear();
    else presets.set(preset, layer.at.place);
  }
  return isNamed ? presets : new Map([['recommended', null]]);
}

function rulesOf(files: readonly LayerReader[]): ReadonlyMap<string, RuleSettings> {
  const rules = new Map<string, RuleSettings>();
  for (const file of files) {
    for (const [id, given] of Object.entries(file.config.rules ?? {})) {
      if (given === undefined) continue;
      const { severity, suppressible, ...options } = typeof given === 'string' ? { severity: given } : given;
      const before = rules.get(id);
      rules.set(id, {
        severity: { ...before?.severity, ...severityWithPlaces(severity, file, id) },
        suppressible: file.one(suppressible, 'rules', id, 'suppressible') ?? before?.suppressible ?? null,
        options: new Map([
          ...(before?.options ?? []),
          ...Object.entries(options).flatMap(([name, value]) =>
            isOptionValue(value) ? [[name, { value, place: file.placeAt(['rules', id, name]) }] as const] : [],
          ),
        ]),
      });
    }
  }
  return rules;
}

type Writable<T> = { -readonly [key in keyof T]: T[key] };

/** True for what the schema lets through; its types do not know the names of the options. */
function isOptionValue(value: unknown): value is GivenOptions[string] {
  return Array.isArray(value) || typeof value === 'number' || typeof value === 'boolean';
}

type GivenSeverity = Severity | 'off' | { readonly [environment in Tier | 'unknown']?: Severity | 'off' };

const KINDS = [
  ['production', 'production'],
  ['non-production', 'nonProduction'],
  ['unknown', 'unknown'],
] as const;

function severityWithPlaces(given: GivenSeverity | undefined, file: LayerReader, id: string): RuleSettings['severity'] {
  const severity: Writable<RuleSettings['severity']> = {};
  if (given === undefined) return severity;
  for (const [environment, kind] of KINDS) {
    const value = typeof given === 'string' ? given : given[environment];
    const path = typeof given === 'string' ? ['rules', id] : ['rules', id, 'severity', environment];
    const place = file.placeAt(file.has([...path, 'severity']) ? [...path, 'severity'] : path);
    if (value !== undefined) severity[kind] = { value, place };
  }
  return severity;
}

function overrideOf(
  { paths, environment, rules }: NonNullable<Config['overrides']>[number],
  index: number,
  file: LayerReader,
): Override {
  const entries = Object.entries(rules ?? {}).flatMap(([id, given]) => {
    if (given === undefined) return [];
    return [[id, { value: partialOf(given), place: file.placeAt(['overrides', index, 'rules', id]) }] as const];
  });
  return { paths, environment: environment ?? null, rules: new Map(entries) };
}

function partialOf(given: GivenSeverity): Partial<SeverityByEnvironment> {
  return Object.fromEntries(
    KINDS.flatMap(([environment, kind]) => {
      const value = typeof given === 'string' ? given : given[environment];
      return value === undefined ? [] : [[kind, value]];
    }),
  );
}
