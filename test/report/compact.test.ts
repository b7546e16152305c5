import { describe, expect, it } from 'vitest';
import { compact } from '../../src/report/compact.ts';
import { dataOf } from '../../src/report/data.ts';
import { at, finding } from '../lint/build.ts';
import { MAIN, report, result } from './build.ts';

const PLACE = at(MAIN, 'image_tag_mutability');

describe('the compact report', () => {
  it('is one line for each finding', () => {
    const findings = [
      finding({ place: PLACE, message: 'One sentence.\nAnother.' }),
      finding({ severity: 'warning', message: 'No place.' }),
      finding({ rule: 'syntax', resource: null, message: 'Nothing.' }),
    ];
    expect(compact(dataOf(report(result(findings))))).toBe(
      [
        'infra/main.tf:3:3: error: One sentence. Another. [immutable-tags]\n',
        'aws_ecr_repository.this: warning: No place. [immutable-tags]\n',
        'ecrlint: error: Nothing. [syntax]\n',
      ].join(''),
    );
  });

  it('is empty when nothing is wrong, and below the level', () => {
    expect(compact(dataOf(report(result([]))))).toBe('');
    expect(compact(dataOf(report(result([finding({ severity: 'info' })]))))).toBe('');
  });

  it('escapes control characters', () => {
    expect(compact(dataOf(report(result([finding({ message: '\u001b[2J' })]))))).toContain('\\u001b[2J');
  });
});
