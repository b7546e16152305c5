import { describe, expect, it } from 'vitest';
import { withFolder } from '../support/folder.ts';
import { run } from './run.ts';

const FILES = {
  '.ecrlint.yaml': 'plugins: [./names.mjs]\nrules:\n  acme/names: error\n',
  'names.mjs': `export default {
  id: 'acme/names',
  title: 'A repository has a name',
  documentation: {
    how: 'Take it away. Then look again.',
    references: [{ title: 'Names', url: 'https://acme.example/names' }],
  },
  check(facts, context) {
    for (const subject of facts.repositories) {
      const { body, name, value } = subject.name;
      context.report({ subject, message: 'It has one.', evidence: { kind: 'value', value, body, argument: name } });
    }
  },
};`,
  'main.tf': 'resource "aws_ecr_repository" "app" {\n  name = "app"\n}\n',
};

const inFolder = (...argv: readonly string[]) => withFolder(FILES, (folder) => run(argv, { in: folder }));
const ONLY = ['check', '--only', 'acme/names'];

describe('rules of plug-ins', () => {
  it('are shown with what they say of themselves', async () => {
    const { exitCode, stdout } = await inFolder(...ONLY);
    expect(exitCode).toBe(1);
    expect(stdout).toContain('Take it away.');
    expect(stdout).toContain('https://acme.example/names');
  });

  it('are told to code scanning', async () => {
    const { stdout } = await inFolder(...ONLY, '--format', 'sarif');
    const [sarif] = JSON.parse(stdout).runs;
    const index: number = sarif.results[0].ruleIndex;
    expect(sarif.tool.driver.rules[index]).toMatchObject({ id: 'acme/names', helpUri: 'https://acme.example/names' });
  });

  it('are listed and explained where a configuration names them', async () => {
    expect((await inFolder('rules')).stdout).toMatch(/^acme\/names +warning +A repository has a name$/m);
    const { exitCode, stdout } = await inFolder('explain', 'acme/names');
    expect(exitCode).toBe(0);
    expect(stdout).toContain('Take it away. Then look again.');
    expect(stdout).not.toContain('## Examples');
  });

  it('are not loaded for anything else', async () => {
    const broken = { ...FILES, 'names.mjs': 'throw new Error("no");' };
    const { exitCode } = await withFolder(broken, (folder) => run(['explain', 'immutable-tags'], { in: folder }));
    expect(exitCode).toBe(0);
  });

  it('and what is configured for them are passed over on demand', async () => {
    const { exitCode, stdout, stderr } = await inFolder(
      'check',
      '--no-plugins',
      '--format',
      'compact',
      '--fail-on',
      'never',
    );
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(stdout).not.toContain('acme/names');
  });

  it('can be suppressed by a comment', async () => {
    const files = {
      ...FILES,
      'main.tf': FILES['main.tf'].replace('"app"\n}', '"app" # ecrlint-ignore: acme/names -- old\n}'),
    };
    const { exitCode, stdout } = await withFolder(files, (folder) =>
      run([...ONLY, '--format', 'json'], { in: folder }),
    );
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout).findings).toMatchObject([
      { rule: 'acme/names', suppressed: { by: 'comment', reason: 'old' } },
    ]);
  });
});
