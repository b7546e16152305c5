import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { Haystack, Needle } from '../../src/terraform/byte-search.ts';
import { BYTE_SEARCH } from '../../src/terraform/byte-search.wasm.ts';

const folder = mkdtempSync(join(tmpdir(), 'ecrlint-search-'));
afterAll(() => rmSync(folder, { recursive: true }));

const haystack = new Haystack();

/** Few different characters, so that the text is often there, or nearly. */
function textOf(size: { minLength: number; maxLength: number }): fc.Arbitrary<string> {
  return fc.array(fc.constantFrom('a', 'b', 'c', '.', '\0', 'é'), size).map((characters) => characters.join(''));
}

function write(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

/** What each file holds by itself, in as many readings as it takes. */
function readAll(paths: readonly string[], needle: string): Map<string, { text: string; found: boolean }> {
  const read = new Map<string, { text: string; found: boolean }>();
  for (let from = 0; from < paths.length; ) {
    haystack.read(paths, from);
    expect(haystack.count).toBeGreaterThan(0);
    const files = haystack.files();
    const found = files.map((file) => file.includes(new Needle(needle)));
    if (found.includes(true)) expect(haystack.mayInclude(new Needle(needle))).toBe(true);
    for (const [index, { path, bytes }] of files.entries()) {
      read.set(path, { text: bytes.toString(), found: found[index]! });
    }
    from += haystack.count;
  }
  return read;
}

// Without it everything is found as well, only slowly.
test('the WebAssembly is code that this Node takes', () => {
  expect(WebAssembly.validate(Buffer.from(BYTE_SEARCH, 'base64'))).toBe(true);
});

describe('a haystack', () => {
  test('finds in each file what Node finds, whatever was read before', () => {
    const texts = fc.array(textOf({ minLength: 0, maxLength: 60 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(texts, textOf({ minLength: 1, maxLength: 20 }), (contents, needle) => {
        const paths = contents.map((text, index) => write(`${index}.tf`, text));
        const read = readAll(paths, needle);
        expect([...read]).toEqual(
          contents.map((text, index) => [paths[index], { text, found: Buffer.from(text).includes(needle) }]),
        );
        const may = haystack.mayInclude(new Needle(needle));
        expect(may).toBe(Buffer.from(contents.join('')).includes(needle));
      }),
      { numRuns: 2000 },
    );
  });

  test.each([0, 1, 13, 14, 15, 16, 17, 1000, 128 * 1024 - 10, 128 * 1024 - 3, 128 * 1024, 300_000])(
    'finds a text after %i bytes, at the very end, and no longer one without its last byte',
    (length) => {
      for (const needle of ['e', 'ec', 'ecr', '"./', 'ContainerRegistry']) {
        const text = ' '.repeat(length) + needle;
        const path = write('main.tf', text);
        expect(readAll([path], needle)).toEqual(new Map([[path, { text, found: true }]]));
        write('main.tf', text.slice(0, -1));
        expect(readAll([path], needle)).toEqual(new Map([[path, { text: text.slice(0, -1), found: false }]]));
      }
    },
  );

  test('takes as many files as there is room for, and one for which there is none alone', () => {
    const sizes = [60_000, 60_000, 60_000, 200_000, 10, 131_072, 131_071, 5];
    const paths = sizes.map((size, index) => write(`${index}.tf`, `${'x'.repeat(size - 1)}${index}`));
    const counts: number[] = [];
    for (let from = 0; from < paths.length; from += haystack.count) {
      haystack.read(paths, from);
      counts.push(haystack.count);
    }
    expect(counts).toEqual([2, 1, 1, 1, 1, 1, 1]);
    const read = readAll(paths, '5');
    expect([...read.values()].map(({ text }) => text.length)).toEqual(sizes);
    expect([...read.values()].map(({ found }) => found)).toEqual(sizes.map((_, index) => index === 5));
  });

  test('looks in bytes that it is given', () => {
    haystack.take('main.tf', Buffer.from('a module of ecr'));
    expect(haystack.count).toBe(1);
    expect(haystack.mayInclude(new Needle('ecr'))).toBe(true);
    expect(haystack.mayInclude(new Needle('ecs'))).toBe(false);
    const path = write('main.tf', 'ecs');
    expect(readAll([path], 'ecr').get(path)).toEqual({ text: 'ecs', found: false });
  });

  test('tells which files cannot be read, and reads the others', () => {
    const [first, last] = [write('first.tf', 'ecr'), write('last.tf', 'ecs')];
    const missing = join(folder, 'none.tf');
    haystack.read([first, missing, folder, last], 0);
    expect(haystack.count).toBe(4);
    expect(haystack.unread).toEqual([missing, folder]);
    expect(haystack.files().map(({ path, bytes }) => [path, bytes.toString()])).toEqual([
      [first, 'ecr'],
      [last, 'ecs'],
    ]);
    haystack.read([missing], 0);
    expect(haystack.count).toBe(1);
    expect(haystack.mayInclude(new Needle('ecr'))).toBe(false);
  });
});
