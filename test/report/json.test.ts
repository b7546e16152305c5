import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/lint/finding.ts';
import { json } from '../../src/report/json.ts';
import { at, finding, PRODUCTION } from '../lint/build.ts';
import { MAIN, report, result, VARIABLES } from './build.ts';

const PLACE = at(MAIN, 'image_tag_mutability = var.mutability');

const FULL: Finding = finding({
  message: 'Tags of "api" can be overwritten.',
  resource: 'aws_ecr_repository.api',
  environment: { ...PRODUCTION, place: at(MAIN, '"production"') },
  place: at(VARIABLES, '"MUTABLE"'),
  trace: [
    {
      kind: 'definition',
      message: 'var.mutability defaults to "MUTABLE"',
      place: at(VARIABLES, 'default = "MUTABLE"'),
    },
    { kind: 'use', message: 'image_tag_mutability of aws_ecr_repository.api', place: PLACE },
  ],
});

describe('the JSON report', () => {
  it('has the documented form', () => {
    const findings = [FULL, finding({ rule: 'syntax', severity: 'info', resource: null, environment: null })];
    const unresolved = [{ rule: 'kms-encryption', resource: 'a.b', place: PLACE, reason: 'var.key has no value' }];
    expect(JSON.parse(json(report(result(findings, unresolved))))).toEqual({
      version: 1,
      tool: { name: 'ecrlint', version: '1.2.3' },
      findings: [
        {
          rule: 'immutable-tags',
          severity: 'error',
          message: 'Tags of "api" can be overwritten.',
          resource: 'aws_ecr_repository.api',
          environment: { kind: 'production', because: 'tag Environment = "production" (infra/main.tf:4)' },
          location: { file: 'infra/variables.tf', start: { line: 3, column: 13 }, end: { line: 3, column: 22 } },
          trace: [
            {
              message: 'var.mutability defaults to "MUTABLE"',
              location: { file: 'infra/variables.tf', start: { line: 3, column: 3 }, end: { line: 3, column: 22 } },
            },
            {
              message: 'image_tag_mutability of aws_ecr_repository.api',
              location: { file: 'infra/main.tf', start: { line: 3, column: 3 }, end: { line: 3, column: 40 } },
            },
          ],
          fix: null,
          suppressed: null,
        },
        {
          rule: 'syntax',
          severity: 'info',
          message: 'Tags can be overwritten.',
          resource: null,
          environment: null,
          location: null,
          trace: [],
          fix: null,
          suppressed: null,
        },
      ],
      unresolved: [
        {
          rule: 'kms-encryption',
          resource: 'a.b',
          location: { file: 'infra/main.tf', start: { line: 3, column: 3 }, end: { line: 3, column: 40 } },
          reason: 'var.key has no value',
        },
      ],
      fixed: [],
      summary: {
        files: 2,
        modules: 1,
        repositories: 1,
        errors: 1,
        warnings: 0,
        infos: 1,
        suppressed: 0,
        unresolved: 1,
        fixed: 0,
      },
    });
  });

  it('holds all severities whatever people are shown', () => {
    const hidden = report(result([finding({ severity: 'info' })]), { level: 'error', quiet: true });
    expect(JSON.parse(json(hidden)).findings).toHaveLength(1);
  });

  it('ends with a line ending', () => {
    expect(json(report(result([])))).toMatch(/[^\n]\n$/);
  });

  it('carries every text unharmed and steers no terminal', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (message) => {
        const written = json(report(result([finding({ message, resource: message })])));
        expect(written).not.toMatch(/(?!\n)[\p{Cc}\u202a-\u202e]/u);
        expect(JSON.parse(written).findings[0]).toMatchObject({ message, resource: message });
      }),
    );
  });
});
