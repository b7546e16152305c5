import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { run } from './run.ts';

const SEE_HELP = 'Run ecrlint check --help to see what there is.';

describe('wrong arguments', () => {
  it.each([
    [['chekc'], 'There is no command "chekc". Did you mean check? Run ecrlint --help to see what there is.'],
    [
      ['./infra'],
      'There is no command "./infra". To check a path, write ecrlint check ./infra. Run ecrlint --help to see what there is.',
    ],
    [['--verison'], 'There is no option --verison. Did you mean --version? Run ecrlint --help to see what there is.'],
    [
      ['--fix', 'check'],
      '--fix is an option of check and goes behind it, as in ecrlint check --fix. Run ecrlint --help to see what there is.',
    ],
    [['check', '--foramt', 'json'], `There is no option --foramt. Did you mean --format? ${SEE_HELP}`],
    [['check', '--zzz'], `There is no option --zzz. ${SEE_HELP}`],
    [['check', '--format'], `The option --format <name[=file]> lacks its value. ${SEE_HELP}`],
    [
      ['check', '--format', 'jsn'],
      '--format takes text, compact, json, sarif, github, junit, gitlab or markdown, not "jsn". Did you mean json?',
    ],
    [['check', '--format', 'json='], '--format json= names no file; write json=path, or json alone.'],
    [
      ['check', '--format', 'json', '--format', 'text'],
      'Two reports cannot both go to standard output; give all but one a file: --format name=path.',
    ],
    [
      ['check', '--format', 'json=a', '--format', 'sarif=a'],
      'json and sarif cannot both be written to a. Give each a file of its own.',
    ],
    [['explain'], 'explain lacks its argument <rule>. Run ecrlint explain --help to see what there is.'],
    [['rules', 'all'], 'rules takes no argument. Run ecrlint rules --help to see what there is.'],
    [['config', 'a', 'b'], 'config takes one argument. Run ecrlint config --help to see what there is.'],
    [['completion', 'pwsh'], 'completion takes bash, zsh or fish, not "pwsh".'],
    [['explain', 'CKV_AWS_999'], 'There is no rule "CKV_AWS_999". "ecrlint rules" lists those that there are.'],
    [['modules', 'nowhere'], '"nowhere" cannot be read: there is no such file or directory. Check the path.'],
    [['check', '--level', 'warn'], '--level takes error, warning or info, not "warn". Did you mean warning?'],
    [['check', '--fail-on', 'none'], '--fail-on takes error, warning, info or never, not "none".'],
    [
      ['check', '--environment', 'prod'],
      '--environment takes production or non-production, not "prod". Did you mean production?',
    ],
    [['check', '--var', 'x'], '--var takes a name and a value, such as env=prod, not "x".'],
    [['check', '--var', '=x'], '--var takes a name and a value, such as env=prod, not "=x".'],
    [
      ['check', '--rule', 'scan-on-push'],
      '--rule takes a rule and a severity, such as scan-on-push=warning, not "scan-on-push".',
    ],
    [
      ['check', '--changed', '--staged'],
      '--changed and --staged exclude each other: --changed is about the files on disk, --staged about the next commit. Choose one.',
    ],
    [
      ['check', '--since', 'main'],
      '--since alone does nothing: write --changed --since <ref> to report on what changed since then.',
    ],
    [
      ['check', '--staged', '--since', 'main'],
      '--since alone does nothing: write --changed --since <ref> to report on what changed since then.',
    ],
    [
      ['check', '--changed', '-'],
      '--changed and --staged report on files, and a plan on standard input has none. Name the folder of its HCL with --source.',
    ],
    [
      ['check', '--stdin-filename', 'main.tf'],
      '--stdin-filename names the text on standard input, so the path must be -: ecrlint check --stdin-filename main.tf -',
    ],
    [
      ['check', '--stdin-filename', 'main.tf', '-', 'infra'],
      '--stdin-filename names the text on standard input, so the path must be -: ecrlint check --stdin-filename main.tf -',
    ],
    [
      ['check', '--stdin-filename', 'main.tf', '--changed', '-'],
      '--stdin-filename is about one text, of which everything is reported. Leave --changed and --staged out.',
    ],
    [
      ['check', '--stdin-filename', 'plan.json', '-'],
      '--stdin-filename takes the name of a Terraform file, which ends in .tf, .tf.json, .tofu or .tfvars, not "plan.json".',
    ],
    [['check', '--max-warnings', 'few'], '--max-warnings takes a number, such as 0 or 10, not "few".'],
    [['check', '--max-warnings', '-1'], '--max-warnings takes a number, such as 0 or 10, not "-1".'],
    [['check', '--rule', 'scan-on-push=high'], '--rule scan-on-push takes error, warning, info or off, not "high".'],
  ])('%j', async (argv, message) => {
    expect(await run(argv)).toEqual({ exitCode: 2, stdout: '', stderr: `ecrlint: ${message}\n` });
  });
});

describe('what is said of names', () => {
  it('steers no terminal, and gives no command to GitHub Actions', async () => {
    const { exitCode, stderr } = await run(['check', 'a\u001b]0;x\u0007\n::error::b\u202e'], { in: '/' });
    expect(exitCode).toBe(2);
    expect(stderr).toContain('"a\\u001b]0;x\\u0007');
    expect(stderr).not.toMatch(/[^\n\P{Cc}]|^::|\u202e/mu);
  });
});

describe('help', () => {
  it('of the program lists the commands', async () => {
    const { exitCode, stdout, stderr } = await run(['--help']);
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^Usage: ecrlint /);
    expect(stdout).toContain('check');
    expect(stdout).toContain('https://github.com/ecrlint/ecrlint');
  });

  it('of check groups its options and gives examples and exit codes', async () => {
    const { exitCode, stdout, stderr } = await run(['check', '--help']);
    expect([exitCode, stderr]).toEqual([0, '']);
    const headings = stdout.match(/^[A-Z][A-Za-z ]*:$/gm);
    expect(headings).toEqual([
      'Arguments:',
      'Files:',
      'Values:',
      'Rules:',
      'Fixes:',
      'Output:',
      'Other:',
      'Examples:',
      'Exit codes:',
    ]);
    expect(stdout).toContain('--format <name[=file]>');
    expect(stdout).toContain('--no-color');
  });

  it('goes to standard error when a command is missing', async () => {
    const { exitCode, stdout, stderr } = await run([]);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^Usage: ecrlint /);
  });
});

describe('--version', () => {
  it('is that of the package', async () => {
    const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
    expect(await run(['--version'])).toEqual({ exitCode: 0, stdout: `${version}\n`, stderr: '' });
  });
});

describe('a working directory that is gone', () => {
  it('is told in a sentence', async () => {
    const { main } = await import('../../src/cli/main.ts');
    let stderr = '';
    const silent = { write: () => {}, isTerminal: false };
    const io = {
      get workingDirectory(): string {
        throw new Error('ENOENT: no such file or directory, uv_cwd');
      },
      environmentVariables: {},
      standardInput: async () => Buffer.alloc(0),
      stdout: silent,
      stderr: {
        ...silent,
        write: (text: string) => {
          stderr += text;
        },
      },
    };
    expect(await main(['check'], io)).toBe(2);
    expect(stderr).toMatch(/^ecrlint: .*\n$/);
    expect(stderr).not.toMatch(/\n\s+at /);
  });
});
