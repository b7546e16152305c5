import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JsonCursor, JsonError, parseRange } from '../../src/plan/json-cursor.ts';

function skips(text: string | Buffer): boolean {
  const bytes = Buffer.from(text);
  const cursor = new JsonCursor(bytes);
  try {
    cursor.skip();
    cursor.end();
    return true;
  } catch (error) {
    if (error instanceof JsonError) return false;
    throw error;
  }
}

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function errorOf(text: string): JsonError {
  const cursor = new JsonCursor(Buffer.from(text));
  try {
    cursor.skip();
    cursor.end();
  } catch (error) {
    if (error instanceof JsonError) return error;
  }
  throw new Error(`${text} was accepted.`);
}

describe('a cursor over JSON', () => {
  it('steps over exactly one value, which then parses to itself', () => {
    fc.assert(
      fc.property(fc.json(), fc.json(), (first, second) => {
        const bytes = Buffer.from(` ${first} ,${second}`);
        const range = new JsonCursor(bytes).skip();
        expect(bytes.toString('utf8', range.start, range.end)).toBe(first);
        expect(parseRange(bytes, range)).toEqual(JSON.parse(first));
      }),
    );
  });

  it('accepts what JSON.parse accepts, and nothing else', () => {
    const broken = fc
      .tuple(fc.json({ maxDepth: 3 }), fc.nat(), fc.constantFrom('', ',', '}', ']', '"', '\\', 'x', '01', '\n', '-'))
      .map(([text, at, piece]) => {
        const cut = text.length === 0 ? 0 : at % text.length;
        return text.slice(0, cut) + piece + text.slice(cut + 1);
      });
    fc.assert(
      fc.property(broken, (text) => {
        expect(skips(text), text).toBe(parses(text));
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ['{"a" 1}', 5, false],
    ['{"a":1,}', 7, false],
    ['[1 2]', 3, false],
    ['[tru]', 1, false],
    ['["\\x"]', 2, false],
    ['["a\nb"]', 3, false],
    ['{"a":1} x', 8, false],
    ['{"a":"b', 7, true],
    ['{"a":', 5, true],
    ['[1,', 3, true],
    ['[12', 3, true],
    ['', 0, true],
  ])('says where %j is wrong', (text, offset, truncated) => {
    const error = errorOf(text);
    expect({ offset: error.offset, truncated: error.truncated }).toEqual({ offset, truncated });
  });

  it('reads names and strings without their escapes', () => {
    const cursor = new JsonCursor(Buffer.from('{"na\\u006de":"\\"ü\\"","__proto__":"x"}'));
    const found: [string, string | null][] = [];
    cursor.object((name) => found.push([name, cursor.text()]));
    expect(found).toEqual([
      ['name', '"ü"'],
      ['__proto__', 'x'],
    ]);
  });

  it('goes no deeper than it says, without running out of stack', () => {
    expect(skips(`${'['.repeat(1_000)}${']'.repeat(1_000)}`)).toBe(true);
    expect(errorOf(`${'['.repeat(100_000)}${']'.repeat(100_000)}`).message).toContain('deeper than 1000 levels');
  });

  it('passes over what is no object or no array where one is wanted', () => {
    const cursor = new JsonCursor(Buffer.from('[null, {"a": [1]}, 2]'));
    const visited: boolean[] = [];
    cursor.array(() => visited.push(cursor.object(() => cursor.skip())));
    expect(visited).toEqual([false, true, false]);
  });
});
