import { resolve } from 'node:path';
import type { SourceFile } from '../hcl/source.ts';
import type { InvalidFile } from '../terraform/project.ts';
import type { Deployment } from '../terraform/resource.ts';
import { PlanDeployment, type PlanOptions } from './plan-deployment.ts';
import { PlanError } from './plan-error.ts';
import { readPlan } from './read-plan.ts';
import { type SourceOptions, withSourceLines } from './source-lines.ts';

export interface OpenPlanOptions
  extends PlanOptions,
    Pick<SourceOptions, 'workingDirectory' | 'modules' | 'readJson' | 'texts'> {
  /** What the user calls the plan. */
  readonly name: string;
  /** The directory given as the plan's source; null for none. */
  readonly source: string | null;
  /** The directory the plan is in, used as its source if it holds the whole root module; null for standard input. */
  readonly beside: string | null;
}

export interface OpenedPlan {
  readonly deployment: Deployment;
  /** Files of the source that are not valid HCL. */
  readonly invalidFiles: readonly InvalidFile[];
  /** Files of the source that were read. */
  readonly sourceFiles: readonly SourceFile[];
  /** Modules of the source that were read; 0 without any. */
  readonly moduleCount: number;
}

/** Reads a plan, with its source where there is one. Throws `PlanError`. */
export function openPlan(content: Buffer, options: OpenPlanOptions): OpenedPlan {
  const { name, source, beside, workingDirectory } = options;
  const deployment = new PlanDeployment(readPlan(content, name), options);
  const given = source ?? beside;
  const sourced =
    given === null
      ? null
      : withSourceLines(deployment, {
          ...options,
          directory: resolve(workingDirectory, given),
          search: source !== null,
        });
  if (sourced === null && source !== null) {
    throw new PlanError(
      `"${source}" is not the source of ${name}: no module there declares what the plan has. Name the directory the plan was made in, or leave --source out.`,
    );
  }
  return sourced ?? { deployment, invalidFiles: [], sourceFiles: [], moduleCount: 0 };
}
