import { describe, expect, it } from 'vitest';
import { type Edit, expression, literal } from '../../src/lint/fix.ts';
import { Found, fixed, NO_BLOCKS } from './edit.ts';

/** What is not in columns stays as it is: a fix is no reason to format other people's lines. */
describe('a file that terraform fmt would change', () => {
  const HEADER = 'resource "aws_ecr_repository" "this"';
  const set = (found: Found, name: string, value: string): Edit => ({
    kind: 'set-argument',
    block: found.at(HEADER),
    name,
    value: literal(value),
  });

  it('keeps the spacing of a run that was not in columns', () => {
    const found = new Found(`${HEADER} {\n  name = "app"\n  force_delete=true   # c\n}\n`);
    expect(fixed(set(found, 'image_tag_mutability', 'IMMUTABLE'))).toBe(
      `${HEADER} {\n  name = "app"\n  force_delete=true   # c\n  image_tag_mutability = "IMMUTABLE"\n}\n`,
    );
  });

  it('keeps the spacing around a value that is replaced', () => {
    const found = new Found(`${HEADER} {\n  name = "app"   # a\n  image_tag_mutability   =   "MUTABLE" # b\n}\n`);
    expect(fixed(set(found, 'image_tag_mutability', 'IMMUTABLE'))).toBe(
      `${HEADER} {\n  name = "app"   # a\n  image_tag_mutability   =   "IMMUTABLE" # b\n}\n`,
    );
  });

  it('aligns one run of a file and leaves another one crooked', () => {
    const found = new Found(`${HEADER} {\n  name = "app"\n}\n\nlocals {\n  a = 1\n  bcd = 2\n}\n`);
    expect(fixed(set(found, 'image_tag_mutability', 'IMMUTABLE'))).toBe(
      `${HEADER} {\n  name                 = "app"\n  image_tag_mutability = "IMMUTABLE"\n}\n\nlocals {\n  a = 1\n  bcd = 2\n}\n`,
    );
  });

  it.each([
    ['tabs', '\t', '\t\t'],
    ['four spaces', '    ', '        '],
    ['one space', ' ', '  '],
  ])('indents with %s where its lines do', (_, one, two) => {
    const found = new Found(`${HEADER} {\n${one}name = "app"\n}\n`);
    const block: Edit = {
      kind: 'add-block',
      block: found.at(HEADER),
      type: 'encryption_configuration',
      content: {
        arguments: [
          ['encryption_type', literal('KMS')],
          ['kms_key', expression('var.key')],
        ],
        blocks: NO_BLOCKS,
      },
    };
    expect(fixed(block)).toBe(
      `${HEADER} {\n${one}name = "app"\n\n${one}encryption_configuration {\n` +
        `${two}encryption_type = "KMS"\n${two}kms_key         = var.key\n${one}}\n}\n`,
    );
  });

  it('writes each line ending as the lines before it do', () => {
    const found = new Found(`${HEADER} {\r\n  name = "app"\n}\r\n`);
    expect(fixed(set(found, 'region', 'eu'))).toBe(`${HEADER} {\r\n  name   = "app"\n  region = "eu"\n}\r\n`);
  });

  it('opens up a block on one line that is indented oddly', () => {
    const found = new Found(`${HEADER} {\n   scanning { scan = false }\n}\n`);
    const edit: Edit = { kind: 'set-argument', block: found.at('scanning'), name: 'mode', value: literal('x') };
    expect(fixed(edit)).toBe(`${HEADER} {\n   scanning {\n     scan = false\n     mode = "x"\n   }\n}\n`);
  });

  it('keeps a comment in a block on one line that opens up', () => {
    const found = new Found(`${HEADER} { /* all of it */ name = "app" }\n`);
    expect(fixed(set(found, 'region', 'eu'))).toBe(
      `${HEADER} {\n  /* all of it */ name = "app"\n  region               = "eu"\n}\n`,
    );
  });
});
