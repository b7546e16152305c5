import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DATA_SOURCES } from '../../src/ecr/data-sources.ts';
import { readJson } from '../../src/ecr/json-document.ts';
import { PlanDeployment } from '../../src/plan/plan-deployment.ts';
import { readPlan } from '../../src/plan/read-plan.ts';
import { withSourceLines } from '../../src/plan/source-lines.ts';
import { openProject, type VariableSetting } from '../../src/terraform/project.ts';
import type { Deployment } from '../../src/terraform/resource.ts';

/** Configurations with the plans that real Terraform makes of them: see scripts/record-plans.ts. */
const CASES = join(import.meta.dirname, 'cases');

const PLAN_SUFFIX = '.plan.recorded.json';

export const caseNames = readdirSync(CASES)
  .filter((name) => name.endsWith(PLAN_SUFFIX))
  .map((name) => name.slice(0, -PLAN_SUFFIX.length));

/** What the plan was made with besides the files Terraform reads by itself. */
const SETTINGS: Readonly<Record<string, readonly VariableSetting[]>> = {
  deployments: [{ kind: 'var-file', path: 'production.tfvars' }],
};

export function caseDirectory(name: string): string {
  return join(CASES, name);
}

export function planBytes(name: string): Buffer {
  return readFileSync(join(CASES, `${name}${PLAN_SUFFIX}`));
}

/** The deployment of a recorded plan, without source. */
export function planOf(name: string): PlanDeployment {
  return new PlanDeployment(readPlan(planBytes(name), `${name}.json`), { dataSources: DATA_SOURCES });
}

/** The same deployment evaluated from HCL. */
export function hclOf(name: string): Deployment {
  const project = openProject({
    workingDirectory: caseDirectory(name),
    paths: ['.'],
    settings: SETTINGS[name] ?? [],
    environmentVariables: {},
    markers: ['aws_'],
    dataSources: DATA_SOURCES,
  });
  const [deployment] = project.deployments;
  if (deployment === undefined || project.deployments.length > 1 || project.invalidFiles.length > 0) {
    throw new Error(`${name} has ${project.deployments.length} deployments.`);
  }
  return deployment;
}

/** The deployment of a recorded plan with its configuration as source. */
export function sourcedPlanOf(name: string): Deployment {
  const directory = caseDirectory(name);
  const sourced = withSourceLines(planOf(name), {
    workingDirectory: directory,
    directory,
    search: false,
    dataSources: DATA_SOURCES,
    readJson: (value) => {
      const reading = readJson(value);
      return reading.kind === 'known' ? reading.value : null;
    },
  });
  if (sourced === null) throw new Error(`${name} is not found in its own directory.`);
  return sourced.deployment;
}
