import { spawn } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { withFolder } from '../support/folder.ts';

const MAIN = new URL('../../src/cli/main.ts', import.meta.url).href;
const PROGRAM = `import { main } from ${JSON.stringify(MAIN)}; process.exitCode = await main(process.argv.slice(1));`;
const TSX = import.meta.resolve('tsx');

/** Enough findings for a report that no pipe holds at once. */
const MANY = Array.from(
  { length: 400 },
  (_, i) => `resource "aws_ecr_repository" "r${i}" {\n  name = "r${i}"\n  image_tag_mutability = "MUTABLE"\n}\n`,
).join('');

interface Outcome {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command line in a process of its own, which may have its standard output closed after the first piece. */
function runProcess(argv: readonly string[], folder: string, closeEarly: boolean): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const args = ['--import', TSX, '--input-type=module', '--eval', PROGRAM, '--', ...argv];
    const child = spawn(process.execPath, args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (piece: Buffer) => {
      stdout += piece.toString();
      if (closeEarly) child.stdout.destroy();
    });
    child.stderr.on('data', (piece: Buffer) => {
      stderr += piece.toString();
    });
    child.on('error', reject);
    child.on('close', (exitCode) => resolve({ exitCode, stdout, stderr }));
  });
}

describe('the process', () => {
  const argv = ['check', '--only', 'immutable-tags', '--environment', 'production', '--format', 'json'];

  it('writes the whole of a large report into a pipe, and exits with its code', async () => {
    const { exitCode, stdout, stderr } = await withFolder({ 'main.tf': MANY }, (folder) =>
      runProcess(argv, folder, false),
    );
    expect([exitCode, stderr]).toEqual([1, '']);
    expect(stdout.length).toBeGreaterThan(200_000);
    expect(JSON.parse(stdout).findings).toHaveLength(400);
  });

  it('says nothing when its reader stops reading', async () => {
    const { exitCode, stderr } = await withFolder({ 'main.tf': MANY }, (folder) => runProcess(argv, folder, true));
    expect([exitCode, stderr]).toEqual([1, '']);
  });
});
