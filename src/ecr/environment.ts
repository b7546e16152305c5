import { posix } from 'node:path';
import type { Place } from '../hcl/source.ts';
import type { Deployment } from '../terraform/resource.ts';
import { deepMarks, Mark, type Value } from '../terraform/value.ts';
import { boolOf, judgeValue, knownText } from './argument.ts';
import type { Tags } from './tags.ts';
import { shapeOf, type TextShape } from './text-shape.ts';
import { bareWord, compileWords, type EnvironmentWords, type Tier, tierOfText, type WordList } from './words.ts';

/** Whether a repository serves production, and what says so. */
export interface Environment {
  readonly kind: 'production' | 'non-production' | 'unknown';
  /** One clause without place, such as `tag Environment = "production"`; for `unknown`, that nothing says. */
  readonly because: string;
  /** Where that is written; null where it is not in a file, such as a directory's name. */
  readonly place: Place | null;
}

/** What tells production from everything else. */
export interface EnvironmentOptions {
  /** Decides for everything when set. */
  readonly override: Tier | null;
  /** Names of tags whose value is an environment, the most telling first; case and separators do not matter. */
  readonly tags: readonly string[];
  /** Names of root variables whose value is one, likewise. */
  readonly variables: readonly string[];
  /** Names of tags and variables that are true in production and false elsewhere. */
  readonly flags: readonly string[];
  readonly words: EnvironmentWords;
  /** What the configuration says of a path from the repository root; null for nothing. */
  readonly tierOfPath: (path: string) => Tier | null;
  /** What it says of a file of variables, by its path from the root module. */
  readonly tierOfVariableFile: (path: string) => Tier | null;
  /** What it says of a repository's name. */
  readonly tierOfName: (name: string) => Tier | null;
  /** The working directory as seen from the repository root; empty when it is that. */
  readonly workingDirectory: string;
}

/** What tags and variables are called whose value is an environment. */
const KEYS = [
  'environment',
  'env',
  'stage',
  'environment-name',
  'env-name',
  'environment-type',
  'env-type',
  'deployment-environment',
  'deploy-env',
];

/** Whole words only: `product`, `preproduction` and a cluster called `live` are not production. */
export const DEFAULT_ENVIRONMENT_OPTIONS: EnvironmentOptions = {
  override: null,
  tags: KEYS,
  variables: KEYS,
  flags: ['is-production', 'is-prod'],
  words: {
    production: ['prod', 'production', 'prd'],
    nonProduction: [
      ...['nonprod', 'non-prod', 'nonproduction', 'non-production', 'nonprd', 'non-prd', 'nprd', 'not-production'],
      ...['preprod', 'pre-prod', 'preproduction', 'pre-production', 'preprd', 'pre-prd', 'nonlive', 'non-live'],
      ...['dev', 'develop', 'development', 'test', 'testing', 'tst', 'stage', 'staging', 'stg'],
      ...['qa', 'uat', 'sit', 'sandbox', 'sbx', 'demo', 'poc', 'playground', 'preview', 'ephemeral'],
    ],
  },
  tierOfPath: () => null,
  tierOfVariableFile: () => null,
  tierOfName: () => null,
  workingDirectory: '',
};

/** Finds the environment of the repositories of one deployment. */
export class EnvironmentFinder {
  readonly #options: EnvironmentOptions;
  readonly #words: WordList;
  readonly #tags: readonly string[];
  readonly #variables: readonly string[];
  readonly #flags: ReadonlySet<string>;
  readonly #ofDeployment: Environment | null;

  constructor(deployment: Deployment, options: EnvironmentOptions) {
    this.#options = options;
    this.#words = compileWords(options.words);
    this.#tags = [...options.flags, ...options.tags].map(normalizeKey);
    this.#variables = [...options.flags, ...options.variables].map(normalizeKey);
    this.#flags = new Set(options.flags.map(normalizeKey));
    this.#ofDeployment =
      this.#fromVariables(deployment) ?? this.#fromVariableFiles(deployment) ?? this.#fromDirectory(deployment);
  }

  /**
   * The environment of a repository with these tags and this name, either of which may be missing. The first that
   * decides: the override, tags, a root variable that was given, the tfvars file's name, the directory, the name.
   */
  find(tags: Tags | null, name: Value | null): Environment {
    const { override } = this.#options;
    if (override !== null) return { kind: override, because: `the environment is set to ${override}`, place: null };
    return (
      (tags === null ? null : this.#fromTags(tags)) ??
      this.#ofDeployment ??
      (name === null ? null : this.#fromName(name)) ?? {
        kind: 'unknown',
        because: 'nothing says whether this is production',
        place: null,
      }
    );
  }

  #fromTags({ entries }: Tags): Environment | null {
    const byKey = new Map<string, string>();
    for (const key of entries.keys()) {
      const name = normalizeKey(key);
      if (!byKey.has(name)) byKey.set(name, key);
    }
    for (const wanted of this.#tags) {
      const tag = entries.get(byKey.get(wanted) ?? '');
      const kind = tag === undefined ? null : this.#tierOfSetting(wanted, tag.value);
      if (tag !== undefined && kind !== null) {
        return { kind, because: `tag ${tag.key} = ${shown(tag.value)}`, place: tag.value.origin };
      }
    }
    return null;
  }

  #fromVariables({ variables }: Deployment): Environment | null {
    // Values are evaluated when they are asked for, and most variables have nothing to do with it.
    const given = [...variables]
      .filter(([, variable]) => variable.given)
      .map(([name]) => [normalizeKey(name), name] as const);
    for (const wanted of this.#variables) {
      for (const [key, name] of given) {
        const value = key === wanted ? variables.get(name)?.value : undefined;
        const kind = value === undefined ? null : this.#tierOfSetting(wanted, value);
        if (value !== undefined && kind !== null) {
          return { kind, because: `var.${name} = ${shown(value)}`, place: value.origin };
        }
      }
    }
    return null;
  }

  #fromVariableFiles({ directory, variableFiles }: Deployment): Environment | null {
    for (const file of variableFiles) {
      const path = posix.relative(directory ?? '', file);
      const kind = this.#options.tierOfVariableFile(path) ?? this.#tierOfPath(path.replace(/\.tfvars(\.json)?$/, ''));
      if (kind !== null) return { kind, because: `variables from ${posix.basename(file)}`, place: null };
    }
    return null;
  }

  #fromDirectory({ directory }: Deployment): Environment | null {
    if (directory === null) return null;
    const path = posix.join(this.#options.workingDirectory, directory);
    const kind = this.#options.tierOfPath(path) ?? this.#tierOfPath(path);
    return kind === null ? null : { kind, because: `directory ${path}`, place: null };
  }

  #fromName(name: Value): Environment | null {
    const shape = shapeOf(name, Mark.ROOT_DEFAULT);
    const isKnown = shape?.every((part) => part !== null) === true;
    const configured = isKnown ? this.#options.tierOfName(shape.join('')) : null;
    const kind = configured ?? (shape === null ? null : tierOfText(shape, this.#words));
    return kind === null ? null : { kind, because: `name ${shown(name)}`, place: name.origin };
  }

  /** The deepest segment that says something. */
  #tierOfPath(path: string): Tier | null {
    for (const segment of path.split('/').reverse()) {
      const tier = tierOfText(segment, this.#words);
      if (tier !== null) return tier;
    }
    return null;
  }

  /** The value of a tag or variable; one known only through a root variable's default decides nothing. */
  #tierOfSetting(key: string, value: Value): Tier | null {
    const answers = [...possibilities(value)].map((possible) => this.#tierOfKnown(key, possible));
    const first = answers[0] ?? null;
    return answers.every((other) => other === first) ? first : null;
  }

  #tierOfKnown(key: string, value: Value): Tier | null {
    if (!this.#flags.has(key)) {
      const shape = shapeOf(value, Mark.ROOT_DEFAULT);
      return shape === null ? null : tierOfText(shape, this.#words);
    }
    if ((value.marks & Mark.ROOT_DEFAULT) !== 0) return null;
    const answer = judgeValue(value, (known) => {
      const flag = boolOf(known);
      return flag === null ? 'unknown' : flag;
    });
    if (answer === 'unknown') return null;
    return answer === 'yes' ? 'production' : 'non-production';
  }
}

function possibilities(value: Value): readonly Value[] {
  return value.kind === 'unknown' && value.candidates !== null ? value.candidates.flatMap(possibilities) : [value];
}

/** The part after a namespace, in lower case without separators: `acme:Is_Production` is `isproduction`. */
export function normalizeKey(key: string): string {
  return bareWord(key.slice(Math.max(key.lastIndexOf(':'), key.lastIndexOf('/')) + 1));
}

function shown(value: Value): string {
  if ((deepMarks(value) & Mark.SENSITIVE) !== 0) return 'a sensitive value';
  const text = knownText(value);
  if (text !== null) return JSON.stringify(text);
  const shape: TextShape = shapeOf(value) ?? [null];
  return JSON.stringify(shape.map((part) => part ?? '…').join(''));
}
