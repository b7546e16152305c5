import { mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { gitProgram } from '../../src/cli/git/git.ts';
import type { JsonReport } from '../../src/report/json.ts';
import { withFolder } from '../support/folder.ts';
import { GIT_ENVIRONMENT, repositoryIn, withRepository } from '../support/git.ts';
import { type Run, run } from './run.ts';

/** A repository whose tags can be overwritten, so each file with one has one finding. */
function mutable(name: string): string {
  return `resource "aws_ecr_repository" "${name}" {\n  name                 = "${name}"\n  image_tag_mutability = "MUTABLE"\n}\n`;
}

const CHECK = ['check', '--only', 'immutable-tags', '--environment', 'production', '--format', 'json'];

function check(folder: string, ...argv: readonly string[]): Promise<Run> {
  return run([...CHECK, ...argv], { in: folder, env: GIT_ENVIRONMENT });
}

/** The files that there are findings in. */
async function found(folder: string, ...argv: readonly string[]): Promise<readonly (string | undefined)[]> {
  const { stdout, stderr } = await check(folder, ...argv);
  expect(stderr).toBe('');
  const { findings }: JsonReport = JSON.parse(stdout);
  return findings.map(({ location }) => location?.file);
}

describe('--changed', () => {
  it('reports on files that were modified, added, staged or are new, and on no other', async () => {
    const files = { 'old.tf': mutable('old'), 'modified.tf': mutable('modified'), '.gitignore': 'ignored.tf\n' };
    await withRepository(files, async ({ folder, git, write }) => {
      expect(await found(folder)).toEqual(['modified.tf', 'old.tf']);
      expect(await found(folder, '--changed')).toEqual([]);
      write({
        'modified.tf': `# changed\n${mutable('modified')}`,
        'staged.tf': mutable('staged'),
        'new.tf': mutable('new'),
        'ignored.tf': mutable('ignored'),
        'deep/er/new.tf': mutable('deep'),
      });
      git('add', 'staged.tf');
      const expected = ['deep/er/new.tf', 'modified.tf', 'new.tf', 'staged.tf'];
      expect(await found(folder, '--changed')).toEqual(expected);
    });
  });

  it('judges the whole module: what another file says counts', async () => {
    const files = {
      'main.tf': mutable('app').replace('"MUTABLE"', 'var.mutability'),
      'variables.tf': 'variable "mutability" {\n  default = "IMMUTABLE"\n}\n',
    };
    await withRepository(files, async ({ folder, write }) => {
      write({ 'main.tf': `# changed\n${files['main.tf']}` });
      expect(await found(folder, '--changed')).toEqual([]);
      // The value is written in one file and used in the other: either makes it a finding of the change.
      write({ 'variables.tf': files['variables.tf'].replace('IMMUTABLE', 'MUTABLE') });
      expect(await found(folder, '--changed')).toEqual(['variables.tf']);
    });
  });

  it('reports on what a changed file calls a module for', async () => {
    const call = (name: string) => `module "${name}" {\n  source = "../repository"\n}\n`;
    const files = { 'repository/main.tf': mutable('this'), 'app/main.tf': call('old'), 'other/main.tf': call('old') };
    await withRepository(files, async ({ folder, write }) => {
      write({ 'app/new.tf': call('new') });
      // The module did not change, but what it makes for the new call is new.
      expect(await found(folder, '--changed')).toEqual(['repository/main.tf']);
      expect(await found(folder, 'app/new.tf')).toEqual(['repository/main.tf']);
      const both = await found(folder, '--changed', '--only', 'lifecycle-policy');
      expect(both).toEqual(['repository/main.tf', 'repository/main.tf']);
      const { findings }: JsonReport = JSON.parse((await check(folder, '--changed')).stdout);
      // What the calls before it make is known.
      expect(findings.map(({ resource, trace }) => [resource, trace.length])).toEqual([
        ['module.new.aws_ecr_repository.this', 1],
      ]);
      write({ 'app/new.tf': '# nothing yet\n' });
      expect(await found(folder, '--changed')).toEqual([]);
    });
  });

  it('reports on what is judged with a changed tfvars file', async () => {
    const main = mutable('app').replace('"MUTABLE"', 'var.frozen ? "IMMUTABLE" : "MUTABLE"');
    const files = {
      'main.tf': `variable "frozen" {\n  type = bool\n}\n${main}`,
      'env/one.tfvars': 'frozen = true\n',
      'env/two.tfvars': 'frozen = true\n',
    };
    await withRepository(files, async ({ folder, write }) => {
      write({ 'env/two.tfvars': 'frozen = false\n' });
      expect(await found(folder, '--changed')).toEqual(['main.tf']);
      expect(await found(folder, 'env/two.tfvars')).toEqual(['main.tf']);
      expect(await found(folder, 'env/one.tfvars')).toEqual([]);
      write({ 'env/two.tfvars': 'frozen = true\n', 'a.auto.tfvars': 'frozen = false\n' });
      expect(await found(folder, '--changed')).toEqual([]);
      rmSync(join(folder, 'env'), { recursive: true });
      expect(await found(folder, '--changed', 'a.auto.tfvars')).toEqual(['main.tf']);
    });
  });

  it('reports on the module of a new unit of Terragrunt', async () => {
    const unit = 'terraform {\n  source = "../../repository"\n}\n';
    const files = { 'repository/main.tf': mutable('this'), 'live/old/terragrunt.hcl': unit };
    await withRepository(files, async ({ folder, write }) => {
      expect(await found(folder, '--changed')).toEqual([]);
      write({ 'live/new/terragrunt.hcl': unit });
      expect(await found(folder, '--changed')).toEqual(['repository/main.tf']);
      expect(await found(folder, 'live/new/terragrunt.hcl')).toEqual(['repository/main.tf']);
    });
  });

  it('says so in one line when nothing changed, or nothing of Terraform', async () => {
    await withRepository({ 'docs/a.md': '# a\n' }, async ({ folder, write }) => {
      const argv = ['check', '--changed'];
      const clean = { exitCode: 0, stdout: 'No findings in 0 repositories (0 files, 0 modules).\n', stderr: '' };
      expect(await run(argv, { in: folder, env: GIT_ENVIRONMENT })).toEqual(clean);
      write({ 'docs/a.md': '# b\n' });
      expect(await run([...argv, 'docs'], { in: folder, env: GIT_ENVIRONMENT })).toEqual(clean);
      expect((await run([...argv, 'dosc'], { in: folder, env: GIT_ENVIRONMENT })).exitCode).toBe(2);
    });
  });

  it('counts only what is below the given paths', async () => {
    await withRepository({ 'a/main.tf': mutable('a'), 'b/main.tf': mutable('b') }, async ({ folder, write }) => {
      write({ 'a/main.tf': `\n${mutable('a')}`, 'b/main.tf': `\n${mutable('b')}` });
      expect(await found(folder, '--changed', 'a')).toEqual(['a/main.tf']);
      expect(await found(folder, '--changed', 'a/main.tf')).toEqual(['a/main.tf']);
      expect(await found(join(folder, 'a'), '--changed', '../b')).toEqual(['../b/main.tf']);
      expect(await found(join(folder, 'a'), '--changed')).toEqual(['main.tf']);
    });
  });

  const names: (readonly [what: string, name: string])[] = [
    ['a space', 'a b.tf'],
    ['letters that are not English', 'größe-日本.tf'],
    ['a leading dash', '-x.tf'],
  ];
  // Windows has no such names.
  if (process.platform !== 'win32') names.push(['quotes', 'a"b.tf'], ['a line break', 'a\nb.tf']);

  it.each(names)('reads names with %s', async (_what, name) => {
    await withRepository({ 'main.tf': mutable('old') }, async ({ folder, write }) => {
      write({ [name]: mutable('new') });
      expect(await found(folder, '--changed')).toEqual([name]);
    });
  });

  it('reports on a renamed file', async () => {
    await withRepository({ 'a.tf': mutable('a'), 'z.tf': mutable('z') }, async ({ folder, git }) => {
      git('mv', 'a.tf', 'b.tf');
      expect(await found(folder, '--changed')).toEqual(['b.tf']);
    });
  });

  it('reports on the file that a changed link leads to', async () => {
    const files = { 'shared/a.tf': mutable('a'), 'shared/b.tf': mutable('b') };
    await withRepository(files, async ({ folder, commit }) => {
      mkdirSync(join(folder, 'app'));
      symlinkSync('../shared/a.tf', join(folder, 'app/main.tf'));
      expect(await found(folder, '--changed')).toEqual(['shared/a.tf']);
      commit();
      expect(await found(folder, '--changed')).toEqual([]);
      symlinkSync('gone.tf', join(folder, 'app/broken.tf'));
      expect((await run(['check', '--changed'], { in: folder, env: GIT_ENVIRONMENT })).exitCode).toBe(1);
    });
  });

  it('reports on what is left of a module that lost a file', async () => {
    const files = {
      'app/main.tf': mutable('app').replace('"MUTABLE"', '"IMMUTABLE"'),
      'app/lifecycle.tf':
        'resource "aws_ecr_lifecycle_policy" "app" {\n  repository = aws_ecr_repository.app.name\n  policy     = var.policy\n}\nvariable "policy" {\n  type = string\n}\n',
      'other/main.tf': mutable('other'),
    };
    await withRepository(files, async ({ folder, git }) => {
      const argv = ['--only', 'lifecycle-policy', '--changed'];
      rmSync(join(folder, 'app/lifecycle.tf'));
      expect(await found(folder, ...argv)).toEqual(['app/main.tf']);
      git('checkout', '--quiet', '.');
      renameSync(join(folder, 'app/lifecycle.tf'), join(folder, 'app/lifecycle.tf.off'));
      expect(await found(folder, ...argv)).toEqual(['app/main.tf']);
    });
  });

  it('takes a file that Git has only forgotten for one that is still there', async () => {
    await withRepository({ 'a.tf': mutable('a'), 'z.tf': mutable('z') }, async ({ folder, git }) => {
      git('rm', '--quiet', '--cached', 'a.tf');
      expect(await found(folder, '--changed')).toEqual(['a.tf']);
      expect(await found(folder, '--staged')).toEqual(['z.tf']);
    });
  });

  it('works before the first commit', async () => {
    await withFolder({ 'main.tf': mutable('a') }, async (folder) => {
      repositoryIn(folder).git('init', '--quiet');
      expect(await found(folder, '--changed')).toEqual(['main.tf']);
      repositoryIn(folder).git('add', '.');
      expect(await found(folder, '--changed')).toEqual(['main.tf']);
      expect(await found(folder, '--staged')).toEqual(['main.tf']);
    });
  });

  it('works during a merge with conflicts', async () => {
    await withRepository({ 'main.tf': mutable('a'), 'old.tf': mutable('old') }, async ({ folder, git, commit }) => {
      git('checkout', '--quiet', '-b', 'other');
      commit({ 'main.tf': `# other\n${mutable('a')}` });
      git('checkout', '--quiet', 'main');
      commit({ 'main.tf': `# ours\n${mutable('a')}` });
      expect(() => git('merge', 'other')).toThrow();
      const files = await found(folder, '--changed');
      expect(new Set(files)).toEqual(new Set(['main.tf']));
      expect(new Set(await found(folder, '--staged'))).toEqual(new Set(['main.tf']));
    });
  });

  it('takes no notice of settings and programs for diffs', async () => {
    const files = { 'main.tf': mutable('a'), '.gitattributes': '*.tf diff=odd\n', 'sub/x.tf': mutable('x') };
    await withRepository(files, async ({ folder, git, write }) => {
      git('config', 'diff.external', 'false');
      git('config', 'diff.odd.textconv', 'false');
      git('config', 'diff.relative', 'true');
      git('config', 'diff.renames', 'false');
      git('config', 'core.quotePath', 'true');
      git('config', 'core.fsmonitor', 'false-is-a-program-that-is-not-there');
      git('config', 'status.showUntrackedFiles', 'no');
      write({ 'main.tf': `\n${mutable('a')}`, 'ü.tf': mutable('u') });
      expect(await found(folder, '--changed')).toEqual(['main.tf', 'ü.tf']);
      expect(await found(join(folder, 'sub'), '--changed', '..')).toEqual(['../main.tf', '../ü.tf']);
    });
  });

  it('works in a second working tree, and where a hook says which repository it is', async () => {
    await withRepository({ 'main.tf': mutable('a') }, async ({ folder, git }) => {
      git('worktree', 'add', '--quiet', 'second', '-b', 'second');
      const second = repositoryIn(join(folder, 'second'));
      second.write({ 'new.tf': mutable('new') });
      expect(await found(second.folder, '--changed')).toEqual(['new.tf']);
      const hook = {
        GIT_DIR: join(folder, '.git/worktrees/second'),
        GIT_INDEX_FILE: join(folder, '.git/worktrees/second/index'),
      };
      const outcome = await run([...CHECK, '--changed'], { in: second.folder, env: { ...GIT_ENVIRONMENT, ...hook } });
      expect(JSON.parse(outcome.stdout).findings).toHaveLength(1);
    });
  });

  it('asks each repository of the given paths', async () => {
    await withFolder({}, async (folder) => {
      for (const name of ['one', 'two']) {
        mkdirSync(join(folder, name));
        const repository = repositoryIn(join(folder, name));
        repository.git('init', '--quiet');
        repository.commit({ 'old.tf': mutable('old') });
        repository.write({ 'new.tf': mutable('new') });
      }
      expect(await found(folder, '--changed', 'one', 'two/new.tf', 'two/old.tf')).toEqual(['one/new.tf', 'two/new.tf']);
    });
  });

  it('goes through a link to the repository', async () => {
    await withRepository({ 'a/main.tf': mutable('a'), 'b/main.tf': mutable('b') }, async ({ folder, write }) => {
      write({ 'a/main.tf': `\n${mutable('a')}` });
      await withFolder({}, async (elsewhere) => {
        symlinkSync(folder, join(elsewhere, 'link'));
        expect(await found(join(elsewhere, 'link'), '--changed')).toEqual(['a/main.tf']);
      });
    });
  });
});

describe('--changed with a plan', () => {
  const plan = join(import.meta.dirname, '../plan/cases/tfvars.plan.recorded.json');
  const hcl = readFileSync(join(import.meta.dirname, '../plan/cases/tfvars/main.tf'), 'utf8');
  const everything = ['check', '--changed', '--level', 'info', '--format', 'json'];

  it('reports on changed HCL, and on all that is in no file', async () => {
    await withRepository({ 'made/plan.json': readFileSync(plan), 'made/main.tf': hcl }, async ({ folder, write }) => {
      const judge = async (...argv: readonly string[]) => {
        const { stdout } = await run([...everything, ...argv], { in: folder, env: GIT_ENVIRONMENT });
        const { findings }: JsonReport = JSON.parse(stdout);
        return findings;
      };
      expect(await judge('made/plan.json')).toEqual([]);
      write({ 'made/main.tf': `${hcl}\n` });
      const files = (await judge('made/plan.json')).map(({ location }) => location?.file);
      expect(new Set(files)).toEqual(new Set(['made/main.tf']));
      rmSync(join(folder, 'made/main.tf'));
      expect((await judge('made/plan.json')).length).toBeGreaterThan(0);
    });
  });
});

describe('--changed --since', () => {
  it('reports on what changed since the branch left another, and in the working tree', async () => {
    await withRepository({ 'old.tf': mutable('old') }, async ({ folder, git, commit, write }) => {
      git('checkout', '--quiet', '-b', 'topic');
      commit({ 'committed.tf': mutable('committed') });
      git('checkout', '--quiet', 'main');
      commit({ 'old.tf': `# on main only\n${mutable('old')}` });
      git('checkout', '--quiet', 'topic');
      write({ 'uncommitted.tf': mutable('uncommitted') });
      expect(await found(folder, '--changed', '--since', 'main')).toEqual(['committed.tf', 'uncommitted.tf']);
      expect(await found(folder, '--changed')).toEqual(['uncommitted.tf']);
    });
  });

  it.each([
    ['nowhere', /Git knows no commit called "nowhere"\. Check the name after --since, or fetch it\./],
    ['main..topic', /Git knows no commit called "main\.\.topic"/],
    ['^main', /Git knows no commit called "\^main"/],
    ['--output=x', /--since takes a branch, tag or commit, such as origin\/main, not "--output=x"/],
    ['', /--since takes a branch, tag or commit/],
    ['unrelated', /"unrelated" and the commit checked out have no commit in common\. Name another one/],
  ])('refuses %j with a sentence', async (ref, message) => {
    await withRepository({ 'main.tf': mutable('a') }, async ({ folder, git, commit }) => {
      git('branch', 'topic');
      git('checkout', '--quiet', '--orphan', 'unrelated');
      commit({ 'other.tf': mutable('other') });
      git('checkout', '--quiet', 'main');
      const { exitCode, stdout, stderr } = await check(folder, '--changed', '--since', ref);
      expect([exitCode, stdout]).toEqual([2, '']);
      expect(stderr).toMatch(message);
    });
  });

  it('says how to fetch what a shallow clone lacks', async () => {
    await withRepository({ 'main.tf': mutable('a') }, async (origin) => {
      origin.git('tag', 'first');
      origin.commit({ 'b.tf': mutable('b') });
      origin.git('checkout', '--quiet', '-b', 'topic');
      origin.commit({ 'c.tf': mutable('c') });
      await withFolder({}, async (folder) => {
        const clone = repositoryIn(folder);
        clone.git('clone', '--quiet', '--depth=1', `file://${origin.folder}`, '.');
        const missing = await check(folder, '--changed', '--since', 'origin/main');
        expect(missing.exitCode).toBe(2);
        expect(missing.stderr).toMatch(/Git knows no commit called "origin\/main"\. This clone is shallow: fetch more/);
        clone.git('fetch', '--quiet', '--depth=1', 'origin', 'tag', 'first');
        const unrelated = await check(folder, '--changed', '--since', 'first');
        expect(unrelated.stderr).toMatch(/no commit in common in this clone, which is shallow: fetch more/);
      });
    });
  });
});

describe('a submodule', () => {
  it('is reported on where it changed, and whole where it is new', async () => {
    await withRepository({ 'old.tf': mutable('old'), 'x.tf': mutable('x') }, async (inner) => {
      await withRepository({ 'main.tf': mutable('main') }, async ({ folder, git, commit }) => {
        git('submodule', '--quiet', 'add', `file://${inner.folder}`, 'sub');
        expect(await found(folder, '--changed')).toEqual(['sub/old.tf', 'sub/x.tf']);
        expect(await found(folder, '--staged')).toEqual(['sub/old.tf', 'sub/x.tf']);
        commit();
        expect(await found(folder, '--changed')).toEqual([]);

        const sub = repositoryIn(join(folder, 'sub'));
        sub.write({ 'x.tf': `\n${mutable('x')}`, 'untracked.tf': mutable('untracked') });
        expect(await found(folder, '--changed')).toEqual(['sub/untracked.tf', 'sub/x.tf']);
        sub.commit();
        expect(await found(folder, '--changed')).toEqual(['sub/untracked.tf', 'sub/x.tf']);
        expect(await found(folder, '--staged')).toEqual([]);
        git('add', 'sub');
        expect(await found(folder, '--staged')).toEqual(['sub/untracked.tf', 'sub/x.tf']);
      });
    });
  });

  it('that Git does not know is reported on whole', async () => {
    await withRepository({ 'main.tf': mutable('main') }, async ({ folder }) => {
      mkdirSync(join(folder, 'nested'));
      const nested = repositoryIn(join(folder, 'nested'));
      nested.git('init', '--quiet');
      nested.commit({ 'main.tf': mutable('nested') });
      expect(await found(folder, '--changed')).toEqual(['nested/main.tf']);
    });
  });
});

describe('without Git', () => {
  it('is told in a sentence when a folder is in no repository', async () => {
    await withFolder({ 'main.tf': mutable('a') }, async (folder) => {
      const outcome = await check(folder, '--changed');
      expect([outcome.exitCode, outcome.stdout]).toEqual([2, '']);
      expect(outcome.stderr).toBe(
        `ecrlint: --changed and --staged ask Git what changed, but ${folder} is not in a Git repository. Leave the flag out.\n`,
      );
    });
  });

  it('is told in a sentence when there is no Git', async () => {
    await withFolder({ 'main.tf': mutable('a') }, async (folder) => {
      const outcome = await run([...CHECK, '--changed'], { in: folder, env: { PATH: folder } });
      expect(outcome).toEqual({
        exitCode: 2,
        stdout: '',
        stderr:
          'ecrlint: --changed and --staged ask Git what changed, and the program git was not found. Install Git, or leave the flag out.\n',
      });
    });
  });

  it('takes no program for Git that Windows would find in the working directory', async () => {
    await withFolder({ 'repository/git.exe': '', 'programs/Git/git.exe': '' }, (folder) => {
      const programs = join(folder, 'programs/Git');
      const find = (path: string) => gitProgram({ Path: path }, 'win32');
      expect(find(`.;;repository;${folder};${programs}`)).toBe(join(programs, 'git.exe'));
      expect(find('.;repository')).toBeNull();
      expect(gitProgram({}, 'win32')).toBeNull();
    });
  });

  it('is told in a sentence when a repository has no files', async () => {
    await withFolder({ 'main.tf': mutable('a') }, async (folder) => {
      repositoryIn(folder).git('init', '--quiet', '--bare', '.');
      const { exitCode, stderr } = await check(folder, '--changed');
      expect(exitCode).toBe(2);
      expect(stderr).toMatch(/is in a Git repository, but not among its files/);
    });
  });
});
