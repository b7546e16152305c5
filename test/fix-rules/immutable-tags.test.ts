import { describe, it } from 'vitest';
import rule from '../../rules/immutable-tags.ts';
import { expectFixed, expectNoFix } from './support.ts';

describe('immutable-tags mends', () => {
  it('the arm of a conditional that is chosen', () =>
    expectFixed(
      rule,
      `
variable "moving" {
  default = "true"
}

resource "aws_ecr_repository" "app" {
  name                 = "app"
  image_tag_mutability = var.moving == "true" ? "MUTABLE" : var.moving == "false" ? "IMMUTABLE" : null
}
`,
      `
variable "moving" {
  default = "true"
}

resource "aws_ecr_repository" "app" {
  name                 = "app"
  image_tag_mutability = var.moving == "true" ? "IMMUTABLE" : var.moving == "false" ? "IMMUTABLE" : null
}
`,
    ));

  it('a conditional that is wrong whatever is chosen, as a whole', () =>
    expectFixed(
      rule,
      `
variable "filtered" {
  type = bool
}

resource "aws_ecr_repository" "app" {
  name                 = "app"
  image_tag_mutability = var.filtered ? "MUTABLE_WITH_EXCLUSION" : "MUTABLE"
}
`,
      `
variable "filtered" {
  type = bool
}

resource "aws_ecr_repository" "app" {
  name                 = "app"
  image_tag_mutability = "IMMUTABLE"
}
`,
    ));

  it('what a function makes, where it is used', () =>
    expectFixed(
      rule,
      `
resource "aws_ecr_repository" "app" {
  name                 = "app"
  image_tag_mutability = upper("mutable") # as ever
}
`,
      `
resource "aws_ecr_repository" "app" {
  name                 = "app"
  image_tag_mutability = "IMMUTABLE" # as ever
}
`,
    ));

  it('the fallback of a lookup and the member of an object in a local', () =>
    expectFixed(
      rule,
      `
locals {
  defaults = {
    mutability = "MUTABLE"
    scan       = true
  }
}

resource "aws_ecr_repository" "app" {
  name                 = "app"
  image_tag_mutability = local.defaults.mutability
}

resource "aws_ecr_repository" "web" {
  name                 = "web"
  image_tag_mutability = lookup(local.defaults, "tag_mutability", "MUTABLE")
}
`,
      `
locals {
  defaults = {
    mutability = "IMMUTABLE"
    scan       = true
  }
}

resource "aws_ecr_repository" "app" {
  name                 = "app"
  image_tag_mutability = local.defaults.mutability
}

resource "aws_ecr_repository" "web" {
  name                 = "web"
  image_tag_mutability = lookup(local.defaults, "tag_mutability", "IMMUTABLE")
}
`,
    ));

  it('a line of a tfvars file, in either syntax', async () => {
    const main = `
variable "image_tag_mutability" {
  type    = string
  default = "IMMUTABLE"
}

resource "aws_ecr_repository" "app" {
  name                 = "app"
  image_tag_mutability = var.image_tag_mutability
}
`;
    await expectFixed(
      rule,
      { 'main.tf': main, 'terraform.tfvars': 'image_tag_mutability = "MUTABLE" # for now\n' },
      { 'terraform.tfvars': 'image_tag_mutability = "IMMUTABLE" # for now\n' },
    );
    await expectFixed(
      rule,
      { 'main.tf': main, 'terraform.tfvars.json': '{ "image_tag_mutability": "MUTABLE" }\n' },
      { 'terraform.tfvars.json': '{ "image_tag_mutability": "IMMUTABLE" }\n' },
    );
  });

  it('a null that a variable has by default', () =>
    expectFixed(
      rule,
      `
variable "image_tag_mutability" {
  type    = string
  default = null
}

resource "aws_ecr_repository" "app" {
  name                 = "app"
  image_tag_mutability = var.image_tag_mutability
}
`,
      `
variable "image_tag_mutability" {
  type    = string
  default = "IMMUTABLE"
}

resource "aws_ecr_repository" "app" {
  name                 = "app"
  image_tag_mutability = var.image_tag_mutability
}
`,
    ));

  it('a null of which nothing says what it is for, where it is used', () =>
    expectFixed(
      rule,
      `
locals {
  nothing = null
}

resource "aws_ecr_repository" "app" {
  name                 = "app"
  force_delete         = local.nothing
  image_tag_mutability = local.nothing
}
`,
      `
locals {
  nothing = null
}

resource "aws_ecr_repository" "app" {
  name                 = "app"
  force_delete         = local.nothing
  image_tag_mutability = coalesce(local.nothing, "IMMUTABLE")
}
`,
    ));

  it('an optional attribute, in its default or where it is left out', async () => {
    const withType = (attribute: string, use: string): string => `
variable "repositories" {
  type = map(object({
    mutability = ${attribute}
  }))
  default = {
    app = {}
  }
}

resource "aws_ecr_repository" "app" {
  for_each = var.repositories

  name                 = each.key
  image_tag_mutability = ${use}
}
`;
    const use = 'each.value.mutability';
    await expectFixed(
      rule,
      withType('optional(string, "MUTABLE")', use),
      withType('optional(string, "IMMUTABLE")', use),
    );
    await expectFixed(
      rule,
      withType('optional(string)', use),
      withType('optional(string)', 'coalesce(each.value.mutability, "IMMUTABLE")'),
    );
  });

  it('the argument of a call, through two modules', () =>
    expectFixed(
      rule,
      {
        'main.tf': `
module "team" {
  source     = "./team"
  mutability = "MUTABLE"
}
`,
        'team/main.tf': `
variable "mutability" {
  type = string
}

module "repository" {
  source     = "../repository"
  mutability = var.mutability
}
`,
        'repository/main.tf': `
variable "mutability" {
  type = string
}

resource "aws_ecr_repository" "this" {
  name                 = "app"
  image_tag_mutability = var.mutability
}
`,
      },
      {
        'main.tf': `
module "team" {
  source     = "./team"
  mutability = "IMMUTABLE"
}
`,
      },
    ));

  it('a literal inside a string of the JSON syntax', () =>
    expectFixed(
      rule,
      {
        'main.tf.json': `{
  "variable": { "mutability": { "default": null } },
  "resource": {
    "aws_ecr_repository": {
      "app": {
        "name": "app",
        "image_tag_mutability": "\${coalesce(var.mutability, \\"MUTABLE\\")}"
      },
      "web": {
        "name": "web"
      }
    }
  }
}
`,
      },
      {
        'main.tf.json': `{
  "variable": { "mutability": { "default": null } },
  "resource": {
    "aws_ecr_repository": {
      "app": {
        "name": "app",
        "image_tag_mutability": "\${coalesce(var.mutability, \\"IMMUTABLE\\")}"
      },
      "web": {
        "name": "web",
        "image_tag_mutability": "IMMUTABLE"
      }
    }
  }
}
`,
      },
    ));
});

describe('immutable-tags proposes nothing', () => {
  it('for a value from the environment', () =>
    expectNoFix(
      rule,
      `
variable "mutability" {
  type = string
}

resource "aws_ecr_repository" "app" {
  name                 = "app"
  image_tag_mutability = var.mutability
}
`,
      { environmentVariables: { TF_VAR_mutability: 'MUTABLE' } },
    ));

  it('for a conditional that would be left with two equal arms', () =>
    expectNoFix(
      rule,
      `
variable "strict" {
  type    = bool
  default = false
}

resource "aws_ecr_repository" "app" {
  name                 = "app"
  image_tag_mutability = var.strict ? "IMMUTABLE" : "MUTABLE"
}
`,
    ));

  it('for one elsewhere', () =>
    expectNoFix(
      rule,
      `
variable "moving" {
  default = true
}

locals {
  mutability = var.moving ? "MUTABLE" : "IMMUTABLE"
}

resource "aws_ecr_repository" "app" {
  name                 = "app"
  image_tag_mutability = local.mutability
}
`,
    ));

  it('for the result of a function that others use', () =>
    expectNoFix(
      rule,
      `
locals {
  word = upper("mutable")
}

resource "aws_ecr_repository" "app" {
  name                 = "app"
  image_tag_mutability = local.word
}
`,
    ));

  it('for a sensitive value', () =>
    expectNoFix(
      rule,
      `
variable "mutability" {
  type      = string
  default   = "MUTABLE"
  sensitive = true
}

resource "aws_ecr_repository" "app" {
  name                 = "app"
  image_tag_mutability = var.mutability
}
`,
    ));

  it('for what a pull-through cache shares, which has to stay mutable', async () => {
    const rules = `
resource "aws_ecr_pull_through_cache_rule" "public" {
  ecr_repository_prefix = "ecr-public"
  upstream_registry_url = "public.ecr.aws"
}
`;
    await expectNoFix(
      rule,
      `${rules}
resource "aws_ecr_repository" "app" {
  for_each = toset(["app", "ecr-public/nginx"])
  name     = each.key
}
`,
    );
    await expectNoFix(
      rule,
      `${rules}
locals {
  mutability = "MUTABLE"
}

resource "aws_ecr_repository" "app" {
  name                 = "app"
  image_tag_mutability = local.mutability
}

resource "aws_ecr_repository" "cache" {
  name                 = "ecr-public/nginx"
  image_tag_mutability = local.mutability
}
`,
    );
  });
});
