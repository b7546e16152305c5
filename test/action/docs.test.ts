import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { run } from '../cli/run.ts';
import { textOf } from '../project/files.ts';
import { withFolder } from '../support/folder.ts';

const { validateWorkflow } = createRequire(import.meta.url)(
  '@action-validator/core',
) as typeof import('@action-validator/core');

interface Step {
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly run?: string;
}

interface Workflow {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, { readonly steps: readonly Step[] }>>;
}

const ACTION: Readonly<Record<'inputs' | 'outputs', Readonly<Record<string, { readonly default?: string }>>>> = parse(
  textOf('action.yml'),
);

/** The code blocks of a page in some language. */
function blocks(page: string, language: string): string[] {
  return [...textOf(page).matchAll(/^```(\w+)\n(.*?)^```$/gms)].flatMap(([, name, code]) =>
    name === language && code !== undefined ? [code] : [],
  );
}

const WORKFLOWS = blocks('docs/github-action.md', 'yaml').map((text): [name: string, text: string, read: Workflow] => {
  const read: Workflow & { readonly name: string } = parse(text);
  return [Object.keys(read.jobs).join(), text, read];
});

describe.each(WORKFLOWS)('the documented workflow of %s', (_, text, workflow) => {
  const steps = Object.values(workflow.jobs).flatMap((job) => job.steps);

  it('is valid by the schema of workflows', () => {
    expect(validateWorkflow(text).errors).toEqual([]);
  });

  it('asks for permissions, and for none that it could do without', () => {
    expect(workflow.permissions).toBeDefined();
    expect(Object.keys(workflow.permissions!)).toContain('contents');
    expect(text.includes('security-events: write')).toBe(text.includes('upload-sarif'));
    expect(text.includes('contents: write')).toBe(text.includes('git push'));
    expect(text.includes('pull-requests: write')).toBe(text.includes('gh pr comment'));
  });

  it('pins every action to a major version, and gives ours inputs that it has', () => {
    for (const { uses, with: inputs = {} } of steps) {
      if (uses === undefined) continue;
      expect(uses).toMatch(/^[\w-]+\/[\w/-]+@v\d+$/);
      if (uses.startsWith('ecrlint/')) {
        expect(Object.keys(ACTION.inputs)).toEqual(expect.arrayContaining(Object.keys(inputs)));
      }
    }
  });

  it('asks for outputs that there are, and lets no expression into a script', () => {
    for (const [, output] of text.matchAll(/steps\.ecrlint\.outputs\.([\w-]+)/g)) {
      expect(Object.keys(ACTION.outputs)).toContain(output);
    }
    for (const { run: script = '' } of steps) expect(script).not.toContain('${{');
  });
});

describe('the tables of the action', () => {
  it('name its inputs with their defaults, and its outputs', () => {
    const page = textOf('docs/github-action.md');
    const [inputs = '', outputs = ''] = page.split(/^\| (?:input|output) \|.*\n/m).slice(1);
    const rows = [...inputs.split('\n\n')[0]!.matchAll(/^\| `([\w-]+)` \| (?:`([^`]*)`)? ?\|/gm)];
    expect(Object.fromEntries(rows.map(([, name, usual = '']) => [name, usual]))).toEqual(
      Object.fromEntries(Object.entries(ACTION.inputs).map(([name, input]) => [name, input.default])),
    );
    const named = [...outputs.split('\n\n')[0]!.matchAll(/^\| ((?:`[\w-]+`(?:, )?)+) \|/gm)].flatMap(([, cell = '']) =>
      [...cell.matchAll(/`([\w-]+)`/g)].map(([, name]) => name),
    );
    expect(named.sort()).toEqual(Object.keys(ACTION.outputs).sort());
  });
});

/** Every command line of ours that a page shows, wherever it stands. */
function commandLines(page: string): string[][] {
  const lines = textOf(page).matchAll(/(?:npx --yes ecrlint@0\.1|^ecrlint) ((?:check|merge)[^\n']*)/gm);
  return [...lines].map(([, line = '']) => line.trim().split(/\s+/));
}

describe.each(['docs/reports.md', 'docs/ci.md', 'docs/github-action.md'])('the commands in %s', (page) => {
  it.each(commandLines(page).map((argv) => [argv.join(' '), argv] as const))('%s can be given', async (_, argv) => {
    const files = { 'main.tf': 'resource "aws_ecr_repository" "a" {\n  name = "a"\n}\n' };
    await withFolder(files, async (folder) => {
      for (const index of [1, 2]) {
        const more = [
          '--shard',
          `${index}/2`,
          '--format',
          `json=out/${index}.json`,
          '--format',
          `sarif=out/${index}.sarif`,
        ];
        await run(['check', ...more], { in: folder });
      }
      await run(['check', '--format', 'json=shards/1.json', '--format', 'sarif=shards/1.sarif'], { in: folder });
      // What is of another kind than files of this folder is tested elsewhere.
      const given = argv.map((word) => word.replace('*', '1').replace('plan.json', 'main.tf'));
      const { exitCode, stderr } = await run(
        given.filter((word) => !/^--changed|^--since|^origin/.test(word)),
        {
          in: folder,
        },
      );
      expect(stderr).toBe('');
      expect([0, 1]).toContain(exitCode);
    });
  });
});
