import { describe, expect, it } from 'vitest';
import { documentationUrl, lint, ProjectError, rules, SelectionError } from '../../src/index.ts';
import { withFolder } from '../support/folder.ts';

const MUTABLE = 'resource "aws_ecr_repository" "app" {\n  name = "app"\n  image_tag_mutability = "MUTABLE"\n}\n';

describe('lint', () => {
  it('takes defaults for what is left out', async () => {
    await withFolder({ 'main.tf': MUTABLE }, async (workingDirectory) => {
      const { findings, counts } = await lint({ workingDirectory, selection: { only: ['immutable-tags'] } });
      expect(findings).toMatchObject([{ rule: 'immutable-tags', severity: 'warning', root: '.' }]);
      expect(counts).toEqual({ files: 1, modules: 1, repositories: 1 });
    });
  });

  it('looks at no variables of the process unless they are passed', async () => {
    const files = { 'main.tf': MUTABLE.replace('"MUTABLE"', 'var.m').concat('variable "m" {}\n') };
    await withFolder(files, async (workingDirectory) => {
      const options = { workingDirectory, selection: { only: ['immutable-tags'] } };
      expect((await lint(options)).unresolved).toHaveLength(1);
      const given = { ...options, environmentVariables: { TF_VAR_m: 'MUTABLE' } };
      expect((await lint(given)).findings).toHaveLength(1);
    });
  });

  it('rejects with errors of its own', async () => {
    await expect(lint({ paths: ['/nowhere'] })).rejects.toThrow(ProjectError);
    // A wrong selection is told before anything is read.
    await expect(lint({ paths: ['/nowhere'], selection: { only: ['nothing'] } })).rejects.toThrow(SelectionError);
  });

  it('has rules with pages of their own', () => {
    expect(rules.length).toBeGreaterThan(0);
    expect(documentationUrl('immutable-tags')).toBe(
      'https://github.com/ecrlint/ecrlint/blob/main/docs/rules/immutable-tags.md',
    );
  });
});
