import { describe, it } from 'vitest';
import rule from '../../rules/scan-on-push.ts';
import { expectFixed, expectNoFix } from './support.ts';

const BLOCK = `
  image_scanning_configuration {
    scan_on_push = true
  }
`;

describe('scan-on-push mends', () => {
  it('every repository that has no block, with lifecycle last and comments where they were', () =>
    expectFixed(
      rule,
      `
resource "aws_ecr_repository" "app" { # the one
  name = "app"

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_ecr_repository" "web" {
  name = "web" # the other
}
`,
      `
resource "aws_ecr_repository" "app" { # the one
  name = "app"
${BLOCK}
  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_ecr_repository" "web" {
  name = "web" # the other
${BLOCK}}
`,
    ));

  it('a switch that says what it is for, wherever it is set', async () => {
    const main = (value: string): string => `
variable "scan_images" {
  type    = bool
  default = ${value}
}

resource "aws_ecr_repository" "app" {
  name = "app"

  image_scanning_configuration {
    scan_on_push = var.scan_images
  }
}
`;
    await expectFixed(rule, main('false'), main('true'));
    await expectFixed(
      rule,
      { 'main.tf': main('true'), 'prod.auto.tfvars': 'scan_images = "false"\n' },
      { 'prod.auto.tfvars': 'scan_images = true\n' },
    );
  });

  it('a member of an object and the default of an optional one', () =>
    expectFixed(
      rule,
      `
variable "repositories" {
  type = map(object({
    scan = optional(bool, false)
  }))
  default = {
    app = {}
    web = { scan = false }
  }
}

resource "aws_ecr_repository" "app" {
  for_each = var.repositories
  name     = each.key

  image_scanning_configuration {
    scan_on_push = each.value.scan
  }
}
`,
      `
variable "repositories" {
  type = map(object({
    scan = optional(bool, true)
  }))
  default = {
    app = {}
    web = { scan = true }
  }
}

resource "aws_ecr_repository" "app" {
  for_each = var.repositories
  name     = each.key

  image_scanning_configuration {
    scan_on_push = each.value.scan
  }
}
`,
    ));

  it('a comparison, where it is used', () =>
    expectFixed(
      rule,
      `
variable "environment" {
  type    = string
  default = "sandbox"
}

resource "aws_ecr_repository" "app" {
  name = "app"

  image_scanning_configuration {
    scan_on_push = var.environment == "production"
  }
}
`,
      `
variable "environment" {
  type    = string
  default = "sandbox"
}

resource "aws_ecr_repository" "app" {
  name = "app"

  image_scanning_configuration {
    scan_on_push = true
  }
}
`,
    ));
});

describe('scan-on-push proposes nothing', () => {
  it('for a switch that may be for something else', () =>
    expectNoFix(
      rule,
      `
variable "enabled" {
  type    = bool
  default = false
}

resource "aws_ecr_repository" "app" {
  name = "app"

  image_scanning_configuration {
    scan_on_push = var.enabled
  }
}
`,
    ));

  it('where a dynamic block may make the one block there may be', () =>
    expectNoFix(
      rule,
      `
variable "scan" {
  type    = bool
  default = false
}

resource "aws_ecr_repository" "app" {
  name = "app"

  dynamic "image_scanning_configuration" {
    for_each = var.scan ? [true] : []

    content {
      scan_on_push = true
    }
  }
}
`,
    ));

  it('where the registry alone decides', () =>
    expectNoFix(
      rule,
      `
resource "aws_ecr_registry_scanning_configuration" "this" {
  scan_type = "ENHANCED"

  rule {
    scan_frequency = "SCAN_ON_PUSH"

    repository_filter {
      filter      = "team-a/*"
      filter_type = "WILDCARD"
    }
  }
}

resource "aws_ecr_repository" "app" {
  name = "team-b/app"
}
`,
    ));
});
