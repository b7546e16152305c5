import { describe, expect, it } from 'vitest';
import rule from '../../rules/lifecycle-policy.ts';
import { expectFixed, expectNoFix, proposed } from './support.ts';

const policy = (days = 30): string => `jsonencode({
    rules = [
      {
        rulePriority = 1
        description  = "Expire untagged images after ${days} days"
        selection = {
          tagStatus   = "untagged"
          countType   = "sinceImagePushed"
          countUnit   = "days"
          countNumber = ${days}
        }
        action = {
          type = "expire"
        }
      }
    ]
  })`;

describe('lifecycle-policy adds a policy', () => {
  it('that repeats as its repositories do', async () => {
    const counted = `
resource "aws_ecr_repository" "app" {
  count = 2
  name  = "app-\${count.index}"
}
`;
    await expectFixed(
      rule,
      counted,
      `${counted}
resource "aws_ecr_lifecycle_policy" "app" {
  count = 2

  repository = aws_ecr_repository.app[count.index].name
  policy = ${policy()}
}
`,
    );
    const eachOf = (names: string): string => `
variable "names" {
  type = set(string)
}

resource "aws_ecr_repository" "app" {
  for_each = ${names}
  name     = each.key
}
`;
    await expectFixed(
      rule,
      eachOf('var.names'),
      `${eachOf('var.names')}
resource "aws_ecr_lifecycle_policy" "app" {
  for_each = var.names

  repository = aws_ecr_repository.app[each.key].name
  policy = ${policy()}
}
`,
    );
    const long = eachOf(`toset([
    "app",
    "web",
  ])`).replace('\n  name     = each', '\n  name = each');
    await expectFixed(
      rule,
      long,
      `${long}
resource "aws_ecr_lifecycle_policy" "app" {
  for_each = aws_ecr_repository.app

  repository = aws_ecr_repository.app[each.key].name
  policy = ${policy()}
}
`,
    );
  });

  it('of the same provider, before what follows, with the days that are configured', () =>
    expectFixed(
      rule,
      `
provider "aws" {
  alias  = "ireland"
  region = "eu-west-1"
}

resource "aws_ecr_repository" "app" {
  provider = aws.ireland
  name     = "app"
}
output "url" {
  value = aws_ecr_repository.app.repository_url
}
`,
      `
provider "aws" {
  alias  = "ireland"
  region = "eu-west-1"
}

resource "aws_ecr_repository" "app" {
  provider = aws.ireland
  name     = "app"
}

resource "aws_ecr_lifecycle_policy" "app" {
  provider = aws.ireland

  repository = aws_ecr_repository.app.name
  policy = ${policy(14)}
}

output "url" {
  value = aws_ecr_repository.app.repository_url
}
`,
      { defaults: { untaggedExpiryDays: 14 } },
    ));

  it('under a name that is free', () =>
    expectFixed(
      rule,
      {
        'main.tf': `
resource "aws_ecr_repository" "app" {
  name = "app"
}
`,
        'other.tf': `
resource "aws_ecr_repository" "web" {
  name = "web"
}

resource "aws_ecr_lifecycle_policy" "app" {
  repository = aws_ecr_repository.web.name
  policy     = file("policy.json")
}
`,
      },
      {
        'main.tf': `
resource "aws_ecr_repository" "app" {
  name = "app"
}

resource "aws_ecr_lifecycle_policy" "app_lifecycle" {
  repository = aws_ecr_repository.app.name
  policy = ${policy()}
}
`,
      },
    ));

  it('once to a module that is called twice', () =>
    expectFixed(
      rule,
      {
        'main.tf': `
module "app" {
  source = "./repository"
  name   = "app"
}

module "web" {
  source = "./repository"
  name   = "web"
}
`,
        'repository/main.tf': `
variable "name" {
  type = string
}

resource "aws_ecr_repository" "this" {
  name = var.name
}
`,
      },
      {
        'repository/main.tf': `
variable "name" {
  type = string
}

resource "aws_ecr_repository" "this" {
  name = var.name
}

resource "aws_ecr_lifecycle_policy" "this" {
  repository = aws_ecr_repository.this.name
  policy = ${policy()}
}
`,
      },
    ));

  it('in the JSON syntax', () =>
    expectFixed(
      rule,
      {
        'main.tf.json': `{
  "resource": {
    "aws_ecr_repository": {
      "app": {
        "for_each": "\${toset([\\"a\\", \\"b\\"])}",
        "name": "\${each.key}"
      }
    }
  }
}
`,
      },
      {
        'main.tf.json': `{
  "resource": {
    "aws_ecr_repository": {
      "app": {
        "for_each": "\${toset([\\"a\\", \\"b\\"])}",
        "name": "\${each.key}"
      }
    },
    "aws_ecr_lifecycle_policy": {
      "app": {
        "for_each": "\${toset([\\"a\\", \\"b\\"])}",
        "repository": "\${aws_ecr_repository.app[each.key].name}",
        "policy": "{\\"rules\\":[{\\"rulePriority\\":1,\\"description\\":\\"Expire untagged images after 30 days\\",\\"selection\\":{\\"tagStatus\\":\\"untagged\\",\\"countType\\":\\"sinceImagePushed\\",\\"countUnit\\":\\"days\\",\\"countNumber\\":30},\\"action\\":{\\"type\\":\\"expire\\"}}]}"
      }
    }
  }
}
`,
      },
    ));

  it('and says so, safely, for it expires only what has no tag', async () => {
    expect(await proposed(rule, 'resource "aws_ecr_repository" "app" {\n  name = "app"\n}\n')).toEqual([
      'safe: Adds a lifecycle policy that expires untagged images after 30 days.',
    ]);
  });

  it('to a template that says null', () =>
    expectFixed(
      rule,
      `
resource "aws_ecr_repository_creation_template" "apps" {
  prefix           = "apps"
  applied_for      = ["REPLICATION"]
  lifecycle_policy = null
}
`,
      `
resource "aws_ecr_repository_creation_template" "apps" {
  prefix      = "apps"
  applied_for = ["REPLICATION"]
  lifecycle_policy = ${policy()}
}
`,
    ));
});

describe('lifecycle-policy proposes nothing', () => {
  it('where a policy of the module could belong to the repository with other values', async () => {
    const withPolicy = (reference: string): string => `
variable "lifecycle_policy" {
  type    = string
  default = null
}

resource "aws_ecr_repository" "app" {
  name = "app"
}

resource "aws_ecr_lifecycle_policy" "app" {
  count      = var.lifecycle_policy == null ? 0 : 1
  repository = ${reference}
  policy     = var.lifecycle_policy
}
`;
    await expectNoFix(rule, withPolicy('aws_ecr_repository.app.name'));
    await expectNoFix(rule, withPolicy('"app"'));
  });

  it('where a module has one that is not called with these values', async () => {
    const files = (argument: string) => ({
      'main.tf': `
variable "clean" {
  default = false
}

resource "aws_ecr_repository" "app" {
  name = "app"
}

module "policy" {
  source     = "./policy"
  count      = var.clean ? 1 : 0
  repository = ${argument}
}
`,
      'policy/main.tf': `
variable "repository" {
  type = string
}

resource "aws_ecr_lifecycle_policy" "this" {
  repository = var.repository
  policy     = file("policy.json")
}
`,
    });
    await expectNoFix(rule, files('aws_ecr_repository.app.name'));
    await expectNoFix(rule, files('"app"'));
    expect(await proposed(rule, files('aws_ecr_repository.another.name'))).toHaveLength(1);
  });

  it('where some repositories of the block have one', () =>
    expectNoFix(
      rule,
      `
resource "aws_ecr_repository" "app" {
  for_each = toset(["app", "web"])
  name     = each.key
}

resource "aws_ecr_lifecycle_policy" "app" {
  for_each   = toset(["app"])
  repository = aws_ecr_repository.app[each.key].name
  policy     = file("policy.json")
}
`,
    ));

  it('where one caller of the module has a policy of its own, also in another root', () =>
    expectNoFix(rule, {
      'with/main.tf': `
module "app" {
  source = "../repository"
}

resource "aws_ecr_lifecycle_policy" "app" {
  repository = module.app.name
  policy     = file("policy.json")
}
`,
      'without/main.tf': `
module "app" {
  source = "../repository"
}
`,
      'repository/main.tf': `
resource "aws_ecr_repository" "this" {
  name = "app"
}

output "name" {
  value = aws_ecr_repository.this.name
}
`,
    }));

  it('for the null that a template gets from the default of a variable', () =>
    expectNoFix(
      rule,
      `
variable "lifecycle_policy" {
  type    = string
  default = null
}

resource "aws_ecr_repository_creation_template" "apps" {
  prefix           = "apps"
  applied_for      = ["REPLICATION"]
  lifecycle_policy = var.lifecycle_policy
}
`,
    ));
});
