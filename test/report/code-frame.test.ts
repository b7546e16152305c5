import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SourceFile } from '../../src/hcl/source.ts';
import { codeFrame } from '../../src/report/code-frame.ts';
import { PLAIN } from '../../src/report/style.ts';
import { at } from '../lint/build.ts';

/** The frame around the first occurrence of `marked`. */
function frame(text: string, marked: string): string[] {
  return codeFrame(at(new SourceFile('main.tf', text), marked), PLAIN, (underline) => underline);
}

describe('codeFrame', () => {
  it('shows a line before and after, and underlines the place', () => {
    expect(frame('a {\n  b = 1\n  c = "x"\n  d = 2\n}\n', '"x"')).toEqual([
      '2 |   b = 1',
      '3 |   c = "x"',
      '  |       ^^^',
      '4 |   d = 2',
    ]);
  });

  it('leaves out what is not there or blank', () => {
    expect(frame('a = 1\n', '1')).toEqual(['1 | a = 1', '  |     ^']);
    expect(frame('\na = 1\n\nb = 2\n', '1')).toEqual(['2 | a = 1', '  |     ^']);
  });

  it('takes little longer for many places on a line of a megabyte', () => {
    const file = new SourceFile('main.tf', `a = [${'"x", '.repeat(200_000)}]\n`);
    for (let start = 5; start < file.text.length - 10; start += 500) {
      expect(codeFrame({ file, start, end: start + 3 }, PLAIN, (underline) => underline)[1]).toMatch(/ \^{3}$/);
    }
  }, 5000);

  it('aligns line numbers', () => {
    expect(frame(`${'\n'.repeat(7)}a = 1\nb = 2\nc = 3\n`, '2')).toEqual([
      ' 8 | a = 1',
      ' 9 | b = 2',
      '   |     ^',
      '10 | c = 3',
    ]);
  });

  it('underlines the first line of a place over several lines, without the space after it', () => {
    expect(frame('a {\n  p = <<EOF  \none\ntwo\nthree\nEOF\n}\n', '<<EOF  \none\ntwo\nthree\nEOF')).toEqual([
      '1 | a {',
      '2 |   p = <<EOF',
      '  |       ^^^^^',
      '3 | one',
      '4 | two',
    ]);
  });

  it('puts tabs at stops of four columns', () => {
    expect(frame('\ta\t= "x"', '"x"')).toEqual(['1 |     a   = "x"', '  |           ^^^']);
  });

  it('counts wide characters as two columns and combining ones as none', () => {
    expect(frame('a = "日本e\u0301" # x', '# x')).toEqual(['1 | a = "日本e\u0301" # x', '  |             ^^^']);
    expect(frame('a = "🚀" # x', '🚀')).toEqual(['1 | a = "🚀" # x', '  |      ^^']);
  });

  it('escapes what would steer the terminal', () => {
    expect(frame('a = "\u001b[31mx" # y', '# y')).toEqual(['1 | a = "\\u001b[31mx" # y', '  |                   ^^^']);
    expect(frame('# \u202etxet\na = 1', '1')[0]).toBe('1 | # \\u202etxet');
  });

  it('does not count a byte order mark', () => {
    expect(frame('\uFEFFa = 1', '1')).toEqual(['1 | a = 1', '  |     ^']);
  });

  it('knows no line ending by its carriage return', () => {
    expect(frame('a = 1\r\nb = 2\r\n', '2')).toEqual(['1 | a = 1', '2 | b = 2', '  |     ^']);
  });

  it('cuts a long line around the place', () => {
    const long = `a = "${'x'.repeat(300)}MUTABLE${'y'.repeat(300)}"`;
    const [line = '', underline = ''] = frame(long, 'MUTABLE');
    expect(line).toBe(`1 | …${'x'.repeat(40)}MUTABLE${'y'.repeat(73)}…`);
    expect(underline).toBe(`  | ${' '.repeat(41)}^^^^^^^`);
  });

  it('keeps the start of a long line when the place is there', () => {
    const [line = '', underline = ''] = frame(`a = 1 # ${'x'.repeat(300)}`, '1');
    expect(line).toBe(`1 | a = 1 # ${'x'.repeat(112)}…`);
    expect(underline).toBe('  |     ^');
  });

  it('marks the end of a line when the place is past it', () => {
    const file = new SourceFile('main.tf', 'a =\n');
    expect(codeFrame({ file, start: 3, end: 4 }, PLAIN, (x) => x)).toEqual(['1 | a =', '  |    ^']);
    expect(codeFrame({ file, start: 4, end: 4 }, PLAIN, (x) => x)).toEqual(['1 | a =', '2 |', '  | ^']);
  });

  it('copes with every text and every range', () => {
    const anyText = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom('\n', '\r', '\t', ' ', 'a', '日', '\u0301', '\ud83d', '\u001b', '\ufeff') }),
    );
    fc.assert(
      fc.property(anyText, fc.integer({ min: -2, max: 40 }), fc.integer({ min: -2, max: 40 }), (text, start, end) => {
        const lines = codeFrame({ file: new SourceFile('x.tf', text), start, end }, PLAIN, (x) => x);
        expect(lines.filter((line) => /^ *\| +\^+$/.test(line))).toHaveLength(1);
        for (const line of lines) {
          expect(line).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
          expect(line).toMatch(/^ *\d* \|/);
        }
      }),
      { numRuns: 500 },
    );
  });
});
