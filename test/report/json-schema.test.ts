import { describe, expect, it } from 'vitest';
import { type JsonReport, toJson } from '../../src/report/json.ts';
import { asJsonReport } from '../../src/report/json-schema.ts';
import type { Report } from '../../src/report/report.ts';
import { finding } from '../lint/build.ts';
import { lintPaths } from '../support/lint.ts';
import { report, result } from './build.ts';
import { jsonSchemaErrors } from './valid/report.ts';

const ROOT = new URL('../../', import.meta.url).pathname;

/** A report as a reader of the file gets it. */
function written(of: Report): JsonReport {
  return JSON.parse(JSON.stringify(toJson(of)));
}

describe('the JSON Schema of reports', () => {
  it('describes the report of the fixtures', async () => {
    const data = written(report(await lintPaths(ROOT, ['fixtures'])));
    expect(data.findings.length).toBeGreaterThan(20);
    expect(jsonSchemaErrors(data)).toEqual([]);
    expect(asJsonReport(data)).toEqual(data);
  });

  it('describes what seldom occurs', () => {
    const odd = finding({
      suppressed: { by: 'baseline', reason: '' },
      environment: null,
      fix: { safety: 'unsafe', description: 'It.', edits: [] },
    });
    const data = written(
      report(result([odd], [{ rule: 'a', resource: null, place: null, reason: 'b' }]), {
        shard: { index: 1, count: 2 },
        fixes: { fixed: [{ rule: 'a', file: 'b' }], heldUnsafe: 1 },
      }),
    );
    expect(jsonSchemaErrors(data)).toEqual([]);
    expect(asJsonReport(data)).toEqual(data);
  });

  it.each<[string, (data: JsonReport) => unknown]>([
    ['another version', (data) => ({ ...data, version: 2 })],
    ['another tool', (data) => ({ ...data, tool: { name: 'other', version: '1' } })],
    ['no findings', ({ findings: _, ...data }) => data],
    ['a finding that lacks its rule', (data) => ({ ...data, findings: [{ severity: 'error' }] })],
    ['a number', () => 1],
  ])('refuses %s', (_, change) => {
    const data = change(written(report(result([]))));
    expect(jsonSchemaErrors(data)).not.toEqual([]);
    expect(asJsonReport(data)).toBeNull();
  });
});
