import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyFixes, type ChangedFile } from '../../src/fix/apply.ts';
import type { ProposedFix } from '../../src/fix/prepare.ts';
import { applyEdits } from '../../src/fix/text-edit.ts';
import { parseNative } from '../../src/hcl/parser.ts';
import { SourceFile } from '../../src/hcl/source.ts';
import { fixesOf, TEXT } from './generate.ts';

/** A text with some of the fixes for it, in some order. */
const FIXED_TEXT = TEXT.chain((text) => {
  const file = new SourceFile('main.tf', text);
  const fixes = fixesOf(file);
  return fc.record({ file: fc.constant(file), fixes: fc.shuffledSubarray(fixes, { minLength: 1 }) });
});

function commentsIn({ path, text }: SourceFile): string[] {
  return parseNative(new SourceFile(path, text)).comments.map(({ start, end }) => text.slice(start, end));
}

describe('whatever is fixed in whatever file', () => {
  it('the result is valid, has all comments, and differs only where it was edited', () => {
    fc.assert(
      fc.property(FIXED_TEXT, ({ file, fixes }) => {
        const result = applyFixes(fixes).files.get('main.tf');
        if (result === undefined) return;
        expect(parseNative(result.after).errors).toEqual([]);
        expect(commentsIn(result.after)).toEqual(commentsIn(file));
        expect(applyEdits(file.text, result.edits)).toBe(result.after.text);
        expectStyleOf(result);
      }),
      { numRuns: 400 },
    );
  });

  it('the order of fixes does not matter', () => {
    fc.assert(
      fc.property(FIXED_TEXT, ({ fixes }) => {
        const [one, other] = [applyFixes(fixes), applyFixes([...fixes].reverse())];
        expect(other.files.get('main.tf')?.after.text).toBe(one.files.get('main.tf')?.after.text);
        expect(other.applied).toEqual(one.applied);
      }),
      { numRuns: 200 },
    );
  });

  it('every fix is applied, left for later or refused', () => {
    fc.assert(
      fc.property(FIXED_TEXT, ({ fixes }) => {
        const { applied, deferred, refused } = applyFixes(fixes);
        const rules = [...applied, ...deferred, ...refused].map(({ rule }) => rule);
        // One that does what another one does goes with that.
        expect(new Set(fixes.map(({ rule }) => rule))).toEqual(new Set(rules));
        expect(applied.length + refused.length).toBeGreaterThan(0);
      }),
      { numRuns: 200 },
    );
  });

  it('setting an argument twice changes it once', () => {
    fc.assert(
      fc.property(TEXT, (text) => {
        const immutable = (file: SourceFile): ProposedFix[] =>
          fixesOf(file).filter(({ fix }) =>
            fix.edits.some((edit) => edit.kind === 'set-argument' && edit.name === 'image_tag_mutability'),
          );
        const once = applyFixes(immutable(new SourceFile('main.tf', text))).files.get('main.tf')?.after.text ?? text;
        const twice = applyFixes(immutable(new SourceFile('main.tf', once))).files.get('main.tf')?.after.text ?? once;
        expect(twice).toBe(once);
      }),
      { numRuns: 200 },
    );
  });

  it('an addition takes nothing away but space', () => {
    fc.assert(
      fc.property(FIXED_TEXT, ({ file, fixes }) => {
        const additions = fixes.filter(({ fix }) =>
          fix.edits.every(
            (edit) => edit.kind.startsWith('add-') || (edit.kind === 'set-argument' && !file.text.includes(edit.name)),
          ),
        );
        const edits = applyFixes(additions).files.get('main.tf')?.edits ?? [];
        for (const { start, end } of edits) expect(file.text.slice(start, end).trim()).toBe('');
      }),
      { numRuns: 300 },
    );
  });
});

/** The byte order mark, the line endings and the end of the file are what they were. */
function expectStyleOf({ before, after }: ChangedFile): void {
  expect(after.text.startsWith('\uFEFF')).toBe(before.text.startsWith('\uFEFF'));
  if (before.text.includes('\r\n')) expect(after.text.replaceAll('\r\n', '')).not.toContain('\n');
  else expect(after.text).not.toContain('\r');
  if (before.text.includes('\n')) expect(after.text.endsWith('\n')).toBe(before.text.endsWith('\n'));
}
