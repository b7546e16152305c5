import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyFixes } from '../../src/fix/apply.ts';
import { textEditsOf } from '../../src/fix/single-fix.ts';
import { applyEdits } from '../../src/fix/text-edit.ts';
import { SourceFile } from '../../src/hcl/source.ts';
import { literal } from '../../src/lint/fix.ts';
import { Found, proposals } from './edit.ts';
import { fixesOf, TEXT } from './generate.ts';

describe('the text edits of one fix', () => {
  it('keep columns', () => {
    const found = new Found('resource "a" "b" {\n  name = "x"\n}\n');
    const [proposal] = proposals([
      [
        {
          kind: 'set-argument',
          block: found.at('resource "a" "b"'),
          name: 'image_tag_mutability',
          value: literal('I'),
        },
      ],
    ]);
    expect(textEditsOf(proposal!)).toEqual([
      {
        file: found.file,
        edits: [
          { start: 25, end: 26, text: '                 ' },
          { start: 32, end: 32, text: '  image_tag_mutability = "I"\n' },
        ],
      },
    ]);
  });

  it('are null for a fix that cannot be made', () => {
    const found = new Found('locals {\n  a = [\n    1, # one\n  ]\n}\n');
    const [proposal] = proposals([[{ kind: 'replace-value', value: found.span('[', ']'), by: literal(1) }]]);
    expect(textEditsOf(proposal!)).toBeNull();
  });

  it('do what applying the fix does, although they look at parts of the file alone', () => {
    let made = 0;
    fc.assert(
      fc.property(TEXT, (text) => {
        const file = new SourceFile('main.tf', text);
        for (const fix of fixesOf(file)) {
          const expected = applyFixes([fix]).files.get('main.tf')?.after.text ?? null;
          const [of] = textEditsOf(fix) ?? [];
          expect(of === undefined ? null : applyEdits(text, of.edits)).toBe(expected);
          made += of === undefined ? 0 : 1;
        }
      }),
      { numRuns: 200 },
    );
    expect(made).toBeGreaterThan(200);
  });
});
