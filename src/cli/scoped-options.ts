import { isUtf8 } from 'node:buffer';
import { statSync } from 'node:fs';
import { dirname, relative, resolve, sep } from 'node:path';
import { SourceFile } from '../hcl/source.ts';
import { STANDARD_INPUT } from '../lint/inputs.ts';
import type { LintPathsOptions } from '../lint/run.ts';
import { isConfiguration } from '../terraform/source-tree.ts';
import { CannotRun } from './cannot-run.ts';
import type { CheckScope } from './check-scope.ts';
import type { Io } from './io.ts';

/** A check, narrowed to what is asked for. */
export interface ScopedOptions {
  readonly options: LintPathsOptions;
  /** Files whose text on disk is not the one that is judged, by the paths reports use. */
  readonly keptFiles: ReadonlySet<string>;
  /** The file that standard input stands for, by the path reports use, and its text. */
  readonly stdin: { readonly path: string; readonly text: string } | null;
}

/** Asks Git what changed, or reads standard input, where the flags say so. Throws `CannotRun`. */
export async function narrow(options: LintPathsOptions, scope: CheckScope, io: Io): Promise<ScopedOptions> {
  if (scope.stdinFilename !== null) return withStandardInput(options, scope.stdinFilename, io);
  if (scope.changes === null) return { options, keptFiles: new Set(), stdin: null };
  const { findChanges } = await import('./git/changed-files.ts');
  const { workingDirectory, environmentVariables } = options;
  const { changes } = scope;
  const paths = foldersOf(options);
  const { reportedFiles, texts } = await findChanges({ scope: changes, workingDirectory, paths, environmentVariables });
  return {
    options: { ...options, reportedFiles, texts, mayBeEmpty: true },
    keptFiles: new Set(texts.keys()),
    stdin: null,
  };
}

/** The given paths; for plans, where their HCL lives. */
function foldersOf({ paths, workingDirectory, source = null }: LintPathsOptions): readonly string[] {
  const folders = paths
    .filter((path) => path !== STANDARD_INPUT)
    .map((path) => (isPlan(resolve(workingDirectory, path)) ? dirname(path) : path));
  return source === null ? folders : [...folders, source];
}

function isPlan(path: string): boolean {
  if (isConfiguration(path)) return false;
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

async function withStandardInput(options: LintPathsOptions, name: string, io: Io): Promise<ScopedOptions> {
  if (!isConfiguration(name)) {
    throw new CannotRun(
      `--stdin-filename takes the name of a Terraform file, which ends in .tf, .tf.json, .tofu or .tfvars, not "${name}".`,
    );
  }
  const bytes = await io.standardInput();
  if (!isUtf8(bytes)) throw new CannotRun('Standard input is not UTF-8 text, as Terraform files must be. Convert it.');
  const text = bytes.toString('utf8');
  const { workingDirectory } = options;
  const path = relative(workingDirectory, resolve(workingDirectory, name)).split(sep).join('/');
  return {
    options: { ...options, paths: [name], texts: new Map([[path, new SourceFile(path, text)]]) },
    keptFiles: new Set(),
    stdin: { path, text },
  };
}
