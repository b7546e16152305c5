import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { Haystack, Needle } from '../../src/terraform/byte-search.ts';

const folder = mkdtempSync(join(tmpdir(), 'ecrlint-search-'));
const path = join(folder, 'main.tf');
afterAll(() => rmSync(folder, { recursive: true }));

/** Few different bytes, so that the text is often there, or nearly. */
const bytes = (size: { minLength: number; maxLength: number }) =>
  fc.array(fc.constantFrom('a', 'b', 'c', '.', '\0', 'é'), size).map((characters) => characters.join(''));

describe('a haystack', () => {
  const haystack = new Haystack();

  test('finds in a file what Node finds, whatever was read before', () => {
    fc.assert(
      fc.property(bytes({ minLength: 0, maxLength: 100 }), bytes({ minLength: 1, maxLength: 20 }), (text, needle) => {
        writeFileSync(path, text);
        haystack.read(path);
        expect(haystack.includes(new Needle(needle))).toBe(Buffer.from(text).includes(needle));
        expect(haystack.bytes).toEqual(Buffer.from(text));
      }),
      { numRuns: 2000 },
    );
  });

  test.each([0, 1, 13, 14, 15, 16, 17, 1000, 128 * 1024 - 10, 128 * 1024 - 3, 128 * 1024, 300_000])(
    'finds a text after %i bytes, at the very end, and no longer one without its last byte',
    (length) => {
      for (const needle of ['e', 'ec', 'ecr', '"./', 'ContainerRegistry']) {
        writeFileSync(path, ' '.repeat(length) + needle);
        haystack.read(path);
        expect(haystack.includes(new Needle(needle))).toBe(true);
        writeFileSync(path, ' '.repeat(length) + needle.slice(0, -1));
        haystack.read(path);
        expect(haystack.includes(new Needle(needle))).toBe(false);
      }
    },
  );

  test('looks in bytes that it is given', () => {
    haystack.take(Buffer.from('a module of ecr'));
    expect(haystack.includes(new Needle('ecr'))).toBe(true);
    expect(haystack.includes(new Needle('ecs'))).toBe(false);
    writeFileSync(path, 'ecs');
    haystack.read(path);
    expect(haystack.includes(new Needle('ecr'))).toBe(false);
    expect(haystack.includes(new Needle('ecs'))).toBe(true);
  });

  test('says why a file cannot be read, and still has what it had', () => {
    haystack.take(Buffer.from('ecr'));
    expect(() => haystack.read(join(folder, 'none.tf'))).toThrow('ENOENT');
    expect(haystack.includes(new Needle('ecr'))).toBe(true);
    expect(() => haystack.read(folder)).toThrow('EISDIR');
  });
});
