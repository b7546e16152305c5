import { DATA_SOURCES } from '../../src/ecr/data-sources.ts';
import { DEFAULT_ENVIRONMENT_OPTIONS, type EnvironmentOptions } from '../../src/ecr/environment.ts';
import { collectFacts, type EcrFacts } from '../../src/ecr/facts.ts';
import type { Place } from '../../src/hcl/source.ts';
import { openProject } from '../../src/terraform/project.ts';
import type { Deployment } from '../../src/terraform/resource.ts';
import { withFolder } from '../support/folder.ts';

type Files = Readonly<Record<string, string>>;

/** Evaluates files, or one `main.tf`, and hands the deployments over while the files are there. */
export function withDeployments<T>(code: string | Files, use: (deployments: readonly Deployment[]) => T): Promise<T> {
  const files = typeof code === 'string' ? { 'main.tf': code } : code;
  return withFolder(files, (workingDirectory) => {
    const project = openProject({
      workingDirectory,
      paths: ['.'],
      settings: [],
      environmentVariables: {},
      markers: ['aws_'],
      dataSources: DATA_SOURCES,
    });
    if (project.invalidFiles.length > 0) throw new Error('The test configuration is not valid HCL.');
    return use(project.deployments);
  });
}

/** The facts of the only deployment of some files. */
export function withFacts<T>(
  code: string | Files,
  use: (facts: EcrFacts) => T,
  options: Partial<EnvironmentOptions> = {},
): Promise<T> {
  return withDeployments(code, (deployments) => {
    const [deployment] = deployments;
    if (deployment === undefined || deployments.length > 1) {
      throw new Error(`The test configuration has ${deployments.length} deployments.`);
    }
    return use(collectFacts(deployment, { ...DEFAULT_ENVIRONMENT_OPTIONS, ...options }));
  });
}

/** What is written at a place. */
export function textAt(place: Place | null): string | null {
  return place === null ? null : place.file.text.slice(place.start, place.end);
}
