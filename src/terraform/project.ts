import type { SourceFile } from '../hcl/source.ts';
import type { SyntaxProblem } from '../hcl/syntax.ts';
import type { DataSourceReader } from './data-source.ts';
import type { Deployment } from './resource.ts';

/** What to read and with which values. */
export interface ProjectOptions {
  /** Absolute; reports name files relative to it. */
  readonly workingDirectory: string;
  /** Directories and files as the user gave them; never empty. */
  readonly paths: readonly string[];
  /** `--var` and `--var-file` in the order given. One or more turn the discovery of tfvars files off. */
  readonly settings: readonly VariableSetting[];
  /** Looked at for `TF_VAR_…`. */
  readonly environmentVariables: Readonly<Record<string, string | undefined>>;
  /** A module matters when these characters stand in one of its files: those of the resource types looked for. */
  readonly marker: string;
  /** Data sources whose attributes can be computed, by type. */
  readonly dataSources: Readonly<Record<string, DataSourceReader>>;
}

export type VariableSetting =
  | { readonly kind: 'var'; readonly name: string; readonly text: string }
  | { readonly kind: 'var-file'; readonly path: string };

/** Everything that was read and evaluated. */
export interface Project {
  readonly deployments: readonly Deployment[];
  /** Files that are not valid HCL, with what is wrong; the rest of such a file is evaluated all the same. */
  readonly invalidFiles: readonly InvalidFile[];
  /** Sentences about what was passed over, such as an unreadable file, in a stable order. */
  readonly notices: readonly string[];
  /** Terraform files found; modules that matter; both for the summary. */
  readonly fileCount: number;
  readonly moduleCount: number;
  /** When `paths` named files: the paths reports use for them, else null. Only findings that touch these are wanted. */
  readonly onlyFiles: ReadonlySet<string> | null;
}

export interface InvalidFile {
  readonly file: SourceFile;
  readonly problems: readonly SyntaxProblem[];
}

/** The project cannot be read at all: one sentence that says what, why and what to do. */
export class ProjectError extends Error {}

/** Finds, reads and evaluates the modules below the given paths. Throws only `ProjectError`. */
export function openProject(_options: ProjectOptions): Project {
  throw new ProjectError('openProject is not there yet');
}
