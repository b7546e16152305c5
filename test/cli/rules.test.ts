import { describe, expect, it } from 'vitest';
import { rules } from '../../rules/index.ts';
import { run } from './run.ts';

describe('ecrlint rules', () => {
  it('lists every rule once, with its severity', async () => {
    const { exitCode, stdout, stderr } = await run(['rules']);
    expect([exitCode, stderr]).toEqual([0, '']);
    const lines = stdout.trimEnd().split('\n');
    expect(lines[0]).toMatch(/^rule +severity +fix +finds$/);
    expect(lines.slice(1).map((line) => line.split(' ')[0])).toEqual([
      ...rules.map(({ id }) => id),
      'syntax',
      'unused-suppression',
    ]);
    expect(lines.find((line) => line.startsWith('immutable-tags '))).toMatch(/ error\/warning +safe +Image tags/);
    expect(lines.find((line) => line.startsWith('prevent-destroy '))).toMatch(/ \(.+\) /);
  });

  it('gives them as JSON', async () => {
    const { stdout } = await run(['rules', '--format', 'json']);
    const list: { version: number; rules: { id: string; url: string; aliases: string[] }[] } = JSON.parse(stdout);
    expect(list.version).toBe(1);
    expect(list.rules.map(({ id }) => id)).toEqual(rules.map(({ id }) => id));
    expect(list.rules.find(({ id }) => id === 'immutable-tags')?.aliases).toContain('CKV_AWS_51');
  });
});

describe('ecrlint explain', () => {
  it('says what the page of a rule says', async () => {
    const { exitCode, stdout } = await run(['explain', 'immutable-tags']);
    expect(exitCode).toBe(0);
    for (const heading of ['What it finds', 'Why it matters', 'How to fix it', 'Severity', 'Examples', 'References']) {
      expect(stdout).toContain(`## ${heading}\n`);
    }
    expect(stdout).toContain('image_tag_mutability = "MUTABLE"');
  });

  it('takes the id of another tool, in any case', async () => {
    expect((await run(['explain', 'ckv_aws_51'])).stdout).toBe((await run(['explain', 'immutable-tags'])).stdout);
  });

  it.each(['syntax', 'unused-suppression'])('has a page for %s, too', async (id) => {
    const { exitCode, stdout } = await run(['explain', id]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(new RegExp(`^# \`${id}\`\\n\\n[^]+## What it finds\\n[^]+## How to fix it\\n`));
  });

  it('asks whether another rule was meant', async () => {
    const { exitCode, stdout, stderr } = await run(['explain', 'imutable-tag']);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toBe('ecrlint: There is no rule "imutable-tag". Did you mean immutable-tags?\n');
  });
});
