import { rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';

/** Temporary files that exist now. */
const temporary = new Set<string>();

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
let listening = false;

/**
 * Does work that makes a temporary file, and removes it afterwards if it is still there, also when the process is told
 * to end meanwhile.
 */
export async function removedOnSignal<T>(path: string, work: () => Promise<T>): Promise<T> {
  // Once listening, always: a signal that arrives while its listener is taken off would be lost.
  if (!listening) for (const signal of SIGNALS) process.on(signal, endBySignal);
  listening = true;
  temporary.add(path);
  try {
    return await work();
  } finally {
    await rm(path, { force: true }).catch(() => undefined);
    temporary.delete(path);
  }
}

/** Removes the files and, unless somebody else listens too, lets the signal do what it does without us. */
function endBySignal(signal: NodeJS.Signals): void {
  for (const path of temporary) rmSync(path, { force: true });
  if (process.listenerCount(signal) > 1) return;
  process.off(signal, endBySignal);
  process.kill(process.pid, signal);
}
