import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { run } from '../cli/run.ts';
import { withFolder } from '../support/folder.ts';
import { GIT_ENVIRONMENT, withRepository } from '../support/git.ts';
import { textOf } from './files.ts';

interface Hook {
  readonly id: string;
  readonly entry: string;
  readonly language: string;
  readonly files: string;
  readonly exclude: string;
  readonly require_serial: boolean;
}

const hooks: readonly Hook[] = parse(textOf('.pre-commit-hooks.yaml'));
const page = textOf('docs/pre-commit.md');

/** The blocks of code of a language in the page. */
function snippets(language: string): readonly string[] {
  return [...page.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms'))].map(([, text = '']) => text);
}

/** The arguments in a command of ecrlint. */
function argumentsOf(command: string): readonly string[] {
  return command.trim().split(/\s+/).slice(1);
}

const MUTABLE =
  'resource "aws_ecr_repository" "app" {\n  name                 = "app"\n  image_tag_mutability = "MUTABLE"\n  tags = { Environment = "production" }\n}\n';

describe('the hooks for pre-commit', () => {
  it('are one that looks and one that fixes, each in one process', () => {
    expect(hooks.map(({ id, entry }) => [id, entry])).toEqual([
      ['ecrlint', 'ecrlint check'],
      ['ecrlint-fix', 'ecrlint check --fix'],
    ]);
    for (const hook of hooks) expect(hook).toMatchObject({ language: 'node', require_serial: true });
  });

  it.each([
    ['main.tf', true],
    ['infra/app/main.tf.json', true],
    ['main.tofu', true],
    ['main.tofu.json', true],
    ['env/prod.tfvars', true],
    ['terraform.tfvars.json', true],
    ['.terraform/modules/app/main.tf', false],
    ['infra/.terraform/modules/app/main.tf', false],
    ['infra/my.terraform/main.tf', true],
    ['main.tf.bak', false],
    ['terraform.tfstate', false],
    ['package.json', false],
    ['.terraform.lock.hcl', false],
    ['terragrunt.hcl', true],
    ['live/prod/terragrunt.hcl', true],
    ['not-terragrunt.hcl', false],
    ['live/prod/.terragrunt-cache/a/b/main.tf', false],
  ])('take %s: %s', (name, expected) => {
    for (const { files, exclude } of hooks) {
      expect(new RegExp(files).test(name) && !new RegExp(exclude).test(name)).toBe(expected);
    }
  });

  it('judge many files of many folders like the folders themselves, in any order', async () => {
    const folders = Array.from({ length: 40 }, (_, index) => `folder ${index}`);
    const names = ['a.tf', 'b.tf', 'c.tf', 'd.tf', 'e.tf'];
    const paths = folders.flatMap((folder) => names.map((name) => `${folder}/${name}`));
    const files = Object.fromEntries(paths.map((path, index) => [path, MUTABLE.replaceAll('app', `app${index}`)]));
    await withFolder(files, async (folder) => {
      const argv = [...argumentsOf(hooks[0]!.entry), '--format', 'json'];
      const named = await run([...argv, ...paths], { in: folder });
      expect(JSON.parse(named.stdout).summary).toMatchObject({ files: 200, modules: 40, repositories: 200 });
      expect(await run([...argv, ...paths.toReversed()], { in: folder })).toEqual(named);
      expect(await run(argv, { in: folder })).toEqual(named);
    });
  });
});

describe('the page on hooks', () => {
  it('shows hooks that there are, with arguments that are understood', async () => {
    const shown = snippets('yaml')
      .flatMap((text) => parse(text).repos)
      .flatMap(({ hooks: used }) => used);
    expect(shown.length).toBeGreaterThan(1);
    for (const { id, args = [] } of shown) {
      const hook = hooks.find((candidate) => candidate.id === id)!;
      const { exitCode, stderr } = await withFolder({ 'main.tf': MUTABLE }, (folder) =>
        run([...argumentsOf(hook.entry), ...args, 'main.tf'], { in: folder }),
      );
      expect([exitCode, stderr]).toEqual([1, '']);
    }
  });

  it.each(snippets('sh').flatMap((text) => text.match(/\becrlint check.*$/gm) ?? []))(
    'shows a command that runs: %s',
    async (command) => {
      await withRepository({ 'main.tf': '' }, async ({ folder, git, write }) => {
        git('branch', 'origin/main');
        write({ 'main.tf': MUTABLE });
        git('add', '.');
        const { exitCode, stderr } = await run(argumentsOf(command), { in: folder, env: GIT_ENVIRONMENT });
        expect([exitCode, stderr]).toEqual([1, '']);
      });
    },
  );

  it('shows settings for lint-staged that are JSON', () => {
    const [text = ''] = snippets('json');
    const commands: readonly string[] = Object.values(JSON.parse(text)['lint-staged']);
    expect(commands).toEqual([hooks[1]!.entry]);
  });
});
