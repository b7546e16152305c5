import type { Log } from 'sarif';
import { describe, expect, it } from 'vitest';
import { rules } from '../../../rules/index.ts';
import { replacementsOf } from '../../../src/cli/replacements.ts';
import { SourceFile } from '../../../src/hcl/source.ts';
import { toSarif } from '../../../src/report/sarif.ts';
import { finding } from '../../lint/build.ts';
import { lintFiles, lintPaths } from '../../support/lint.ts';
import { report, result } from '../build.ts';
import { multitoolProblems, schemaErrors } from './validate.ts';

const ROOT = new URL('../../../', import.meta.url).pathname;
const ALL = { rules: new Map(rules.map((rule) => [rule.id, rule])), replacementsOf };

async function ofFixtures(): Promise<Log> {
  const judged = await lintPaths(ROOT, ['fixtures']);
  expect(judged.findings.length).toBeGreaterThan(20);
  expect(judged.unresolved.length).toBeGreaterThan(0);
  return toSarif(report(judged, ALL));
}

const HOSTILE = '::error::%0A\u001b[31m]]></script>\u202e [x](y) {0} \ud800';

function ofHostileNames(): Log {
  const file = new SourceFile(`a b/${HOSTILE}.tf`, `${HOSTILE}\n`);
  const place = { file, start: 2, end: 9 };
  return toSarif(
    report(
      result(
        [
          finding({ rule: HOSTILE, message: HOSTILE, resource: HOSTILE, place }),
          finding({ message: HOSTILE, suppressed: { by: 'comment', reason: HOSTILE } }),
        ],
        [{ rule: 'syntax', resource: HOSTILE, place, reason: HOSTILE }],
      ),
      ALL,
    ),
  );
}

async function ofNothing(): Promise<Log> {
  return toSarif(report(await lintFiles({ 'main.tf': 'locals {}\n' }), ALL));
}

describe.each([
  ['of the fixtures', ofFixtures],
  ['with hostile names', async () => ofHostileNames()],
  ['of a clean run', ofNothing],
])('the SARIF report %s', (_, make) => {
  it('is valid by the schema of the standard', async () => {
    expect(schemaErrors(JSON.parse(JSON.stringify(await make())))).toEqual([]);
  });

  it('has no error and no warning from the validator, with the rules of GitHub', { timeout: 60_000 }, async () => {
    expect(await multitoolProblems(await make())).toEqual([]);
  });
});

describe('the validators', () => {
  it('find what is wrong, so that the tests above can fail', { timeout: 60_000 }, async () => {
    const log = await ofNothing();
    const [run] = log.runs;
    for (const one of run!.tool.driver.rules!) delete one.help;
    expect(await multitoolProblems(log)).toContainEqual(expect.stringContaining('GH'));
    expect(schemaErrors({ ...log, version: '1.0.0' })).not.toEqual([]);
  });
});

describe('the fixes in the report', () => {
  it('are there for what the fixtures have fixes for', async () => {
    const results = (await ofFixtures()).runs[0]!.results!;
    expect(results.filter(({ fixes }) => fixes !== undefined).length).toBeGreaterThan(10);
  });
});
