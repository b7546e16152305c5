import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Outcome, runCli } from '../scripts/run-cli.ts';
import { withFolder } from './support/folder.ts';

/**
 * What nobody should feed to a linter and somebody will. It must never end in a stack trace, hang, or say of good files
 * that they are bad or the other way round.
 */

/** A repository with one known mistake: whatever stands beside it, this has to be found. */
const MUTABLE = `resource "aws_ecr_repository" "app" {
  name                 = "app"
  image_tag_mutability = "MUTABLE"

  image_scanning_configuration {
    scan_on_push = true
  }
}
`;
const MUTABLE_FOUND = 'immutable-tags';

type Content = Readonly<Record<string, string | Uint8Array>>;

/** Checks a folder with these files. */
async function check(files: Content, prepare: (folder: string) => void = () => {}): Promise<Outcome> {
  return withFolder(files, async (folder) => {
    prepare(folder);
    return expectNoTrace(await runCli(['check', '.', '--format', 'json'], folder));
  });
}

function expectNoTrace(outcome: Outcome): Outcome {
  expect(`${outcome.stdout}${outcome.stderr}`).not.toMatch(/^\s+at .*:\d+:\d+\)?$/m);
  // Without a trace, but it is one all the same.
  expect(outcome.stderr).not.toContain('mistake in ecrlint');
  return outcome;
}

interface Found {
  readonly rule: string;
  readonly location: { readonly file: string };
}

/** `rule file` of each finding of these rules. */
function found({ stdout }: Outcome, rules: readonly string[] = ['syntax', MUTABLE_FOUND]): string[] {
  const report: { findings: Found[] } = JSON.parse(stdout);
  return report.findings
    .filter(({ rule }) => rules.includes(rule))
    .map(({ rule, location }) => `${rule} ${location.file}`);
}

function unresolved({ stdout }: Outcome): string[] {
  const report: { unresolved: { rule: string; reason: string }[] } = JSON.parse(stdout);
  return report.unresolved.map(({ rule, reason }) => `${rule}: ${reason}`);
}

/** Exit code 2 with one sentence that names what is wrong, and nothing on standard output. */
async function expectRefusal(arguments_: readonly string[], files: Content, sentence: RegExp): Promise<void> {
  await withFolder(files, async (folder) => {
    const outcome = expectNoTrace(await runCli(arguments_, folder));
    expect(outcome).toMatchObject({ exitCode: 2, stdout: '' });
    expect(outcome.stderr).toMatch(sentence);
  });
}

describe('paths', () => {
  it('refuses one that does not exist', async () => {
    await expectRefusal(['check', 'nowhere'], { 'main.tf': MUTABLE }, /nowhere/);
  });

  it('refuses one without Terraform', async () => {
    await expectRefusal(['check', '.'], { 'notes.txt': 'nothing here' }, /Terraform/);
  });

  it('goes on beside a file that cannot be read, and says so', async () => {
    const outcome = await check({ 'main.tf': MUTABLE }, (folder) => {
      symlinkSync(join(folder, 'gone.txt'), join(folder, 'dangling.tf'));
    });
    expect(found(outcome)).toEqual(['syntax dangling.tf', 'immutable-tags main.tf']);
    expect(outcome.stdout).toContain('cannot be read');
  });

  it('is not led in circles by links', async () => {
    const outcome = await check({ 'module/main.tf': MUTABLE }, (folder) => {
      symlinkSync(folder, join(folder, 'module', 'around'), 'dir');
      mkdirSync(join(folder, 'other'));
      symlinkSync(join(folder, 'module'), join(folder, 'other', 'again'), 'dir');
    });
    expect(found(outcome)).toEqual(['immutable-tags module/main.tf']);
  });

  it('is not led in circles by modules that call each other', async () => {
    const outcome = await check({
      'a/main.tf': 'module "b" {\n  source = "../b"\n}\n',
      'b/main.tf': `module "a" {\n  source = "../a"\n}\n${MUTABLE}`,
    });
    expect(outcome.exitCode).not.toBe(2);
  });

  it.each([
    ['a path', (name: string) => [name]],
    ['a configuration', (name: string) => ['.', '--config', name]],
    ['a baseline', (name: string) => ['.', '--baseline', name]],
    ['a file of variables', (name: string) => ['.', '--var-file', name]],
  ])('refuses %s with a name that is too long for any file', async (_what, given) => {
    const outcome = await withFolder({ 'main.tf': MUTABLE }, (folder) =>
      runCli(['check', ...given('x'.repeat(5000))], folder),
    );
    expect(expectNoTrace(outcome).exitCode).toBe(2);
  });

  it('a name that is too long for any file is none in a function and in a plug-in', async () => {
    const name = `"\${path.module}/${'x'.repeat(5000)}"`;
    const outcome = await check({ 'main.tf': MUTABLE.replace('"app"\n', `fileexists(${name}) ? "a" : "b"\n`) });
    expect(found(outcome)).toEqual(['immutable-tags main.tf']);
    const refused = await check({ 'main.tf': MUTABLE, '.ecrlint.yaml': `plugins: ["./${'x'.repeat(5000)}.js"]\n` });
    expect(refused.stderr).toContain('Name a file, or a package.');
  });

  it('takes a directory that is named like a file for a directory', async () => {
    const outcome = await check({ 'main.tf': MUTABLE, 'odd.tf/readme.txt': '' });
    expect(found(outcome)).toEqual(['immutable-tags main.tf']);
  });
});

describe('files that are not Terraform', () => {
  it.each([
    ['YAML', 'version: 1\nitems:\n  - name: x\n    on: push\n'],
    ['a binary', Uint8Array.from({ length: 4096 }, (_, i) => (i * 73 + 11) % 256)],
    ['an unclosed block', 'resource "aws_ecr_repository" "x" {\n  name = "x"\n'],
    ['an unclosed heredoc', 'locals {\n  a = <<EOF\nno end\n'],
    ['a page of brackets', '}}}}))))]]]]'],
  ])('%s is a syntax finding, and its neighbours are judged', async (_what, content) => {
    const outcome = await check({ 'main.tf': MUTABLE, 'odd.tf': content });
    expect(found(outcome)).toEqual(['immutable-tags main.tf', 'syntax odd.tf']);
    expect(outcome.exitCode).toBe(1);
  });

  it('JSON that is not an object is a syntax finding', async () => {
    const outcome = await check({ 'main.tf': MUTABLE, 'odd.tf.json': '{"resource": [' });
    expect(found(outcome)).toEqual(['immutable-tags main.tf', 'syntax odd.tf.json']);
  });

  it('text that is not UTF-8 does no harm to what is around it', async () => {
    const latin1 = Buffer.from('# caf\xe9\nlocals {\n  drink = "caf\xe9"\n}\n', 'latin1');
    const outcome = await check({ 'main.tf': MUTABLE, 'odd.tf': latin1 });
    expect(found(outcome)).toContain('immutable-tags main.tf');
    expect(outcome.exitCode).not.toBe(2);
  });

  it('empty files and files of comments are nothing special', async () => {
    const outcome = await check({
      'main.tf': MUTABLE,
      'empty.tf': '',
      'comment.tf': '# nothing\n',
      'bom.tf': '\uFEFF',
    });
    expect(found(outcome)).toEqual(['immutable-tags main.tf']);
  });
});

describe('files that Terraform would not take together', () => {
  it('are judged one by one, and that is said', async () => {
    const good = MUTABLE.replace('"MUTABLE"', '"IMMUTABLE"');
    const outcome = await check({
      'good.tf': good,
      'bad.tf': MUTABLE.replace('"app"\n', '"web"\n'),
      'worse.tf': MUTABLE,
    });
    expect(found(outcome)).toEqual(['immutable-tags bad.tf', 'immutable-tags worse.tf']);
    expect(outcome.stderr).toContain(
      'aws_ecr_repository.app is declared in bad.tf:1 and again in good.tf:1, which Terraform refuses. Each is judged without the other.',
    );
  });
});

describe('files out of proportion', () => {
  it('three megabytes of blocks', async () => {
    const block = (i: number) =>
      `resource "null_resource" "r${i}" {\n  triggers = { a = "\${var.x}", b = [1, 2, 3] }\n}\n`;
    const text = Array.from({ length: 40_000 }, (_, i) => block(i)).join('');
    expect(text.length).toBeGreaterThan(3_000_000);
    expect(found(await check({ 'main.tf': text + MUTABLE }))).toEqual(['immutable-tags main.tf']);
  });

  it('three megabytes on one line', async () => {
    const text = `locals {\n  long = "${'x'.repeat(3_000_000)}"\n}\n`;
    expect(found(await check({ 'main.tf': text + MUTABLE }))).toEqual(['immutable-tags main.tf']);
  });

  const DEPTH = 10_000;
  it.each([
    ['lists', `locals {\n  deep = ${'['.repeat(DEPTH)}${']'.repeat(DEPTH)}\n}\n`],
    ['parentheses', `locals {\n  deep = ${'('.repeat(DEPTH)}1${')'.repeat(DEPTH)}\n}\n`],
    ['objects', `locals {\n  deep = ${'{ a = '.repeat(DEPTH)}1${' }'.repeat(DEPTH)}\n}\n`],
    ['templates', `locals {\n  deep = ${'"${'.repeat(DEPTH)}1${'}"'.repeat(DEPTH)}\n}\n`],
    ['conditions', `locals {\n  deep = ${'true ? 1 : '.repeat(DEPTH)}2\n}\n`],
    ['negations', `locals {\n  deep = ${'!'.repeat(DEPTH)}true\n}\n`],
    ['sums', `locals {\n  deep = ${'1 + '.repeat(DEPTH)}1\n}\n`],
    ['calls', `locals {\n  deep = ${'tolist('.repeat(DEPTH)}[]${')'.repeat(DEPTH)}\n}\n`],
    ['blocks', `${'a {\n'.repeat(DEPTH)}${'}\n'.repeat(DEPTH)}`],
    ['indexes', `locals {\n  deep = local.x${'[0]'.repeat(DEPTH)}\n}\n`],
  ])('ten thousand levels of %s', async (_what, text) => {
    const outcome = await check({ 'main.tf': MUTABLE, 'deep.tf': text });
    expect(found(outcome)).toContain('immutable-tags main.tf');
    expect(outcome.exitCode).not.toBe(2);
  });

  it('ten thousand levels of JSON', async () => {
    const json = `{"locals": {"deep": ${'['.repeat(DEPTH)}${']'.repeat(DEPTH)}}}`;
    const outcome = await check({ 'main.tf': MUTABLE, 'deep.tf.json': json });
    expect(found(outcome)).toContain('immutable-tags main.tf');
  });

  it('a chain of ten thousand locals', async () => {
    const chain = Array.from({ length: DEPTH }, (_, i) => `  l${i} = local.l${i + 1}\n`).join('');
    const text = `locals {\n${chain}  l${DEPTH} = "MUTABLE"\n}\n${MUTABLE.replace('"MUTABLE"', 'local.l0')}`;
    const outcome = await check({ 'main.tf': text });
    // Either it is followed to its end, or it is said that it was not.
    expect([...found(outcome), ...unresolved(outcome)].join('\n')).toContain(MUTABLE_FOUND);
  });

  it('a number of instances that no account can hold', async () => {
    const text = MUTABLE.replace('{\n', '{\n  count = 1000000000\n');
    const outcome = await check({ 'main.tf': text });
    expect(found(outcome)).toEqual(['immutable-tags main.tf']);
  });

  it.each([
    ['forty', 40, 'xxxxxxxxxx'],
    // It stays below the longest string for so long that its pieces become the trouble.
    ['sixty', 60, 'xx'],
  ])('text that doubles %s times', async (_, times, start) => {
    const doubling = Array.from({ length: times }, (_, i) => `  t${i + 1} = "\${local.t${i}}\${local.t${i}}"\n`).join(
      '',
    );
    const text = `locals {\n  t0 = "${start}"\n${doubling}}\n${MUTABLE.replace('"app"\n', `local.t${times}\n`)}`;
    const outcome = await check({ 'main.tf': text });
    expect(found(outcome)).toEqual(['immutable-tags main.tf']);
  });
});

describe('work without end', () => {
  it('is given up, and what is written beside it is judged', async () => {
    const over = (value: string): string => `[for a in range(1000) : ${value}]`;
    const text = `locals {\n  all = ${over(over(over('a')))}\n}\n${MUTABLE.replace('"app"\n', '"x-${local.all[999][0][0]}"\n')}`;
    const outcome = await check({ 'main.tf': text });
    expect(found(outcome)).toEqual(['immutable-tags main.tf']);
    expect(unresolved(outcome)).toContainEqual(expect.stringContaining('evaluating it takes more than 2500000 steps'));
  });
});

it('JSON in JSON, of which each is twice as long as the one before, is given up', async () => {
  const locals = Array.from({ length: 40 }, (_, i) => `  a${i + 1} = jsonencode(local.a${i})\n`);
  const text = `locals {\n  a0 = "\\""\n${locals.join('')}}\n${MUTABLE.replace('"MUTABLE"', 'local.a40')}`;
  const outcome = await check({ 'main.tf': text });
  expect(found(outcome)).toEqual([]);
  expect(unresolved(outcome).join('\n')).toContain(MUTABLE_FOUND);
});

describe('values that lead nowhere', () => {
  const policy = (value: string) => `${MUTABLE}
resource "aws_ecr_repository_policy" "app" {
  repository = aws_ecr_repository.app.name
  policy     = ${value}
}
resource "aws_ecr_lifecycle_policy" "app" {
  repository = aws_ecr_repository.app.name
  policy     = ${value}
}
`;
  const judged = async (value: string, more: Content = {}) => {
    const outcome = await check({ 'main.tf': policy(value), ...more });
    expect(found(outcome)).toEqual(['immutable-tags main.tf']);
    return outcome;
  };

  it.each([
    ['text that is no JSON', '"Principal: *"'],
    ['half a JSON document', '"{\\"Statement\\": [{\\"Effect\\": "'],
    ['JSON of another kind', '"[1, null, {}]"'],
    ['nothing', '""'],
    ['null', 'null'],
    ['a number', '42'],
  ])('a policy of %s opens nothing', async (_what, value) => {
    expect(found(await judged(value), ['no-public-principal'])).toEqual([]);
  });

  it('says that a template is missing', async () => {
    const outcome = await judged('templatefile("${path.module}/missing.json", { a = 1 })');
    expect(unresolved(outcome).join('\n')).toContain('missing.json');
  });

  it('says that a file has bad syntax as a template', async () => {
    const outcome = await judged('templatefile("${path.module}/bad.json", { a = 1 })', { 'bad.json': '{"x": "${a"}' });
    expect(unresolved(outcome).join('\n')).toContain('no-public-principal');
  });

  it('does not read outside the tree', async () => {
    const outcome = await judged('file("/etc/hostname")');
    expect(unresolved(outcome).join('\n')).toContain('/etc/hostname');
    const upwards = await judged('file("${path.module}/../../../../../../etc/hostname")');
    expect(unresolved(upwards).join('\n')).toContain('no-public-principal');
  });

  it('judges one instance for all when for_each is unknown', async () => {
    const text = MUTABLE.replace('{\n', '{\n  for_each = var.names\n').replace('"app"\n', 'each.key\n');
    const outcome = await check({ 'main.tf': `variable "names" {\n  type = set(string)\n}\n${text}` });
    expect(found(outcome)).toEqual(['immutable-tags main.tf']);
  });

  it('names that turn in circles are unknown', async () => {
    const text = 'locals {\n  a = local.b\n  b = local.a\n}\n';
    const outcome = await check({ 'main.tf': text + MUTABLE.replace('"MUTABLE"', 'local.a') });
    expect(found(outcome)).toEqual([]);
    expect(unresolved(outcome).join('\n')).toContain(MUTABLE_FOUND);
  });

  it.each([
    ['a resource', 'aws_ecr_repository.app', ''],
    ['all resources of a type', 'jsonencode(aws_ecr_repository)', ''],
    ['a local among all locals', 'local.a', 'locals {\n  a = local\n}\n'],
    ['locals in each other', 'jsonencode(local.a)', 'locals {\n  a = { b = local }\n  b = [local]\n}\n'],
    ['a module', 'module.m.own', 'module "m" {\n  source = "./m"\n  own    = module.m\n}\n'],
  ])('%s that holds itself is judged', async (_what, value, text) => {
    const module = 'variable "own" {}\noutput "own" {\n  value = var.own\n}\n';
    const outcome = await check({ 'main.tf': text + MUTABLE.replace('"MUTABLE"', value), 'm/main.tf': module });
    expect(found(outcome, ['syntax'])).toEqual([]);
    expect(outcome.exitCode).not.toBe(2);
  });

  it('names that do not exist are unknown', async () => {
    const outcome = await check({ 'main.tf': MUTABLE.replace('"MUTABLE"', 'var.nowhere.to[0].be') });
    expect(found(outcome)).toEqual([]);
    expect(unresolved(outcome).join('\n')).toContain(MUTABLE_FOUND);
  });
});
