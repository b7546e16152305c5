import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { JsonReport } from '../../src/report/json.ts';
import { withFolder } from '../support/folder.ts';
import { run } from './run.ts';

const IMMUTABLE = `resource "aws_ecr_repository" "app" {
  name                 = "app"
  image_tag_mutability = "IMMUTABLE"
}
`;
const MUTABLE = IMMUTABLE.replace('"IMMUTABLE"', '"MUTABLE"');
const MODULE = MUTABLE.replace('"MUTABLE"', 'var.mutability').concat('variable "mutability" {\n  type = string\n}\n');

/** Only one rule, so that these tests are about the command line and not about the others. */
const CHECK = ['check', '--only', 'immutable-tags', '--environment', 'production'];

type Files = Readonly<Record<string, string>>;

async function check(files: Files, argv: readonly string[] = [], more: Parameters<typeof run>[1] = {}) {
  return withFolder(files, (folder) => run([...CHECK, ...argv], { in: folder, ...more }));
}

async function checkAsJson(files: Files, argv: readonly string[] = [], more: Parameters<typeof run>[1] = {}) {
  const { stdout } = await check(files, [...argv, '--format', 'json'], more);
  const report: JsonReport = JSON.parse(stdout);
  return report;
}

describe('the exit code', () => {
  it('is 0 when nothing is wrong, and one line says so', async () => {
    expect(await check({ 'main.tf': IMMUTABLE })).toEqual({
      exitCode: 0,
      stdout: 'No findings in 1 repository (1 file, 1 module).\n',
      stderr: '',
    });
  });

  it('is 1 when there is an error', async () => {
    const { exitCode, stdout, stderr } = await check({ 'main.tf': MUTABLE });
    expect([exitCode, stderr]).toEqual([1, '']);
    expect(stdout).toMatch(/^main\.tf:3:26 error immutable-tags\n/);
    expect(stdout).toMatch(/\n1 error in 1 repository \(1 file, 1 module\)\.\n$/);
  });

  it.each([
    ['warning', [], 0],
    ['warning', ['--fail-on', 'warning'], 1],
    ['info', ['--fail-on', 'warning'], 0],
    ['info', ['--fail-on', 'info'], 1],
    ['error', ['--fail-on', 'never'], 0],
    ['warning', ['--fail-on', 'warning', '--level', 'error'], 1],
  ])('for %s with %j is %i', async (severity, argv, expected) => {
    const { exitCode } = await check({ 'main.tf': MUTABLE }, ['--rule', `immutable-tags=${severity}`, ...argv]);
    expect(exitCode).toBe(expected);
  });

  it.each([
    ['a path that is not there', ['nowhere'], /^ecrlint: "nowhere" cannot be read: .+\n$/],
    ['a folder without Terraform', ['docs'], /^ecrlint: There is no Terraform in docs: .+\n$/],
    ['a file that is not Terraform', ['docs/readme.md'], /^ecrlint: "docs\/readme\.md" is not a Terraform file: .+\n$/],
    [
      'an unknown rule',
      ['--disable', 'imutable-tags'],
      /^ecrlint: There is no rule "imutable-tags"\. Did you mean immutable-tags\?\n$/,
    ],
    [
      'a source without a plan',
      ['--source', 'docs'],
      /^ecrlint: --source says where the HCL of a plan lives, but no plan is given\. .+\n$/,
    ],
    ['a tfvars file that is not there', ['--var-file', 'prod.tfvars'], /^ecrlint: .*prod\.tfvars.+\n$/],
    [
      'a report that cannot be written',
      ['--format', 'json=main.tf/x'],
      /^ecrlint: The json report cannot be written to main\.tf\/x: .+\n$/,
    ],
  ])('is 2 for %s, which a sentence on standard error tells', async (_what, argv, message) => {
    const outcome = await check({ 'main.tf': IMMUTABLE, 'docs/readme.md': '# x\n' }, argv);
    expect(outcome.exitCode).toBe(2);
    expect(outcome.stdout).toBe('');
    expect(outcome.stderr).toMatch(message);
  });
});

describe('a mistake of our own', () => {
  it('is told in a sentence that asks for a report', async () => {
    const env = new Proxy({}, { get: (_target, name) => (name === 'ECRLINT_DEBUG' ? undefined : fail()) });
    const outcome = await check({ 'main.tf': MODULE }, [], { env });
    expect([outcome.exitCode, outcome.stdout]).toEqual([2, '']);
    expect(outcome.stderr).toBe(
      'ecrlint: This is a mistake in ecrlint, please report it at https://github.com/ecrlint/ecrlint/issues: ' +
        'no environment. ECRLINT_DEBUG=1 shows where it happened.\n',
    );
  });

  it('shows where it happened when asked', async () => {
    const env = new Proxy({}, { get: (_target, name) => (name === 'ECRLINT_DEBUG' ? '1' : fail()) });
    const { stderr } = await check({ 'main.tf': MODULE }, [], { env });
    expect(stderr).toMatch(/no environment\n\s+at /);
  });

  function fail(): never {
    throw new Error('no environment');
  }
});

describe('--format', () => {
  it('writes several reports at once, into folders that it makes', async () => {
    await withFolder({ 'main.tf': MUTABLE }, async (folder) => {
      const argv = [
        ...CHECK,
        '--format',
        'compact',
        '--format',
        'json=out/deep/report.json',
        '--format',
        'text=out/a.txt',
      ];
      const { exitCode, stdout } = await run(argv, { in: folder, isTerminal: true });
      expect(exitCode).toBe(1);
      expect(stdout).toMatch(/^main\.tf:3:26: error: .+ \[immutable-tags\]\n$/);
      expect(JSON.parse(readFileSync(join(folder, 'out/deep/report.json'), 'utf8')).findings).toHaveLength(1);
      // A file is no terminal.
      expect(readFileSync(join(folder, 'out/a.txt'), 'utf8')).toMatch(/^main\.tf:3:26 error/);
    });
  });

  it('writes nothing to standard output when all reports go to files', async () => {
    await withFolder({ 'main.tf': MUTABLE }, async (folder) => {
      const { stdout, stderr } = await run([...CHECK, '--format', 'json=report.json'], { in: folder });
      expect([stdout, stderr]).toEqual(['', '']);
      expect(existsSync(join(folder, 'report.json'))).toBe(true);
    });
  });
});

describe('colours', () => {
  it.each([
    ['in a terminal', [], {}, true, true],
    ['in a pipe', [], {}, false, false],
    ['with --color', ['--color'], { NO_COLOR: '1' }, false, true],
    ['with --no-color', ['--no-color'], { FORCE_COLOR: '1' }, true, false],
    ['with NO_COLOR', [], { NO_COLOR: '1' }, true, false],
    ['with FORCE_COLOR', [], { FORCE_COLOR: '1' }, false, true],
  ])('%s', async (_what, argv, env, isTerminal, expected) => {
    const { stdout } = await check({ 'main.tf': MUTABLE }, argv, { env, isTerminal });
    expect(stdout.includes('\u001b[31merror\u001b[39m')).toBe(expected);
  });
});

describe('what is shown', () => {
  it('is decided by --level, but never in JSON', async () => {
    const files = { 'main.tf': MUTABLE };
    const asInfo = ['--rule', 'immutable-tags=info'];
    expect((await check(files, asInfo)).stdout).toBe(
      'No findings in 1 repository (1 file, 1 module); hidden by --level: 1 info.\n',
    );
    expect((await check(files, [...asInfo, '--level', 'info'])).stdout).toContain('main.tf:3:26 info immutable-tags');
    expect((await checkAsJson(files, [...asInfo, '--level', 'error'])).findings).toHaveLength(1);
  });

  it('is never less than what fails', async () => {
    const { exitCode, stdout } = await check({ 'main.tf': MUTABLE }, [
      '--rule',
      'immutable-tags=info',
      '--fail-on',
      'info',
    ]);
    expect([exitCode, stdout]).toEqual([1, expect.stringContaining('main.tf:3:26 info immutable-tags')]);
  });

  it('is told where flags or the configuration leave nothing to do', async () => {
    const unknown = await check({ 'main.tf': MUTABLE }, ['--var', 'stge=prod']);
    expect(unknown.stderr).toBe(
      'ecrlint: No root module that was judged declares the variable stge, so setting it changes nothing. Check the name.\n',
    );
    const known = await check({ 'main.tf': `variable "stage" {}\n${MUTABLE}` }, ['--var', 'stage=prod']);
    expect(known.stderr).toBe('');

    const excluded = { 'app/main.tf': MUTABLE, '.ecrlint.yaml': 'exclude: [app/]\n' };
    const none = await check(excluded, ['app']);
    expect([none.exitCode, none.stderr]).toEqual([
      0,
      'ecrlint: All Terraform in app is excluded by the configuration, so nothing was judged.\n',
    ]);
    // Commit hooks name each file.
    expect((await check(excluded, ['app/main.tf'])).stderr).toBe('');
  });

  it('is the findings alone with --quiet', async () => {
    expect((await check({ 'main.tf': IMMUTABLE }, ['--quiet'])).stdout).toBe('');
    expect((await check({ 'main.tf': MUTABLE }, ['--quiet'])).stdout).not.toContain('in 1 repository');
  });

  it('is on standard error what was read and how long it took, with --stats', async () => {
    const { stdout, stderr } = await check({ 'main.tf': IMMUTABLE }, ['--stats']);
    expect(stdout).toBe('No findings in 1 repository (1 file, 1 module).\n');
    expect(stderr).toMatch(/^ecrlint: files 1, modules 1, repositories 1\necrlint: milliseconds: reading \d+\.\d, /);
  });

  it('is the same every time', async () => {
    const files = { 'b.tf': MUTABLE.replaceAll('app', 'b'), 'a.tf': MUTABLE, 'c/main.tf': MUTABLE };
    await withFolder(files, async (folder) => {
      const once = await run([...CHECK, '.', 'c', './b.tf'], { in: folder });
      expect(once.stdout.match(/^\S+ error(?= )/gm)).toEqual([
        'a.tf:3:26 error',
        'b.tf:3:26 error',
        'c/main.tf:3:26 error',
      ]);
      expect(await run([...CHECK, 'c', '.'], { in: folder })).toEqual(once);
    });
  });
});

describe('the environment', () => {
  it('decides how bad a finding is, and the report says why', async () => {
    const files = { 'live/prod/main.tf': MUTABLE, 'live/dev/main.tf': MUTABLE };
    const only = ['check', '--only', 'immutable-tags', '--format', 'json'];
    await withFolder(files, async (folder) => {
      const report: JsonReport = JSON.parse((await run(only, { in: folder })).stdout);
      expect(report.findings).toMatchObject([
        { severity: 'error', environment: { kind: 'production' }, location: { file: 'live/prod/main.tf' } },
      ]);
      const { exitCode } = await run([...only, '--environment', 'non-production'], { in: folder });
      expect(exitCode).toBe(0);
    });
  });
});

describe('several deployments of one root', () => {
  const files = {
    'main.tf': MODULE,
    'dev.tfvars': 'mutability = "IMMUTABLE"\n',
    'prod.tfvars': 'mutability = "MUTABLE"\n',
    'qa.tfvars': 'mutability = "MUTABLE"\n',
  };

  it('give a finding for each tfvars file that sets a bad value', async () => {
    const { findings, unresolved } = await checkAsJson(files);
    expect(findings.map(({ location }) => location?.file)).toEqual(['prod.tfvars', 'qa.tfvars']);
    expect(findings[0]?.location?.start).toEqual({ line: 1, column: 14 });
    expect(findings[0]?.trace).toMatchObject([
      { message: 'prod.tfvars sets mutability', location: { file: 'prod.tfvars', start: { line: 1, column: 1 } } },
      {
        message: 'image_tag_mutability of aws_ecr_repository.app',
        location: { file: 'main.tf', start: { line: 3, column: 3 } },
      },
    ]);
    expect(unresolved).toEqual([]);
  });

  it('give one finding for a value they share', async () => {
    const shared = { ...files, 'main.tf': `${MUTABLE}variable "mutability" {}\n` };
    const { findings } = await checkAsJson(shared);
    expect(findings).toHaveLength(1);
    expect(findings[0]?.trace.map(({ message }) => message)).toEqual([
      'also with prod.tfvars',
      'also with qa.tfvars',
      'image_tag_mutability of aws_ecr_repository.app',
    ]);
  });

  it('are one with --var-file and --var, of which the last counts', async () => {
    expect((await check(files, ['--var-file', 'dev.tfvars'])).exitCode).toBe(0);
    expect((await check(files, ['--var-file', 'dev.tfvars', '--var', 'mutability=MUTABLE'])).exitCode).toBe(1);
    expect((await check(files, ['--var', 'mutability=MUTABLE', '--var-file', 'dev.tfvars'])).exitCode).toBe(0);
  });

  it('take values from TF_VAR_ variables', async () => {
    const env = { TF_VAR_mutability: 'MUTABLE' };
    const { findings } = await checkAsJson({ 'main.tf': MODULE }, [], { env });
    expect(findings[0]?.trace[0]?.message).toBe('set by TF_VAR_mutability');
  });
});

describe('a module with several callers', () => {
  const call = (name: string, argument = '') => `module "${name}" {\n  source = "./ecr"\n${argument}}\n`;

  it('gives a finding for each bad argument', async () => {
    const bad = '  mutability = "MUTABLE"\n';
    const { findings } = await checkAsJson({
      'main.tf': call('a', bad) + call('b', '  mutability = "IMMUTABLE"\n') + call('c', bad),
      'ecr/main.tf': MODULE,
    });
    expect(findings.map(({ resource, location }) => [resource, location?.start.line])).toEqual([
      ['module.a.aws_ecr_repository.app', 3],
      ['module.c.aws_ecr_repository.app', 11],
    ]);
    expect(findings[0]?.trace[0]?.message).toBe('passed to module.a as mutability');
  });

  it('gives one finding for a default that they share, and names them', async () => {
    const { findings } = await checkAsJson({
      'main.tf': call('a') + call('b'),
      'ecr/main.tf': MODULE.replace('type = string', 'default = "MUTABLE"'),
    });
    expect(findings).toHaveLength(1);
    expect(findings[0]?.location).toEqual({
      file: 'ecr/main.tf',
      start: { line: 6, column: 13 },
      end: { line: 6, column: 22 },
    });
    expect(findings[0]?.trace.map(({ message }) => message)).toEqual([
      'var.mutability defaults to "MUTABLE"',
      'also image_tag_mutability of module.b.aws_ecr_repository.app',
      'image_tag_mutability of module.a.aws_ecr_repository.app',
    ]);
  });
});

describe('paths', () => {
  const files = {
    'main.tf': 'module "a" {\n  source     = "./ecr"\n  mutability = "MUTABLE"\n}\n',
    'other.tf': MUTABLE.replaceAll('app', 'other'),
    'ecr/main.tf': MODULE,
  };

  it('that are files leave only findings that touch them, though whole modules are evaluated', async () => {
    expect((await checkAsJson(files, ['main.tf'])).findings.map(({ location }) => location?.file)).toEqual(['main.tf']);
    expect((await checkAsJson(files, ['other.tf'])).findings.map(({ location }) => location?.file)).toEqual([
      'other.tf',
    ]);
  });

  it('are told as seen from the working directory', async () => {
    await withFolder(files, async (folder) => {
      const { stdout } = await run([...CHECK, '..', '--format', 'compact'], { in: join(folder, 'ecr') });
      expect(stdout).toMatch(/^\.\.\/main\.tf:3:16: error/);
    });
  });
});

describe('what is unresolved', () => {
  it('is told with its reason and fails nothing', async () => {
    const { exitCode, stdout } = await check({ 'main.tf': MODULE });
    expect(exitCode).toBe(0);
    expect(stdout).toBe(`Not judged, because a value is not known:
  main.tf:3:3 immutable-tags: aws_ecr_repository.app: var.mutability has no value

No findings in 1 repository (1 file, 1 module); 1 unresolved.
`);
  });
});

describe('a file that is not valid', () => {
  it('is an error at its place, and the others are judged', async () => {
    const { findings } = await checkAsJson({ 'bad.tf': 'locals {\n  a = = 1\n}\n', 'main.tf': MUTABLE });
    expect(
      findings.map(({ rule, severity, location }) => [rule, severity, location?.file, location?.start.line]),
    ).toEqual([
      ['syntax', 'error', 'bad.tf', 2],
      ['immutable-tags', 'error', 'main.tf', 3],
    ]);
  });

  it('can be ignored', async () => {
    const files = { 'bad.tf': 'locals {\n  a = = 1\n}\n', 'main.tf': IMMUTABLE };
    expect((await check(files, ['--disable', 'syntax'])).exitCode).toBe(0);
  });
});

describe('a sensitive value', () => {
  it('is shown nowhere', async () => {
    const text = MODULE.replace('type = string', 'sensitive = true');
    const { stdout, exitCode } = await check({ 'main.tf': text, 'terraform.tfvars': 'mutability = "MUTABLE"\n' });
    expect(exitCode).toBe(1);
    expect(stdout).toContain('terraform.tfvars:1:14 error immutable-tags');
    expect(stdout).not.toContain('"MUTABLE"');
  });
});

describe('names from Terraform', () => {
  it('steer no terminal', async () => {
    const name = MUTABLE.replace('{\n', '{\n  for_each = toset(["\u001b]0;x\u0007"])\n').replace(
      '"app"\n',
      'each.key\n',
    );
    const outcome = await check({ 'main.tf': name });
    expect(outcome.stdout).toContain('\\u001b]0;x\\u0007');
    expect(`${outcome.stdout}${outcome.stderr}`).not.toMatch(/[^\n\P{Cc}]/u);
  });
});
