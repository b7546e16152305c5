import { rmSync } from 'node:fs';
import { readdir, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** Temporary files that exist now. */
const temporary = new Set<string>();

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
let listening = false;

/**
 * A name beside a file for what will take its place. Nothing reads a file of such a name as Terraform. That others may
 * guess it does no harm: the file is only written where there is none.
 */
export function temporaryPathFor(path: string): string {
  const name = Math.floor(Math.random() * 2 ** 48)
    .toString(16)
    .padStart(12, '0');
  return join(dirname(path), `.${basename(path)}.ecrlint-${name}.tmp`);
}

const TEMPORARY = /^\..+\.ecrlint-[0-9a-f]{12}\.tmp$/;

/** Younger ones may belong to another run that is writing now. */
const STALE_MILLISECONDS = 60 * 60 * 1000;

/** Removes temporary files that a run left in a folder when it was killed. Never throws. */
export async function removeStaleFiles(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter((one) => TEMPORARY.test(one))) {
    const path = join(folder, name);
    const age = await stat(path)
      .then(({ mtimeMs }) => Date.now() - mtimeMs)
      .catch(() => 0);
    if (age > STALE_MILLISECONDS) await rm(path, { force: true }).catch(() => undefined);
  }
}

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
