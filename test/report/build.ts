import { SourceFile } from '../../src/hcl/source.ts';
import type { Finding, Unresolved } from '../../src/lint/finding.ts';
import type { LintResult } from '../../src/lint/lint.ts';
import type { Rule } from '../../src/lint/rule.ts';
import type { Report } from '../../src/report/report.ts';
import { rule } from '../lint/build.ts';

export const MAIN = new SourceFile(
  'infra/main.tf',
  `resource "aws_ecr_repository" "api" {
  name                 = "api"
  image_tag_mutability = var.mutability
  tags = { Environment = "production" }
}
`,
);

export const VARIABLES = new SourceFile(
  'infra/variables.tf',
  `variable "mutability" {
  type    = string
  default = "MUTABLE"
}
`,
);

export function result(findings: readonly Finding[], unresolved: readonly Unresolved[] = []): LintResult {
  return {
    findings,
    unresolved,
    counts: { files: 2, modules: 1, repositories: 1 },
    notices: [],
    timings: { open: 0, facts: 0, rules: 0 },
    baseline: null,
    rules: [],
  };
}

const IMMUTABLE_TAGS: Rule = rule('immutable-tags', () => {}, {
  severity: { production: 'error', unknown: 'warning', nonProduction: 'off' },
  documentation: {
    what: '',
    why: '',
    how: 'Set `image_tag_mutability` to `IMMUTABLE`, e.g. in\nthe module. `IMMUTABLE` refuses a push.\n\nMore.',
    references: [],
  },
});

export function report(lintResult: LintResult, more: Partial<Report> = {}): Report {
  return {
    result: lintResult,
    rules: new Map([[IMMUTABLE_TAGS.id, IMMUTABLE_TAGS]]),
    version: '1.2.3',
    level: 'warning',
    quiet: false,
    fixes: null,
    pathInRepository: '',
    inputName: 'plan.json',
    showSuppressed: true,
    shard: null,
    replacementsOf: () => [],
    ...more,
  };
}
