import { describe, it } from 'vitest';
import immutableTags from '../../rules/immutable-tags.ts';
import noForceDelete from '../../rules/no-force-delete.ts';
import { expectNoFix } from './support.ts';

describe('what somebody chose is left as it is', () => {
  it('a comparison: it was written to be true in some environments', () =>
    expectNoFix(
      noForceDelete,
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
      noForceDelete,
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

  it('an arm of a condition in the JSON syntax: both alike would decide nothing', () =>
    expectNoFix(immutableTags, {
      'main.tf.json': `{
  "variable": { "strict": { "default": false } },
  "resource": {
    "aws_ecr_repository": {
      "app": {
        "name": "app",
        "image_tag_mutability": "\${var.strict ? \\"IMMUTABLE\\" : \\"MUTABLE\\"}"
      }
    }
  }
}
`,
    }));

  it('what is computed from the settings of each repository', () =>
    expectNoFix(
      immutableTags,
      `
variable "repositories" {
  default = { api = {}, web = { mutability = "mutable" } }
}

resource "aws_ecr_repository" "app" {
  for_each             = var.repositories
  name                 = each.key
  image_tag_mutability = upper(lookup(each.value, "mutability", "immutable"))
}
`,
    ));
});
