import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SourceFile } from '../../src/hcl/source.ts';
import { isAtLeast } from '../../src/lint/finding.ts';
import type { Problem } from '../../src/lint/rule.ts';
import type { Deployment } from '../../src/terraform/resource.ts';
import { string, through, unknown } from '../../src/terraform/value.ts';
import {
  at,
  body,
  deployment,
  lintWith,
  PRODUCTION,
  question,
  resource,
  rule,
  SOMEWHERE,
  STAGING,
  valueProblem,
} from './build.ts';

const BY_ENVIRONMENT = { production: 'error', unknown: 'warning', nonProduction: 'off' } as const;

const MODULE = new SourceFile(
  'modules/ecr/main.tf',
  'resource "aws_ecr_repository" "this" {\n  image_tag_mutability = var.mutability\n}\n',
);
const ROOT = new SourceFile(
  'main.tf',
  'module "a" {\n  mutability = "MUTABLE"\n}\nmodule "b" {\n  mutability = "MUTABLE"\n}\n',
);
const HEADER = at(MODULE, 'resource "aws_ecr_repository" "this"');
const ARGUMENT = at(MODULE, 'image_tag_mutability = var.mutability');
const FIRST = at(ROOT, '"MUTABLE"');
const SECOND = at(ROOT, '"MUTABLE"', FIRST.end);
const OPEN = unknown({ kind: 'unset', message: 'var.mutability has no value', place: null });

function repository(address: string) {
  return resource(address, body(HEADER, { image_tag_mutability: ARGUMENT }));
}

function reportAll(report: (problem: Problem) => void, problems: readonly Problem[]): void {
  for (const problem of problems) report(problem);
}

const plain = deployment('.');
const API = repository('aws_ecr_repository.this["api"]');
const WEB = repository('aws_ecr_repository.this["web"]');

describe('severity', () => {
  const rules = [
    rule(
      'immutable-tags',
      ({ report }) => {
        report(valueProblem(API, string('MUTABLE', { origin: FIRST }), PRODUCTION));
        report(valueProblem(WEB, string('MUTABLE', { origin: SECOND }), SOMEWHERE));
        report(valueProblem(WEB, string('MUTABLE', { origin: HEADER }), STAGING));
      },
      { severity: BY_ENVIRONMENT },
    ),
  ];

  it('follows the environment, and off is silence', async () => {
    const { findings } = await lintWith(new Map([[plain, () => {}]]), { rules });
    expect(findings.map(({ severity, place }) => [severity, place?.start])).toEqual([
      ['error', FIRST.start],
      ['warning', SECOND.start],
    ]);
  });

  it('is silent about what is unresolved, too', async () => {
    const asking = [
      rule('r', ({ unresolved }) => unresolved(question(API, OPEN, 'x', STAGING)), { severity: BY_ENVIRONMENT }),
    ];
    expect((await lintWith(new Map([[plain, () => {}]]), { rules: asking })).unresolved).toEqual([]);
  });

  it('is ordered from error to info', () => {
    expect([isAtLeast('error', 'warning'), isAtLeast('warning', 'warning'), isAtLeast('info', 'warning')]).toEqual([
      true,
      true,
      false,
    ]);
  });
});

describe('merging', () => {
  it('makes one finding of one value that several instances use, and names the others', async () => {
    const value = string('MUTABLE', { origin: FIRST });
    const { findings } = await lintWith(
      new Map([
        [
          plain,
          ({ report }) =>
            reportAll(
              report,
              [API, WEB].map((each) => valueProblem(each, value)),
            ),
        ],
      ]),
    );
    expect(findings).toHaveLength(1);
    expect(findings[0]?.resource).toBe(API.address);
    expect(findings[0]?.trace).toEqual([
      { kind: 'other', message: `also image_tag_mutability of ${WEB.address}`, place: ARGUMENT },
      { kind: 'use', message: `image_tag_mutability of ${API.address}`, place: ARGUMENT },
    ]);
  });

  it('keeps two callers that each pass a bad argument apart', async () => {
    const { findings } = await lintWith(
      new Map([
        [
          plain,
          ({ report }) => {
            report(valueProblem(repository('module.b.aws_ecr_repository.this'), string('MUTABLE', { origin: SECOND })));
            report(valueProblem(repository('module.a.aws_ecr_repository.this'), string('MUTABLE', { origin: FIRST })));
          },
        ],
      ]),
    );
    expect(findings.map((each) => each.resource)).toEqual([
      'module.a.aws_ecr_repository.this',
      'module.b.aws_ecr_repository.this',
    ]);
  });

  it('takes severity, resource and environment from the worst', async () => {
    const value = string('MUTABLE', { origin: FIRST });
    const rules = [
      rule(
        'immutable-tags',
        ({ report }) => {
          report(valueProblem(API, value, SOMEWHERE));
          report(valueProblem(WEB, value, PRODUCTION));
        },
        { severity: BY_ENVIRONMENT },
      ),
    ];
    const { findings } = await lintWith(new Map([[plain, () => {}]]), { rules });
    expect(findings).toMatchObject([{ severity: 'error', resource: WEB.address, environment: PRODUCTION }]);
  });

  it('names the tfvars files and the root modules of the others', async () => {
    const value = string('MUTABLE', { origin: FIRST });
    const report = (context: Parameters<ReturnType<typeof rule>['check']>[1]) =>
      context.report(valueProblem(API, value));
    const { findings } = await lintWith(
      new Map([
        [deployment('infra', 'infra/prod.tfvars'), report],
        [deployment('infra', 'infra/qa.tfvars'), report],
        [deployment('other'), report],
      ]),
    );
    expect(findings[0]?.trace.map(({ message }) => message)).toEqual([
      'also with infra/qa.tfvars',
      'also in other',
      `image_tag_mutability of ${API.address}`,
    ]);
  });

  it('names five others and counts the rest', async () => {
    const value = string('MUTABLE', { origin: FIRST });
    const all = Array.from({ length: 9 }, (_, i) => repository(`aws_ecr_repository.this[${i}]`));
    const { findings } = await lintWith(
      new Map([
        [
          plain,
          ({ report }) =>
            reportAll(
              report,
              all.map((each) => valueProblem(each, value)),
            ),
        ],
      ]),
    );
    const messages = findings[0]?.trace.map(({ message }) => message) ?? [];
    expect(messages).toHaveLength(7);
    expect(messages[5]).toBe('and 3 more');
    expect(messages[6]).toBe('image_tag_mutability of aws_ecr_repository.this[0]');
  });

  it('keeps several problems at one place apart by their aspect', async () => {
    const problem = valueProblem(API, string('MUTABLE', { origin: FIRST }));
    const { findings } = await lintWith(
      new Map([
        [
          plain,
          ({ report }) => {
            report({ ...problem, aspect: 'one' });
            report({ ...problem, aspect: 'two' });
            report({ ...problem, aspect: 'two' });
          },
        ],
      ]),
    );
    expect(findings).toHaveLength(2);
  });

  it('tells what has no place apart by its resource', async () => {
    const nowhere = (address: string) => resource(address, body(null));
    const { findings } = await lintWith(
      new Map([
        [
          plain,
          ({ report }) => {
            report(valueProblem(nowhere('a.b'), string('MUTABLE')));
            report(valueProblem(nowhere('a.c'), string('MUTABLE')));
            report(valueProblem(nowhere('a.b'), string('MUTABLE')));
          },
        ],
      ]),
    );
    expect(findings.map(({ resource }) => resource)).toEqual(['a.b', 'a.c']);
  });
});

describe('what is unresolved', () => {
  it('is told once for each place and reason, at the argument that uses the value', async () => {
    const { unresolved } = await lintWith(
      new Map([
        [
          plain,
          ({ unresolved }) => {
            unresolved(question(API, OPEN, 'var.mutability has no value'));
            unresolved(question(WEB, OPEN, 'var.mutability has no value'));
            unresolved(question(WEB, OPEN, 'var.other has no value'));
          },
        ],
      ]),
    );
    expect(unresolved).toEqual([
      { rule: 'immutable-tags', resource: API.address, place: ARGUMENT, reason: 'var.mutability has no value' },
      { rule: 'immutable-tags', resource: WEB.address, place: ARGUMENT, reason: 'var.other has no value' },
    ]);
  });

  const problem = valueProblem(API, string('MUTABLE', { origin: FIRST }));
  const open = question(API, OPEN, 'var.mutability has no value');

  it('is left out when another deployment of the same root has a finding about the same argument', async () => {
    const result = await lintWith(
      new Map([
        [deployment('infra'), ({ unresolved }) => unresolved(open)],
        [deployment('infra', 'infra/prod.tfvars'), ({ report }) => report(problem)],
      ]),
    );
    expect([result.findings.length, result.unresolved.length]).toEqual([1, 0]);
  });

  it.each([
    ['another root', deployment('other'), problem],
    ['another resource', deployment('infra', 'qa.tfvars'), valueProblem(WEB, string('MUTABLE', { origin: FIRST }))],
  ])('stays when the finding is about %s', async (_what, where, other) => {
    const result = await lintWith(
      new Map([
        [deployment('infra'), ({ unresolved }) => unresolved(open)],
        [where, ({ report }) => report(other)],
      ]),
    );
    expect([result.findings.length, result.unresolved.length]).toEqual([1, 1]);
  });

  it('stays beside a finding of the same deployment', async () => {
    const result = await lintWith(
      new Map([
        [
          plain,
          ({ report, unresolved }) => {
            report(problem);
            unresolved(open);
          },
        ],
      ]),
    );
    expect([result.findings.length, result.unresolved.length]).toEqual([1, 1]);
  });
});

describe('the files asked for', () => {
  const says = new Map([
    [
      plain,
      ({ report, unresolved }: Parameters<ReturnType<typeof rule>['check']>[1]) => {
        const passed = { kind: 'argument', name: 'module.a.mutability', place: FIRST, resource: null } as const;
        report(valueProblem(API, through(string('MUTABLE', { origin: FIRST }), passed)));
        unresolved(question(WEB, OPEN, 'var.mutability has no value'));
      },
    ],
  ]);

  it.each([
    ['main.tf', 1, 0],
    ['modules/ecr/main.tf', 1, 1],
    ['other.tf', 0, 0],
  ])('leave findings that touch %s', async (path, findings, unresolved) => {
    const result = await lintWith(says, { project: { onlyFiles: new Set([path]) } });
    expect([result.findings.length, result.unresolved.length]).toEqual([findings, unresolved]);
  });
});

describe('the order', () => {
  it('is by file, place, rule and resource, however the rules say it', async () => {
    const files = ['b.tf', 'a.tf', 'a/b.tf'].map((path) => new SourceFile(path, 'x'.repeat(40)));
    const problems = files.flatMap((file) =>
      [3, 20].map((start) => valueProblem(API, string('MUTABLE', { origin: { file, start, end: start + 1 } }))),
    );
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(problems, { minLength: problems.length }), async (shuffled) => {
        const { findings } = await lintWith(
          new Map([
            [
              plain,
              ({ report }) =>
                reportAll(
                  report,
                  shuffled.map((problem) => problem),
                ),
            ],
          ]),
        );
        expect(findings.map(({ place }) => `${place?.file.path}:${place?.start}`)).toEqual([
          'a.tf:3',
          'a.tf:20',
          'a/b.tf:3',
          'a/b.tf:20',
          'b.tf:3',
          'b.tf:20',
        ]);
      }),
      { numRuns: 30 },
    );
  });
});

describe('a rule that throws', () => {
  it('is named', async () => {
    const rules = [
      rule('broken', () => {
        throw new TypeError('x is not a function');
      }),
    ];
    await expect(lintWith(new Map([[plain, () => {}]]), { rules })).rejects.toThrow(
      'rule broken failed on .: x is not a function',
    );
  });
});

describe('files that are not valid', () => {
  const file = new SourceFile('bad.tf', 'resource "a" {\n  x = \n}\n');
  const problems = [
    { file, start: 21, end: 22, message: 'An expression is missing' },
    { file, start: 23, end: 24, message: 'Something follows from it' },
  ];
  const says = new Map([[plain, () => {}]]);

  it('give one finding each, at the first problem', async () => {
    const { findings } = await lintWith(says, { project: { invalidFiles: [{ file, problems, certain: false }] } });
    expect(findings).toMatchObject([
      {
        rule: 'syntax',
        severity: 'error',
        message:
          'This file is not valid: An expression is missing (1 more in this file). What is around it is not judged.',
        resource: null,
        environment: null,
        place: { start: 21, end: 22 },
      },
    ]);
  });

  it("are no finding but a notice when HashiCorp's parser takes them", async () => {
    const { findings, notices } = await lintWith(says, {
      project: { invalidFiles: [{ file, problems, certain: false }] },
      accepts: async (asked) => asked === file,
    });
    expect(findings).toEqual([]);
    expect(notices).toEqual([
      "ecrlint cannot read all of a file that Terraform's own parser accepts; please report it: " +
        'bad.tf:2:7 An expression is missing',
    ]);
  });

  it('are findings without a second opinion where there is no doubt', async () => {
    const { findings } = await lintWith(says, {
      project: { invalidFiles: [{ file, problems, certain: true }] },
      accepts: async () => true,
    });
    expect(findings).toHaveLength(1);
  });

  it('are passed over when the rule is off', async () => {
    const selection = { only: [], disable: ['syntax'], severities: [] };
    const { findings } = await lintWith(says, {
      project: { invalidFiles: [{ file, problems, certain: false }] },
      selection,
    });
    expect(findings).toEqual([]);
  });
});

describe('the counts', () => {
  it('count the repositories of a root once, however many deployments it has', async () => {
    const having = (of: Deployment, ...addresses: string[]): Deployment => ({
      ...of,
      resources: (type) => (type === 'aws_ecr_repository' ? addresses.map(repository) : []),
    });
    const deployments = [
      having(deployment('a', 'qa.tfvars'), 'aws_ecr_repository.x', 'aws_ecr_repository.y'),
      having(deployment('a', 'prod.tfvars'), 'aws_ecr_repository.x', 'aws_ecr_repository.z'),
      having(deployment('b'), 'aws_ecr_repository.x'),
    ];
    const result = await lintWith(new Map(), { project: { deployments, fileCount: 7, moduleCount: 2 } });
    expect(result.counts).toEqual({ files: 7, modules: 2, repositories: 4 });
  });
});
