import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { actionFiles } from '../../scripts/build-action.mjs';

/** The action in a folder of its own, away from every package. */
export interface Installed {
  readonly main: string;
  readonly remove: () => void;
}

/** Puts the action's files, as they would be committed, where nothing else is. */
export async function installAction(): Promise<Installed> {
  const folder = mkdtempSync(join(tmpdir(), 'ecrlint-action-'));
  for (const [path, content] of await actionFiles()) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return { main: join(folder, 'main/index.cjs'), remove: () => rmSync(folder, { recursive: true, force: true }) };
}

export interface ActionRun {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
}

/** Runs the action as the runner does: inputs and everything else by environment variables, in the workspace. */
export async function runAction(
  { main }: Installed,
  workspace: string,
  inputs: Readonly<Record<string, string>>,
  more: Readonly<Record<string, string>> = {},
): Promise<ActionRun> {
  const own = mkdtempSync(join(tmpdir(), 'ecrlint-runner-'));
  try {
    const [output, summary] = [join(own, 'output'), join(own, 'summary')];
    const { PATH = '', HOME = '', SystemRoot = '' } = process.env;
    const env = {
      ...{ PATH, HOME, SystemRoot },
      GITHUB_ACTIONS: 'true',
      GITHUB_WORKSPACE: workspace,
      GITHUB_OUTPUT: output,
      GITHUB_STEP_SUMMARY: summary,
      RUNNER_TEMP: own,
      ...Object.fromEntries(Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])),
      ...more,
    };
    const outcome = await new Promise<Pick<ActionRun, 'exitCode' | 'stdout' | 'stderr'>>((resolve, reject) => {
      const child = spawn(process.execPath, [main], { cwd: workspace, env });
      let [stdout, stderr] = ['', ''];
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        stdout += text;
      });
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        stderr += text;
      });
      child.on('error', reject);
      child.on('close', (exitCode) => resolve({ exitCode, stdout, stderr }));
    });
    return { ...outcome, outputs: outputsIn(textOf(output)), summary: textOf(summary) };
  } finally {
    rmSync(own, { recursive: true, force: true });
  }
}

function textOf(path: string): string {
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

/** Reads an output file as the runner does: `name<<delimiter`, lines, the delimiter alone. Throws on anything else. */
export function outputsIn(text: string): Record<string, string> {
  const outputs: Record<string, string> = {};
  const lines = text.split('\n').slice(0, -1);
  while (lines.length > 0) {
    const [, name, delimiter] = /^([\w-]+)<<(.+)$/.exec(lines.shift()!) ?? [];
    if (name === undefined || delimiter === undefined) throw new Error(`This is no output: ${text}`);
    const end = lines.indexOf(delimiter);
    if (end === -1) throw new Error(`The output ${name} does not end: ${text}`);
    outputs[name] = lines
      .splice(0, end + 1)
      .slice(0, -1)
      .join('\n');
  }
  return outputs;
}

/** What the runner would carry out of a log: the commands that no pause covers. */
export function commandsIn(log: string): string[] {
  const commands: string[] = [];
  let token: string | null = null;
  for (const line of log.split('\n')) {
    const trimmed = line.trimStart();
    if (token !== null) {
      if (trimmed === `::${token}::`) token = null;
    } else if (trimmed.startsWith('::stop-commands::')) token = trimmed.slice('::stop-commands::'.length);
    else if (/^(?:::|##\[)/.test(trimmed)) commands.push(trimmed);
  }
  return commands;
}
