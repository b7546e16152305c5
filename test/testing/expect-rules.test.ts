import { AssertionError } from 'node:assert';
import { describe, expect, it } from 'vitest';
import destroysImages from '../../rules/destroys-images.ts';
import noForceDelete from '../../rules/no-force-delete.ts';
import type { Rule } from '../../src/lint/rule.ts';
import { argumentOf, defineRule, evidenceOf, knownText, literal, settingEdits } from '../../src/plugin.ts';
import { expectRules, type RuleCase, ruleTests } from '../../src/testing/index.ts';

const CODE = `
resource "aws_ecr_repository" "app" {
  name         = "app-prod"
  force_delete = true
}
`;
const FIXED = CODE.replace('true', 'false');
const FINDING = {
  severity: 'error',
  message:
    'Terraform deletes this repository even when there are images in it: force_delete is true. Set it to false, so that AWS refuses.',
  resource: 'aws_ecr_repository.app',
  at: 'true',
} as const;
const RIGHT: RuleCase = { code: CODE, findings: [FINDING], fixed: FIXED };

const OPEN = `
variable "force" {
  type = bool
}

resource "aws_ecr_repository" "app" {
  name         = "app-prod"
  force_delete = var.force
}
`;

/** The message of the assertion that a case fails with. */
async function failure(rules: Rule | readonly Rule[], example: RuleCase): Promise<string> {
  const error: unknown = await expectRules(rules, example).then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof AssertionError)) throw new Error('No assertion failed.', { cause: error });
  return error.message;
}

describe('a case', () => {
  it('passes when it lists everything', () => expectRules(noForceDelete, RIGHT));

  it('passes with the environment of a finding, which is only looked at where it is said', () =>
    expectRules(noForceDelete, { ...RIGHT, findings: [{ ...FINDING, environment: 'production' }] }));

  it('takes an environment instead of finding out', () =>
    expectRules(noForceDelete, { code: CODE, environment: 'non-production' }));

  it.each([
    [
      'a finding that is not listed',
      { code: CODE, fixed: FIXED },
      'The findings',
      '+ resource: "aws_ecr_repository.app"',
    ],
    [
      'another severity',
      { ...RIGHT, findings: [{ ...FINDING, severity: 'info' }] },
      'The findings',
      '-severity: "info"',
    ],
    ['another message', { ...RIGHT, findings: [{ ...FINDING, message: 'No.' }] }, 'The findings', '-message: "No."'],
    ['another resource', { ...RIGHT, findings: [{ ...FINDING, resource: null }] }, 'The findings', '-resource: null'],
    [
      'another place',
      { ...RIGHT, findings: [{ ...FINDING, at: '"app-prod"' }] },
      'The findings',
      '-at: "\\"app-prod\\""',
    ],
    [
      'a wider place',
      { ...RIGHT, findings: [{ ...FINDING, at: 'force_delete = true' }] },
      'The findings',
      '-at: "force_delete = true"',
    ],
    [
      'another environment',
      { ...RIGHT, findings: [{ ...FINDING, environment: 'unknown' }] },
      'The findings',
      '+environment: "production"',
    ],
    [
      'a finding too many',
      { ...RIGHT, findings: [FINDING, { ...FINDING, at: 'force_delete' }] },
      'The findings',
      '-at: "force_delete"',
    ],
    [
      'a fix that is not told',
      { code: CODE, findings: [FINDING] },
      'There are fixes',
      '+safe: Sets force_delete to false',
    ],
    [
      'another fixed text',
      { ...RIGHT, fixed: CODE.replace('true', '!true') },
      'The fixed text of main.tf',
      '+  force_delete = false',
    ],
    ['something open that is not listed', { code: OPEN }, 'What is left open', '+reason: "var.force has no value"'],
    [
      'something else open',
      {
        code: OPEN,
        unresolved: [{ resource: 'aws_ecr_repository.app', reason: 'who knows', at: 'force_delete = var.force' }],
      },
      'What is left open',
      '-reason: "who knows"',
    ],
    [
      'a file that is not valid',
      { code: `${CODE}}`, findings: [FINDING], fixed: `${FIXED}}` },
      'The findings',
      '+rule: "syntax"',
    ],
  ] satisfies readonly (readonly [string, RuleCase, string, string])[])(
    'fails with %s',
    async (_, example, what, line) => {
      const message = await failure(noForceDelete, example);
      expect(message).toContain(what);
      expect(message.replaceAll('+ ', '+')).toContain(line.replaceAll('+ ', '+'));
    },
  );

  it('fails where a fixed text is told and there is no fix', async () => {
    const { fix, ...rule } = noForceDelete;
    const withoutFix: Rule = {
      ...rule,
      check: (facts, context) =>
        rule.check(facts, { ...context, report: (problem) => context.report({ ...problem, fix: null }) }),
    };
    expect(fix).toBe('safe');
    expect(await failure(withoutFix, RIGHT)).toContain('-some fix');
  });

  it('fails where fixes leave something to find', async () => {
    const shorter = defineRule({
      id: 'acme/short',
      title: 'A long name',
      check(facts, { report }) {
        for (const subject of facts.repositories) {
          const isLong = knownText(subject.name.value) === 'much-too-long';
          const edits = isLong ? settingEdits(subject.name, { to: 'still-too-long', meant: /name/ }) : null;
          const fix = edits && ({ safety: 'safe', description: 'Makes it shorter.', edits } as const);
          report({ subject, message: 'Too long.', evidence: evidenceOf(subject.name), fix });
        }
      },
    });
    const code = 'resource "aws_ecr_repository" "app" {\n  name = "much-too-long"\n}\n';
    const finding = {
      severity: 'warning',
      message: 'Too long.',
      resource: 'aws_ecr_repository.app',
      at: '"much-too-long"',
    } as const;
    const message = await failure(shorter, { code, findings: [finding], fixed: code.replace('much', 'still') });
    expect(message).toContain('There are findings in the fixed text');
  });

  it.each([
    ['a text that occurs twice', { code: CODE, findings: [{ ...FINDING, at: 'app' }] }, 'occurs more than once'],
    [
      'a text that is not there',
      { code: CODE, findings: [{ ...FINDING, at: 'x' }] },
      '"x" does not occur in the file.',
    ],
    ['a file that is not there', { code: CODE, findings: [{ ...FINDING, file: 'x.tf' }] }, 'There is no file x.tf.'],
  ])('is wrong itself with %s', async (_, example, message) => {
    await expect(expectRules(noForceDelete, example)).rejects.toThrow(message);
    await expect(expectRules(noForceDelete, example)).rejects.not.toBeInstanceOf(AssertionError);
  });
});

describe('several rules', () => {
  const names = defineRule({
    id: 'acme/names',
    title: 'A name',
    check(facts, { report }) {
      for (const subject of facts.repositories) {
        report({ subject, message: 'A name.', evidence: evidenceOf(argumentOf(subject.resource.body, 'name')) });
      }
    },
  });

  it('are judged together, each finding with its rule', () =>
    expectRules([noForceDelete, { ...names, presets: [] }], {
      code: CODE,
      environment: 'non-production',
      findings: [
        {
          rule: 'acme/names',
          severity: 'warning',
          message: 'A name.',
          resource: 'aws_ecr_repository.app',
          at: '"app-prod"',
        },
      ],
    }));

  it('need the rule of each finding', () =>
    expect(expectRules([noForceDelete, names], { code: CODE, findings: [FINDING] })).rejects.toThrow('say of each'));

  it('take no options', () =>
    expect(expectRules([noForceDelete, names], { code: CODE, options: {} })).rejects.toThrow(
      'Options are for one rule',
    ));
});

describe('plans', () => {
  const plan = JSON.stringify({
    format_version: '1.2',
    terraform_version: '1.9.0',
    resource_changes: [
      {
        address: 'aws_ecr_repository.app',
        mode: 'managed',
        type: 'aws_ecr_repository',
        name: 'app',
        provider_name: 'registry.terraform.io/hashicorp/aws',
        change: { actions: ['delete'], before: { name: 'app', force_delete: true }, after: null },
      },
    ],
    configuration: { root_module: {} },
  });

  it('have findings without a place', () =>
    expectRules(destroysImages, {
      code: { 'plan.json': plan },
      findings: [
        {
          severity: 'error',
          message:
            'The plan deletes this repository, and its images are lost: force_delete lets Terraform delete it with all that is in it.',
          resource: 'aws_ecr_repository.app',
          at: null,
        },
      ],
    }));

  it('are judged without being named as paths', async () => {
    const message = await failure(destroysImages, { code: { 'plan.json': plan } });
    expect(message).toContain('+at: null');
    expect(message).toContain('+resource: "aws_ecr_repository.app"');
  });
});

describe('the tests of a rule', () => {
  it('are one for each example and one for its fixes', async () => {
    const tests = ruleTests(noForceDelete);
    const { good, bad } = noForceDelete.examples;
    expect(tests).toHaveLength(good.length + bad.length + 1);
    for (const { run } of tests) await run();
  });

  it('fail where a rule promises other fixes than it has', async () => {
    const last = ruleTests({ ...noForceDelete, fix: 'unsafe' }).at(-1);
    await expect(last?.run()).rejects.toThrow('The rule says of its fixes unsafe; the worst in its examples is safe.');
  });
});

describe('defineRule', () => {
  it('knows the types of options from their descriptions', () => {
    defineRule({
      id: 'acme/typed',
      title: 'Types',
      options: {
        words: { type: 'strings', description: 'Words.', default: ['a'] },
        days: { type: 'integer', description: 'Days.', default: 1, minimum: 1 },
        strict: { type: 'boolean', description: 'Strictly.', default: false },
      },
      check(_facts, { options }) {
        const words: readonly string[] = options.words;
        const days: number = options.days;
        const strict: boolean = options.strict;
        // @ts-expect-error There is no such option.
        return void [words, days, strict, options.other];
      },
    });
    expect(literal('x')).toEqual({ kind: 'literal', value: 'x' });
  });
});
