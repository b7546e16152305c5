import { describe, expect, it } from 'vitest';
import rule from '../../../rules/repository-name.ts';
import { CACHE_PREFIX, nameProblem, PUBLIC_REPOSITORY_NAME, REPOSITORY_NAME } from '../../../src/ecr/names.ts';
import { testCases } from './cases.ts';

/** The patterns of the AWS API. */
const REPOSITORY = /^[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(\/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*$/;
const PUBLIC = /^(?:[a-z0-9]+(?:[._-][a-z0-9]+)*\/)*[a-z0-9]+(?:[._-][a-z0-9]+)*$/;
const PREFIX = /^((?:[a-z0-9]+(?:[._-][a-z0-9]+)*\/)*[a-z0-9]+(?:[._-][a-z0-9]+)*\/?|ROOT)$/;

/** Every text of up to five of these. */
function* texts(): Generator<string> {
  const pieces = ['a', '1', '.', '_', '-', '/', 'A', '!'];
  let level = [''];
  for (let length = 1; length <= 5; length++) {
    level = level.flatMap((text) => pieces.map((piece) => text + piece));
    yield* level;
  }
  yield* ['ROOT', 'ROOT/', 'é1', 'a b', 'team/app'];
}

describe('names', () => {
  it.each([
    ['repositories', REPOSITORY_NAME, REPOSITORY],
    ['public repositories', PUBLIC_REPOSITORY_NAME, PUBLIC],
    ['prefixes', CACHE_PREFIX, PREFIX],
  ] as const)('of %s are right exactly where the pattern of AWS says so', (_title, rules, pattern) => {
    for (const text of texts()) {
      const isRight = text.length >= 2 && pattern.test(text);
      expect(`${text} ${nameProblem([text], rules) === null}`).toBe(`${text} ${isRight}`);
    }
  });

  it('have a length', () => {
    expect(nameProblem(['a'.repeat(256)], REPOSITORY_NAME)).toBeNull();
    expect(nameProblem(['a'.repeat(257)], REPOSITORY_NAME)).toBe('has 257 characters, and 256 are allowed');
    expect(nameProblem(['a'], REPOSITORY_NAME)).toBe('has fewer than 2 characters');
    expect(nameProblem([], REPOSITORY_NAME)).toBe('is empty');
  });

  it('are judged by what is known of them', () => {
    expect(nameProblem([null, '/api'], REPOSITORY_NAME)).toBe('unknown');
    expect(nameProblem([null, 'a//b', null], REPOSITORY_NAME)).toBe('contains "//"');
    expect(nameProblem(['-', null], REPOSITORY_NAME)).toBe('begins with a separator');
    expect(nameProblem([null, '/'], REPOSITORY_NAME)).toBe('ends with a separator');
    expect(nameProblem([null, '/'], CACHE_PREFIX)).toBe('unknown');
  });
});

testCases(rule, {
  good: [
    {
      title: 'A number with more digits than JavaScript writes out',
      code: `
resource "aws_ecr_repository" "app" {
  name = 1e21
}
`,
    },
    {
      title: 'A name of which nothing is known',
      unresolved: ['aws_ecr_repository.app: var.name has no value'],
      code: `
variable "name" {
  type = string
}

resource "aws_ecr_repository" "app" {
  name = var.name
}
`,
    },
    {
      title: 'An empty default, which callers of the module have to set',
      unresolved: ['aws_ecr_repository.app: the name is only known by a default, which is empty'],
      code: `
variable "name" {
  type    = string
  default = ""
}

resource "aws_ecr_repository" "app" {
  name = var.name
}
`,
    },
    {
      title: 'A prefix that ends with a slash',
      code: `
resource "aws_ecr_repository_creation_template" "app" {
  prefix      = "team/"
  applied_for = ["REPLICATION"]
}
`,
    },
  ],
  bad: [
    {
      title: 'A number without end, as Terraform writes it',
      code: `
resource "aws_ecr_repository" "app" {
  name = tonumber("Inf")
}
`,
      findings: [
        {
          severity: 'error',
          message: 'AWS refuses the name +Inf: it has upper-case letters.',
          resource: 'aws_ecr_repository.app',
          at: '"Inf"',
        },
      ],
    },
    {
      title: 'One name of a for_each, a public repository and a template',
      code: `
resource "aws_ecr_repository" "app" {
  for_each = toset(["good", "so_-bad"])
  name     = each.key
}

resource "aws_ecrpublic_repository" "app" {
  repository_name = "one--two"
}

resource "aws_ecr_repository_creation_template" "app" {
  prefix      = "/team"
  applied_for = ["REPLICATION"]
}
`,
      findings: [
        {
          severity: 'error',
          message: 'AWS refuses the name "so_-bad": it contains "_-".',
          resource: 'aws_ecr_repository.app["so_-bad"]',
          at: '"so_-bad"',
        },
        {
          severity: 'error',
          message: 'AWS refuses the name "one--two": it contains "--".',
          resource: 'aws_ecrpublic_repository.app',
          at: '"one--two"',
        },
        {
          severity: 'error',
          message: 'AWS refuses the prefix "/team": it has a / at an end or two in a row.',
          resource: 'aws_ecr_repository_creation_template.app',
          at: '"/team"',
        },
      ],
    },
    {
      title: 'Policies of repositories that are declared elsewhere, and of one that is declared here',
      code: `
variable "name" {
  default = "App"
}

resource "aws_ecr_repository" "here" {
  name = "My/App"
}

resource "aws_ecr_repository_policy" "here" {
  repository = aws_ecr_repository.here.name
  policy     = "{}"
}

resource "aws_ecr_repository_policy" "elsewhere" {
  repository = "team//app"
  policy     = "{}"
}

resource "aws_ecr_lifecycle_policy" "elsewhere" {
  repository = var.name
  policy     = "{}"
}

resource "aws_ecrpublic_repository_policy" "elsewhere" {
  repository_name = "a"
  policy          = "{}"
}
`,
      findings: [
        {
          severity: 'error',
          message: 'AWS refuses the repository "App": it has upper-case letters.',
          resource: 'aws_ecr_lifecycle_policy.elsewhere',
          at: '"App"',
        },
        {
          severity: 'error',
          message: 'AWS refuses the name "My/App": it has upper-case letters.',
          resource: 'aws_ecr_repository.here',
          at: '"My/App"',
        },
        {
          severity: 'error',
          message: 'AWS refuses the repository "team//app": it has a / at an end or two in a row.',
          resource: 'aws_ecr_repository_policy.elsewhere',
          at: '"team//app"',
        },
        {
          severity: 'error',
          message: 'AWS refuses the name "a": it has fewer than 2 characters.',
          resource: 'aws_ecrpublic_repository_policy.elsewhere',
          at: '"a"',
        },
      ],
    },
  ],
});
