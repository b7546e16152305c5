import { expect } from 'vitest';
import { openProject } from '../../src/terraform/project.ts';
import type { Deployment } from '../../src/terraform/resource.ts';
import { withFolder } from '../support/folder.ts';

/** Evaluates files that are one root module with one deployment. What is read is evaluated while the files are there. */
export function withDeployment<T>(
  files: Readonly<Record<string, string>>,
  read: (deployment: Deployment) => T,
): Promise<T> {
  return withFolder(files, (folder) => {
    const { deployments, invalidFiles } = openProject({
      workingDirectory: folder,
      paths: ['.'],
      settings: [],
      environmentVariables: {},
      markers: ['aws_ecr'],
      dataSources: {},
    });
    expect(invalidFiles).toEqual([]);
    const [only, ...others] = deployments;
    if (only === undefined || others.length > 0) throw new Error('exactly one deployment was expected');
    return read(only);
  });
}
