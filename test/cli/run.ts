import type { Io, Output } from '../../src/cli/io.ts';
import { main } from '../../src/cli/main.ts';

export interface Run {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command line with its own streams; `more` replaces parts of what it sees of the process. */
export async function run(
  argv: readonly string[],
  more: {
    readonly in?: string;
    readonly env?: Io['environmentVariables'];
    readonly isTerminal?: boolean;
    readonly stdin?: string | Buffer;
  } = {},
): Promise<Run> {
  const written = { stdout: '', stderr: '' };
  const output = (name: keyof typeof written): Output => ({
    write: (text) => {
      written[name] += text;
    },
    isTerminal: more.isTerminal ?? false,
  });
  const exitCode = await main(argv, {
    workingDirectory: more.in ?? '/nowhere',
    environmentVariables: more.env ?? {},
    standardInput: async () => Buffer.from(more.stdin ?? ''),
    stdout: output('stdout'),
    stderr: output('stderr'),
  });
  return { exitCode, ...written };
}
