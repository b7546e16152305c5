import { type Edit, expression, literal } from '../../src/lint/fix.ts';
import { type Found, NO_BLOCKS } from './edit.ts';
import type { FmtCase } from './fmt-case.ts';

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

/** Changes to the arguments and blocks of a block. */
export const BODY_CASES: readonly FmtCase[] = [
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
