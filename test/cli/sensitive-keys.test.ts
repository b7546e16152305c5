import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { withFolder } from '../support/folder.ts';
import { run } from './run.ts';

const VARIABLE =
  'variable "names" {\n  type      = list(string)\n  sensitive = true\n  default   = ["hidden-name"]\n}\n';
const repositories = (names: string): string =>
  `resource "aws_ecr_repository" "this" {\n  for_each = ${names}\n  name     = each.key\n}\n`;

describe('names that are sensitive', () => {
  it.each([
    'toset(var.names)',
    '{ for name in var.names : name => 1 }',
    'toset([for name in var.names : upper(name)])',
  ])('are in no report and no baseline, although %s makes addresses of them', async (names) => {
    await withFolder({ 'main.tf': VARIABLE + repositories(names) }, async (folder) => {
      const flags = ['--no-config', '--format', 'json', '--baseline', 'known.yaml', '--update-baseline'];
      const { exitCode, stdout, stderr } = await run(['check', ...flags], { in: folder });
      expect(exitCode).toBe(0);
      const baseline = readFileSync(join(folder, 'known.yaml'), 'utf8');
      expect(baseline).toContain('aws_ecr_repository.this');
      for (const text of [stdout, stderr, baseline]) expect(text.toLowerCase()).not.toContain('hidden');
    });
  });

  it('leave a map its keys whose values alone are sensitive', async () => {
    const code = `${VARIABLE}${repositories('{ plain = var.names[0] }')}`;
    await withFolder({ 'main.tf': code }, async (folder) => {
      const { stdout } = await run(['check', '--no-config', '--format', 'json'], { in: folder });
      expect(JSON.parse(stdout).findings[0].resource).toBe('aws_ecr_repository.this["plain"]');
    });
  });
});
