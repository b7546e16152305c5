/** A difference between two states of a file, as `git diff --raw` tells it. */
export interface RawChange {
  readonly status: ChangeStatus;
  /** The path of the file, or the one it had; from the root of the repository, with `/`. */
  readonly before: string;
  /** The path it has now; the same but for a file that was renamed or copied. */
  readonly after: string;
  readonly oldMode: string;
  readonly newMode: string;
  readonly oldObject: string;
  readonly newObject: string;
}

/** Added, copied, deleted, modified, renamed, of another type, with conflicts. */
export type ChangeStatus = 'A' | 'C' | 'D' | 'M' | 'R' | 'T' | 'U';

/** What a mode says of a path: that another repository is there. */
const SUBMODULE = '160000';
const SYMBOLIC_LINK = '120000';

/** Whether a path holds, or held, another repository. */
export function isSubmodule({ oldMode, newMode }: RawChange): boolean {
  return oldMode === SUBMODULE || newMode === SUBMODULE;
}

export function wasSubmodule({ oldMode }: RawChange): boolean {
  return oldMode === SUBMODULE;
}

/** Whether the old state of a path is a file with text of its own. */
export function wasPlainFile({ oldMode }: RawChange): boolean {
  return oldMode !== SUBMODULE && oldMode !== SYMBOLIC_LINK && oldMode !== '000000';
}

/**
 * Reads the output of `git diff --raw -z`: for each change a record of modes, objects and status, then one path, or two
 * of a rename or copy, each ended by NUL. https://git-scm.com/docs/git-diff#_raw_output_format
 */
export function parseRawDiff(output: Buffer): readonly RawChange[] {
  const parts = output.toString('utf8').split('\0');
  const changes: RawChange[] = [];
  for (let index = 0; index + 1 < parts.length; index++) {
    const record = RECORD.exec(parts[index]!);
    if (record === null) throw new Error(`git diff --raw: ${JSON.stringify(parts[index])} is no record`);
    const [, oldMode = '', newMode = '', oldObject = '', newObject = '', letter] = record;
    const status = STATUSES.find((candidate) => candidate === letter)!;
    const before = parts[++index]!;
    const after = status === 'R' || status === 'C' ? parts[++index]! : before;
    changes.push({ status, before, after, oldMode, newMode, oldObject, newObject });
  }
  return changes;
}

const STATUSES: readonly ChangeStatus[] = ['A', 'C', 'D', 'M', 'R', 'T', 'U'];
const RECORD = /^:(\d{6}) (\d{6}) ([0-9a-f]+) ([0-9a-f]+) ([ACDMRTU])\d*$/;

/** The paths in output that ends each with NUL. */
export function parsePaths(output: Buffer): readonly string[] {
  return output.toString('utf8').split('\0').slice(0, -1);
}
