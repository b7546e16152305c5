import { describe, expect, it } from 'vitest';
import { verify } from '../../src/fix/verify.ts';

/** The verdict on a change from one text to another that is meant to touch the given paths. */
function verdict(before: string, after: string, paths: readonly string[], path = 'main.tf'): Promise<string | null> {
  return verify({ path, before, after, paths: paths.map((names) => names.split('.')), rules: [] });
}

const REPOSITORY = 'resource "aws_ecr_repository" "this" {\n  name = "app"\n\n  scan {\n    on = false\n  }\n}\n';
const NAME = 'resource.aws_ecr_repository.this.*.name';

describe('a fixed file is accepted', () => {
  it.each([
    ['a value', REPOSITORY.replace('"app"', '"b"'), [NAME]],
    [
      'a value in a nested block',
      REPOSITORY.replace('false', 'true'),
      ['resource.aws_ecr_repository.this.*.scan.*.on'],
    ],
    ['a new argument', REPOSITORY.replace('\n\n', '\n  a    = 1\n\n'), ['resource.aws_ecr_repository.this.*.a']],
    ['a block that is gone', REPOSITORY.replace(/ {2}scan[^}]*\}\n/, ''), ['resource.aws_ecr_repository.this.*.scan']],
    ['a new resource', `${REPOSITORY}\nresource "b" "c" {\n}\n`, ['resource.b.c']],
    ['only spacing', REPOSITORY.replace('name =', 'name    ='), []],
    ['a comment', `# Hello.\n${REPOSITORY}`, []],
  ])('when it differs in %s', async (_, after, paths) => {
    expect(await verdict(REPOSITORY, after, paths)).toBeNull();
    expect(await verdict(`\uFEFF${REPOSITORY}`, `\uFEFF${after}`, paths)).toBeNull();
    expect(await verdict(REPOSITORY.replaceAll('\n', '\r\n'), after.replaceAll('\n', '\r\n'), paths)).toBeNull();
  });

  it('when blocks of one type differ in their labels, which HashiCorp cannot put into JSON', async () => {
    const before = 'x "a" {\n  b = [ 1 ]\n}\nx {\n  c = 2\n}\n';
    expect(await verdict(before, before.replace('1', '3'), ['x.a.*.b'])).toBeNull();
    expect(await verdict(before, before.replace('2', '3'), ['x.a.*.b'])).toBe('the change would also reach x.0.c');
  });
});

describe('a fixed file is refused', () => {
  it.each([
    ['another value', REPOSITORY.replace('"app"', '"b"'), 'resource.aws_ecr_repository.this.0.name'],
    ['a value that was not meant', REPOSITORY.replace('false', 'true'), 'resource.aws_ecr_repository.this.0.scan.0.on'],
    ['something new', `${REPOSITORY}a = 1\n`, 'a'],
    ['something new and empty', `${REPOSITORY}locals {\n}\n`, 'locals.0'],
    ['something lost', '', 'resource.aws_ecr_repository.this.0.name'],
  ])('when it differs in %s', async (_, after, place) => {
    expect(await verdict(REPOSITORY, after, ['resource.aws_ecr_repository.this.*.a'])).toBe(
      `the change would also reach ${place}`,
    );
  });

  it('when it is no longer valid', async () => {
    expect(await verdict(REPOSITORY, `${REPOSITORY}}`, [NAME])).toBe('the fixed text is not valid');
  });

  it("when only HashiCorp's parser says so", async () => {
    const accepts = async () => ({ accepted: false, message: 'nope' }) as const;
    const file = { path: 'main.tf', before: 'a = 1\n', after: 'a = 2\n', paths: [['a']], rules: [] };
    expect(await verify(file, accepts)).toMatch(/HashiCorp's parser does not accept .*: nope/);
  });

  it("when HashiCorp's parser is not up to it", async () => {
    const brackets = '['.repeat(1001);
    const [before, after] = [`a = 1\nb = "${brackets}"\n`, `a = 2\nb = "${brackets}"\n`];
    const file = { path: 'main.tf', before, after, paths: [['a']], rules: [] };
    expect(await verify(file)).toBe("HashiCorp's parser could not be asked: the text is nested too deeply");
  });
});

describe('a fixed JSON file', () => {
  const text = '{"a": {"b": [{"c": 1}], "d": null}}';

  it('may differ where it is meant to', async () => {
    expect(await verdict(text, text.replace('1', '2'), ['a.b.*.c'], 'main.tf.json')).toBeNull();
    expect(await verdict(text, text.replace('null', '{"e": 1}'), ['a.d.e'], 'main.tf.json')).toBeNull();
    expect(await verdict(text, text.replace('[', '[{}, '), ['a.b'], 'main.tf.json')).toBeNull();
  });

  it('may not differ elsewhere', async () => {
    expect(await verdict(text, text.replace('1', '2'), ['a.d'], 'main.tf.json')).toBe(
      'the change would also reach a.b.0.c',
    );
    expect(await verdict(text, text.replace('[{"c": 1}]', '{"c": 1}'), ['a.d'], 'main.tf.json')).toBe(
      'the change would also reach a.b',
    );
    expect(await verdict(text, '{', ['a'], 'main.tf.json')).toBe('the fixed text is not valid');
  });
});
