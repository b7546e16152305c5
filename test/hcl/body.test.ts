import { describe, expect, it } from 'vitest';
import { native, outline, sourceOf } from './support.ts';

describe('arguments', () => {
  it('have a name, a value and the ranges of both', () => {
    const text = '\n  instance_type   =   "t3.micro" # why\n';
    const [attribute] = native(text).body.attributes;
    expect(attribute).toMatchObject({ kind: 'attribute', name: 'instance_type', nameStart: 3, nameEnd: 16 });
    expect(sourceOf(attribute!)).toBe('instance_type   =   "t3.micro"');
    expect(sourceOf(attribute!.value)).toBe('"t3.micro"');
  });

  it('may end with the file', () => {
    expect(native('a = 1').body.attributes).toHaveLength(1);
  });

  it('may have names outside of ASCII, and with dashes', () => {
    const { body, errors } = native('größe-1 = 1\n名前 = 2\n𐐷 = 3\n');
    expect(errors).toEqual([]);
    expect(body.attributes.map((attribute) => attribute.name)).toEqual(['größe-1', '名前', '𐐷']);
  });

  it('keep their order, apart from that of blocks', () => {
    const { body } = native('b = 1\nx {}\na = 2\ny {}\n');
    expect(body.attributes.map((attribute) => attribute.name)).toEqual(['b', 'a']);
    expect(body.blocks.map((block) => block.type)).toEqual(['x', 'y']);
  });
});

describe('blocks', () => {
  it('have a type, labels and a body, each with its range', () => {
    const text = 'resource "aws_ecr_repository" main {\n  name = "x"\n}\n';
    const [block] = native(text).body.blocks;
    expect(block).toMatchObject({ type: 'resource', start: 0, headerEnd: 34 });
    expect(sourceOf(block!)).toBe(text.trimEnd());
    expect(block!.labels.map((label) => [label.value, sourceOf(label)])).toEqual([
      ['aws_ecr_repository', '"aws_ecr_repository"'],
      ['main', 'main'],
    ]);
    expect(sourceOf(block!.body)).toBe('{\n  name = "x"\n}');
    expect(block!.body.attributes.map(sourceOf)).toEqual(['name = "x"']);
  });

  it('end their header with the type where there are no labels', () => {
    const [block] = native('locals   {}\n').body.blocks;
    expect(block!.headerEnd).toBe('locals'.length);
  });

  it('may be written on one line with one argument, or none', () => {
    const { body, errors } = native('a { b = 1 }\nc {}\nd { }\n');
    expect(errors).toEqual([]);
    expect(body.blocks.map((block) => block.body.attributes.length)).toEqual([1, 0, 0]);
  });

  it('nest', () => {
    const [outer] = native('a {\n  b "c" {\n    d = 1\n  }\n  e = 2\n}\n').body.blocks;
    expect(outer!.body.blocks.map(sourceOf)).toEqual(['b "c" {\n    d = 1\n  }']);
    expect(outer!.body.attributes.map(sourceOf)).toEqual(['e = 2']);
  });

  it('have labels with escapes', () => {
    const [block] = native('a "\\u00e9 \\"x\\" $${y}" {}\n').body.blocks;
    expect(block!.labels[0]!.value).toBe('é "x" ${y}');
  });

  it('may have a comment after their opening brace', () => {
    expect(native('a { # why\n  b = 1\n}\n').errors).toEqual([]);
    expect(native('a { /* why */ b = 1 }\n').errors).toEqual([]);
  });
});

describe('comments', () => {
  it('are kept in order, line endings left out', () => {
    const file = native('# one\r\na = 1 // two\nb = [ /* three\n  */ 1, # four\n]\nc = "${ /* five */ d}" # six');
    expect(file.errors).toEqual([]);
    expect(file.comments.map(sourceOf)).toEqual(['# one', '// two', '/* three\n  */', '# four', '/* five */', '# six']);
  });

  it('are not found in strings and heredocs', () => {
    expect(native('a = "# x // y"\nb = <<E\n# z\nE\n').comments).toEqual([]);
  });

  it('end an argument with their line', () => {
    expect(native('a = 1 # x\nb = 2\n').errors).toEqual([]);
  });
});

describe('files', () => {
  it('may start with a byte order mark', () => {
    const { body, errors, file } = native('\ufeffa = 1\n');
    expect(errors).toEqual([]);
    expect(body.attributes[0]).toMatchObject({ name: 'a', start: 1 });
    expect(file.position(1)).toEqual({ line: 1, column: 1 });
  });

  it('may use CRLF', () => {
    const { body, errors } = native('a = 1\r\nb {\r\n  c = "x"\r\n}\r\n');
    expect(errors).toEqual([]);
    expect(outline(body.blocks[0]!.body.attributes[0]!.value)).toBe('(quoted "x")');
  });

  it('may be empty', () => {
    for (const text of ['', '\n', '# x', '\ufeff']) {
      expect(native(text)).toMatchObject({ errors: [], body: { attributes: [], blocks: [], start: 0 } });
    }
  });
});
