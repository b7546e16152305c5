import { describe, expect, it } from 'vitest';
import { SourceFile } from '../../src/hcl/source.ts';
import { type Fix, literal } from '../../src/lint/fix.ts';
import { commonFix } from '../../src/lint/merge-fixes.ts';

function fix(to: string, start = 0, safety: Fix['safety'] = 'safe'): Fix {
  // Another object for the same place each time, as two evaluations of one file give.
  const place = { file: new SourceFile('main.tf', 'a = "b"'), start, end: 7 };
  return { safety, description: `${safety}.`, edits: [{ kind: 'replace-value', value: place, by: literal(to) }] };
}

describe('the fix of what was found several times at one place', () => {
  it('is the one they have in common', () => {
    const first = fix('c');
    expect(commonFix([first, fix('c'), first])).toBe(first);
  });

  it('is as careful as the most careful of them', () => {
    expect(commonFix([fix('c'), fix('c', 0, 'unsafe'), fix('c')])?.safety).toBe('unsafe');
  });

  it('is none where they differ, or where one has none', () => {
    expect(commonFix([fix('c'), fix('d')])).toBeNull();
    expect(commonFix([fix('c'), fix('c', 4)])).toBeNull();
    expect(commonFix([fix('c'), null])).toBeNull();
    expect(commonFix([null, fix('c')])).toBeNull();
    expect(commonFix([])).toBeNull();
  });
});
