import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { transform } from 'esbuild';
import { expect, it, vi } from 'vitest';
import * as library from '../../src/index.ts';
import { withFolder } from '../support/folder.ts';
import { ROOT, textOf } from './files.ts';

const page = textOf('docs/library.md');

/** The blocks of code in the page, by the language they name. */
const blocks = [...page.matchAll(/^```(\w*)\n(.*?)^```$/gms)].map(([, language, text = '']) => ({ language, text }));

const MAIN =
  'resource "aws_ecr_repository" "app" {\n  name                 = "app"\n  image_tag_mutability = "MUTABLE"\n}\n';

it('shows a program that does what it says', async () => {
  const [program, output] = blocks;
  expect([program?.language, output?.language]).toEqual(['ts', '']);
  const { code } = await transform(
    program!.text.replace("'ecrlint'", `'${pathToFileURL(join(ROOT, 'src/index.ts')).href}'`),
    { loader: 'ts', format: 'esm' },
  );
  const said: string[] = [];
  const log = vi.spyOn(console, 'log').mockImplementation((line: string) => said.push(line));
  const directory = process.cwd();
  try {
    await withFolder({ 'infra/main.tf': MAIN, 'program.mjs': code }, async (folder) => {
      process.chdir(folder);
      await import(pathToFileURL(join(folder, 'program.mjs')).href);
    });
  } finally {
    process.chdir(directory);
    log.mockRestore();
  }
  expect(`${said.join('\n')}\n`).toBe(output?.text);
});

it('names errors that the library exports', () => {
  const names = [...new Set(page.match(/\b[A-Z]\w+Error\b/g))];
  expect(names).toHaveLength(4);
  expect(names.filter((name) => !(name in library))).toEqual([]);
});
