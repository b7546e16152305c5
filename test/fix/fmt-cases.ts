import { copyOf, document, type Edit, expression, literal } from '../../src/lint/fix.ts';
import { type Found, NO_BLOCKS, POLICY } from './edit.ts';

/** A fix of a file that `terraform fmt` leaves as it is. */
export interface FmtCase {
  readonly name: string;
  readonly before: string;
  /** The result as somebody would type it who does not care about spacing: `terraform fmt` says how it should look. */
  readonly typed: string;
  readonly edits: (found: Found) => readonly Edit[];
}

const REPOSITORY = 'resource "aws_ecr_repository" "this"';

const immutable = (found: Found): Edit => ({
  kind: 'set-argument',
  block: found.at(REPOSITORY),
  name: 'image_tag_mutability',
  value: literal('IMMUTABLE'),
});

const scanBlock = (found: Found): Edit => ({
  kind: 'add-block',
  block: found.at(REPOSITORY),
  type: 'image_scanning_configuration',
  content: { arguments: [['scan_on_push', literal(true)]], blocks: NO_BLOCKS },
});

export const FMT_CASES: readonly FmtCase[] = [
  {
    name: 'an argument that is longer than the others',
    before: `${REPOSITORY} {
  name         = "app"
  force_delete = true
}
`,
    typed: `${REPOSITORY} {
name = "app"
force_delete = true
image_tag_mutability = "IMMUTABLE"
}
`,
    edits: (found) => [immutable(found)],
  },
  {
    name: 'an argument before one of several lines',
    before: `${REPOSITORY} {
  name = "app"
  tags = {
    Team        = "a"
    Environment = "b"
  }
}
`,
    typed: `${REPOSITORY} {
  name = "app"
  image_tag_mutability = "IMMUTABLE"
  tags = {
    Team = "a"
    Environment = "b"
  }
}
`,
    edits: (found) => [immutable(found)],
  },
  {
    name: 'an argument in a run with comments behind values',
    before: `${REPOSITORY} {
  count = 2

  name         = "app" # the name
  force_delete = true  # for tests

  # Nobody knows why.
  region = "eu-west-1" // here
}
`,
    typed: `${REPOSITORY} {
  count = 2

  name = "app" # the name
  force_delete = true # for tests
  image_tag_mutability = "IMMUTABLE"

  # Nobody knows why.
  region = "eu-west-1" // here
}
`,
    edits: (found) => [immutable(found)],
  },
  {
    name: 'a longer value with comments around it',
    before: `${REPOSITORY} {
  name                 = "app"     # a
  image_tag_mutability = "MUTABLE" # b
  force_delete         = true      # c
}
`,
    typed: `${REPOSITORY} {
  name = "app" # a
  image_tag_mutability = "IMMUTABLE" # b
  force_delete = true # c
}
`,
    edits: (found) => [immutable(found)],
  },
  {
    name: 'an argument and a block in an empty block on one line',
    before: `${REPOSITORY} {}
`,
    typed: `${REPOSITORY} {
image_tag_mutability = "IMMUTABLE"

image_scanning_configuration {
scan_on_push = true
}
}
`,
    edits: (found) => [immutable(found), scanBlock(found)],
  },
  {
    name: 'an argument and a block in a block on one line',
    before: `${REPOSITORY} { name = "app" }
`,
    typed: `${REPOSITORY} {
name = "app"
image_tag_mutability = "IMMUTABLE"

image_scanning_configuration {
scan_on_push = true
}
}
`,
    edits: (found) => [immutable(found), scanBlock(found)],
  },
  {
    name: 'an argument and a block in an empty block',
    before: `${REPOSITORY} {
}
`,
    typed: `${REPOSITORY} {
image_tag_mutability = "IMMUTABLE"

image_scanning_configuration {
scan_on_push = true
}
}
`,
    edits: (found) => [immutable(found), scanBlock(found)],
  },
  {
    name: 'an argument in a block that has only blocks',
    before: `${REPOSITORY} {
  lifecycle {
    prevent_destroy = true
  }
}
`,
    typed: `${REPOSITORY} {
  image_tag_mutability = "IMMUTABLE"

  lifecycle {
    prevent_destroy = true
  }
}
`,
    edits: (found) => [immutable(found)],
  },
  {
    name: 'an argument of a module call with nothing but its source',
    before: `module "ecr" {
  source  = "terraform-aws-modules/ecr/aws"
  version = "~> 2.0"
}
`,
    typed: `module "ecr" {
  source = "terraform-aws-modules/ecr/aws"
  version = "~> 2.0"

  repository_image_tag_mutability = "IMMUTABLE"
}
`,
    edits: (found) => [
      {
        kind: 'set-argument',
        block: found.at('module "ecr"'),
        name: 'repository_image_tag_mutability',
        value: literal('IMMUTABLE'),
      },
    ],
  },
  {
    name: 'the value of a block on one line',
    before: `${REPOSITORY} {
  name = "app"
  image_scanning_configuration { scan_on_push = false }
}
`,
    typed: `${REPOSITORY} {
  name = "app"
  image_scanning_configuration { scan_on_push = true }
}
`,
    edits: (found) => [
      {
        kind: 'set-argument',
        block: found.at('image_scanning_configuration'),
        name: 'scan_on_push',
        value: literal(true),
      },
    ],
  },
  {
    name: 'the content of a dynamic block',
    before: `${REPOSITORY} {
  name = "app"

  dynamic "encryption_configuration" {
    for_each = var.encrypted ? [1] : []
    content {
      encryption_type = "KMS"
    }
  }
}
`,
    typed: `${REPOSITORY} {
  name = "app"

  dynamic "encryption_configuration" {
    for_each = var.encrypted ? [1] : []
    content {
      encryption_type = "KMS"
      kms_key = aws_kms_key.ecr.arn
    }
  }
}
`,
    edits: (found) => [
      {
        kind: 'set-argument',
        block: found.at('dynamic "encryption_configuration"'),
        name: 'kms_key',
        value: expression('aws_kms_key.ecr.arn'),
      },
    ],
  },
  {
    name: 'a block before lifecycle and its comment',
    before: `${REPOSITORY} {
  name = "app"
  # force_delete = true

  # Keep it.
  lifecycle {
    prevent_destroy = true
  }
}
`,
    typed: `${REPOSITORY} {
  name = "app"
  # force_delete = true

  image_scanning_configuration {
    scan_on_push = true
  }

  # Keep it.
  lifecycle {
    prevent_destroy = true
  }
}
`,
    edits: (found) => [scanBlock(found)],
  },
  {
    name: 'a block directly before another one',
    before: `${REPOSITORY} {
  name = "app"
  lifecycle {
    prevent_destroy = true
  }
}
`,
    typed: `${REPOSITORY} {
  name = "app"

  image_scanning_configuration {
    scan_on_push = true
  }

  lifecycle {
    prevent_destroy = true
  }
}
`,
    edits: (found) => [scanBlock(found)],
  },
  {
    name: 'an argument that goes, which was the longest',
    before: `${REPOSITORY} {
  name                 = "app" # a
  image_tag_mutability = "MUTABLE"
  force_delete         = true
}
`,
    typed: `${REPOSITORY} {
  name = "app" # a
  force_delete = true
}
`,
    edits: (found) => [{ kind: 'remove-argument', argument: found.at('image_tag_mutability = "MUTABLE"') }],
  },
  {
    name: 'a paragraph that goes',
    before: `${REPOSITORY} {
  name = "app"

  force_delete = true

  image_scanning_configuration {
    scan_on_push = false
  }
}
`,
    typed: `${REPOSITORY} {
  name = "app"
}
`,
    edits: (found) => [
      { kind: 'remove-argument', argument: found.at('force_delete = true') },
      { kind: 'remove-block', block: found.at('image_scanning_configuration') },
    ],
  },
  {
    name: 'an argument that goes and leaves its comment',
    before: `${REPOSITORY} {
  name         = "app"
  force_delete = true # only while we test
}
`,
    typed: `${REPOSITORY} {
  name = "app"
  # only while we test
}
`,
    edits: (found) => [{ kind: 'remove-argument', argument: found.at('force_delete = true') }],
  },
  {
    name: 'an argument that goes from the middle and leaves its comment',
    before: `${REPOSITORY} {
  name                 = "app"
  image_tag_mutability = "MUTABLE" # for now
  force_delete         = true
}
`,
    typed: `${REPOSITORY} {
  name = "app"
  # for now
  force_delete = true
}
`,
    edits: (found) => [{ kind: 'remove-argument', argument: found.at('image_tag_mutability = "MUTABLE"') }],
  },
  {
    name: 'the only argument of a block on one line that goes',
    before: `${REPOSITORY} {
  name = "app"
  image_scanning_configuration { scan_on_push = false }
}
`,
    typed: `${REPOSITORY} {
  name = "app"
  image_scanning_configuration {}
}
`,
    edits: (found) => [{ kind: 'remove-argument', argument: found.at('scan_on_push = false') }],
  },
  {
    name: 'a resource behind another one',
    before: `${REPOSITORY} {
  for_each = toset([
    "a",
    "b",
  ])

  name = each.key
} # the repository

# Something else.
output "url" {
  value = 1
}
`,
    typed: `${REPOSITORY} {
  for_each = toset([
    "a",
    "b",
  ])

  name = each.key
} # the repository

resource "aws_ecr_lifecycle_policy" "this" {
  for_each = toset([
    "a",
    "b",
  ])

  repository = aws_ecr_repository.this[each.key].name
  policy = jsonencode({
    rules = [
      {
        rulePriority = 1
        description = "Expire untagged images after 30 days"
        selection = {
          tagStatus = "untagged"
          countType = "sinceImagePushed"
          countUnit = "days"
          countNumber = 30
        }
        action = {
          type = "expire"
        }
      }
    ]
  })
}

# Something else.
output "url" {
  value = 1
}
`,
    edits: (found) => [
      {
        kind: 'add-resource',
        after: found.at(REPOSITORY),
        type: 'aws_ecr_lifecycle_policy',
        name: 'this',
        content: {
          arguments: [
            ['for_each', copyOf(found.span('for_each', '])'))],
            ['repository', expression('aws_ecr_repository.this[each.key].name')],
            ['policy', document(POLICY)],
          ],
          blocks: NO_BLOCKS,
        },
      },
    ],
  },
  {
    name: 'a resource between two that touch',
    before: `${REPOSITORY} {
  name = "app"
}
resource "aws_ecr_repository" "other" {
  name = "other"
}
`,
    typed: `${REPOSITORY} {
  name = "app"
}

resource "aws_kms_key" "ecr" {
  description = "Images"
  enable_key_rotation = true
}

resource "aws_ecr_repository" "other" {
  name = "other"
}
`,
    edits: (found) => [
      {
        kind: 'add-resource',
        after: found.at(REPOSITORY),
        type: 'aws_kms_key',
        name: 'ecr',
        content: {
          arguments: [
            ['description', literal('Images')],
            ['enable_key_rotation', literal(true)],
          ],
          blocks: NO_BLOCKS,
        },
      },
    ],
  },
  {
    name: 'a property of an object with equals signs',
    before: `${REPOSITORY} {
  tags = {
    Team = "a"
    Env  = local.env # b
  }
}
`,
    typed: `${REPOSITORY} {
  tags = {
    Team = "a"
    Env = local.env # b
    "data:class" = "internal"
  }
}
`,
    edits: (found) => [
      { kind: 'set-property', object: found.span('{\n    Team', '}'), name: 'data:class', value: literal('internal') },
    ],
  },
  {
    name: 'a property of an object with commas',
    before: `${REPOSITORY} {
  tags = {
    Team = "a",
    Env  = local.env,
  }
}
`,
    typed: `${REPOSITORY} {
  tags = {
    Team = "a",
    Env = local.env,
    DataClass = "internal",
  }
}
`,
    edits: (found) => [
      { kind: 'set-property', object: found.span('{\n    Team', '}'), name: 'DataClass', value: literal('internal') },
    ],
  },
  {
    name: 'a property of an object on one line',
    before: `${REPOSITORY} {
  tags = { Team = "a", Env = local.env }
}
`,
    typed: `${REPOSITORY} {
  tags = { Team = "a", Env = local.env, DataClass = "internal" }
}
`,
    edits: (found) => [
      { kind: 'set-property', object: found.span('{ Team', '}'), name: 'DataClass', value: literal('internal') },
    ],
  },
  {
    name: 'a property of an empty object',
    before: `${REPOSITORY} {
  tags = {}
}
`,
    typed: `${REPOSITORY} {
  tags = { DataClass = "internal" }
}
`,
    edits: (found) => [{ kind: 'set-property', object: found.at('{}'), name: 'DataClass', value: literal('internal') }],
  },
  {
    name: 'members of a document with colons and quoted keys',
    before: `resource "aws_ecr_lifecycle_policy" "this" {
  policy = jsonencode({
    "rules" : [
      {
        "rulePriority" : 10,
        "selection" : { "tagStatus" : "any" },
        "action" : {
          "type" : "expire"
        }
      }
    ]
  })
}
`,
    typed: `resource "aws_ecr_lifecycle_policy" "this" {
  policy = jsonencode({
    "rules" : [
      {
        "rulePriority" : 2,
        "selection" : { "tagStatus" : "any", "countNumber" : 5 },
        "action" : {
          "type" : "expire"
        },
        "description" : "Keep five"
      }
    ]
  })
}
`,
    edits: (found) => [
      { kind: 'replace-value', value: found.at('10'), by: literal(2) },
      { kind: 'set-property', object: found.span('{ "tagStatus', '}'), name: 'countNumber', value: literal(5) },
      {
        kind: 'set-property',
        object: found.span('{\n        "rulePriority', '}\n      }'),
        name: 'description',
        value: literal('Keep five'),
      },
    ],
  },
  {
    name: 'a statement with a condition, and one that loses its Resource',
    before: `resource "aws_ecr_repository_policy" "this" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Principal = "*"
        Action    = ["ecr:BatchGetImage"]
        Resource  = "*"
      },
    ]
  })
}
`,
    typed: `resource "aws_ecr_repository_policy" "this" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect = "Allow"
        Principal = "*"
        Action = ["ecr:BatchGetImage"]
        Condition = {
          StringEquals = {
            "aws:PrincipalOrgID" = ["o-1234567890"]
          }
        }
      },
    ]
  })
}
`,
    edits: (found) => [
      { kind: 'remove-property', object: found.span('{\n        Effect', '\n      }'), name: 'Resource' },
      {
        kind: 'set-property',
        object: found.span('{\n        Effect', '\n      }'),
        name: 'Condition',
        value: literal({ StringEquals: { 'aws:PrincipalOrgID': ['o-1234567890'] } }),
      },
    ],
  },
  {
    name: 'items of lists on one line and on several',
    before: `locals {
  one  = ["a", "b"]
  none = []
  many = [
    "a", # first
    "b"  # second
  ]
  ended = [
    "a",
    "b",
  ]
}
`,
    typed: `locals {
  one = ["a", "b", "c"]
  none = ["c"]
  many = [
    "a", # first
    "b", # second
    "c"
  ]
  ended = [
    "b",
    "c",
  ]
}
`,
    edits: (found) => [
      { kind: 'add-item', list: found.at('["a", "b"]'), value: literal('c') },
      { kind: 'add-item', list: found.at('[]'), value: literal('c') },
      { kind: 'add-item', list: found.span('[\n    "a", #', ']'), value: literal('c') },
      { kind: 'add-item', list: found.span('[\n    "a",\n', ']'), value: literal('c') },
      { kind: 'remove-item', item: { ...found.at('"a"', 2) } },
    ],
  },
  {
    name: 'objects behind one that closes together with its list',
    before: `locals {
  rules = [{
    rulePriority = 1
    action       = "expire"
  }]
}
`,
    typed: `locals {
  rules = [{
    rulePriority = 1
    action = "expire"
  }, {
    rulePriority = 2
  }, {
    rulePriority = 3
  }]
}
`,
    edits: (found) => [
      { kind: 'add-item', list: found.span('[{', '}]'), value: literal({ rulePriority: 2 }) },
      { kind: 'add-item', list: found.span('[{', '}]'), value: literal({ rulePriority: 3 }) },
    ],
  },
  {
    name: 'an argument next to a heredoc',
    before: `${REPOSITORY} {
  name   = "app"
  policy = <<-EOT
    name = 1
  EOT
  region = "eu-west-1"
}
`,
    typed: `${REPOSITORY} {
  name = "app"
  image_tag_mutability = "IMMUTABLE"
  policy = <<-EOT
    name = 1
  EOT
  region = "eu-west-1"
}
`,
    edits: (found) => [immutable(found)],
  },
  {
    name: 'an override',
    before: `${REPOSITORY} {
  image_tag_mutability = "MUTABLE"
}
`,
    typed: `${REPOSITORY} {
  image_tag_mutability = "IMMUTABLE"
}
`,
    edits: (found) => [{ kind: 'replace-value', value: found.at('"MUTABLE"'), by: literal('IMMUTABLE') }],
  },
  {
    name: 'names that are wider than they are long',
    before: `locals {
  é    = 8 # ä
  naïf = 2 # ö
}
`,
    typed: `locals {
  é = "一二" # ä
  naïf = 2 # ö
}
`,
    edits: (found) => [{ kind: 'replace-value', value: found.at('8'), by: literal('一二') }],
  },
];
