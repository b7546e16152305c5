import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { applyFixes } from '../../src/fix/apply.ts';
import { SourceFile } from '../../src/hcl/source.ts';
import { Found, fixed, proposals } from './edit.ts';
import type { FmtCase } from './fmt-case.ts';
import { FMT_CASES } from './fmt-cases.ts';
import { fixesOf } from './generate.ts';

interface Recorded {
  readonly formatted: Readonly<Record<string, { readonly before: string; readonly after: string }>>;
  readonly samples: readonly { readonly before: string; readonly after: string }[];
}

const { formatted, samples }: Recorded = JSON.parse(
  readFileSync(new URL('./fmt.recorded.json', import.meta.url), 'utf8'),
);

function recordedFor({ name }: FmtCase): { readonly before: string; readonly after: string } {
  const recorded = formatted[name];
  if (recorded === undefined) throw new Error(`Run scripts/record-fmt.ts: it has not seen "${name}"`);
  return recorded;
}

/** Ways to write a file that change nothing about what its lines say. */
const WAYS: readonly (readonly [string, (text: string) => string])[] = [
  ['line feeds', (text) => text],
  ['carriage returns', (text) => text.replaceAll('\n', '\r\n')],
  ['a byte order mark', (text) => `\uFEFF${text}`],
  ['no final newline', (text) => text.slice(0, -1)],
  ['lines around it', (text) => `# Above.\n\nlocals {\n  a = 1\n}\n\n${text}\n# Below.\n`],
];

describe.each(WAYS)('a file with %s', (_, write) => {
  it.each(FMT_CASES.map((one) => [one.name, one] as const))('gets what terraform fmt would make of %s', (_, one) => {
    const { before, after } = recordedFor(one);
    expect(one.before).toBe(before);
    // What looks for several lines must find the line endings of the file.
    const found = new Found(write(before));
    const edits = one.edits(new FoundInLines(found));
    expect(fixed(...edits)).toBe(write(after));
  });
});

/** Finds places by what is written there, whatever its line endings. */
class FoundInLines extends Found {
  readonly #found: Found;

  constructor(found: Found) {
    super('');
    this.#found = found;
  }

  override at(text: string, n = 0) {
    return this.#found.at(this.#written(text), n);
  }

  override span(from: string, to: string) {
    return this.#found.span(this.#written(from), this.#written(to));
  }

  #written(text: string): string {
    return this.#found.file.text.includes('\r\n') ? text.replaceAll('\n', '\r\n') : text;
  }
}

describe('fixes made together', () => {
  it.each(FMT_CASES.map((one) => [one.name, one] as const))('give the same in any order: %s', (_, one) => {
    const edits = one.edits(new Found(recordedFor(one).before));
    const separate = proposals(edits.map((edit) => [edit]));
    const texts = [separate, [...separate].reverse()].map((fixes) => {
      const [file] = applyFixes(fixes).files.values();
      return file?.after.text;
    });
    expect(texts[0]).toBeDefined();
    expect(texts[1]).toBe(texts[0]);
  });
});

describe('a file made up at random that terraform fmt leaves as it is', () => {
  it.each(samples.map(({ before, after }, index) => [index, before, after] as const))(
    'is left as it is by terraform fmt after it is fixed (%i)',
    (_, before, after) => {
      const fixes = fixesOf(new SourceFile('main.tf', before));
      expect(applyFixes(fixes).files.get('main.tf')?.after.text).toBe(after);
    },
  );
});
