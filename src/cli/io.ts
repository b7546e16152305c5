/** What the command line reads from and writes to; tests give their own. */
export interface Io {
  /** Absolute. Throws when the directory is gone. */
  readonly workingDirectory: string;
  readonly environmentVariables: Readonly<Record<string, string | undefined>>;
  /** Everything that standard input brings. */
  readonly standardInput: () => Promise<Buffer>;
  /** The report, and nothing else. */
  readonly stdout: Output;
  /** Everything else. */
  readonly stderr: Output;
}

export interface Output {
  write(text: string): void;
  readonly isTerminal: boolean;
}

/** Those of the process. A reader that stops reading early, such as `head`, is no error. */
export function processIo(): Io {
  return {
    get workingDirectory() {
      return process.cwd();
    },
    environmentVariables: process.env,
    standardInput: async () => {
      const { readStream } = await import('../plan/plan-bytes.ts');
      return readStream(process.stdin, 'standard input');
    },
    stdout: outputTo(process.stdout),
    stderr: outputTo(process.stderr),
  };
}

function outputTo(stream: NodeJS.WriteStream): Output {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') return;
    process.exitCode = 2;
    if (stream !== process.stderr) process.stderr.write(`ecrlint: The report cannot be written: ${error.message}.\n`);
  });
  return {
    write: (text) => {
      stream.write(text);
    },
    isTerminal: stream.isTTY === true,
  };
}
