import { rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';

/** Temporary files that exist now. */
const temporary = new Set<string>();

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Does work that makes a temporary file, and removes it afterwards if it is still there, also when the process is told
 * to end meanwhile.
 */
export async function removedOnSignal<T>(path: string, work: () => Promise<T>): Promise<T> {
  if (temporary.size === 0) for (const signal of SIGNALS) process.on(signal, endBySignal);
  temporary.add(path);
  try {
    return await work();
  } finally {
    await rm(path, { force: true }).catch(() => undefined);
    temporary.delete(path);
    if (temporary.size === 0) stopListening();
  }
}

/** Removes the files and lets the signal do what it does without us. */
function endBySignal(signal: NodeJS.Signals): void {
  for (const path of temporary) rmSync(path, { force: true });
  stopListening();
  process.kill(process.pid, signal);
}

function stopListening(): void {
  for (const signal of SIGNALS) process.off(signal, endBySignal);
}
