import { describe, expect, it } from 'vitest';
import { SourceFile } from '../../src/hcl/source.ts';
import type { Finding } from '../../src/lint/finding.ts';
import { dataOf } from '../../src/report/data.ts';
import { gitlab } from '../../src/report/gitlab.ts';
import type { Report } from '../../src/report/report.ts';
import { at, finding } from '../lint/build.ts';
import { MAIN, report, result } from './build.ts';

interface Issue {
  readonly description: string;
  readonly check_name: string;
  readonly fingerprint: string;
  readonly severity: string;
  readonly location: unknown;
}

function issues(findings: readonly Finding[], more: Partial<Report> = {}): readonly Issue[] {
  return JSON.parse(gitlab(dataOf(report(result(findings), more))));
}

const PLACED = finding({ place: at(MAIN, 'image_tag_mutability') });

describe('the code quality report', () => {
  it('has the form of GitLab', () => {
    expect(issues([PLACED], { pathInRepository: 'live' })).toEqual([
      {
        description: 'Tags can be overwritten.',
        check_name: 'immutable-tags',
        fingerprint: expect.stringMatching(/^[0-9a-f]{40}$/),
        severity: 'major',
        location: { path: 'live/infra/main.tf', lines: { begin: 3, end: 3 } },
      },
    ]);
  });

  it('is an empty list when nothing is wrong, and leaves out what is suppressed or below the level', () => {
    const suppressed = { by: 'comment', reason: 'x' } as const;
    expect(issues([{ ...PLACED, suppressed }, finding({ severity: 'info' })])).toEqual([]);
  });

  it('puts findings of a plan at its beginning and names the resource', () => {
    const [issue] = issues([finding({ resource: 'a.b', severity: 'warning' })], { inputName: 'out/plan.json' });
    expect(issue).toMatchObject({
      description: 'a.b: Tags can be overwritten.',
      severity: 'minor',
      location: { path: 'out/plan.json', lines: { begin: 1 } },
    });
  });

  it('has a fingerprint for each finding that moved lines do not change', () => {
    const moved = new SourceFile(MAIN.path, `\n\n${MAIN.text}`);
    const prints = (findings: readonly Finding[]) => issues(findings).map(({ fingerprint }) => fingerprint);
    const all = prints([PLACED, PLACED, { ...PLACED, rule: 'other' }, { ...PLACED, resource: 'c.d' }]);
    expect(new Set(all).size).toBe(4);
    expect(prints([{ ...PLACED, place: at(moved, 'image_tag_mutability') }])).toEqual(all.slice(0, 1));
    // What is not shown does not renumber what is.
    expect(prints([finding({ severity: 'info' }), PLACED])).toEqual(all.slice(0, 1));
  });

  it('steers no terminal', () => {
    const text = gitlab(dataOf(report(result([finding({ message: '\u001b[2J\u202e', resource: null })]))));
    expect(text).toContain('\\\\u001b[2J\\\\u202e');
  });
});
