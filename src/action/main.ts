import { processIo } from '../cli/io.ts';
import { runAction } from './action.ts';

runAction(processIo()).then(
  (exitCode) => {
    process.exitCode = exitCode;
  },
  (error: unknown) => {
    process.exitCode = 2;
    process.stderr.write(`ecrlint: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  },
);
