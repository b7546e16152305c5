import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logLine, printable, printableJson, printableLine } from '../../src/report/printable.ts';
import { widthOf } from '../../src/report/width.ts';

describe('printable', () => {
  it.each([
    ['plain text, äöü and 日本', 'plain text, äöü and 日本'],
    ['\u001b]8;;http://x\u0007', '\\u001b]8;;http://x\\u0007'],
    ['a\nb\rc\td', 'a\\nb\\rc\\td'],
    ['\u009b2J', '\\u009b2J'],
    ['user\u202enimda', 'user\\u202enimda'],
    ['a\u200bb', 'a\\u200bb'],
    ['a\u2028b', 'a\\u2028b'],
    ['tag \u{e0041}', 'tag \\U000e0041'],
    ['lone \ud83d', 'lone \\ud83d'],
    ['👩‍🚀', '👩‍🚀'],
  ])('%j', (text, expected) => {
    expect(printable(text)).toBe(expected);
  });

  it('leaves nothing that steers a terminal', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(printable(text)).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
      }),
    );
  });

  it('makes one line', () => {
    expect(printableLine('  a\n  b\t\tc \u001b')).toBe('a b c \\u001b');
  });
});

describe('printableJson', () => {
  it('means the same', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(printableJson(JSON.stringify(value, null, 2)))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('escapes what JSON.stringify lets through', () => {
    expect(printableJson(JSON.stringify(['\u009b', '\u202e', '\u{e0041}', 'é']))).toBe(
      '["\\u009b","\\u202e","\\udb40\\udc41","é"]',
    );
  });
});

describe('widthOf', () => {
  it.each([
    ['a', 1],
    ['é', 1],
    ['日', 2],
    ['한', 2],
    ['Ａ', 2],
    ['ｱ', 1],
    ['🚀', 2],
    ['\u0301', 0],
    ['\u200d', 0],
    ['—', 1],
  ])('%s', (character, width) => {
    expect(widthOf(character)).toBe(width);
  });
});

describe('a line of a log', () => {
  it.each([
    ['::error::x', '\\u003a:error::x'],
    [' ##[error]x', '\\u0023#[error]x'],
    ['a::b', 'a::b'],
    ['# b', '# b'],
  ])('%j begins with no workflow command', (text, expected) => {
    expect(logLine(text)).toBe(expected);
  });
});
