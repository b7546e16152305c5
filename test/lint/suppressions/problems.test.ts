import { describe, expect, it } from 'vitest';
import type { Rule } from '../../../src/lint/rule.ts';
import { rule } from '../build.ts';
import { fixCode, fixedMain, lintCode, type More, problemsIn, standingIn, suppressedIn } from './support.ts';

const ONLY = { selection: { only: ['immutable-tags', 'scan-on-push'] } };
const TAGS = 'immutable-tags aws_ecr_repository.a';

/** A repository with mutable tags that is scanned, and a comment. */
function withComment(comment: string): string {
  return `# ${comment}\nresource "aws_ecr_repository" "a" {
  name                 = "aa"
  image_tag_mutability = "MUTABLE"
  image_scanning_configuration {
    scan_on_push = true
  }
}
`;
}

/** A rule that finds something about every repository. */
function finding(id: string, more: Partial<Rule> = {}): Rule {
  return {
    ...rule(id, () => {}, more),
    check: (facts, { report }) => {
      for (const { resource, environment } of facts.repositories) {
        const evidence = { kind: 'missing', body: resource.body, what: 'anything' } as const;
        report({ subject: { resource, environment }, message: 'No.', evidence });
      }
    },
  };
}

async function problemsOf(comment: string, more: More = ONLY): Promise<[text: string, message: string][]> {
  return problemsIn(await lintCode(withComment(comment), more));
}

describe('a suppression', () => {
  it('says nothing more where it is needed', async () => {
    expect(await problemsOf('ecrlint-ignore: immutable-tags -- for now')).toEqual([]);
    expect(await problemsOf('ecrlint-ignore: IMMUTABLE-TAGS -- for now')).toEqual([]);
    expect(await problemsOf('ecrlint-ignore: CKV_AWS_51 -- for now')).toEqual([]);
  });

  it('keeps the reason as it was given', async () => {
    const result = await lintCode(withComment('ecrlint-ignore: immutable-tags -- see a/b#3 -- and "c"'), ONLY);
    expect(suppressedIn(result)).toEqual([`${TAGS}: see a/b#3 -- and "c"`]);
  });

  it.each(['', ' --', ' -- ', ' because we must'])('without a reason (%j) does not count', async (ending) => {
    const result = await lintCode(withComment(`ecrlint-ignore: immutable-tags${ending}`), ONLY);
    expect(standingIn(result)).toContain(TAGS);
    expect(problemsIn(result)).toEqual([
      [
        `ecrlint-ignore: immutable-tags${ending}`.trimEnd(),
        'This suppression gives no reason, so it does not count. Add one at its end, behind " -- ".',
      ],
    ]);
  });

  it('counts through its last day and not after it', async () => {
    const ending = (day: string) => withComment(`ecrlint-ignore: immutable-tags until=${day} -- for now`);
    expect(suppressedIn(await lintCode(ending('2026-06-15'), ONLY))).toEqual([`${TAGS}: for now`]);
    const ended = await lintCode(ending('2026-06-14'), ONLY);
    expect(standingIn(ended)).toContain(TAGS);
    expect(problemsIn(ended).map(([, message]) => message)).toEqual([
      'This suppression ended on 2026-06-14. Mend what it hid, or give it a later day.',
    ]);
  });

  it.each(['2026-02-30', '2026-13-01', '31.12.2026', 'soon', ''])('with the day %j does not count', async (day) => {
    const result = await lintCode(withComment(`ecrlint-ignore: immutable-tags until=${day} -- for now`), ONLY);
    expect(standingIn(result)).toContain(TAGS);
    expect(problemsIn(result).map(([, message]) => message)).toEqual([
      `"${day}" is not a day, so this suppression does not count. Write until=YYYY-MM-DD.`,
    ]);
  });

  it('names rules that there are, and counts for those', async () => {
    const result = await lintCode(withComment('ecrlint-ignore: immutable-tag, immutable-tags -- for now'), ONLY);
    expect(suppressedIn(result)).toEqual([`${TAGS}: for now`]);
    expect(problemsIn(result)).toEqual([
      ['immutable-tag', 'There is no rule "immutable-tag". Did you mean immutable-tags?'],
    ]);
  });

  it.each([
    ['ecrlint-ignore immutable-tags -- x', 'A colon is missing after ecrlint-ignore'],
    ['ecrlint-ignore: -- x', 'This suppression names no rule.'],
    ['ecrlint-disable: immutable-tags -- x', 'There is no "ecrlint-disable"'],
    ['ecrlint:ignore:immutable-tags', 'There is no "ecrlint:ignore"'],
    ['ecrlint-ignore-next-line: immutable-tags -- x', 'There is no "ecrlint-ignore-next-line"'],
  ])('written as "%s" is told of', async (comment, message) => {
    const result = await lintCode(withComment(comment), ONLY);
    expect(standingIn(result)).toContain(TAGS);
    expect(problemsIn(result)).toHaveLength(1);
    expect(problemsIn(result)[0]![1]).toContain(message);
    expect(problemsIn(result)[0]![1]).toContain('Write ecrlint-ignore: rule -- reason.');
  });

  it('for a whole file is told of where it is not at the top', async () => {
    const code = `${withComment('Repositories.')}# ecrlint-ignore-file: immutable-tags -- x\n`;
    expect(problemsIn(await lintCode(code, ONLY)).map(([, message]) => message)).toEqual([
      'A suppression for a whole file counts only above everything else in it. Move it to the top.',
    ]);
  });

  it('does not count for a rule that may not be suppressed', async () => {
    const more = { rules: [finding('strict', { suppressible: false })] };
    const result = await lintCode(withComment('ecrlint-ignore: strict -- x'), more);
    expect(standingIn(result)).toEqual(['unused-suppression', 'strict aws_ecr_repository.a']);
    expect(problemsIn(result)).toEqual([
      ['strict', 'strict may not be suppressed by a comment, so this one does not count for it. Mend what it finds.'],
    ]);
  });

  it('does not count for a rule of which the configuration says so', async () => {
    const files = {
      'main.tf': withComment('ecrlint-ignore: immutable-tags -- x\n#tfsec:ignore:AWS078'),
      '.ecrlint.yaml': 'rules:\n  immutable-tags:\n    suppressible: false\n',
    };
    const result = await lintCode(files, { ...ONLY, options: { config: '.ecrlint.yaml' } });
    expect(standingIn(result)).toEqual(['unused-suppression', TAGS]);
    expect(problemsIn(result)[0]![1]).toMatch(/^immutable-tags may not be suppressed by a comment/);
  });

  it('names rules of plug-ins, too', async () => {
    const result = await lintCode(withComment('ecrlint-ignore: acme/any -- x'), { rules: [finding('acme/any')] });
    expect(suppressedIn(result)).toEqual(['acme/any aws_ecr_repository.a: x']);
    expect(standingIn(result)).toEqual([]);
  });

  it('is not itself suppressed', async () => {
    const code = withComment('ecrlint-ignore-file: unused-suppression -- x\n# ecrlint-ignore: scan-on-push -- y');
    expect(problemsIn(await lintCode(code, ONLY)).map(([text]) => text)).toEqual(['ecrlint-ignore: scan-on-push -- y']);
  });

  it('counts for a file that is not valid', async () => {
    const code = '# ecrlint-ignore-file: syntax -- generated\nresource "aws_ecr_repository" "a" {\n  name = \n}\n';
    expect(suppressedIn(await lintCode(code))).toEqual(['syntax: generated']);
  });

  it('is told of with the severity that was chosen', async () => {
    const severityOf = async (selection: More['selection']) => {
      const { findings } = await lintCode(withComment('ecrlint-ignore: immutable-tags'), {
        selection: { ...selection },
      });
      return findings.find(({ rule: id }) => id === 'unused-suppression')?.severity ?? null;
    };
    expect(await severityOf({})).toBe('warning');
    expect(await severityOf({ severities: [{ rule: 'unused-suppression', severity: 'error' }] })).toBe('error');
    expect(await severityOf({ disable: ['unused-suppression'] })).toBeNull();
    expect(await severityOf({ only: ['unused-suppression'] })).toBe('warning');
  });
});

describe('a suppression that nothing needs', () => {
  const UNUSED = 'scan-on-push reports nothing here, so that this suppression is not needed. Remove it.';

  it('is told of', async () => {
    expect(await problemsOf('ecrlint-ignore: scan-on-push -- x')).toEqual([
      ['ecrlint-ignore: scan-on-push -- x', UNUSED],
    ]);
  });

  it('is told of only for rules that ran', async () => {
    const run = (selection: More['selection']) =>
      problemsOf('ecrlint-ignore: scan-on-push -- x', { selection: { ...selection } });
    expect(await run({ only: ['immutable-tags'] })).toEqual([]);
    expect(await run({ disable: ['scan-on-push'] })).toEqual([]);
    expect(await run({ only: ['unused-suppression'] })).toEqual([]);
    expect(await problemsOf('ecrlint-ignore: scan-on-push, prevent-destroy -- x', {})).toEqual([
      ['scan-on-push', 'scan-on-push reports nothing here and can be taken out of this suppression.'],
    ]);
  });

  it('is not told of in modules that are not judged', async () => {
    const files = {
      'main.tf': withComment('Fine.'),
      'other/main.tf': '# ecrlint-ignore: scan-on-push -- x\nlocals {}\n',
    };
    expect(problemsIn(await lintCode(files, ONLY))).toEqual([]);
  });

  it('is not told of where a rule is silent only because of the environment', async () => {
    const code = `${withComment('ecrlint-ignore: immutable-tags -- x').trimEnd().slice(0, -1)}  tags = { Environment = "dev" }\n}\n`;
    const result = await lintCode(code, ONLY);
    expect(result.findings).toEqual([]);
  });

  it('is not told of where the block has no instance', async () => {
    const code = withComment('ecrlint-ignore: scan-on-push -- x').replace(
      '  name',
      '  count                = 0\n  name',
    );
    expect(problemsIn(await lintCode(code, ONLY))).toEqual([]);
  });

  it('is not told of where the module is not called', async () => {
    const files = {
      'main.tf': 'module "a" { # ecrlint-ignore: scan-on-push -- x\n  source = "./a"\n  count = 0\n}\n',
      'a/main.tf': withComment('ecrlint-ignore: scan-on-push -- x'),
    };
    expect(problemsIn(await lintCode(files, ONLY))).toEqual([]);
  });

  it('is not told of in a file with an error, which may hide what needs it', async () => {
    expect(await problemsOf('ecrlint-ignore: scan-on-push -- x\nresource "a" {{')).toEqual([]);
  });

  it('is not told of where only some values are judged', async () => {
    const code = withComment('ecrlint-ignore: immutable-tags -- x').replace('"MUTABLE"', 'var.tags');
    const files = { 'main.tf': `variable "tags" {}\n${code}` };
    const settings = [{ kind: 'var', name: 'tags', text: 'IMMUTABLE' }] as const;
    expect(problemsIn(await lintCode(files, { ...ONLY, options: { settings } }))).toEqual([]);
    const whole = { ...files, 'terraform.tfvars': 'tags = "IMMUTABLE"\n' };
    expect(problemsIn(await lintCode(whole, ONLY))).toHaveLength(1);
  });

  it('is told of in tfvars files and in the JSON syntax', async () => {
    const main = withComment('Fine.').replace('"MUTABLE"', 'var.tags');
    const files = {
      'main.tf': `variable "tags" {}\n${main}`,
      'prod.tfvars': 'tags = "IMMUTABLE" # ecrlint-ignore: immutable-tags -- x\n',
      'more.tf.json': '{ "//": "ecrlint-ignore: immutable-tags -- y", "locals": {} }',
    };
    expect(problemsIn(await lintCode(files, ONLY)).map(([text]) => text)).toEqual([
      'ecrlint-ignore: immutable-tags -- y',
      'ecrlint-ignore: immutable-tags -- x',
    ]);
  });
});

describe('the fix of a suppression that nothing needs', () => {
  const body =
    'resource "aws_ecr_repository" "a" {\n  name                 = "aa"\n  image_tag_mutability = "IMMUTABLE"\n}\n';
  const more = { selection: { only: ['immutable-tags', 'no-force-delete'] } };

  it.each([
    ['its line', `# ecrlint-ignore: immutable-tags -- x\n${body}`, body],
    [
      'its line with its line ending',
      `# ecrlint-ignore: immutable-tags -- x\n${body}`.replaceAll('\n', '\r\n'),
      body.replaceAll('\n', '\r\n'),
    ],
    [
      'one of two blank lines',
      `locals {}\n\n# ecrlint-ignore-file: x\n\n${body}`.replace('-file: x', ': immutable-tags -- x'),
      `locals {}\n\n${body}`,
    ],
    ['a blank line behind a brace', body.replace('{\n', '{\n  # ecrlint-ignore: immutable-tags -- x\n\n'), body],
    ['the end of a line', body.replace('"IMMUTABLE"', '"IMMUTABLE" # ecrlint-ignore: immutable-tags -- x'), body],
    [
      'a block comment before an argument',
      body.replace('  name', '  /* ecrlint-ignore: immutable-tags -- x */ name'),
      body,
    ],
    [
      'one of two rules',
      `# ecrlint-ignore: immutable-tags, scan-on-push -- x\n${body}`,
      `# ecrlint-ignore: scan-on-push -- x\n${body}`,
    ],
    [
      'what stands behind another tool’s',
      `# tfsec:ignore:AWS078 # ecrlint-ignore: immutable-tags -- x\n${body}`,
      `# tfsec:ignore:AWS078\n${body}`,
    ],
    [
      'a line of a block comment',
      `/*\n * Text.\n * ecrlint-ignore: immutable-tags -- x\n */\n${body}`,
      `/*\n * Text.\n *\n */\n${body}`,
    ],
  ])('removes %s', async (_, code, fixed) => {
    expect(await fixedMain(code, more)).toBe(fixed);
  });

  it('removes a property of the JSON syntax', async () => {
    const code =
      '{\n  "//": "ecrlint-ignore: immutable-tags -- x",\n  "resource": {\n    "aws_ecr_repository": { "a": { "name": "aa", "image_tag_mutability": "IMMUTABLE" } }\n  }\n}\n';
    const { files } = await fixCode({ 'main.tf.json': code }, more);
    expect(files.map(({ after }) => after)).toEqual([
      code.replace('  "//": "ecrlint-ignore: immutable-tags -- x",\n', ''),
    ]);
  });

  it('puts the comments around it in columns again', async () => {
    const code = body
      .replace('"aa"', '"aa"        # the name')
      .replace('"IMMUTABLE"', '"IMMUTABLE" # ecrlint-ignore: immutable-tags -- x');
    expect(await fixedMain(code, more)).toBe(body.replace('"aa"', '"aa" # the name'));
  });

  it('is not made for what still has a flaw to mend', async () => {
    const code = body.replace('"IMMUTABLE"', '"MUTABLE" # ecrlint-ignore: immutable-tags');
    const { findings } = await lintCode(code, more);
    expect(findings.find(({ rule: id }) => id === 'unused-suppression')?.fix).toBeNull();
  });

  it('leaves what is suppressed as it is', async () => {
    const code = body.replace('"IMMUTABLE"', '"MUTABLE" # ecrlint-ignore: immutable-tags -- x');
    expect(await fixedMain(code, more)).toBe(code);
  });
});
