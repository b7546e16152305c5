import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Log } from 'sarif';
import { describe, expect, it } from 'vitest';
import type { JsonReport } from '../../src/report/json.ts';
import { multitoolProblems, schemaErrors } from '../report/sarif/validate.ts';
import { withFolder } from '../support/folder.ts';
import { run } from './run.ts';

const MODULE = 'resource "aws_ecr_repository" "this" {\n  name = var.name\n}\nvariable "name" {}\n';
const stack = (name: string) => `module "ecr" {\n  source = "../modules/ecr"\n  name   = "${name}"\n}\n`;
const TREE = {
  'modules/ecr/main.tf': MODULE,
  'a/main.tf': stack('a'),
  'b/main.tf': stack('b'),
  'c/main.tf': 'resource "aws_ecr_repository" "c" {\n  name = "c"\n  tags = { Environment = "production" }\n}\n',
  'd/main.tf': 'resource "aws_ecr_repository" "d" {\n  name = "D"\n}\n# ecrlint-ignore: scan-on-push -- gone\n',
  'broken/main.tf': 'resource "aws_ecr_repository" {\n',
};

/** The tree with the reports of all its shards in one format. */
function withShards<T>(count: number, format: 'json' | 'sarif', use: (folder: string) => T | Promise<T>): Promise<T> {
  return withFolder(TREE, async (folder) => {
    for (let index = 1; index <= count; index++) {
      const argv = ['check', '--shard', `${index}/${count}`, '--format', `${format}=out/${index}.${format}`, '.'];
      const { stderr } = await run(argv, { in: folder });
      expect(stderr).toBe('');
    }
    return await use(folder);
  });
}

function names(count: number, format: string): string[] {
  return Array.from({ length: count }, (_, index) => `out/${index + 1}.${format}`);
}

async function unsharded(folder: string, format: string): Promise<string> {
  return (await run(['check', '--format', format, '.'], { in: folder })).stdout;
}

function places({ findings }: JsonReport): readonly unknown[] {
  return findings.map(({ rule, severity, location }) => [rule, severity, location]);
}

describe.each([1, 2, 3, 9])('the JSON reports of %i shards', (count) => {
  it('joined say what one run says', async () => {
    await withShards(count, 'json', async (folder) => {
      const { stdout, stderr, exitCode } = await run(['merge', ...names(count, 'json')], { in: folder });
      expect([stderr, exitCode]).toEqual(['', 1]);
      const [joined, whole]: JsonReport[] = [JSON.parse(stdout), JSON.parse(await unsharded(folder, 'json'))];
      expect(places(joined!)).toEqual(places(whole!));
      expect(joined!.unresolved).toEqual(whole!.unresolved);
      // The module that both callers use counts in each shard that has one.
      const modules = expect.toSatisfy((sum: number) => [0, 1].includes(sum - whole!.summary.modules));
      expect(joined!.summary).toEqual({ ...whole!.summary, modules });
      expect(joined).not.toHaveProperty('shard');
    });
  });
});

describe('shards', () => {
  it('judge each root module once', async () => {
    await withShards(3, 'json', async (folder) => {
      const reports = names(3, 'json').map((name): JsonReport => JSON.parse(readFileSync(join(folder, name), 'utf8')));
      const judged = reports.map(({ summary }) => summary.repositories);
      const whole: JsonReport = JSON.parse(await unsharded(folder, 'json'));
      expect(judged.reduce((sum, one) => sum + one, 0)).toBe(whole.summary.repositories);
      expect(Math.max(...judged) - Math.min(...judged)).toBeLessThanOrEqual(1);
      expect(reports.map(({ shard }) => shard)).toEqual([1, 2, 3].map((index) => ({ index, count: 3 })));
    });
  });

  it('leave what a baseline has of other shards as it is', async () => {
    const files = {
      'a/main.tf': 'resource "aws_ecr_repository" "a" {\n  name = "a"\n}\n',
      'b/main.tf': 'resource "aws_ecr_repository" "b" {\n  name = "b"\n}\n',
    };
    await withFolder(files, async (folder) => {
      const baseline = ['--baseline', 'known.yaml'];
      await run(['check', ...baseline, '--update-baseline'], { in: folder });
      const before = readFileSync(join(folder, 'known.yaml'), 'utf8');
      for (const shard of ['1/2', '2/2']) {
        const { stderr } = await run(['check', '--shard', shard, ...baseline], { in: folder });
        expect(stderr).toBe('');
      }
      await run(['check', '--shard', '1/2', ...baseline, '--update-baseline'], { in: folder });
      expect(readFileSync(join(folder, 'known.yaml'), 'utf8')).toBe(before);
    });
  });

  it('that are missing are told, and nothing is joined', async () => {
    await withShards(3, 'json', async (folder) => {
      const { exitCode, stdout, stderr } = await run(['merge', 'out/2.json'], { in: folder });
      expect([exitCode, stdout]).toEqual([2, '']);
      expect(stderr).toBe('ecrlint: Of 3 shards, 1 and 3 are missing. Name the reports of all.\n');
    });
  });

  it.each(['0/2', '3/2', '1', 'a/b', '1/2/3'])('are not named %s', async (value) => {
    const { exitCode, stderr } = await run(['check', '--shard', value]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(`not "${value}"`);
  });
});

describe('JSON reports', () => {
  it('can be joined into formats for people, and files', async () => {
    await withShards(2, 'json', async (folder) => {
      const argv = ['merge', ...names(2, 'json'), '--format', 'compact', '--format', 'markdown=m.md'];
      const { stdout } = await run(argv, { in: folder });
      expect(stdout).toBe(await unsharded(folder, 'compact'));
      expect(readFileSync(join(folder, 'm.md'), 'utf8')).toContain('### ecrlint: ');
    });
  });

  it('give a job summary with workflow commands', async () => {
    await withShards(2, 'json', async (folder) => {
      const summary = join(folder, 'summary.md');
      const argv = ['merge', ...names(2, 'json'), '--format', 'github'];
      const { stdout } = await run(argv, { in: folder, env: { GITHUB_STEP_SUMMARY: summary } });
      expect(stdout).toMatch(/^::error file=/);
      expect(readFileSync(summary, 'utf8')).toContain('### ecrlint: ');
    });
  });

  it('fail as told', async () => {
    await withShards(1, 'json', async (folder) => {
      const code = async (...flags: string[]) =>
        (await run(['merge', 'out/1.json', ...flags], { in: folder })).exitCode;
      expect(await code('--fail-on', 'never')).toBe(0);
      expect(await code('--fail-on', 'info')).toBe(1);
    });
  });

  it('of separate trees are added up', async () => {
    const one = 'resource "aws_ecr_repository" "c" {\n  name = "c"\n}\n';
    await withFolder({ 'a/main.tf': one, 'b/main.tf': one }, async (folder) => {
      for (const name of ['a', 'b']) await run(['check', '--format', `json=${name}.json`, name], { in: folder });
      const { stdout } = await run(['merge', 'a.json', 'b.json'], { in: folder });
      const whole: JsonReport = JSON.parse(await unsharded(folder, 'json'));
      expect(JSON.parse(stdout)).toEqual(whole);
    });
  });
});

describe('the SARIF reports of shards', () => {
  it('joined are one valid run with the results of one run', async () => {
    await withShards(3, 'sarif', async (folder) => {
      const { stdout, stderr, exitCode } = await run(['merge', ...names(3, 'sarif')], { in: folder });
      expect([stderr, exitCode]).toEqual(['', 1]);
      const [joined, whole]: Log[] = [JSON.parse(stdout), JSON.parse(await unsharded(folder, 'sarif'))];
      const [run1, run2] = [joined!.runs[0]!, whole!.runs[0]!];
      expect(joined!.runs).toHaveLength(1);
      expect(run1).not.toHaveProperty('automationDetails');
      expect(run1.tool).toEqual(run2.tool);
      const of = ({ results = [] }: Log['runs'][number]) =>
        results.map(({ ruleId, ruleIndex, level, locations }) => [
          ruleId,
          ruleIndex,
          level,
          locations?.[0]?.physicalLocation,
        ]);
      expect(of(run1)).toEqual(of(run2));
      expect(schemaErrors(joined)).toEqual([]);
      expect(await multitoolProblems(joined!)).toEqual([]);
    });
  }, 60_000);

  it('are told apart by an id of their own, as GitHub needs it', async () => {
    await withShards(2, 'sarif', (folder) => {
      const ids = names(2, 'sarif').map((name) => {
        const log: Log = JSON.parse(readFileSync(join(folder, name), 'utf8'));
        return log.runs[0]!.automationDetails!.id;
      });
      expect(ids).toEqual(['ecrlint/shard-1-of-2/', 'ecrlint/shard-2-of-2/']);
    });
  });

  it('have their rules once, with indexes that fit', async () => {
    const log = (ids: readonly string[]): string =>
      JSON.stringify({
        version: '2.1.0',
        runs: [
          {
            tool: { driver: { name: 'ecrlint', version: '1', rules: ids.map((id) => ({ id })) } },
            results: ids.map((ruleId, ruleIndex) => ({
              ruleId,
              ruleIndex,
              level: 'note',
              message: { text: ids.join() },
              locations: [],
            })),
          },
        ],
      });
    await withFolder({ '1.sarif': log(['a', 'b']), '2.sarif': log(['c', 'b']) }, async (folder) => {
      const { stdout, exitCode } = await run(['merge', '1.sarif', '2.sarif'], { in: folder });
      const joined: Log = JSON.parse(stdout);
      const [{ tool, results = [] }] = joined.runs as [Log['runs'][number]];
      const ids = tool.driver.rules!.map(({ id }) => id);
      expect(ids).toEqual(['a', 'b', 'c']);
      expect(results.map(({ ruleId }) => ruleId)).toEqual(['a', 'b', 'b', 'c']);
      for (const { ruleId, ruleIndex } of results) expect(ids[ruleIndex!]).toBe(ruleId);
      expect(exitCode).toBe(0);
    });
  });
});

describe('what cannot be joined', () => {
  const json = JSON.stringify({
    version: 1,
    tool: { name: 'ecrlint', version: '9.9.9' },
    findings: [],
    unresolved: [],
    fixed: [],
    summary: {
      files: 0,
      modules: 0,
      repositories: 0,
      errors: 0,
      warnings: 0,
      infos: 0,
      suppressed: 0,
      unresolved: 0,
      fixed: 0,
    },
  });
  const sarif = '{"version":"2.1.0","runs":[]}';
  const files = {
    'a.json': json,
    'b.json': json.replace('9.9.9', '1.0.0'),
    'a.sarif': sarif,
    'other.sarif':
      '{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"x","version":"1","rules":[]}},"results":[]}]}',
    'cut.json': json.slice(0, 40),
  };

  it.each([
    [['a.json', 'a.sarif'], '"a.json" is a JSON report and "a.sarif" is SARIF. Join those of one kind.'],
    [
      ['a.json', 'b.json'],
      '"a.json" is of ecrlint 9.9.9 and "b.json" of 1.0.0, whose rules may differ. Make all with one version.',
    ],
    [
      ['other.sarif'],
      '"other.sarif" is no report of ecrlint that can be joined. Name files that ecrlint check --format json or sarif wrote.',
    ],
    [['cut.json'], '"cut.json" is not JSON, so it is no report that can be joined. It may be cut short.'],
    [['gone.json'], '"gone.json" cannot be read: there is no such file or directory. Check the path.'],
    [
      ['a.json', '--format', 'text'],
      'JSON reports cannot be joined into text, which needs the files. Choose compact, json, github, junit, gitlab or markdown.',
    ],
    [['a.sarif', '--format', 'json'], 'SARIF reports can only be joined into sarif, not into json. Join JSON reports.'],
  ])('%j', async (argv, sentence) => {
    await withFolder(files, async (folder) => {
      const outcome = await run(['merge', ...argv], { in: folder });
      expect(outcome).toEqual({ exitCode: 2, stdout: '', stderr: `ecrlint: ${sentence}\n` });
    });
  });
});
