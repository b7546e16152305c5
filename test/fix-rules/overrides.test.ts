import { describe, it } from 'vitest';
import immutableTags from '../../rules/immutable-tags.ts';
import lifecyclePolicy from '../../rules/lifecycle-policy.ts';
import scanOnPush from '../../rules/scan-on-push.ts';
import { expectFixed, expectNoFix } from './support.ts';

const MAIN = `
resource "aws_ecr_repository" "app" {
  name                 = "app"
  image_tag_mutability = "IMMUTABLE"

  image_scanning_configuration {
    scan_on_push = true
  }
}
`;

describe('what an override file says', () => {
  it('is mended there', async () => {
    await expectFixed(
      immutableTags,
      {
        'main.tf': MAIN,
        'main_override.tf': 'resource "aws_ecr_repository" "app" {\n  image_tag_mutability = "MUTABLE"\n}\n',
      },
      { 'main_override.tf': 'resource "aws_ecr_repository" "app" {\n  image_tag_mutability = "IMMUTABLE"\n}\n' },
    );
    await expectFixed(
      scanOnPush,
      {
        'main.tf': MAIN,
        'main_override.tf':
          'resource "aws_ecr_repository" "app" {\n  image_scanning_configuration {\n    scan_on_push = false\n  }\n}\n',
      },
      {
        'main_override.tf':
          'resource "aws_ecr_repository" "app" {\n  image_scanning_configuration {\n    scan_on_push = true\n  }\n}\n',
      },
    );
  });

  it('is left alone where the argument would have to be set anew, which the override would undo', () =>
    expectNoFix(immutableTags, {
      'main.tf': MAIN,
      'main_override.tf': 'resource "aws_ecr_repository" "app" {\n  image_tag_mutability = upper("mutable")\n}\n',
    }));
});

describe('what a syntax error may hide', () => {
  it('keeps a lifecycle policy from being added', () =>
    expectNoFix(lifecyclePolicy, { 'main.tf': MAIN, 'broken.tf': 'resource "aws_ecr_lifecycle_policy" "app" {\n' }));
});
