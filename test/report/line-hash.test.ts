import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lineHashes } from '../../src/report/line-hash.ts';

/** The definition, computed for each line anew: 100 characters from its start on, as digits to the base 37. */
function slowly(text: string): Map<number, string> {
  const units: number[] = [];
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit === 0x20 || unit === 0x09) continue;
    if (unit === 0x0a && text[i - 1] === '\r') continue;
    units.push(unit === 0x0d ? 0x0a : unit);
  }
  units.push(0xffff);
  const seen: string[] = [];
  const hashes = new Map<number, string>();
  for (let start = 0; start < units.length; start++) {
    if (start > 0 && units[start - 1] !== 0x0a) continue;
    let hash = 0n;
    for (let i = 0; i < 100; i++) hash = (hash * 37n + BigInt(units[start + i] ?? 0)) % 2n ** 64n;
    seen.push(hash.toString(16));
    const occurrence = seen.filter((other) => other === hash.toString(16)).length;
    hashes.set(hashes.size + 1, `${hash.toString(16)}:${occurrence}`);
  }
  return hashes;
}

describe('the line hashes of GitHub', () => {
  it('are what the definition says, whatever the text', () => {
    const piece = fc.constantFrom(
      'a',
      'resource "x" "y" {',
      ' ',
      '\t',
      '\n',
      '\r\n',
      '\r',
      '}',
      '\ufeff',
      '😀',
      '\u0000',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 250 }), (pieces) => {
        expect(lineHashes(pieces.join(''))).toEqual(slowly(pieces.join('')));
      }),
    );
  });

  // Computed apart from this program, with Python's integers.
  it.each([
    ['', 1, 'c129715d7a2bc9a3:1'],
    ['a', 1, '53b5d4aabe50d64:1'],
    ['resource "aws_ecr_repository" "api" {\n  name = "api"\n}\n', 2, '633944da8ba6b6e4:1'],
  ])('of %j are stable', (text, line, hash) => {
    expect(lineHashes(text).get(line)).toBe(hash);
  });

  it('leave out indentation and the kind of line ending', () => {
    expect(lineHashes('  a = 1\r\n\tb\r\n')).toEqual(lineHashes('a=1\nb\n'));
  });

  it('tell equal lines apart by a counter', () => {
    const hashes = [...lineHashes('}\n'.repeat(250)).values()];
    expect(hashes.slice(0, 3).map((hash) => hash.split(':')[1])).toEqual(['1', '2', '3']);
    expect(new Set(hashes).size).toBe(hashes.length);
  });
});
