import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BaselineEntry, moved } from '../../../src/lint/baseline/entry.ts';
import { readBaseline } from '../../../src/lint/baseline/read.ts';
import { renderBaseline } from '../../../src/lint/baseline/write.ts';

const HEAD = 'version: 1\nfindings:\n';

function problemOf(text: string): string {
  try {
    readBaseline(text, 'known.yaml');
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
  return '';
}

describe('a baseline file', () => {
  it('has one entry a line, sorted by where they are', () => {
    const entries: BaselineEntry[] = [
      { rule: 'scan-on-push', root: 'infra', resource: 'aws_ecr_repository.b', count: 1 },
      { rule: 'immutable-tags', root: 'infra', resource: 'aws_ecr_repository.b', count: 2 },
      { rule: 'syntax', file: 'bad.tf', count: 1 },
      { rule: 'scan-on-push', root: 'infra', resource: `module.x["it's"].aws_ecr_repository.a[0]`, count: 1 },
      { rule: 'scan-on-push', root: null, resource: 'aws_ecr_repository.b', count: 1 },
    ];
    const text = renderBaseline(entries);
    expect(text.split('\n').filter((line) => !line.startsWith('#'))).toEqual([
      'version: 1',
      'findings:',
      '  - {resource: aws_ecr_repository.b, rule: scan-on-push}',
      '  - {file: bad.tf, rule: syntax}',
      '  - {root: infra, resource: aws_ecr_repository.b, rule: immutable-tags, count: 2}',
      '  - {root: infra, resource: aws_ecr_repository.b, rule: scan-on-push}',
      `  - {root: infra, resource: 'module.x["it''s"].aws_ecr_repository.a[0]', rule: scan-on-push}`,
      '',
    ]);
    expect(renderBaseline([...entries].reverse())).toBe(text);
    expect(renderBaseline([])).toMatch(/^#.*\nversion: 1\nfindings: \[\]\n$/s);
  });

  it('is read as it was written, whatever names it has', () => {
    const name = fc.oneof(
      fc.string({ minLength: 1, unit: 'binary' }).filter((text) => text.isWellFormed()),
      fc.constantFrom(
        'true',
        'null',
        '~',
        '.',
        '..',
        '1',
        '1e3',
        '- a',
        'a: b',
        'a #b',
        '# a',
        '{',
        "'",
        '"',
        '\u2028',
        'no',
        '0x1',
      ),
    );
    const count = fc.integer({ min: 1, max: 99 });
    const entry: fc.Arbitrary<BaselineEntry> = fc.oneof(
      fc.record({ rule: name, root: fc.option(name), resource: name, count }),
      fc.record({ rule: name, file: name, count }),
    );
    fc.assert(
      fc.property(entry, (one) => {
        expect(readBaseline(renderBaseline([one]), 'x')).toEqual([one]);
        expect(renderBaseline([one]).split('\n')).toHaveLength(6);
      }),
      { numRuns: 300 },
    );
  });

  it('may be written by hand in other ways', () => {
    const text = `findings:\n- rule: a # why\n  root: .\n  resource: "b"\n- { "rule": "c", "file": "d" }\nversion: 1\n`;
    expect(readBaseline(text, 'x')).toEqual([
      { rule: 'a', root: '.', resource: 'b', count: 1 },
      { rule: 'c', file: 'd', count: 1 },
    ]);
    expect(readBaseline('version: 1\nfindings: []\n', 'x')).toEqual([]);
    expect(readBaseline('{"version": 1, "findings": []}', 'x')).toEqual([]);
  });

  it('speaks of paths as they are from its own folder', () => {
    const entries: BaselineEntry[] = [
      { rule: 'a', root: '.', resource: 'r', count: 1 },
      { rule: 'a', root: 'x/y', resource: 'r', count: 1 },
      { rule: 'a', root: null, resource: 'r', count: 1 },
      { rule: 'a', file: '../z.tf', count: 1 },
    ];
    const there = moved(entries, '/repo/infra', '/repo');
    expect(there.map((entry) => ('file' in entry ? entry.file : entry.root))).toEqual([
      'infra',
      'infra/x/y',
      null,
      'z.tf',
    ]);
    expect(moved(there, '/repo', '/repo/infra')).toEqual(entries);
  });

  it.each([
    ['', 1, 'it is no baseline'],
    ['- a\n', 1, 'it is no baseline'],
    ['findings: []\n', 1, 'its version is missing'],
    ['# x\nversion: 2\nfindings: []\n', 2, 'its version is 2, and this ecrlint knows version 1'],
    ['version: 1\nfinding: []\n', 2, 'there is no key "finding". Did you mean findings?'],
    ['version: 1\nfindings: {}\n', 2, '"findings" is not a list'],
    [`${HEAD}  - a\n`, 3, 'this entry has no "rule" and "resource"'],
    [`${HEAD}  - {rule: a, resource: b}\n  - {resource: b}\n`, 4, 'this entry has no "rule"'],
    [`${HEAD}  - {rule: a}\n`, 3, 'this entry has no "resource"'],
    [`${HEAD}  - {rule: a, resourc: b}\n`, 3, 'there is no key "resourc". Did you mean resource?'],
    [`${HEAD}  - {rule: a, root: [], resource: b}\n`, 3, '"root" is not a text'],
    [`${HEAD}  - rule: a\n    resource: 7\n`, 4, '"resource" is not a text'],
    [`${HEAD}  - {rule: a, resource: b, count: 0}\n`, 3, '"count" is not a number from 1'],
    [`${HEAD}  - {rule: a, resource: b, file: c}\n`, 3, 'this entry has a "file" beside a "root" or "resource"'],
    [`${HEAD}  - {rule: a, resource: b}\n  - {resource: b, rule: a}\n`, 4, 'this entry is there twice'],
    [`${HEAD}  - {rule: a, resource: b}\n<<<<<<< ours\n`, 4, 'it is not valid YAML'],
    [`${HEAD}  - {rule: a\n`, 4, 'it is not valid YAML'],
  ])('that says %j is refused at its line', (text, line, what) => {
    const problem = problemOf(text);
    expect(problem).toContain(`known.yaml:${line}: ${what}`);
    expect(problem).toMatch(/Mend the line, or write the file anew with --update-baseline\.$/);
  });
});
