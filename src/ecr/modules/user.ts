import { isLocalSource, parseModuleSource } from '../../terraform/module-source.ts';
import type { ModuleInput } from '../../terraform/published.ts';
import { parseConstraint, type Version, versionText } from '../../terraform/version-constraint.ts';
import { decides, input, type ModuleAdapter, policyOf } from './adapter.ts';
import { type Given, INPUT_MEANINGS, type InputMeaning } from './user-meanings.ts';
import { moduleText } from './user-text.ts';

/** Modules that users tell of in their configuration. */

/** Plain data, as a configuration file has it. */
export type ConfigData =
  | null
  | boolean
  | number
  | string
  | readonly ConfigData[]
  | { readonly [key: string]: ConfigData };

/**
 * An input by its name alone, when its default is not known; with its default; or what the module always sets,
 * whatever it is called with.
 */
export type UserInput =
  | string
  | { readonly input: string; readonly default?: ConfigData }
  | { readonly value: ConfigData };

/** A module as a configuration tells of it. What is not among its inputs stays unknown. */
export interface UserModule {
  /** As in `module` blocks, without a version; a local path is the end of the paths meant. */
  readonly source: string;
  /** The releases this holds for, as in `version`; all when left out. */
  readonly versions?: string;
  readonly inputs: { readonly [meaning in InputMeaning]?: UserInput };
}

/** An entry that cannot be used: a sentence that goes on from the entry's place. */
export class ModuleEntryError extends Error {
  /** Which of the entries. */
  readonly index: number;
  /** What is wrong in it: a key of the entry, or `inputs` and one of its keys. */
  readonly path: readonly string[];

  constructor(index: number, path: readonly string[], message: string) {
    super(message);
    this.index = index;
    this.path = path;
  }
}

/**
 * Makes adapters of what users tell of their modules. Entries of one source are releases of one module.
 *
 * @throws ModuleEntryError for an entry that cannot be used
 */
export function userAdapters(entries: readonly UserModule[]): readonly ModuleAdapter[] {
  const bySource = new Map<string, Release[]>();
  for (const [index, entry] of entries.entries()) {
    const release = releaseOf(entry, index);
    bySource.set(entry.source, [...(bySource.get(entry.source) ?? []), release]);
  }
  return [...bySource].map(([source, releases]) => {
    const sorted = releases.toSorted((a, b) => compareText(a.from, b.from));
    return {
      name: source,
      sources: [source],
      others: [],
      openInputs: true,
      before: sorted.at(-1)?.before ?? null,
      lines: sorted,
    };
  });
}

interface Release {
  readonly from: string;
  readonly before: string | null;
  readonly inputs: readonly ModuleInput[];
  readonly text: string;
}

function compareText(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}

function releaseOf({ source, versions, inputs }: UserModule, index: number): Release {
  const fail = (path: readonly string[], message: string): never => {
    throw new ModuleEntryError(index, path, message);
  };
  if (!isLocalSource(source) && parseModuleSource(source).kind === 'other') {
    fail(['source'], `"${source}" is no module source: write it as in a module block, such as acme/ecr/aws.`);
  }
  const range = versions === undefined ? null : parseConstraint(versions);
  if (versions !== undefined && range === null) {
    fail(
      ['versions'],
      `"${versions}" is no version constraint: write it as in a module block, such as ">= 1.2, < 2.0".`,
    );
  }
  const given = new Map<InputMeaning, Given>();
  for (const [meaning, written] of Object.entries(inputs)) {
    if (!isMeaning(meaning)) fail(['inputs', meaning], 'There is no such meaning of an input.');
    else
      given.set(
        meaning,
        givenFor(written, (message) => fail(['inputs', meaning], message)),
      );
  }
  for (const [one, other] of RIVALS) {
    if (given.has(one) && given.has(other))
      fail(['inputs', other], `It says the same as "${one}": leave one of them out.`);
  }
  return {
    from: versionText(range?.from ?? ([0, 0, 0] satisfies Version)),
    before: range?.before == null ? null : versionText(range.before),
    inputs: [...given].flatMap(([meaning, { name }]) => (name === null ? [] : inputsFor(meaning, name))),
    text: moduleText(given),
  };
}

const RIVALS: readonly (readonly [InputMeaning, InputMeaning])[] = [
  ['name', 'names'],
  ['mutability', 'immutable'],
  ['encryption', 'encryption-type'],
  ['encryption', 'kms-key'],
];

function isMeaning(text: string): text is InputMeaning {
  return Object.hasOwn(INPUT_MEANINGS, text);
}

function givenFor(written: UserInput, fail: (message: string) => never): Given {
  if (typeof written !== 'string' && 'value' in written) return { name: null, value: hclOf(written.value) };
  const name = typeof written === 'string' ? written : written.input;
  if (!/^[\p{L}_][\p{L}\p{N}_-]*$/u.test(name)) fail(`"${name}" cannot be the name of an input.`);
  const value = typeof written === 'string' || written.default === undefined ? null : hclOf(written.default);
  return { name, value };
}

/** Data as an HCL expression. JSON is one but for what stands for templates in its strings. */
function hclOf(data: ConfigData): string {
  return JSON.stringify(data).replace(/([$%])\{/g, '$1$1{');
}

const REPOSITORY = 'aws_ecr_repository';

const MUTABILITY = {
  kind: 'choice',
  choices: [
    { input: true, argument: 'IMMUTABLE' },
    { input: false, argument: 'MUTABLE' },
  ],
} as const;

/** What an input of a meaning sets. */
function inputsFor(meaning: InputMeaning, name: string): readonly ModuleInput[] {
  switch (meaning) {
    case 'name':
      return [input(name, `${REPOSITORY}.name`)];
    case 'names':
      return [decides(name, `${REPOSITORY}.name`)];
    case 'mutability':
      return [input(name, `${REPOSITORY}.image_tag_mutability`)];
    case 'immutable':
      return [input(name, `${REPOSITORY}.image_tag_mutability`, MUTABILITY)];
    case 'scan-on-push':
      return [input(name, `${REPOSITORY}.image_scanning_configuration.scan_on_push`)];
    case 'encryption':
      return [input(name, `${REPOSITORY}.encryption_configuration`, { kind: 'object' })];
    case 'encryption-type':
      return [input(name, `${REPOSITORY}.encryption_configuration.encryption_type`)];
    case 'kms-key':
      return [input(name, `${REPOSITORY}.encryption_configuration.kms_key`)];
    case 'force-delete':
      return [input(name, `${REPOSITORY}.force_delete`)];
    case 'create-lifecycle-policy':
      return [decides(name, 'aws_ecr_lifecycle_policy')];
    case 'lifecycle-policy':
      return policyOf(name, 'aws_ecr_lifecycle_policy');
    case 'repository-policy':
      return [input(name, 'aws_ecr_repository_policy.policy')];
    case 'read-principals':
    case 'write-principals':
      return [decides(name, 'aws_ecr_repository_policy.policy')];
    case 'tags':
      return [input(name, `${REPOSITORY}.tags`)];
  }
}
