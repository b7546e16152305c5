import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../src/lint/finding.ts';
import { type Code, fixCode, lintCode, problemsIn, standingIn, suppressedIn } from './support.ts';

const PRODUCTION = { options: { environment: 'production' } } as const;
const IGNORE = 'ecrlint-ignore: immutable-tags -- for now';
const A = 'immutable-tags aws_ecr_repository.a';
const MODULE_A = 'immutable-tags module.m.aws_ecr_repository.a';

function only(...rules: readonly string[]) {
  return { ...PRODUCTION, selection: { only: [...rules, 'unused-suppression'] } };
}

/** A repository that a variable makes strict. */
const STRICT =
  'resource "aws_ecr_repository" "a" {\n  image_tag_mutability = var.strict ? "IMMUTABLE" : "MUTABLE"\n}\n';

/** The same in the JSON syntax, with what else is in the file. */
function inJson(mutability: string, more: object): string {
  const resource = { aws_ecr_repository: { a: { image_tag_mutability: mutability } } };
  return JSON.stringify({ resource, ...more }, null, 2);
}

describe('a suppression at what decided counts', () => {
  it.each<[string, Code, string]>([
    [
      'the tfvars line',
      { 'main.tf': `variable "strict" {}\n${STRICT}`, 'blue.tfvars': `strict = false # ${IGNORE}\n` },
      A,
    ],
    [
      'the tfvars line of a module in the JSON syntax',
      {
        'main.tf.json': inJson('${var.strict ? "IMMUTABLE" : "MUTABLE"}', { variable: { strict: {} } }),
        'blue.tfvars': `# ${IGNORE}\nstrict = false\n`,
      },
      A,
    ],
    ['the default', `variable "strict" {\n  default = false # ${IGNORE}\n}\n${STRICT}`, A],
    [
      'the variable in the JSON syntax',
      {
        'main.tf.json': inJson('${var.strict ? "IMMUTABLE" : "MUTABLE"}', {
          variable: { strict: { '//': IGNORE, default: false } },
        }),
      },
      A,
    ],
    [
      'the local that holds the condition',
      `${STRICT.replace('var.', 'local.')}locals {\n  strict = var.env == "prod" # ${IGNORE}\n}\nvariable "env" {\n  default = "x"\n}\n`,
      A,
    ],
    [
      'the variable behind that local',
      `${STRICT.replace('var.', 'local.')}locals {\n  strict = var.env == "prod"\n}\n# ${IGNORE}\nvariable "env" {\n  default = "x"\n}\n`,
      A,
    ],
    [
      'the argument of the call',
      {
        'main.tf': `module "m" {\n  source = "./m"\n  other  = 1\n\n  strict = false # ${IGNORE}\n}\n`,
        'm/main.tf': `variable "other" {}\nvariable "strict" {}\n${STRICT}`,
      },
      MODULE_A,
    ],
    [
      'an index key',
      {
        'main.tf':
          'variable "env" {}\nlocals {\n  tags = { blue = "MUTABLE" }\n}\nresource "aws_ecr_repository" "a" {\n  image_tag_mutability = local.tags[var.env]\n}\n',
        'blue.tfvars': `env = "blue" # ${IGNORE}\n`,
      },
      A,
    ],
    [
      'an operand that decides with another',
      {
        'main.tf': `variable "a" {}\nvariable "b" {}\n${STRICT.replace('var.strict', '!(var.a && var.b)')}`,
        'blue.tfvars': `a = true\nb = true # ${IGNORE}\n`,
      },
      A,
    ],
    [
      'the entry that lacks a member which has a fallback',
      {
        'main.tf':
          'variable "all" {}\nresource "aws_ecr_repository" "a" {\n  image_tag_mutability = try(var.all.x.tags, "MUTABLE")\n}\n',
        'blue.tfvars': `all = {\n  x = {} # ${IGNORE}\n}\n`,
      },
      A,
    ],
    [
      'what makes the repository',
      {
        'main.tf':
          'variable "make" {}\nresource "aws_ecr_repository" "a" {\n  count                = var.make ? 1 : 0\n  image_tag_mutability = "MUTABLE"\n}\n',
        'blue.tfvars': `make = true # ${IGNORE}\n`,
      },
      `${A}[0]`,
    ],
    [
      'what lets it into the `for_each`',
      {
        'main.tf':
          'variable "all" {}\nresource "aws_ecr_repository" "a" {\n  for_each             = { for key, one in var.all : key => one if one.make }\n  image_tag_mutability = "MUTABLE"\n}\n',
        'blue.tfvars': `all = {\n  x = {\n    make = true # ${IGNORE}\n  }\n}\n`,
      },
      `${A}["x"]`,
    ],
    [
      'what a long chain of conditions hides in the trace',
      {
        'main.tf': `${['a', 'b', 'c', 'd', 'e'].map((name) => `variable "${name}" {}\n`).join('')}${STRICT.replace('var.strict ? "IMMUTABLE" : "MUTABLE"', 'var.a ? (var.b ? (var.c ? (var.d ? (var.e ? "MUTABLE" : "") : "") : "") : "") : ""')}`,
        'blue.tfvars': `a = true # ${IGNORE}\nb = true\nc = true\nd = true\ne = true\n`,
      },
      A,
    ],
  ])('%s', async (_, code, name) => {
    const result = await lintCode(code, only('immutable-tags'));
    expect(suppressedIn(result)).toEqual([`${name}: for now`]);
    expect(standingIn(result)).toEqual([]);
  });

  it('where a policy or a block is not there because of it', async () => {
    const main = `variable "clean" {}
variable "scan" {}
resource "aws_ecr_repository" "a" {
  dynamic "image_scanning_configuration" {
    for_each = var.scan ? [1] : []
    content { scan_on_push = true }
  }
}
resource "aws_ecr_lifecycle_policy" "a" {
  count      = var.clean ? 1 : 0
  repository = aws_ecr_repository.a.name
}
`;
    const tfvars = `clean = false # ecrlint-ignore: lifecycle-policy -- for now
scan  = false # ecrlint-ignore: scan-on-push -- for now
`;
    const code = { 'main.tf': main, 'blue.tfvars': tfvars };
    const result = await lintCode(code, only('lifecycle-policy', 'scan-on-push'));
    expect(suppressedIn(result)).toEqual([
      'lifecycle-policy aws_ecr_repository.a: for now',
      'scan-on-push aws_ecr_repository.a: for now',
    ]);
    expect(standingIn(result)).toEqual([]);

    const atPolicy = main.replace('  count      =', '  # ecrlint-ignore: lifecycle-policy -- for now\n  count      =');
    const without = { 'main.tf': atPolicy, 'blue.tfvars': 'clean = false\nscan  = true\n' };
    expect(standingIn(await lintCode(without, only('lifecycle-policy')))).toEqual([]);
  });

  it('for the deployment that it decides for alone, and no fix changes the value for it', async () => {
    const code = {
      'main.tf': `variable "strict" {}\n${STRICT.replace('"IMMUTABLE"', 'var.other')}variable "other" {\n  default = "IMMUTABLE"\n}\n`,
      'blue.tfvars': `strict = false # ${IGNORE}\n`,
      'green.tfvars': 'strict = false\n',
    };
    const result = await lintCode(code, only('immutable-tags'));
    expect(suppressedIn(result)).toEqual([`${A}: for now`]);
    expect(standingIn(result)).toEqual([A]);
    const standing = result.findings.find(({ suppressed }) => suppressed === null);
    expect(standing?.trace[0]?.message).toBe('green.tfvars sets strict');
    expect(standing?.fix).toBeNull();
    expect((await fixCode(code, only('immutable-tags'))).files).toEqual([]);
  });
});

describe('a suppression at what a condition reads', () => {
  /** Nothing to find, but a suppression for when that changes. */
  const idle: readonly (readonly [string, Code])[] = [
    [
      'a tfvars line',
      {
        'main.tf': `variable "strict" {}\n${STRICT}`,
        'blue.tfvars': `strict = true # ${IGNORE}\n`,
      },
    ],
    ['a default', `variable "strict" {\n  default = true # ${IGNORE}\n}\n${STRICT}`],
    [
      'a variable in the JSON syntax',
      {
        'main.tf.json': inJson('${var.strict ? "IMMUTABLE" : "MUTABLE"}', {
          variable: { strict: { '//': IGNORE, default: true } },
        }),
      },
    ],
    [
      'through a local',
      `locals {\n  base   = true # ${IGNORE}\n  strict = local.base\n}\n${STRICT.replace('var.', 'local.')}`,
    ],
    [
      'through an argument',
      {
        'main.tf': `locals {\n  base = true # ${IGNORE}\n}\nmodule "m" {\n  source = "./m"\n  strict = local.base\n}\n`,
        'm/main.tf': `variable "strict" {}\n${STRICT}`,
      },
    ],
    [
      'through an output',
      {
        'main.tf': `module "n" {\n  source = "./n"\n}\n${STRICT.replace('var.', 'module.n.')}`,
        'n/main.tf': `output "strict" {\n  value = true # ${IGNORE}\n}\n`,
      },
    ],
    [
      'as a member',
      `locals {\n  all = {\n    strict = true # ${IGNORE}\n  }\n}\n${STRICT.replace('var.strict', 'local.all.strict')}`,
    ],
    [
      'in a count',
      `locals {\n  number = 0 # ${IGNORE}\n}\n${STRICT.replace('{\n', '{\n  count = local.number\n')}variable "strict" {}\n`,
    ],
    [
      'in a template',
      `locals {\n  loose = false # ${IGNORE}\n}\n${STRICT.replace(/= .*/, '= "%{ if local.loose }MUTABLE%{ else }IMMUTABLE%{ endif }"')}`,
    ],
  ];

  it.each(idle)('is not called unused, and stays: %s', async (_, code) => {
    expect(problemsIn(await lintCode(code, only('immutable-tags')))).toEqual([]);
    expect((await fixCode(code, only('immutable-tags'))).files).toEqual([]);
  });

  it('is called unused where no condition reads it', async () => {
    const code = `locals {\n  strict = true # ${IGNORE}\n  tags   = "IMMUTABLE"\n}\n${STRICT.replace(/= .*/, '= local.tags')}`;
    expect(problemsIn(await lintCode(code, only('immutable-tags')))).toHaveLength(1);
    const call = {
      'main.tf': `# ${IGNORE}\nmodule "m" {\n  source = "./m"\n  strict = true\n}\n`,
      'm/main.tf': `variable "strict" {}\n${STRICT}`,
    };
    // What a whole call is suppressed for, its module shows.
    expect(problemsIn(await lintCode(call, only('immutable-tags')))).toHaveLength(1);
  });
});

describe('what decides', () => {
  const switches = fc.array(fc.record({ name: fc.constantFrom('a', 'b', 'c'), kept: fc.boolean() }), { maxLength: 6 });
  const settings = fc.constantFrom('"MUTABLE"', '"IMMUTABLE"', 'var.open', 'null');

  /** The same value behind conditions that choose it. */
  function behind(value: string, conditions: readonly { name: string; kept: boolean }[]): string {
    return conditions.reduce(
      (inner, { name, kept }) => (kept ? `(local.${name} ? ${inner} : "x")` : `(!local.${name} ? "x" : ${inner})`),
      value,
    );
  }

  function codeFor(tags: string, scan: string): Code {
    return {
      'main.tf': `variable "on" {}
variable "open" {}
locals {
  a = var.on
  b = local.a && var.on
  c = local.a ? local.b : false
}
resource "aws_ecr_repository" "a" {
  name                 = "team/a"
  image_tag_mutability = ${tags}
  image_scanning_configuration {
    scan_on_push = ${scan}
  }
}
`,
      'blue.tfvars': 'on = true\n',
    };
  }

  function verdicts(findings: readonly Finding[]): string[] {
    return findings.map(({ rule, severity, message, place }) => {
      const at = place === null ? '' : place.file.text.slice(place.start, place.end);
      return `${rule} ${severity} ${message} at ${at}`;
    });
  }

  it('changes no verdict', async () => {
    await fc.assert(
      fc.asyncProperty(
        settings,
        switches,
        fc.constantFrom('true', 'false'),
        switches,
        async (tags, forTags, scan, forScan) => {
          const plain = await lintCode(codeFor(tags, scan), PRODUCTION);
          const chosen = await lintCode(codeFor(behind(tags, forTags), behind(scan, forScan)), PRODUCTION);
          expect(verdicts(chosen.findings)).toEqual(verdicts(plain.findings));
          expect(chosen.unresolved.map(({ rule, reason }) => `${rule} ${reason}`)).toEqual(
            plain.unresolved.map(({ rule, reason }) => `${rule} ${reason}`),
          );
        },
      ),
      { numRuns: 40 },
    );
  });
});
