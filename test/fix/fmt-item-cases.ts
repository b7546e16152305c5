import { copyOf, document, expression, literal } from '../../src/lint/fix.ts';
import { NO_BLOCKS, POLICY } from './edit.ts';
import type { FmtCase } from './fmt-case.ts';

const REPOSITORY = 'resource "aws_ecr_repository" "this"';

/** Arguments and blocks that go, and resources that come. */
export const ITEM_CASES: readonly FmtCase[] = [
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
];
