import { describe, expect, it } from 'vitest';
import { oneOfEachKind } from '../../src/fix/alike.ts';
import { verify } from '../../src/fix/verify.ts';
import { parseNative } from '../../src/hcl/parser.ts';
import { SourceFile } from '../../src/hcl/source.ts';

function kinds(before: string, after: string, paths: readonly (readonly string[])[] = []) {
  const [old, fixed] = [before, after].map((text) => parseNative(new SourceFile('main.tf', text)));
  return oneOfEachKind(old!, fixed!, paths);
}

const block = (name: string, rest = ''): string =>
  `resource "a" "${name}" {\n  name = "${name}-x"\n  ref  = [b.${name}.id, "${name}"]\n${rest}}\n`;

describe('blocks of one kind', () => {
  it('are those that differ in their names and plain strings', () => {
    const text = block('one') + block('two') + block('three');
    expect(kinds(text, text)).toEqual({ before: block('one').trim(), after: block('one').trim() });
  });

  it.each([
    ['an argument', block('two', '  k = 1\n')],
    ['the name of an argument', block('two').replace('ref ', 'rex ')],
    ['a type', block('two').replace('"a"', '"c"')],
    ['a reference', block('two').replace('b.two', 'b.one')],
    ['strings that are the same in one of them', block('two').replace('two-x', 'two')],
    ['a string that has an escape', block('two').replace('two-x', 'two\\n')],
    ['a string that has an interpolation', block('two').replace('two-x', '${x}')],
    ['a comment', block('two', '  # two\n')],
  ])('are not those that differ in %s', (_, other) => {
    const text = block('one') + other;
    expect(kinds(text, text).after.length).toBe(text.trim().length);
  });

  it('are those that become alike too', () => {
    const before = block('one') + block('two') + block('three');
    const after = block('one', '  k = "v"\n') + block('two', '  k = "v"\n') + block('three', '  k = "three"\n');
    expect(kinds(before, after)).toEqual({
      before: `${block('one').trim()}\n${block('three').trim()}`,
      after: `${block('one', '  k = "v"\n').trim()}\n${block('three', '  k = "three"\n').trim()}`,
    });
  });

  it('are those that are meant to differ in the same', () => {
    const text = block('one') + block('two');
    const both = ['one', 'two'].map((name) => ['resource', 'a', name, '*', 'name']);
    expect(kinds(text, text, both).before).toBe(block('one').trim());
    expect(kinds(text, text, both.slice(1)).before.length).toBe(text.trim().length);
  });
});

describe('a large file of alike blocks', () => {
  const names = Array.from({ length: 1000 }, (_, index) => `service_${index}`);
  const before = names.map((name) => block(name)).join('\n');
  const after = names.map((name) => block(name, '  k = true\n')).join('\n');
  const paths = names.map((name) => ['resource', 'a', name, '*', 'k']);
  const file = { path: 'main.tf', before, after, paths, rules: [] };

  it('is accepted by what HashiCorp says of one of them', async () => {
    const lengths: number[] = [];
    const accepts = async ({ text }: SourceFile) => {
      lengths.push(text.length);
      return { accepted: true, json: null } as const;
    };
    expect(await verify(file, accepts)).toBeNull();
    expect(Math.max(...lengths)).toBeLessThan(200);
    expect(await verify(file)).toBeNull();
  });

  it.each([
    ['a name', after.replace('"service_700-x"', '"service_701-x"'), 'resource.a.service_700.0.name'],
    ['a reference', after.replace('b.service_700.id', 'b.service_701.id'), 'resource.a.service_700.0.ref.0'],
    ['a block that is lost', after.replace(block('service_700', '  k = true\n'), ''), 'resource.a.service_700.0.name'],
  ])('is refused for %s in one of them that is not meant to differ', async (_, text, place) => {
    expect(await verify({ ...file, after: text })).toBe(`the change would also reach ${place}`);
  });
});
