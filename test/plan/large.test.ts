import { execFileSync } from 'node:child_process';
import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { withFolder } from '../support/folder.ts';
import { change } from './build.ts';

const READER = fileURLToPath(new URL('./read-large.ts', import.meta.url));
const LINTER = fileURLToPath(new URL('./lint-large.ts', import.meta.url));

/** Writes a plan of at least so many bytes: much of what a company has, and some repositories. */
function writePlan(path: string, bytes: number): number {
  const file = openSync(path, 'w');
  let written = writeSync(file, '{"format_version":"1.2","planned_values":{"root_module":{}},"resource_changes":[');
  let repositories = 0;
  for (let index = 0; written < bytes; index++) {
    const isRepository = index % 200 === 0;
    if (isRepository) repositories++;
    const type = isRepository ? 'aws_ecr_repository' : 'aws_instance';
    const after = isRepository
      ? { name: `app-${index}`, image_tag_mutability: 'MUTABLE', tags: { Team: 'größer' } }
      : { ami: 'ami-0', user_data: 'echo \\"hello\\"\n'.repeat(400), tags: { Team: 'größer' } };
    const entry = change({
      address: `module.estate["${index}"].${type}.app`,
      module_address: `module.estate["${index}"]`,
      type,
      change: { actions: ['create'], before: null, after, after_unknown: { id: true }, after_sensitive: {} },
    });
    written += writeSync(file, `${index === 0 ? '' : ','}${JSON.stringify(entry)}`);
  }
  writeSync(file, ']}');
  closeSync(file);
  return repositories;
}

/** Writes a plan of at least so many bytes: nothing but repositories with long policies, no two of them the same. */
function writePolicies(path: string, bytes: number): number {
  const file = openSync(path, 'w');
  let written = writeSync(file, '{"format_version":"1.2","resource_changes":[');
  let repositories = 0;
  for (; written < bytes; repositories++) {
    const name = `app-${repositories}`;
    const statement = (index: number): object => ({
      Sid: `Pull${index}`,
      Effect: 'Allow',
      Principal: {
        AWS: Array.from({ length: 6 }, (_, team) => `arn:aws:iam::${111_122_220_000 + index}:role/${name}-${team}`),
      },
      Action: ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
    });
    const rule = (index: number): object => ({
      rulePriority: index + 1,
      description: `Images of ${name}, stream ${index}`,
      selection: {
        tagStatus: 'tagged',
        tagPrefixList: [`stream-${index}-`],
        countType: 'imageCountMoreThan',
        countNumber: 20,
      },
      action: { type: 'expire' },
    });
    const policy = { Version: '2012-10-17', Statement: Array.from({ length: 10 }, (_, index) => statement(index)) };
    const rules = { rules: Array.from({ length: 10 }, (_, index) => rule(index)) };
    const resources = [
      ['aws_ecr_repository', { name, image_tag_mutability: 'IMMUTABLE', tags: { Team: name } }],
      ['aws_ecr_repository_policy', { repository: name, policy: JSON.stringify(policy) }],
      ['aws_ecr_lifecycle_policy', { repository: name, policy: JSON.stringify(rules) }],
    ] as const;
    for (const [type, after] of resources) {
      const entry = change({
        address: `${type}.app["${name}"]`,
        type,
        index: name,
        change: { actions: ['create'], before: null, after, after_unknown: { id: true } },
      });
      written += writeSync(
        file,
        `${repositories === 0 && type === 'aws_ecr_repository' ? '' : ','}${JSON.stringify(entry)}`,
      );
    }
  }
  writeSync(file, ']}');
  closeSync(file);
  return repositories;
}

/**
 * Runs a program with no more memory for its objects than that, without which it ends with an error. How much memory it
 * takes when it may take more depends on how busy the machine is, and says little.
 */
function runWithin(megabytes: number, program: string, path: string): unknown {
  const args = [`--max-old-space-size=${megabytes}`, '--import', 'tsx', program, path];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' }));
}

describe('a plan of 20 MB of policies', () => {
  it('is judged within 150 MB of objects', { timeout: 240_000 }, async () => {
    await withFolder({}, (folder) => {
      const path = join(folder, 'plan.json');
      const repositories = writePolicies(path, 20_000_000);
      expect(runWithin(150, LINTER, path)).toBeGreaterThanOrEqual(repositories);
    });
  });
});

describe('a plan of 200 MB', () => {
  it('is read within 150 MB of objects', { timeout: 120_000 }, async () => {
    await withFolder({}, (folder) => {
      const path = join(folder, 'plan.json');
      const repositories = writePlan(path, 200_000_000);
      expect(runWithin(150, READER, path)).toBe(repositories);
    });
  });
});
