import { decides, input, type ModuleAdapter, strings, variables } from './adapter.ts';

const NAME = 'tmknom/ecr/aws';

const PULL_ACTIONS = ['ecr:GetDownloadUrlForLayer', 'ecr:BatchGetImage', 'ecr:BatchCheckLayerAvailability'];
const PULL = strings(PULL_ACTIONS);
const PUSH_AND_PULL = strings([
  ...PULL_ACTIONS,
  'ecr:PutImage',
  'ecr:InitiateLayerUpload',
  'ecr:UploadLayerPart',
  'ecr:CompleteLayerUpload',
]);

const TEXT = `${variables([
  ['name', 'string'],
  ['tag_prefix_list', 'list(string)'],
  ['only_pull_accounts', 'list(string)', '[]'],
  ['push_and_pull_accounts', 'list(string)', '[]'],
  ['max_untagged_image_count', 'number', '1'],
  ['max_tagged_image_count', 'number', '30'],
  ['scan_on_push', 'bool', 'false'],
  ['image_tag_mutability', 'string', '"MUTABLE"'],
])}
data "aws_caller_identity" "current" {}

resource "aws_ecr_repository" "this" {
  name                 = var.name
  image_tag_mutability = var.image_tag_mutability

  image_scanning_configuration {
    scan_on_push = var.scan_on_push
  }
}

locals {
  own_account = "arn:aws:iam::\${data.aws_caller_identity.current.account_id}:root"
}

data "aws_iam_policy_document" "push_and_pull" {
  statement {
    sid     = "ElasticContainerRegistryOnlyPull"
    actions = ${PULL}

    principals {
      type        = "AWS"
      identifiers = concat([local.own_account], formatlist("arn:aws:iam::%s:root", var.only_pull_accounts))
    }
  }

  statement {
    sid     = "ElasticContainerRegistryPushAndPull"
    actions = ${PUSH_AND_PULL}

    principals {
      type        = "AWS"
      identifiers = concat([local.own_account], formatlist("arn:aws:iam::%s:root", var.push_and_pull_accounts))
    }
  }
}

resource "aws_ecr_repository_policy" "this" {
  repository = aws_ecr_repository.this.name
  policy     = data.aws_iam_policy_document.push_and_pull.json
}

resource "aws_ecr_lifecycle_policy" "this" {
  repository = aws_ecr_repository.this.name
  policy = jsonencode({
    rules = [
      {
        rulePriority = 1
        description  = "Keep \${var.max_untagged_image_count} untagged images"
        selection = {
          tagStatus   = "untagged"
          countType   = "imageCountMoreThan"
          countNumber = var.max_untagged_image_count
        }
        action = { type = "expire" }
      },
      {
        rulePriority = 2
        description  = "Keep \${var.max_tagged_image_count} tagged images"
        selection = {
          tagStatus     = "tagged"
          tagPrefixList = var.tag_prefix_list
          countType     = "imageCountMoreThan"
          countNumber   = var.max_tagged_image_count
        }
        action = { type = "expire" }
      },
    ]
  })
}

output "ecr_repository_arn" {
  value = aws_ecr_repository.this.arn
}

output "ecr_repository_name" {
  value = aws_ecr_repository.this.name
}

output "ecr_repository_url" {
  value = aws_ecr_repository.this.repository_url
}
`;

export const TMKNOM: ModuleAdapter = {
  name: NAME,
  sources: [NAME, 'github.com/tmknom/terraform-aws-ecr'],
  before: '3.0.0',
  since: { scan_on_push: '2.1.0', image_tag_mutability: '2.3.0' },
  others: [],
  lines: [
    {
      from: '0.0.0',
      inputs: [
        input('name', 'aws_ecr_repository.name'),
        input('image_tag_mutability', 'aws_ecr_repository.image_tag_mutability'),
        input('scan_on_push', 'aws_ecr_repository.image_scanning_configuration.scan_on_push'),
        decides('tag_prefix_list', 'aws_ecr_lifecycle_policy.policy'),
        decides('max_untagged_image_count', 'aws_ecr_lifecycle_policy.policy'),
        decides('max_tagged_image_count', 'aws_ecr_lifecycle_policy.policy'),
        decides('only_pull_accounts', 'aws_ecr_repository_policy.policy'),
        decides('push_and_pull_accounts', 'aws_ecr_repository_policy.policy'),
      ],
      text: TEXT,
    },
  ],
};
