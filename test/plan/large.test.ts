import { execFileSync } from 'node:child_process';
import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { withFolder } from '../support/folder.ts';
import { change } from './build.ts';

const READER = fileURLToPath(new URL('./read-large.ts', import.meta.url));

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

describe('a plan of 200 MB', () => {
  it('is read in less than 1.5 GB', { timeout: 120_000 }, async () => {
    await withFolder({}, (folder) => {
      const path = join(folder, 'plan.json');
      const repositories = writePlan(path, 200_000_000);
      const output = execFileSync(process.execPath, ['--import', 'tsx', READER, path], { encoding: 'utf8' });
      const { names, megabytes } = JSON.parse(output) as { names: number; megabytes: number };
      expect(names).toBe(repositories);
      expect(megabytes).toBeLessThan(1_500);
    });
  });
});
