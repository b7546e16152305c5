import { describe, it } from 'vitest';
import rule from '../../rules/no-force-delete.ts';
import { expectNoFix } from './support.ts';

describe('no-force-delete leaves', () => {
  it('a comparison: it was written to be true in some environments', () =>
    expectNoFix(
      rule,
      `
variable "environment" {
  default = "development"
}

resource "aws_ecr_repository" "app" {
  name         = "app"
  force_delete = var.environment == "development"
}
`,
    ));

  it('the opposite of a variable, which is what may be changed', () =>
    expectNoFix(
      rule,
      `
variable "deletion_protection" {
  default = false
}

resource "aws_ecr_repository" "app" {
  name         = "app"
  force_delete = !var.deletion_protection
}
`,
    ));
});
