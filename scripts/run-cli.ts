import type { Output } from '../src/cli/io.ts';
import { main } from '../src/cli/main.ts';

/** What a run of the command line did. */
export interface Outcome {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command line in this process, with nothing of the environment and without a terminal. */
export async function runCli(argv: readonly string[], workingDirectory: string): Promise<Outcome> {
  const stdout = new Memory();
  const stderr = new Memory();
  const exitCode = await main(argv, {
    workingDirectory,
    environmentVariables: {},
    standardInput: async () => Buffer.alloc(0),
    stdout,
    stderr,
  });
  return { exitCode, stdout: stdout.text, stderr: stderr.text };
}

class Memory implements Output {
  readonly isTerminal = false;
  text = '';

  write(text: string): void {
    this.text += text;
  }
}
