import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { withFolder } from '../support/folder.ts';
import { run } from './run.ts';

async function script(shell: string): Promise<string> {
  const { exitCode, stdout, stderr } = await run(['completion', shell]);
  expect([exitCode, stderr]).toEqual([0, '']);
  return stdout;
}

/** What is called bash on Windows may start another system. */
function isInstalled(shell: string): boolean {
  return process.platform !== 'win32' && spawnSync(shell, ['--version']).status === 0;
}

/** The lines that a program of a shell prints. */
function linesOf(shell: string, words: readonly string[], folder: string): readonly string[] {
  const env = { PATH: process.env.PATH, HOME: folder };
  return execFileSync(shell, words, { cwd: folder, env, encoding: 'utf8', timeout: 15_000 }).split('\n').slice(0, -1);
}

/** A folder to complete in. */
function withFiles<T>(use: (folder: string) => T | Promise<T>): Promise<T> {
  return withFolder({ 'main.tf': '', 'infra/main.tf': '', 'report.json': '' }, use);
}

const RULE = 'lifecycle-policy-valid';

describe('completion', () => {
  it('is given for shells that are known', async () => {
    expect(await run(['completion', 'csh'])).toEqual({
      exitCode: 2,
      stdout: '',
      stderr: 'ecrlint: completion takes bash, zsh or fish, not "csh". Did you mean zsh?\n',
    });
    expect((await run(['completion'])).stderr).toMatch(/^ecrlint: completion lacks its argument <shell>\. /);
  });

  it.each(['bash', 'zsh', 'fish'])('for %s knows each option and command that the help names', async (shell) => {
    const text = await script(shell);
    const help = (await run(['check', '--help'])).stdout;
    const options = [...new Set([...help.matchAll(/^ {2}(--[a-z-]+)/gm)].map(([, option = '']) => option))];
    expect(options.length).toBeGreaterThan(20);
    const missing = options.filter((option) => !text.includes(shell === 'fish' ? `-l ${option.slice(2)} ` : option));
    expect(missing).toEqual([]);
    const commands = [...(await run(['--help'])).stdout.matchAll(/^ {2}([a-z]+) /gm)].map(([, name = '']) => name);
    expect(commands).toContain('completion');
    expect(commands.filter((name) => !new RegExp(`\\b${name}\\b`).test(text))).toEqual([]);
  });
});

describe.skipIf(!isInstalled('bash'))('completion for bash', () => {
  /** What bash would offer, with the files that it finds itself where a script offers nothing. */
  async function offered(line: string, wordBreaks = ' \t\n"\'><=;|&(:'): Promise<readonly string[]> {
    const completion = await script('bash');
    return withFiles((folder) => {
      const program = `${completion}
        compopt() { if [[ $1 == +o ]]; then echo "without $2"; else echo "with $2"; fi; }
        COMP_WORDBREAKS=$2 COMP_LINE=$1 COMP_POINT=\${#1}
        _ecrlint > /dev/null
        printf '%s\\n' \${COMPREPLY[@]+"\${COMPREPLY[@]}"}`;
      const words = ['--noprofile', '--norc', '-u', '-c', program, 'bash', line, wordBreaks];
      return linesOf('bash', words, folder);
    });
  }

  it.each([
    ['ecrlint ch', ['check']],
    ['ecrlint --v', ['--version']],
    ['ecrlint check --var', ['--var', '--var-file']],
    ['ecrlint check infra --max', ['--max-warnings']],
    ['ecrlint check --level ', ['error', 'warning', 'info']],
    ['ecrlint check --level=w', ['warning']],
    ['ecrlint check --only lifecycle-policy', ['lifecycle-policy', RULE]],
    ['ecrlint check --only scan-on-push,lifecycle-policy-', [`scan-on-push,${RULE}`]],
    ['ecrlint check --only=scan-on-push,lifecycle-policy-', [`scan-on-push,${RULE}`]],
    ['ecrlint check --rule lifecycle-policy-', [`${RULE}=`]],
    ['ecrlint check --rule no-such', ['']],
    [`ecrlint check --rule ${RULE}=`, ['error', 'warning', 'info', 'off']],
    [`ecrlint check --rule=${RULE}=w`, ['warning']],
    ['ecrlint check --format js', ['json']],
    // Files are for bash itself to find.
    ['ecrlint check --format json=re', ['']],
    ['ecrlint check --var-file re', ['']],
    ['ecrlint check ma', ['']],
    ['ecrlint check --source i', ['infra']],
    ['ecrlint explain immutable-', ['immutable-tags']],
    ['ecrlint completion ', ['bash', 'zsh', 'fish']],
    ['ecrlint rules --format t', ['table']],
    ['ecrlint rules ', ['']],
  ])('%j', async (line, expected) => {
    expect(await offered(line)).toEqual(expected);
  });

  it('offers all commands first', async () => {
    const words = await offered('ecrlint ');
    for (const name of ['check', 'rules', 'explain', 'completion']) expect(words).toContain(name);
  });

  it('gives the whole word where = does not break one', async () => {
    expect(await offered('ecrlint check --level=w', ' \t\n')).toEqual(['--level=warning']);
    expect(await offered(`ecrlint check --rule ${RULE}=w`, ' \t\n')).toEqual([`${RULE}=warning`]);
  });
});

describe.skipIf(!isInstalled('fish'))('completion for fish', () => {
  async function offered(line: string): Promise<readonly string[]> {
    const completion = await script('fish');
    return withFiles((folder) => {
      const program = `${completion}\ncomplete -C ${JSON.stringify(line)}`;
      const lines = linesOf('fish', ['--no-config', '-c', program], folder);
      return lines.map((candidate) => candidate.split('\t')[0]!);
    });
  }

  it.each([
    ['ecrlint ch', ['check']],
    ['ecrlint --v', ['--version']],
    ['ecrlint check --max', ['--max-warnings']],
    ['ecrlint check --level ', ['error', 'info', 'warning']],
    ['ecrlint check --level=w', ['--level=warning']],
    ['ecrlint check --only scan-on-push,lifecycle-policy-', [`scan-on-push,${RULE}`]],
    [`ecrlint check --rule ${RULE}=w`, [`${RULE}=warning`]],
    ['ecrlint check --format comp', ['compact']],
    ['ecrlint check --var-file re', ['report.json']],
    ['ecrlint check mai', ['main.tf']],
    ['ecrlint check --source i', ['infra/']],
    ['ecrlint explain immutable-', ['immutable-tags']],
    ['ecrlint completion ', ['bash', 'fish', 'zsh']],
    ['ecrlint rules mai', []],
  ])('%j', async (line, expected) => {
    expect([...(await offered(line))].sort()).toEqual(expected);
  });
});

describe.skipIf(!isInstalled('zsh'))('completion for zsh', () => {
  /** Presses the tabulator behind each line in a terminal, and gives what the lines become. */
  async function completed(lines: readonly string[]): Promise<readonly string[]> {
    const completion = await script('zsh');
    return withFiles((folder) => {
      mkdirSync(join(folder, '.zsh'));
      writeFileSync(join(folder, '.zsh/completion'), completion);
      writeFileSync(
        join(folder, '.zsh/.zshrc'),
        `PROMPT=; unsetopt promptsp promptcr automenu beep; setopt noautolist
         autoload -Uz compinit; compinit -u -D; source ${join(folder, '.zsh/completion')}
         show() { print -r -- "<<$BUFFER>>"; BUFFER= }
         zle -N show; bindkey '^X' show; bindkey '^I' complete-word
         print READY`,
      );
      const program = `zmodload zsh/zpty
        zpty z 'stty columns 400; TERM=dumb ZDOTDIR=${join(folder, '.zsh')} zsh -i'
        while zpty -r z line; do [[ $line == *READY* ]] && break; done
        for input in "$@"; do
          zpty -n -w z "$input"$'\\t\\x18'
          while zpty -r z line; do [[ $line == *'>>'* ]] && break; done
          print -r -- "\${\${line##*<<}%%>>*}"
        done
        zpty -d z`;
      const words = ['-f', '-c', program, 'zsh', ...lines];
      return linesOf('zsh', words, folder);
    });
  }

  it('completes what it should', async () => {
    const cases = [
      ['ecrlint ch', 'ecrlint check '],
      ['ecrlint --v', 'ecrlint --version '],
      ['ecrlint check --max', 'ecrlint check --max-warnings='],
      ['ecrlint check --level w', 'ecrlint check --level warning '],
      ['ecrlint check --level=w', 'ecrlint check --level=warning '],
      ['ecrlint check --only scan-on-push,lifecycle-policy-', `ecrlint check --only scan-on-push,${RULE}`],
      ['ecrlint check --rule lifecycle-policy-', `ecrlint check --rule ${RULE}=`],
      [`ecrlint check --rule=${RULE}=w`, `ecrlint check --rule=${RULE}=warning `],
      ['ecrlint check --format comp', 'ecrlint check --format compact '],
      ['ecrlint check --format json=re', 'ecrlint check --format json=report.json '],
      ['ecrlint check --var-file re', 'ecrlint check --var-file report.json '],
      ['ecrlint check mai', 'ecrlint check main.tf '],
      ['ecrlint check --source i', 'ecrlint check --source infra/'],
      ['ecrlint explain immutable-', 'ecrlint explain immutable-tags '],
      ['ecrlint completion z', 'ecrlint completion zsh '],
    ] as const;
    expect(await completed(cases.map(([line]) => line))).toEqual(cases.map(([, line]) => line));
  });
});
