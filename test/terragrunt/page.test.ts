import { expect, it } from 'vitest';
import { run } from '../cli/run.ts';
import { textOf } from '../project/files.ts';
import { withFolder } from '../support/folder.ts';
import { REPOSITORY } from './evaluate.ts';

/** Runs docs/terragrunt.md: blocks of HCL are files under the names behind their language, those of a console are runs. */

const blocks = [...textOf('docs/terragrunt.md').matchAll(/^```(\w+) (.*)\n([\s\S]*?)^```$/gm)].map(
  ([, language = '', title = '', text = '']) => ({ language, title, text }),
);
const files = Object.fromEntries(
  blocks.filter(({ language }) => language === 'hcl').map(({ title, text }) => [title, text]),
);
const runs = blocks.filter(({ language }) => language === 'console').map(({ title, text }) => [title, text] as const);

it('has examples', () => {
  expect(runs.length).toBeGreaterThan(0);
});

it.each(runs)('%s', async (command, output) => {
  const [, ...given] = command.split(' ');
  const shown = Object.entries(files).filter(([name]) => given.includes('live/prod/web') || !name.includes('/web/'));
  await withFolder({ ...REPOSITORY, ...Object.fromEntries(shown) }, async (folder) => {
    const { stdout } = await run(given, { in: folder });
    expect(stdout.trimEnd()).toBe(output.trimEnd());
  });
});
