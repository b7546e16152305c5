import { literal } from '../../src/lint/fix.ts';
import type { FmtCase } from './fmt-case.ts';

const REPOSITORY = 'resource "aws_ecr_repository" "this"';

/** Changes in objects and lists. */
export const COLLECTION_CASES: readonly FmtCase[] = [
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
    name: 'an object in a list on one line',
    before: `${REPOSITORY} {
  rules = [{ priority = 1, action = { type = "expire" } }]
}
`,
    typed: `${REPOSITORY} {
  rules = [{ priority = 1, action = { type = "expire" } }, { priority = 2, kinds = ["a"], action = { type = "expire" } }]
}
`,
    edits: (found) => [
      {
        kind: 'add-item',
        list: found.span('[{', '}]'),
        value: literal({ priority: 2, kinds: ['a'], action: { type: 'expire' } }),
      },
    ],
  },
  {
    name: 'a property that is an object, of an object on one line',
    before: `${REPOSITORY} {
  policy = jsonencode({ "Version" : "2012-10-17" })
}
`,
    typed: `${REPOSITORY} {
  policy = jsonencode({ "Version" : "2012-10-17", "Statement" : [{ "Effect" : "Allow", "Condition" : {} }] })
}
`,
    edits: (found) => [
      {
        kind: 'set-property',
        object: found.span('{ "V', '}'),
        name: 'Statement',
        value: literal([{ Effect: 'Allow', Condition: {} }]),
      },
    ],
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
    name: 'a value that takes up several lines now, and one that does no longer',
    before: `locals {
  short        = 1
  force_delete = []
  many = [
    1,
  ]
  last = 2
}
`,
    typed: `locals {
  short = 1
  force_delete = [
    {
      a = 1
    }
  ]
  many = "none of them"
  last = 2
}
`,
    edits: (found) => [
      { kind: 'replace-value', value: found.at('[]'), by: literal([{ a: 1 }]) },
      { kind: 'replace-value', value: found.span('[\n    1', ']'), by: literal('none of them') },
    ],
  },
];
