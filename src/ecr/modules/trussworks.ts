import type { ModuleInput } from '../../terraform/published.ts';
import { type InputVariable, input, type ModuleAdapter, policyOf, variables } from './adapter.ts';

const NAME = 'trussworks/ecr-repo/aws';

const VARIABLES: readonly InputVariable[] = [
  ['container_name', 'string'],
  ['lifecycle_policy', 'string', '""'],
  ['ecr_policy', 'string', '""'],
  ['tags', 'map(any)', '{}'],
  ['scan_on_push', 'bool', 'true'],
];

/** From 3.0 there is more to set; `force_delete` is declared, but leads nowhere. */
const LATER: readonly InputVariable[] = [
  ['image_tag_mutability', 'string', '"IMMUTABLE"'],
  ['encryption_configuration', 'object({ encryption_type = string, kms_key = any })', 'null'],
  ['force_delete', 'bool', 'false'],
];

const LATER_ARGUMENTS = `
  image_tag_mutability = var.image_tag_mutability

  dynamic "encryption_configuration" {
    for_each = var.encryption_configuration == null ? [] : [var.encryption_configuration]

    content {
      encryption_type = encryption_configuration.value.encryption_type
      kms_key         = encryption_configuration.value.kms_key
    }
  }
`;

const KEEP_500 = `[{
      rulePriority = 10
      selection    = { tagStatus = "any", countType = "imageCountMoreThan", countNumber = 500 }
      action       = { type = "expire" }
    }]`;

const UNTAGGED_AND_TAGGED = `[
      {
        rulePriority = 1
        selection    = { tagStatus = "untagged", countType = "sinceImagePushed", countUnit = "days", countNumber = 14 }
        action       = { type = "expire" }
      },
      {
        rulePriority = 2
        selection    = { tagStatus = "tagged", countType = "imageCountMoreThan", countNumber = 1 }
        action       = { type = "expire" }
      },
    ]`;

/** @param rules of the lifecycle policy when none is given */
function moduleText(inputs: readonly InputVariable[], more: string, rules: string): string {
  return `${variables(inputs)}
resource "aws_ecr_repository" "main" {
  name = var.container_name
  tags = merge({ Automation = "Terraform" }, var.tags)

  image_scanning_configuration {
    scan_on_push = var.scan_on_push
  }
${more}
}

resource "aws_ecr_lifecycle_policy" "main" {
  repository = aws_ecr_repository.main.name
  policy = var.lifecycle_policy != "" ? var.lifecycle_policy : jsonencode({
    rules = ${rules}
  })
}

resource "aws_ecr_repository_policy" "main" {
  count = length(var.ecr_policy) > 0 ? 1 : 0

  repository = aws_ecr_repository.main.name
  policy     = var.ecr_policy
}

output "arn" {
  value = aws_ecr_repository.main.arn
}

output "repo_url" {
  value = aws_ecr_repository.main.repository_url
}
`;
}

const INPUTS: readonly ModuleInput[] = [
  input('container_name', 'aws_ecr_repository.name'),
  input('scan_on_push', 'aws_ecr_repository.image_scanning_configuration.scan_on_push'),
  ...policyOf('lifecycle_policy', 'aws_ecr_lifecycle_policy'),
  input('ecr_policy', 'aws_ecr_repository_policy.policy'),
  input('tags', 'aws_ecr_repository.tags'),
];
const LATER_INPUTS: readonly ModuleInput[] = [
  ...INPUTS,
  input('image_tag_mutability', 'aws_ecr_repository.image_tag_mutability'),
  input('encryption_configuration', 'aws_ecr_repository.encryption_configuration', { kind: 'object' }),
];

export const TRUSSWORKS: ModuleAdapter = {
  name: NAME,
  sources: [NAME, 'github.com/trussworks/terraform-aws-ecr-repo'],
  before: '4.0.0',
  others: [],
  lines: [
    { from: '0.0.0', inputs: INPUTS, text: moduleText(VARIABLES, '', KEEP_500) },
    {
      from: '3.0.0',
      inputs: LATER_INPUTS,
      text: moduleText([...VARIABLES, ...LATER], LATER_ARGUMENTS, UNTAGGED_AND_TAGGED),
    },
  ],
};
