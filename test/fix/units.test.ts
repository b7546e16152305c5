import { describe, expect, it } from 'vitest';
import type { FixedFile } from '../../src/fix/fixed-point.ts';
import { changedUnits } from '../../src/fix/units.ts';
import { Verifier, verify } from '../../src/fix/verify.ts';
import { parseNative } from '../../src/hcl/parser.ts';
import { hcl2jsonAccepts } from '../../src/hcl/second-opinion.ts';
import { SourceFile } from '../../src/hcl/source.ts';

type Paths = readonly (readonly string[])[];

function unitsOf(before: string, after: string, paths: Paths = []) {
  const [old, fixed] = [before, after].map((text) => parseNative(new SourceFile('main.tf', text)));
  return changedUnits(old!, fixed!, paths);
}

const block = (name: string, rest = ''): string =>
  `resource "a" "${name}" {\n  name = "${name}-x"\n  ref  = [b.${name}.id, "${name}"]\n${rest}}\n`;

/** Adds a line to what `block` makes. */
const fixBlocks = (text: string): string => text.replaceAll(/^}$/gm, '  k = "v"\n}');

function kindsOf(text: string, paths: Paths = []): number {
  return new Set(unitsOf(text, fixBlocks(text), paths).map(({ kind }) => kind)).size;
}

describe('the units of a file', () => {
  it('are the blocks and arguments that differ, with the settings that are meant to', () => {
    const before = `a = 1\nb = 2\n${block('one')}\n# Two\n${block('two')}`;
    const after = before.replace('b = 2', 'b = 3').replace('two-x', 'two-y');
    const paths = [['b'], ['resource', 'a', 'two', '*', 'name'], ['resource', 'a', 'one', '*', 'name']];
    expect(unitsOf(before, after, paths)).toEqual([
      { before: 'b = 2\n', after: 'b = 3\n', paths: [paths[0]], kind: expect.any(String) },
      {
        before: block('two'),
        after: block('two').replace('two-x', 'two-y'),
        paths: [paths[1]],
        kind: expect.any(String),
      },
    ]);
  });

  it('are blocks that are new or gone', () => {
    expect(unitsOf(block('one'), block('two'))).toMatchObject([
      { before: block('one'), after: '' },
      { before: '', after: block('two') },
    ]);
  });

  it('keep blocks of one address together', () => {
    const locals = 'locals {\n  a = 1\n}\n';
    const others = 'locals {\n  b = 1\n}\n';
    expect(unitsOf(`${locals}x = 1\n${others}`, `${locals}x = 1\n${others.replace('1', '2')}`)).toMatchObject([
      { before: locals + others, after: locals + others.replace('1', '2') },
    ]);
  });

  it('do not depend on where something stands', () => {
    expect(unitsOf(`${block('one')}\n# Two\n${block('two')}`, `${block('two')}${block('one')}`)).toEqual([]);
  });
});

describe('blocks of one kind', () => {
  it('are those that differ in their names, plain strings and references', () => {
    expect(kindsOf(block('one') + block('two') + block('three'))).toBe(1);
    expect(kindsOf('module "a" {\n  source = "./x"\n}\nmodule "b" {\n  source = "./y"\n}\n')).toBe(1);
  });

  it.each([
    ['an argument', block('two', '  l = 1\n')],
    ['the name of an argument', block('two').replace('ref ', 'rex ')],
    ['a block inside', block('two', '  b {\n  }\n')],
    ['the label of a block inside', block('two', '  dynamic "x" {\n  }\n')],
    ['a reference', block('two').replace('b.two', 'b.one')],
    ['what a reference starts with', block('two').replace('b.two', 'c.two')],
    ['strings that are the same in one of them', block('two').replace('two-x', 'two')],
    ['a string that has an escape', block('two').replace('two-x', 'two\\n')],
    ['a string that has an interpolation', block('two').replace('two-x', '${x}')],
    ['a string that is empty', block('two').replace('two-x', '')],
    ['a number in place of a string', block('two').replace('"two-x"', '1')],
    ['a key of an object', block('two', '  o = { "one" = 1 }\n')],
    ['a comment', block('two', '  # two\n')],
  ])('are not those that differ in %s', (_, other) => {
    expect(kindsOf(block('one') + other)).toBe(2);
  });

  it('are not those of which the keys of an object differ', () => {
    const withKey = (name: string) => block(name, `  o = { "${name}" = 1, one = 2 }\n`);
    expect(kindsOf(withKey('one') + withKey('two'))).toBe(2);
  });

  it('are not those that escape what others write plainly', () => {
    const text = (name: string) => `resource "a" "${name}" {\n  x = "${name}"\n  y = "\\u0061"\n}\n`;
    expect(kindsOf(text('a') + text('b'))).toBe(2);
  });

  it('are those that become alike too', () => {
    const before = block('one') + block('two') + block('three');
    const after = block('one', '  k = "v"\n') + block('two', '  k = "v"\n') + block('three', '  k = "three"\n');
    const [one, two, three] = unitsOf(before, after).map(({ kind }) => kind);
    expect(two).toBe(one);
    expect(three).not.toBe(one);
  });

  it('are those that are meant to differ in the same', () => {
    const both = ['one', 'two'].map((name) => ['resource', 'a', name, '*', 'name']);
    expect(kindsOf(block('one') + block('two'), both)).toBe(1);
    expect(kindsOf(block('one') + block('two'), both.slice(1))).toBe(2);
  });
});

describe('files of many alike blocks', () => {
  const names = Array.from({ length: 2000 }, (_, index) => `service_${index}`);
  const before = names.map((name) => block(name)).join('\n');
  const after = fixBlocks(before);
  const paths = names.map((name) => ['resource', 'a', name, '*', 'k']);
  const file: FixedFile = { path: 'main.tf', before, after, paths, rules: [] };

  it("are accepted by what HashiCorp's parser says of one block of one of them", async () => {
    const asked: string[] = [];
    const verifier = new Verifier([file, file], (text) => {
      asked.push(text.text);
      return hcl2jsonAccepts(text);
    });
    expect([await verifier.doubt(file), await verifier.doubt({ ...file, path: 'b.tf' })]).toEqual([null, null]);
    expect(asked).toEqual([block('service_0'), fixBlocks(block('service_0'))]);
  });

  it('are read whole when they are short', async () => {
    const short = { ...file, before: block('one') + block('two'), after: block('one') + block('two', '  k = 1\n') };
    const asked: string[] = [];
    const accepts = async ({ text }: SourceFile) => {
      asked.push(text);
      return { accepted: true, json: null } as const;
    };
    expect(await verify({ ...short, paths: [['resource', 'a', 'two', '*', 'k']] }, accepts)).toBeNull();
    expect(asked).toEqual([short.before, short.after]);
  });

  it.each([
    ['a name', after.replace('"service_700-x"', '"service_701-x"'), 'resource.a.service_700.0.name'],
    ['a reference', after.replace('b.service_700.id', 'b.service_701.id'), 'resource.a.service_700.0.ref.0'],
    ['a block that is lost', after.replace(fixBlocks(block('service_700')), ''), 'resource.a.service_700.0.name'],
    ['a block that is new', `${after}resource "a" "c" {\n}\n`, 'resource.a.c.0'],
  ])('are refused for %s that is not meant to differ', async (_, text, place) => {
    expect(await verify({ ...file, after: text })).toBe(`the change would also reach ${place}`);
  });

  it("are refused for a block that HashiCorp's parser does not accept", async () => {
    const accepts = async ({ text }: SourceFile) =>
      text.includes('service_700') && text.includes('k =')
        ? ({ accepted: false, message: 'nope' } as const)
        : ({ accepted: true, json: null } as const);
    const different = { ...file, after: after.replace(/("service_700" \{)/, '$1 # Different') };
    expect(await verify(different, accepts)).toMatch(/HashiCorp's parser does not accept the fixed text: nope/);
  });

  it('are refused for a place that is like no other before, and like the others after', async () => {
    const old = before.replace('"service_700-x"', '1');
    expect(await verify({ ...file, before: old })).toBe('the change would also reach resource.a.service_700.0.name');
  });
});
