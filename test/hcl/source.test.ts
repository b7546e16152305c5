import { describe, expect, it } from 'vitest';
import { SourceFile } from '../../src/hcl/source.ts';

describe('positions', () => {
  const file = new SourceFile('a.tf', 'ab\r\n😀é x\n\nz');

  it.each([
    [0, 1, 1],
    [2, 1, 3],
    [4, 2, 1],
    // An emoji is two code units, and one column.
    [6, 2, 2],
    [7, 2, 3],
    [9, 2, 5],
    [10, 3, 1],
    [11, 4, 1],
    [12, 4, 2],
    [99, 4, 2],
  ])('offset %i is %i:%i', (offset, line, column) => {
    expect(file.position(offset)).toEqual({ line, column });
  });

  it('lines come without their endings', () => {
    expect([1, 2, 3, 4, 5].map((line) => file.line(line))).toEqual(['ab', '😀é x', '', 'z', '']);
  });

  it('a final line ending starts no further line', () => {
    const count = (text: string): number => new SourceFile('a.tf', text).lineCount;
    expect([count(''), count('a'), count('a\n'), count('a\nb'), count('\n\n')]).toEqual([1, 1, 1, 2, 2]);
  });

  it('a byte order mark has no column', () => {
    const marked = new SourceFile('a.tf', '\ufeffab\n');
    expect(marked.position(1)).toEqual({ line: 1, column: 1 });
    expect(marked.position(2)).toEqual({ line: 1, column: 2 });
    expect(marked.line(1)).toBe('ab');
  });
});

describe('a line of megabytes', () => {
  it('has the columns that counting from its start gives', () => {
    const line = 'aé😀'.repeat(5000);
    const file = new SourceFile('a.tf', `x\n\uFEFF${line}\ny`);
    for (const offset of [2, 1026, 1027, 3000, 1500, 20_001, 2 + line.length]) {
      const column = [...file.text.slice(2, offset)].length + 1;
      // Between the halves of a surrogate pair, the first half counts as a whole.
      expect(file.position(offset)).toEqual({ line: 2, column });
    }
    expect(file.position(file.text.length)).toEqual({ line: 3, column: 2 });
  });
});
