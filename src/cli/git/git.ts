import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { isAbsolute, join, win32 } from 'node:path';
import { CannotRun } from '../cannot-run.ts';

/** Environment variables, as `process.env` holds them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Where Git is run. */
export interface GitOptions {
  /** Absolute. */
  readonly directory: string;
  readonly environment: Environment;
}

/** What a run of Git came to. */
export interface GitOutput {
  readonly exitCode: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/**
 * What Git is always run with: it takes no lock that it can do without, asks nobody for a password, and starts no
 * monitor that a repository's configuration names.
 */
const ALWAYS = ['--no-pager', '--no-optional-locks', '-c', 'core.fsmonitor=false'];

/**
 * Runs Git, without a shell, and gives what it says whatever its exit code. Throws `CannotRun` where there is no Git.
 *
 * @param input what Git reads from standard input
 */
export function runGit(
  args: readonly string[],
  { directory, environment }: GitOptions,
  input: string = '',
): Promise<GitOutput> {
  return new Promise((resolve, reject) => {
    const program = gitProgram(environment, process.platform);
    if (program === null) throw new CannotRun(NO_GIT);
    const child = spawn(program, [...ALWAYS, ...args], {
      cwd: directory,
      // Its messages are read, so they must be in one language.
      env: { ...environment, GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C' },
      stdio: ['pipe', 'pipe', 'pipe'],
      windowsHide: true,
    });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on('data', (piece: Buffer) => stdout.push(piece));
    child.stderr.on('data', (piece: Buffer) => stderr.push(piece));
    // Git may stop before it has read everything; its exit code tells.
    child.stdin.on('error', () => undefined);
    child.on('error', (error: NodeJS.ErrnoException) => {
      reject(new CannotRun(error.code === 'ENOENT' ? NO_GIT : `Git cannot be started: ${error.message}.`));
    });
    child.on('close', (exitCode) => {
      resolve({ exitCode: exitCode ?? 128, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr).toString() });
    });
    child.stdin.end(input);
  });
}

/** Likewise, but only success is an answer. Throws `CannotRun` with Git's own words. */
export async function askGit(args: readonly string[], options: GitOptions, input?: string): Promise<Buffer> {
  const { exitCode, stdout, stderr } = await runGit(args, options, input);
  if (exitCode === 0) return stdout;
  throw new CannotRun(`Git could not tell what changed: ${gitsWords(stderr)} (git ${args[0]}, exit code ${exitCode}).`);
}

/** The first line of what Git said, as a part of a sentence. */
export function gitsWords(stderr: string): string {
  const [line = ''] = stderr.trim().split('\n');
  return line.replace(/^(?:fatal|error): /, '').replace(/\.$/, '') || 'it gave no reason';
}

/**
 * What to start; null where there is no Git. Windows would look for a program in the working directory before it looks in
 * `PATH`, and a repository could bring one of its own there.
 */
export function gitProgram(environment: Environment, platform: NodeJS.Platform): string | null {
  if (platform !== 'win32') return 'git';
  const [, path = ''] = Object.entries(environment).find(([name]) => name.toUpperCase() === 'PATH') ?? [];
  const folders = path.split(win32.delimiter).filter((folder) => isAbsolute(folder));
  return folders.map((folder) => join(folder, 'git.exe')).find((program) => existsSync(program)) ?? null;
}

const NO_GIT =
  '--changed and --staged ask Git what changed, and the program git was not found. Install Git, or leave the flag out.';
