import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/lint/finding.ts';
import { dataOf } from '../../src/report/data.ts';
import { junit } from '../../src/report/junit.ts';
import type { Report } from '../../src/report/report.ts';
import { at, finding } from '../lint/build.ts';
import { MAIN, report, result, VARIABLES } from './build.ts';
import { type Element, parseXml } from './valid/xml.ts';

function suites(findings: readonly Finding[], more: Partial<Report> = {}): Element {
  return parseXml(junit(dataOf(report(result(findings), more))));
}

describe('the JUnit report', () => {
  it('has a suite for each file and a case for each finding', () => {
    const suppressed = { by: 'comment', reason: 'A sandbox.' } as const;
    const all = suites(
      [
        finding({ place: at(MAIN, 'image_tag_mutability'), message: 'One.' }),
        finding({ place: at(MAIN, 'name'), resource: 'a.b', suppressed }),
        finding({ place: at(VARIABLES, '"MUTABLE"'), rule: 'syntax', resource: null }),
        finding({ severity: 'info' }),
      ],
      { pathInRepository: 'live' },
    );
    expect(all.attributes).toMatchObject({ tests: '3', failures: '2', skipped: '1', errors: '0' });
    expect(all.children.map(({ name, attributes }) => [name, attributes.name, attributes.tests])).toEqual([
      ['testsuite', 'live/infra/main.tf', '2'],
      ['testsuite', 'live/infra/variables.tf', '1'],
    ]);
    const [failed, skipped] = all.children[0]!.children;
    expect(failed!.attributes).toMatchObject({
      name: 'immutable-tags: aws_ecr_repository.this',
      classname: 'live/infra/main.tf',
      file: 'live/infra/main.tf',
      line: '3',
    });
    expect(failed!.children[0]).toMatchObject({
      name: 'failure',
      attributes: { type: 'error', message: 'One.' },
      text: 'infra/main.tf:3:3; One.',
    });
    expect(skipped!.children[0]).toMatchObject({ name: 'skipped', attributes: { message: 'A sandbox.' } });
  });

  it('has a case that passes when nothing is wrong', () => {
    const all = suites([]);
    expect(all.children[0]!.children).toHaveLength(1);
    expect(all.children[0]!.children[0]!.children).toEqual([]);
  });

  it('is well-formed and carries what XML can say, whatever the names', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(']]>', '</testcase>', '&amp;', '"\'', '\u0000\u001b[2J', '\ufffe\uffff', '\ud800'),
    );
    fc.assert(
      fc.property(text, text, (message, resource) => {
        const [suite] = suites([finding({ message, resource })]).children;
        const name = suite!.children[0]!.attributes.name!;
        if (/^[\p{L}<>&"']*$/u.test(resource)) expect(name).toBe(`immutable-tags: ${resource}`.trim());
        expect(name).not.toMatch(/\p{Cc}/u);
      }),
    );
  });
});
