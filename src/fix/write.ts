import { constants } from 'node:fs';
import { access, type FileHandle, open, readFile, realpath, rename, stat } from 'node:fs/promises';
import { sep } from 'node:path';
import { contains, describeError } from '../terraform/source-tree.ts';
import { removedOnSignal, temporaryPathFor } from './temporary-files.ts';

/** A file to write: what was read, and what it becomes. */
export interface WriteRequest {
  /** Absolute. */
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

export type WriteResult =
  | { readonly kind: 'written' }
  /** `reason` is a clause that goes on from the file's name. */
  | { readonly kind: 'left'; readonly reason: string };

/**
 * Replaces the content of a file at once: whoever reads it, and whatever happens meanwhile, finds the old text or the
 * new one. Its mode stays, and a link to it stays a link. A file is left alone that changed since it was read, that may
 * not be written, or that lies outside the roots or in `.terraform`. Never throws.
 *
 * @param roots the absolute paths a user gave, to which and below which files may be written
 */
export async function writeFile({ path, before, after }: WriteRequest, roots: readonly string[]): Promise<WriteResult> {
  try {
    const target = await realpath(path);
    const refusal = (await refuse(path, target, roots)) ?? (await changeSince(target, before));
    if (refusal !== null) return { kind: 'left', reason: refusal };
    return await replace(target, before, after);
  } catch (error) {
    return { kind: 'left', reason: `cannot be written: ${describe(error)}` };
  }
}

async function refuse(path: string, target: string, roots: readonly string[]): Promise<string | null> {
  if ([path, target].some((name) => name.split(sep).includes('.terraform'))) {
    return 'belongs to Terraform, which keeps downloaded modules there';
  }
  const real = await Promise.all(roots.map((root) => realpath(root).catch(() => root)));
  if (!real.some((root) => contains(root, target))) {
    return target === path ? 'is outside the given paths' : 'is a link that leads out of the given paths';
  }
  const { mode } = await stat(target);
  // Whoever may do anything, such as root, may also write this; it is marked as not to be written all the same.
  if ((mode & 0o222) === 0) return 'is read-only';
  await access(target, constants.W_OK);
  return null;
}

async function changeSince(target: string, before: string): Promise<string | null> {
  const current = await readFile(target);
  return current.equals(Buffer.from(before, 'utf8')) ? null : 'changed since it was read';
}

async function replace(target: string, before: string, after: string): Promise<WriteResult> {
  const { mode, uid, gid } = await stat(target);
  const temporary = temporaryPathFor(target);
  return removedOnSignal(temporary, async () => {
    const handle = await open(temporary, 'wx', 0o600);
    try {
      await handle.writeFile(after, 'utf8');
      await keepOwner(handle, uid, gid);
      await handle.chmod(mode & 0o7777);
      await handle.sync();
    } finally {
      await handle.close();
    }
    const change = await changeSince(target, before);
    if (change !== null) return { kind: 'left', reason: change };
    await rename(temporary, target);
    return { kind: 'written' };
  });
}

/** Only who may do anything can give a file away; everybody else's new files are theirs, as the old one most likely was. */
async function keepOwner(handle: FileHandle, uid: number, gid: number): Promise<void> {
  const own = await handle.stat();
  if (own.uid !== uid || own.gid !== gid) await handle.chown(uid, gid).catch(() => undefined);
}

/**
 * Makes the new names in a folder last. Not every file system can do that, and without it the old texts are still whole.
 * Never throws.
 */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => null);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}

function describe(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  switch (code) {
    case 'ENOSPC':
      return 'the disk is full';
    case 'EDQUOT':
      return 'the disk quota is used up';
    case 'EFBIG':
      return 'the file would be larger than is allowed';
    case 'EROFS':
      return 'the file system is read-only';
    default:
      return describeError(error);
  }
}
