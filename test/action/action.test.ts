import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withFolder } from '../support/folder.ts';
import { type ActionRun, commandsIn, type Installed, installAction, outputsIn, runAction } from './run-bundle.ts';

const BAD = `resource "aws_ecr_repository" "api" {
  name                 = "api"
  image_tag_mutability = "MUTABLE"
  tags                 = { Environment = "production" }
}
`;
const ONLY_TAGS = { '.ecrlint.yaml': 'extends: none\nrules:\n  immutable-tags: error\n' };

let installed: Installed;
beforeAll(async () => {
  installed = await installAction();
});
afterAll(() => installed.remove());

/** Runs the action on files, which `use` may look at afterwards. */
function runOn(
  files: Readonly<Record<string, string>>,
  inputs: Readonly<Record<string, string>>,
  use: (run: ActionRun, workspace: string) => void,
  more: Readonly<Record<string, string>> = {},
): Promise<void> {
  return withFolder(files, async (workspace) => {
    mkdirSync(join(workspace, '.git'));
    use(await runAction(installed, workspace, inputs, more), workspace);
  });
}

describe('the action', { timeout: 60_000 }, () => {
  it('annotates, tells the log and the job summary, counts, and fails', async () => {
    await runOn({ 'main.tf': BAD, ...ONLY_TAGS }, {}, ({ exitCode, stdout, stderr, outputs, summary }) => {
      expect([exitCode, stderr]).toEqual([1, '']);
      expect(commandsIn(stdout)).toEqual([expect.stringMatching(/^::error file=main\.tf,line=3,endLine=3,col=26,/)]);
      expect(stdout).toContain('1 error');
      expect(summary).toContain('### ecrlint: 1 error');
      expect(outputs).toEqual({ findings: '1', errors: '1', warnings: '0', infos: '0', fixed: '0', 'exit-code': '1' });
    });
  });

  it('passes when nothing is wrong', async () => {
    const files = { 'main.tf': BAD.replace('MUTABLE', 'IMMUTABLE'), ...ONLY_TAGS };
    await runOn(files, {}, ({ exitCode, stdout, outputs, summary }) => {
      expect(exitCode).toBe(0);
      expect(commandsIn(stdout)).toEqual([]);
      expect(outputs).toMatchObject({ findings: '0', 'exit-code': '0' });
      expect(summary).toContain('no findings');
    });
  });

  it('runs in a folder, with several paths, tfvars and a level, and writes SARIF without what is suppressed', async () => {
    const files = {
      'live/a/main.tf': BAD.replace('"MUTABLE"', 'var.mutability').concat('variable "mutability" {}\n'),
      'live/b/main.tf': `# ecrlint-ignore: immutable-tags -- It is a cache.\n${BAD}`,
      'live/x.tfvars': 'mutability = "MUTABLE"\n',
      ...ONLY_TAGS,
    };
    const inputs = {
      'working-directory': 'live',
      paths: 'a\n  b\n',
      'var-files': 'x.tfvars',
      'fail-on': 'never',
      'sarif-file': 'out/ecrlint.sarif',
      format: 'markdown=out/comment.md',
    };
    await runOn(files, inputs, ({ exitCode, stderr, outputs }, workspace) => {
      expect([exitCode, stderr]).toEqual([0, '']);
      expect(outputs).toMatchObject({ errors: '1', 'exit-code': '0', 'sarif-file': 'live/out/ecrlint.sarif' });
      const sarif = JSON.parse(readFileSync(join(workspace, outputs['sarif-file']!), 'utf8'));
      const uris = sarif.runs[0].results.map(
        (result: { locations: { physicalLocation: { artifactLocation: { uri: string } } }[] }) =>
          result.locations[0]!.physicalLocation.artifactLocation.uri,
      );
      expect(uris).toEqual(['live/x.tfvars']);
      expect(readFileSync(join(workspace, 'live/out/comment.md'), 'utf8')).toContain('### ecrlint: 1 error');
    });
  });

  it('fixes files, and asks HashiCorp’s parser, which it brings along', async () => {
    await runOn({ 'main.tf': BAD, ...ONLY_TAGS }, { fix: 'true' }, ({ exitCode, stderr, outputs }, workspace) => {
      expect([exitCode, stderr]).toEqual([0, '']);
      expect(outputs).toMatchObject({ fixed: '1', findings: '0' });
      expect(readFileSync(join(workspace, 'main.tf'), 'utf8')).toBe(BAD.replace('MUTABLE', 'IMMUTABLE'));
    });
  });

  it('reports on what a pull request changes alone', async () => {
    await withFolder({ 'old.tf': BAD, ...ONLY_TAGS }, async (workspace) => {
      const git = (...args: string[]): string =>
        execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.example', ...args], {
          cwd: workspace,
          encoding: 'utf8',
        });
      git('init', '--quiet', '--initial-branch=main');
      git('add', '.');
      git('commit', '--quiet', '--message=one');
      git('update-ref', 'refs/remotes/origin/main', 'HEAD');
      writeFileSync(join(workspace, 'new.tf'), BAD.replace('"api" {', '"web" {'));
      git('add', '.');
      git('commit', '--quiet', '--message=two');
      const inputs = { 'changed-only': 'true' };
      const onRequest = await runAction(installed, workspace, inputs, { GITHUB_BASE_REF: 'main' });
      expect(commandsIn(onRequest.stdout)).toEqual([expect.stringContaining('file=new.tf,')]);
      const onPush = await runAction(installed, workspace, inputs, { GITHUB_BASE_REF: '' });
      expect(commandsIn(onPush.stdout)).toHaveLength(2);
    });
  });

  it('is quiet beside the log when told', async () => {
    const inputs = { annotations: 'false', format: 'compact' };
    await runOn({ 'main.tf': BAD, ...ONLY_TAGS }, inputs, ({ exitCode, stdout, summary }) => {
      expect(exitCode).toBe(1);
      expect(commandsIn(stdout)).toEqual([]);
      expect(stdout).toContain('\nmain.tf:3:26: error: ');
      expect(summary).toBe('');
    });
  });

  it('executes no code of the tree unless told', async () => {
    const files = {
      'main.tf': BAD,
      '.ecrlint.yaml': 'plugins: [./plugin.mjs]\n',
      'plugin.mjs':
        "import { writeFileSync } from 'node:fs'; writeFileSync('executed', ''); export default { rules: [] };\n",
    };
    const wasExecuted = (workspace: string): boolean => existsSync(join(workspace, 'executed'));
    await runOn(files, {}, (_, workspace) => expect(wasExecuted(workspace)).toBe(false));
    await runOn(files, { plugins: 'true' }, (_, workspace) => expect(wasExecuted(workspace)).toBe(true));
  });

  it.each<[string, Record<string, string>, string]>([
    ['a word that is none', { fix: 'yes' }, 'The input fix takes false, true or unsafe, not "yes".'],
    ['a threshold that is none', { 'fail-on': 'errors' }, '--fail-on takes error, warning, info or never'],
    ['a path that is not there', { paths: 'gone' }, 'gone'],
    ['what looks like an option', { paths: '--fix' }, '--fix'],
    ['a folder that is not there', { 'working-directory': 'gone' }, 'gone'],
  ])('says in an annotation what is wrong with %s', async (_, inputs, words) => {
    await runOn({ 'main.tf': BAD }, inputs, ({ exitCode, stdout, outputs }, workspace) => {
      expect(exitCode).toBe(2);
      const [command, ...others] = commandsIn(stdout);
      expect(others).toEqual([]);
      expect(command).toMatch(/^::error title=ecrlint::/);
      expect(command).toContain(words);
      expect(outputs).toEqual({ 'exit-code': '2' });
      expect(readFileSync(join(workspace, 'main.tf'), 'utf8')).toBe(BAD);
    });
  });

  it.each(['; touch pwned', '$(touch pwned)', '`touch pwned`', '| touch pwned', '\n::set-output name=a::b'])(
    'hands %j to no shell and to no runner',
    async (hostile) => {
      const inputs = { paths: hostile, config: hostile, 'sarif-file': hostile, 'var-files': hostile };
      await runOn({ 'main.tf': BAD }, inputs, ({ exitCode, stdout, outputs }, workspace) => {
        expect(exitCode).toBe(2);
        expect(commandsIn(stdout).filter((command) => !command.startsWith('::error title=ecrlint::'))).toEqual([]);
        expect(outputs).toEqual({ 'exit-code': '2' });
        expect(() => readFileSync(join(workspace, 'pwned'))).toThrow();
      });
    },
  );

  it('lets no name of a file speak to the runner', async () => {
    const files = { '::error::x.tf': BAD, '##[error]y.tf': BAD.replace('"api" {', '"b" {'), ...ONLY_TAGS };
    await runOn(files, { 'sarif-file': 'a\nb<<c.sarif' }, ({ stdout, outputs }) => {
      expect(commandsIn(stdout).map((command) => /^::error file=[^:,]*,line=3/.test(command))).toEqual([true, true]);
      expect(outputs['sarif-file']).toBe('a\nb<<c.sarif');
    });
  });
});

describe('the reader of outputs', () => {
  it('refuses what the runner would, so that the tests above can fail', () => {
    expect(outputsIn('a<<x\n1\n2\nx\n')).toEqual({ a: '1\n2' });
    expect(() => outputsIn('a<<x\n1\n')).toThrow();
    expect(commandsIn('::stop-commands::t\n::error::x\n::t::\n ::error::y\n')).toEqual(['::error::y']);
  });
});
