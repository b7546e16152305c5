import { describe, expect, it } from 'vitest';
import type { applyFixes } from '../../src/fix/apply.ts';
import { type Edit, expression, literal } from '../../src/lint/fix.ts';
import { applyEach, Found, NO_BLOCKS } from './edit.ts';

const TEXT = 'resource "a" "b" {\n  name = "x"\n}\n\nresource "a" "c" {\n  name = "x"\n}\n';

function set(found: Found, header: string, name: string, value: string): Edit {
  return { kind: 'set-argument', block: found.at(header), name, value: literal(value) };
}

function textOf(round: ReturnType<typeof applyFixes>, path = 'main.tf'): string | undefined {
  return round.files.get(path)?.after.text;
}

describe('a round of fixes', () => {
  it('makes changes to one block together, in columns', () => {
    const found = new Found(TEXT);
    const round = applyEach([
      [set(found, 'resource "a" "b"', 'image_tag_mutability', 'IMMUTABLE')],
      [set(found, 'resource "a" "b"', 'force_delete', 'x')],
      [set(found, 'resource "a" "c"', 'a', 'x')],
    ]);
    expect(round.deferred).toEqual([]);
    expect(textOf(round)).toBe(
      'resource "a" "b" {\n  name                 = "x"\n  force_delete         = "x"\n  image_tag_mutability = "IMMUTABLE"\n}\n\n' +
        'resource "a" "c" {\n  name = "x"\n  a    = "x"\n}\n',
    );
  });

  it('takes equal fixes once and counts each', () => {
    const found = new Found('locals {\n  a = "MUTABLE"\n}\n');
    const edit: Edit = { kind: 'replace-value', value: found.at('"MUTABLE"'), by: literal('IMMUTABLE') };
    const round = applyEach([[edit], [edit]]);
    expect(textOf(round)).toBe('locals {\n  a = "IMMUTABLE"\n}\n');
    expect(round.applied.map(({ rule }) => rule)).toEqual(['a', 'b']);
    expect(round.files.get('main.tf')?.rules).toEqual(['a']);
  });

  it('leaves a fix for later that wants another value at a place', () => {
    const found = new Found('locals {\n  a = "MUTABLE"\n}\n');
    const value = found.at('"MUTABLE"');
    const round = applyEach([
      [{ kind: 'replace-value', value, by: literal('B') }],
      [{ kind: 'replace-value', value, by: literal('A') }],
    ]);
    expect(textOf(round)).toBe('locals {\n  a = "B"\n}\n');
    expect(round.deferred.map(({ rule }) => rule)).toEqual(['b']);
  });

  it('leaves a fix for later that adds what another one adds', () => {
    const found = new Found(TEXT);
    const key = (after: string): Edit => ({
      kind: 'add-resource',
      after: found.at(after),
      type: 'aws_kms_key',
      name: 'ecr',
      content: { arguments: [], blocks: NO_BLOCKS },
    });
    const round = applyEach([[key('resource "a" "c"')], [key('resource "a" "b"')]]);
    expect(textOf(round)?.match(/aws_kms_key/g)).toHaveLength(1);
    expect(round.deferred).toHaveLength(1);
    const other = applyEach([[set(found, 'resource "a" "b"', 'k', '1')], [set(found, 'resource "a" "b"', 'k', '2')]]);
    expect(textOf(other)).toContain('k    = "1"');
    expect(other.deferred).toHaveLength(1);
  });

  it('applies a fix as a whole: what clashes with a part of it clashes with all', () => {
    const found = new Found(TEXT);
    const round = applyEach([
      [set(found, 'resource "a" "b"', 'name', 'y')],
      [set(found, 'resource "a" "b"', 'name', 'z'), set(found, 'resource "a" "c"', 'name', 'z')],
    ]);
    expect(textOf(round)).toBe(TEXT.replace('"x"', '"y"'));
    expect(round.deferred).toHaveLength(1);
  });

  it('leaves a block alone that another fix removes', () => {
    const found = new Found(TEXT);
    const round = applyEach([
      [{ kind: 'remove-block', block: found.at('resource "a" "b"') }],
      [set(found, 'resource "a" "b"', 'k', '1')],
    ]);
    expect([textOf(round), round.deferred.length]).toEqual(['resource "a" "c" {\n  name = "x"\n}\n', 1]);
  });

  it('changes several files for one fix', () => {
    const [main, prod] = [new Found(TEXT), new Found('a = 1\n', 'prod.tfvars')];
    const round = applyEach([
      [{ kind: 'replace-value', value: prod.at('1'), by: literal(2) }, set(main, 'resource "a" "b"', 'name', 'y')],
    ]);
    expect([...round.files.keys()]).toEqual(['main.tf', 'prod.tfvars']);
  });
});

describe('a fix is refused', () => {
  const reasons = (...edits: readonly Edit[]): readonly string[] => {
    const round = applyEach([edits]);
    expect(round.files.size).toBe(0);
    return round.refused.map(({ reason }) => reason);
  };

  it.each<[string, string, (found: Found) => Edit]>([
    [
      'a comment would be lost',
      'locals {\n  a = [\n    1, # one\n    2,\n  ]\n}\n',
      (found) => ({ kind: 'replace-value', value: found.span('[', ']'), by: literal(1) }),
    ],
    [
      'a comment would be lost',
      'x {\n  # why\n  a = 1\n}\n',
      (found) => ({ kind: 'remove-block', block: found.at('x') }),
    ],
    [
      'a comment in the block would be lost',
      'x { /* why */ a = 1 }\n',
      (found) => ({ kind: 'remove-argument', argument: found.at('a = 1') }),
    ],
    ['main.tf has a syntax error', 'x {\n  a = \n}\n', (found) => set(found, 'x', 'b', 'c')],
    ['there is no block here', 'x {\n}\n', (found) => set(found, '}', 'b', 'c')],
    [
      'the text around it is not JSON',
      'locals {\n  a = "one two"\n}\n',
      (found) => ({ kind: 'replace-value', value: found.at('two'), by: literal('x') }),
    ],
    [
      'the value is put together from several parts',
      'locals {\n  a = "[\\"one two\\"]"\n}\n',
      (found) => ({ kind: 'replace-value', value: found.at('two'), by: literal('x') }),
    ],
    [
      'it is not written as an object',
      'locals {\n  a = merge({}, {})\n}\n',
      (found) => ({ kind: 'set-property', object: found.at('merge({}, {})'), name: 'x', value: literal(1) }),
    ],
    [
      'there is no "b" to remove',
      'locals {\n  a = {}\n}\n',
      (found) => ({ kind: 'remove-property', object: found.at('{}'), name: 'b' }),
    ],
    [
      'the file would no longer be valid',
      'locals {\n  a = 1\n}\n',
      (found) => ({ kind: 'replace-value', value: found.at('1'), by: expression('1 +') }),
    ],
  ])('because %s', (reason, text, edit) => {
    const found = new Found(text);
    expect(reasons(edit(found))).toEqual([reason]);
  });

  it('because its own changes overlap', () => {
    const found = new Found('locals {\n  a = { b = 1 }\n}\n');
    const edits: Edit[] = [
      { kind: 'replace-value', value: found.at('{ b = 1 }'), by: literal(1) },
      { kind: 'replace-value', value: found.at('1'), by: literal(2) },
    ];
    expect(reasons(...edits)).toEqual(['its changes overlap']);
  });

  it('and others of the file are applied when it alone would break it', () => {
    const found = new Found('locals {\n  a = 1\n  b = 2\n}\n');
    const round = applyEach([
      [{ kind: 'replace-value', value: found.at('1'), by: expression('1 +') }],
      [{ kind: 'replace-value', value: found.at('2'), by: literal(3) }],
    ]);
    expect(textOf(round)).toBe('locals {\n  a = 1\n  b = 3\n}\n');
    expect(round.applied.map(({ rule }) => rule)).toEqual(['b']);
    expect(round.refused.map(({ rule }) => rule)).toEqual(['a']);
  });
});
