import { describe, expect, it } from 'vitest';
import { type Code, lintCode, standingIn, suppressedIn } from './support.ts';

const ONLY = { selection: { only: ['immutable-tags'] } };
const A = 'immutable-tags aws_ecr_repository.a';
const B = 'immutable-tags aws_ecr_repository.b';
const IGNORE = 'ecrlint-ignore: immutable-tags -- for now';

async function expectOnly(code: Code, suppressed: readonly string[], standing: readonly string[]): Promise<void> {
  const result = await lintCode(code, ONLY);
  expect(suppressedIn(result)).toEqual(suppressed.map((name) => `${name}: for now`));
  expect(standingIn(result)).toEqual(standing);
}

/** Two repositories with mutable tags; what is inserted goes before, behind or into the first. */
function two(parts: {
  above?: string;
  header?: string;
  inside?: string;
  line?: string;
  last?: string;
  end?: string;
}): string {
  const { above = '', header = '', inside = '', line = '', last = '', end = '' } = parts;
  return `${above}resource "aws_ecr_repository" "a" {${header}
${inside}  name                 = "aa"
  image_tag_mutability = "MUTABLE"${line}
${last}}${end}

resource "aws_ecr_repository" "b" {
  name                 = "bb"
  image_tag_mutability = "MUTABLE"
}
`;
}

describe('a comment of ours counts', () => {
  it.each([
    ['behind the value', two({ line: ` # ${IGNORE}` })],
    ['with two slashes', two({ line: ` // ${IGNORE}` })],
    ['as a block comment', two({ line: ` /* ${IGNORE} */` })],
    ['on the line above the argument', two({ inside: `  # ${IGNORE}\n` })],
    ['above the block', two({ above: `# ${IGNORE}\n` })],
    [
      'in a stack of comments above the block',
      two({ above: `# ${IGNORE}\n# Older images.\n// Ask the platform team.\n` }),
    ],
    ['in a block comment of several lines above the block', two({ above: `/*\n * Old.\n * ${IGNORE}\n */\n` })],
    ['behind the opening brace', two({ header: ` # ${IGNORE}` })],
    ['at column 0 in mid-block', two({ last: `# ${IGNORE}\n` })],
    ['apart from everything in the block', two({ inside: `\n  # ${IGNORE}\n\n` })],
    ['behind the closing brace', two({ end: ` # ${IGNORE}` })],
    ['inside the header', two({}).replace('resource "aws', `resource /* ${IGNORE} */ "aws`)],
    ['before the argument on its line', two({ inside: `  /* ${IGNORE} */` })],
  ])('%s', async (_, code) => {
    await expectOnly(code, [A], [B]);
    await expectOnly(code.replaceAll('\n', '\r\n'), [A], [B]);
    await expectOnly(`\uFEFF${code}`, [A], [B]);
  });

  it('wherever the block and the file are moved', async () => {
    const code = two({ inside: `  # ${IGNORE}\n` });
    const [a = '', b = ''] = code.split(/\n\n/);
    await expectOnly({ 'other.tf': `${b}\n\n${a}\n` }, [A], [B]);
  });

  it('for the whole file at its top', async () => {
    const file = IGNORE.replace('ignore', 'ignore-file');
    await expectOnly(two({ above: `# Repositories.\n\n# ${file}\n\n` }), [A, B], []);
    await expectOnly({ 'a.tf': `# ${file}\n`, 'main.tf': two({}) }, [], ['unused-suppression', A, B]);
  });

  it('in nested blocks for what is in them', async () => {
    const code = `resource "aws_ecr_repository" "a" {
  name = "aa"
  image_scanning_configuration { # ecrlint-ignore: scan-on-push -- for now
    scan_on_push = false
  }
}
`;
    const result = await lintCode(code, { selection: { only: ['scan-on-push'] } });
    expect(suppressedIn(result)).toEqual(['scan-on-push aws_ecr_repository.a: for now']);
  });

  it('above a dynamic block, and in its content', async () => {
    const code = (above: string, inside: string) => `resource "aws_ecr_repository" "a" {
  name = "aa"
${above}  dynamic "image_scanning_configuration" {
    for_each = [1]
    content {
${inside}      scan_on_push = false
    }
  }
  dynamic "encryption_configuration" {
    for_each = []
    content {}
  }
}
`;
    const comment = '# ecrlint-ignore: scan-on-push, kms-encryption -- for now\n';
    const run = async (text: string) =>
      suppressedIn(await lintCode(text, { selection: { only: ['scan-on-push', 'kms-encryption'] } }));
    const [kms, scan] = ['kms-encryption', 'scan-on-push'].map((rule) => `${rule} aws_ecr_repository.a: for now`);
    expect(await run(code('', ''))).toEqual([]);
    expect((await run(code(comment, ''))).sort()).toEqual([kms, scan]);
    expect(await run(code('', comment))).toEqual([scan]);
    expect(await run(code('', comment).replace('scan_on_push = false\n', ''))).toEqual([scan]);
  });

  it('on a tfvars line', async () => {
    const main = `variable "mutability" {}\nresource "aws_ecr_repository" "a" {\n  name = "aa"\n  image_tag_mutability = var.mutability\n}\n`;
    await expectOnly({ 'main.tf': main, 'terraform.tfvars': `mutability = "MUTABLE" # ${IGNORE}\n` }, [A], []);
    await expectOnly({ 'main.tf': main, 'terraform.tfvars': `# ${IGNORE}\nmutability = "MUTABLE"\n` }, [A], []);
  });

  it('for the object that a "//" property of the JSON syntax stands in', async () => {
    const repository = { name: 'aa', image_tag_mutability: 'MUTABLE' };
    const json = (own: object, others: object = {}) => ({
      'main.tf.json': JSON.stringify({
        resource: { aws_ecr_repository: { a: { ...own, ...repository }, b: { ...repository, name: 'bb' }, ...others } },
      }),
    });
    await expectOnly(json({ '//': IGNORE }), [A], [B]);
    await expectOnly(json({}, { '//': IGNORE }), [A, B], []);
    await expectOnly(json({ '//': 'Nothing.' }), [], [A, B]);
  });

  it('with a reason as it reads in JSON', async () => {
    const comment = 'ecrlint-ignore: immutable-tags -- the "old" one\\two';
    const a = { '//': comment, name: 'aa' };
    const result = await lintCode(
      { 'main.tf.json': JSON.stringify({ resource: { aws_ecr_repository: { a } } }) },
      ONLY,
    );
    expect(suppressedIn(result)).toEqual([`${A}: the "old" one\\two`]);
  });

  it('for a missing argument in the JSON syntax, which is told of the name of the block', async () => {
    const a = { '//': IGNORE, name: 'aa' };
    await expectOnly({ 'main.tf.json': JSON.stringify({ resource: { aws_ecr_repository: { a } } }) }, [A], []);
    await expectOnly({ 'main.tf.json': JSON.stringify({ resource: { aws_ecr_repository: { a: [a] } } }) }, [A], []);
  });
});

describe('a comment of ours does not count', () => {
  it.each([
    ['above the block with a blank line between', two({ above: `# ${IGNORE}\n\n` })],
    ['above a file further down', two({ end: `\n# ${IGNORE.replace('ignore', 'ignore-file')}` })],
    ['inside a heredoc', two({ inside: `  description = <<-EOT\n    # ${IGNORE}\n  EOT\n` })],
    ['inside a string', two({ inside: `  description = "# ${IGNORE}"\n` })],
    ['for another rule', two({ line: ' # ecrlint-ignore: scan-on-push -- for now' })],
    ['as the end of an address', two({ line: ` # https://example.com/${IGNORE}` })],
    ['as prose', two({ line: ` # See the docs on ${IGNORE}` })],
  ])('%s', async (_, code) => {
    const { findings } = await lintCode(code, ONLY);
    expect(standingIn({ findings: findings.filter(({ rule }) => rule === 'immutable-tags') })).toEqual([A, B]);
  });
});

describe('among values that have nothing to do with each other', () => {
  const uses = `resource "aws_ecr_repository" "a" {
  name                 = "aa"
  image_tag_mutability = local.a
}
resource "aws_ecr_repository" "b" {
  name                 = "bb"
  image_tag_mutability = local.b
}
`;

  it('a comment on a local counts for that one', async () => {
    await expectOnly(`locals {\n  a = "MUTABLE" # ${IGNORE}\n  b = "MUTABLE"\n}\n${uses}`, [A], [B]);
    await expectOnly(`locals {\n  # ${IGNORE}\n  a = "MUTABLE"\n  b = "MUTABLE"\n}\n${uses}`, [A], [B]);
    await expectOnly(`locals { # ${IGNORE}\n  a = "MUTABLE"\n  b = "MUTABLE"\n}\n${uses}`, [A, B], []);
  });

  it.each([
    ['beside an element', `{\n    a = { tags = "MUTABLE" } # ${IGNORE}\n    b = { tags = "MUTABLE" }\n  }`, true],
    ['above an element', `{\n    # ${IGNORE}\n    a = { tags = "MUTABLE" }\n    b = { tags = "MUTABLE" }\n  }`, true],
    [
      'behind its brace',
      `{\n    a = { # ${IGNORE}\n      tags = "MUTABLE"\n    }\n    b = { tags = "MUTABLE" }\n  }`,
      true,
    ],
    [
      'behind its end',
      `{\n    a = {\n      tags = "MUTABLE"\n    } # ${IGNORE}\n    b = { tags = "MUTABLE" }\n  }`,
      true,
    ],
    ['behind the outer brace', `{ # ${IGNORE}\n    a = { tags = "MUTABLE" }\n    b = { tags = "MUTABLE" }\n  }`, false],
    [
      'in the arguments of a function',
      `merge(\n    # ${IGNORE}\n    { a = { tags = "MUTABLE" } },\n    { b = { tags = "MUTABLE" } },\n  )`,
      false,
    ],
  ])('a comment %s of an object counts', async (_, map, onlyFirst) => {
    const code = `locals {\n  all = ${map}\n}
resource "aws_ecr_repository" "all" {
  for_each             = local.all
  name                 = "\${each.key}\${each.key}"
  image_tag_mutability = each.value.tags
}
`;
    const [a, b] = ['a', 'b'].map((key) => `immutable-tags aws_ecr_repository.all["${key}"]`);
    await expectOnly(code, onlyFirst ? [a!] : [a!, b!], onlyFirst ? [b!] : []);
  });

  it('a comment above one of several blocks counts for that one', async () => {
    const statement = (sid: string) => `  statement {
    sid       = "${sid}"
    actions   = ["ecr:BatchGetImage"]
    principals {
      type        = "*"
      identifiers = ["*"]
    }
  }
`;
    const code = `resource "aws_ecr_repository" "a" {
  name = "aa"
}
data "aws_iam_policy_document" "a" {
  # ecrlint-ignore: no-public-principal -- for now
${statement('One')}${statement('Two')}}
resource "aws_ecr_repository_policy" "a" {
  repository = aws_ecr_repository.a.name
  policy     = data.aws_iam_policy_document.a.json
}
`;
    const result = await lintCode(code, { selection: { only: ['no-public-principal'] } });
    const lines = (suppressed: boolean) =>
      result.findings
        .filter((finding) => (finding.suppressed !== null) === suppressed)
        .map(({ place }) => place?.file.position(place.start).line ?? 0);
    const first = code.slice(0, code.indexOf('"One"')).split('\n').length;
    const second = code.slice(0, code.indexOf('"Two"')).split('\n').length;
    expect(lines(true).every((line) => line >= first && line < second)).toBe(true);
    expect(lines(true)).toHaveLength(1);
    expect(lines(false).every((line) => line >= second)).toBe(true);
    expect(lines(false)).toHaveLength(1);
  });
});

describe('at the steps of a finding', () => {
  const child = (line = '') => `variable "tags" {
  default = "MUTABLE"${line}
}
resource "aws_ecr_repository" "this" {
  name                 = "shared"
  image_tag_mutability = var.tags
}
`;
  const repository = (name: string) => `immutable-tags module.${name}.aws_ecr_repository.this`;

  it('a suppression at one caller leaves the other caller its finding', async () => {
    const main = `module "one" {
  source = "./child"
  tags   = "MUTABLE" # ${IGNORE}
}
module "two" {
  source = "./child"
  tags   = "MUTABLE"
}
`;
    await expectOnly({ 'main.tf': main, 'child/main.tf': child() }, [repository('one')], [repository('two')]);
  });

  it('a suppression where a shared value is defined, or used, is for all', async () => {
    const main = 'module "one" {\n  source = "./child"\n}\nmodule "two" {\n  source = "./child"\n}\n';
    const files = (text: string) => ({ 'main.tf': main, 'child/main.tf': text });
    await expectOnly(files(child(` # ${IGNORE}`)), [repository('one')], []);
    await expectOnly(files(child().replace('= var.tags', `= var.tags # ${IGNORE}`)), [repository('one')], []);
  });

  it('of a value that two resources share, one with a suppression leaves the other its finding and no fix', async () => {
    const code = `variable "tags" {
  default = "MUTABLE"
}
resource "aws_ecr_repository" "a" { # ${IGNORE}
  name                 = "aa"
  image_tag_mutability = var.tags
}
resource "aws_ecr_repository" "b" {
  name                 = "bb"
  image_tag_mutability = var.tags
}
`;
    await expectOnly(code, [A], [B]);
    const { findings } = await lintCode(code, ONLY);
    expect(findings.map(({ suppressed, fix }) => [suppressed === null, fix === null])).toContainEqual([true, true]);
    const alone = await lintCode(code.replace(` # ${IGNORE}`, ''), ONLY);
    expect(alone.findings.map(({ fix }) => fix === null)).toEqual([false]);
  });

  it('a suppression at a call is for everything in the module, as that call makes it', async () => {
    const files = (first: string) => ({
      'main.tf': `module "one" {${first}\n  source = "./middle"\n}\nmodule "two" {\n  source = "./middle/"\n}\n`,
      'middle/main.tf': 'module "inner" {\n  for_each = toset(["x"])\n  source   = "../child"\n}\n',
      'child/main.tf': 'resource "aws_ecr_repository" "this" {\n  name = "shared"\n}\n',
    });
    const inner = (name: string) => `immutable-tags module.${name}.module.inner["x"].aws_ecr_repository.this`;
    await expectOnly(files(''), [], [inner('one')]);
    await expectOnly(files(` # ${IGNORE}`), [inner('one')], [inner('two')]);
    const middle = files('')['middle/main.tf'].replace('{\n', `{\n  # ${IGNORE}\n`);
    await expectOnly({ ...files(''), 'middle/main.tf': middle }, [inner('one')], []);
  });

  it('a question is dropped likewise', async () => {
    const code = (line: string) =>
      `variable "tags" {}\nresource "aws_ecr_repository" "a" {\n  name = "aa"\n  image_tag_mutability = var.tags${line}\n}\n`;
    expect((await lintCode(code(''), ONLY)).unresolved).toHaveLength(1);
    const result = await lintCode(code(` # ${IGNORE}`), ONLY);
    expect([result.unresolved, result.findings]).toEqual([[], []]);
  });
});
