import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { withFolder } from '../support/folder.ts';
import { run } from './run.ts';

const CASE = join(import.meta.dirname, '../plan/cases/tfvars');
const PLAN = readFileSync(join(CASE, '..', 'tfvars.plan.recorded.json'));

interface Location {
  readonly file: string;
  readonly start: { readonly line: number };
}

interface Seen {
  readonly findings: readonly {
    readonly rule: string;
    readonly resource: string;
    readonly location: Location | null;
  }[];
}

async function judge(args: readonly string[], folder: string, stdin?: Buffer): Promise<Seen> {
  const { stdout, stderr } = await run(['check', ...args, '--format', 'json'], {
    in: folder,
    ...(stdin === undefined ? {} : { stdin }),
  });
  expect(stderr).toBe('');
  const report: Seen = JSON.parse(stdout);
  return report;
}

describe('a plan in JSON', () => {
  it('is judged by what it says, from a file of any name, packed or not, and from standard input', async () => {
    await withFolder({ plan: PLAN, 'plan.json.gz': gzipSync(PLAN) }, async (folder) => {
      const plain = await judge(['plan'], folder);
      expect(plain.findings.length).toBeGreaterThan(0);
      expect(plain.findings.every(({ location, resource }) => location === null && resource.length > 0)).toBe(true);
      expect(await judge(['plan.json.gz'], folder)).toEqual(plain);
      expect(await judge(['-'], folder, PLAN)).toEqual(plain);
    });
  });

  it('gets the lines of the HCL it was made of', async () => {
    const beside = { 'plan.json': PLAN, 'main.tf': readFileSync(join(CASE, 'main.tf')) };
    await withFolder(beside, async (folder) => {
      const { findings } = await judge(['plan.json'], folder);
      expect(findings.filter(({ location }) => location?.file === 'main.tf').length).toBeGreaterThan(0);
      expect(await judge(['-', '--source', '.'], folder, PLAN)).toEqual({ ...(await judge(['plan.json'], folder)) });
    });
  });

  it('is not fixed without its HCL, which is told', async () => {
    await withFolder({ 'plan.json': PLAN }, async (folder) => {
      const { stderr } = await run(['check', 'plan.json', '--fix'], { in: folder });
      expect(stderr).toBe('ecrlint: A plan itself cannot be fixed. Name the folder of its HCL with --source.\n');
    });
  });

  it.each([
    ['a state', '{"format_version":"1.0","terraform_version":"1.11.4","values":{}}', /is not a plan but a state/],
    ['half a plan', PLAN.toString().slice(0, 2000), /is not valid JSON: it ends at line/],
    ['a saved plan', 'PK\u0003\u0004', /is not a plan but a saved plan in the binary format/],
    ['another text', 'hello', /is not a Terraform file/],
  ])('that is %s is refused with a sentence', async (_, content, message) => {
    await withFolder({ 'input.txt': content }, async (folder) => {
      const { exitCode, stdout, stderr } = await run(['check', 'input.txt'], { in: folder });
      expect([exitCode, stdout]).toEqual([2, '']);
      expect(stderr).toMatch(message);
      expect(stderr.trim().split('\n')).toHaveLength(1);
    });
  });

  it('whose source is not where it is said to be is refused', async () => {
    await withFolder({ 'plan.json': PLAN, 'other/main.tf': 'resource "x" "y" {}' }, async (folder) => {
      const { exitCode, stderr } = await run(['check', 'plan.json', '--source', 'other'], { in: folder });
      expect(exitCode).toBe(2);
      expect(stderr).toMatch(/"other" is not the source of plan.json/);
      const nowhere = await run(['check', 'plan.json', '--source', 'otter'], { in: folder });
      expect([nowhere.exitCode, nowhere.stderr]).toEqual([
        2,
        'ecrlint: "otter" cannot be read: there is no such directory. Check the path after --source.\n',
      ]);
    });
  });
});
