import { expect, it } from 'vitest';
import { rules } from '../../../../rules/index.ts';
import { rulesNamed } from '../../../../src/lint/selection.ts';
import { withFolder } from '../../../support/folder.ts';
import { lintPaths } from '../../../support/lint.ts';

/**
 * What a rule says of some Terraform: the resources it finds something about, `silent` where it says nothing, or `open`
 * where it finds nothing and says what it does not know.
 */
export type Verdict = 'silent' | 'open' | readonly string[];

/** A mistake of another tool, in words, with what is right. */
export type Mistake = readonly [
  title: string,
  rule: string,
  code: string | Readonly<Record<string, string>>,
  verdict: Verdict,
];

/** A test for each of the mistakes that another tool makes. */
export function notLike(mistakes: readonly Mistake[]): void {
  it.each(mistakes)('%s', async (_, name, code, expected) => {
    const files = typeof code === 'string' ? { 'main.tf': code } : code;
    const paths = 'plan.json' in files ? ['plan.json'] : ['.'];
    const result = await withFolder(files, (folder) => lintPaths(folder, paths, rulesNamed(rules, name)));
    const found = result.findings.map(({ resource }) => resource);
    const verdict = found.length > 0 ? found : result.unresolved.length > 0 ? 'open' : 'silent';
    expect(verdict).toEqual(expected);
  });
}

/** The policy of a repository with a statement that allows `ecr:BatchGetImage` unless it says otherwise. */
export function statement(parts: string, before = 'Effect = "Allow", Action = "ecr:BatchGetImage"'): string {
  return `
resource "aws_ecr_repository_policy" "app" {
  repository = "app"
  policy     = jsonencode({ Version = "2012-10-17", Statement = [{ ${before}, ${parts} }] })
}
`;
}

/** A repository with some arguments and blocks. */
export function repository(content: string): string {
  return `
resource "aws_ecr_repository" "app" {
  name = "app-prod"
  ${content}
}
`;
}

/** A lifecycle policy that AWS accepts, for a repository by an expression. */
export function lifecycle(expression: string, more = ''): string {
  return `
resource "aws_ecr_lifecycle_policy" "app" {
  ${more}
  repository = ${expression}
  policy = jsonencode({
    rules = [{
      rulePriority = 1
      selection    = { tagStatus = "untagged", countType = "sinceImagePushed", countUnit = "days", countNumber = 14 }
      action       = { type = "expire" }
    }]
  })
}
`;
}

export const POLICY = ['aws_ecr_repository_policy.app'];
export const APP = ['aws_ecr_repository.app'];
