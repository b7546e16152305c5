import { describe, expect, it } from 'vitest';
import { SourceFile } from '../../src/hcl/source.ts';
import type { Finding } from '../../src/lint/finding.ts';
import { dataOf } from '../../src/report/data.ts';
import { github } from '../../src/report/github.ts';
import type { Report } from '../../src/report/report.ts';
import { at, finding } from '../lint/build.ts';
import { MAIN, report, result } from './build.ts';

function lines(findings: readonly Finding[], more: Partial<Report> = {}): readonly string[] {
  return github(dataOf(report(result(findings), more)))
    .split('\n')
    .slice(0, -1);
}

const PLACE = at(MAIN, 'image_tag_mutability');

describe('the workflow commands', () => {
  it('name file, lines and columns, and repeat the place for the log', () => {
    expect(lines([finding({ place: PLACE, message: 'One.' })], { pathInRepository: 'live' })).toEqual([
      '::error file=live/infra/main.tf,line=3,endLine=3,col=3,endColumn=23,title=immutable-tags%3A Finds immutable-tags::One. (infra/main.tf:3:3)',
    ]);
  });

  it('have no columns for several lines, as GitHub wants it', () => {
    const place = { file: MAIN, start: 0, end: MAIN.text.length - 1 };
    expect(lines([finding({ place })])[0]).toContain('line=1,endLine=5,title=');
  });

  it('have no file where there is no place', () => {
    expect(
      lines([finding({ resource: 'a.b', severity: 'warning' }), finding({ rule: 'gone', resource: null })]),
    ).toEqual([
      '::error title=gone::Tags can be overwritten.',
      '::warning title=immutable-tags%3A Finds immutable-tags::Tags can be overwritten. (a.b)',
    ]);
  });

  it('put errors first, and show what GitHub shows with a notice of the rest', () => {
    const many = (severity: Finding['severity']): Finding[] => Array.from({ length: 12 }, () => finding({ severity }));
    const shown = lines([...many('info'), ...many('warning'), ...many('error')], { level: 'info' });
    expect(shown.map((line) => /^::(\w+)/.exec(line)?.[1])).toEqual([
      ...Array(10).fill('error'),
      ...Array(10).fill('warning'),
      ...Array(10).fill('notice'),
    ]);
    expect(shown.at(-1)).toContain('2 errors, 2 warnings, 3 infos');
  });

  it('are none for what is suppressed or below the level', () => {
    const suppressed = { by: 'comment', reason: 'x' } as const;
    expect(lines([finding({ suppressed }), finding({ severity: 'info' })])).toEqual([]);
  });

  it('cannot be escaped from', () => {
    const file = new SourceFile('a,b::error::%0A\n.tf', 'a');
    const [line, ...rest] = lines([
      finding({ place: { file, start: 0, end: 1 }, message: '100%\r\n::stop-commands::x\u001b[31m\u202e %0A' }),
    ]);
    expect(rest).toEqual([]);
    expect(line).toContain('file=a%2Cb%3A%3Aerror%3A%3A%250A .tf,');
    expect(line).toContain('::100%25 ::stop-commands::x\\u001b[31m\\u202e %250A (');
  });
});
