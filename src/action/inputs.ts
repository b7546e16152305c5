import { CannotRun } from '../cli/cannot-run.ts';
import { listOf } from '../cli/option-values.ts';
import { didYouMean } from '../lint/suggest.ts';

/** What the runner hands over, by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The inputs of the action, read. Values that are options of `check` stay as they are: it checks them itself. */
export interface ActionInputs {
  readonly paths: readonly string[];
  /** Relative to the workspace. */
  readonly workingDirectory: string;
  readonly config: string;
  /** Further reports, as `--format` takes them. */
  readonly formats: readonly string[];
  readonly sarifFile: string;
  readonly failOn: string;
  readonly level: string;
  readonly environment: string;
  readonly varFiles: readonly string[];
  /** As `--shard` takes it; empty for everything. */
  readonly shard: string;
  readonly fix: (typeof FIXES)[number];
  readonly changedOnly: boolean;
  readonly annotations: boolean;
  readonly plugins: boolean;
}

const FIXES = ['false', 'true', 'unsafe'] as const;
const SWITCHES = ['true', 'false'] as const;

/** Reads `INPUT_…`. Throws `CannotRun` for a value that is none of those there are. */
export function readInputs(environment: Environment): ActionInputs {
  const text = (name: string): string => environment[`INPUT_${name.toUpperCase()}`]?.trim() ?? '';
  const lines = (name: string): string[] =>
    text(name)
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '');
  const isOn = (name: string, usual: boolean): boolean =>
    text(name) === '' ? usual : wordOf(name, text(name), SWITCHES) === 'true';
  return {
    paths: lines('paths'),
    workingDirectory: text('working-directory') || '.',
    config: text('config'),
    formats: lines('format'),
    sarifFile: text('sarif-file'),
    failOn: text('fail-on'),
    level: text('level'),
    environment: text('environment'),
    varFiles: lines('var-files'),
    shard: text('shard'),
    fix: wordOf('fix', text('fix') || 'false', FIXES),
    changedOnly: isOn('changed-only', false),
    annotations: isOn('annotations', true),
    plugins: isOn('plugins', false),
  };
}

/** YAML writes its truth values in any case. */
function wordOf<T extends string>(input: string, value: string, words: readonly T[]): T {
  const word = words.find((candidate) => candidate === value.toLowerCase());
  if (word !== undefined) return word;
  throw new CannotRun(`The input ${input} takes ${listOf(words)}, not "${value}".${didYouMean(value, words)}`);
}
