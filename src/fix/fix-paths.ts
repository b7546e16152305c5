import { resolve } from 'node:path';
import type { Finding } from '../lint/finding.ts';
import type { LintResult } from '../lint/lint.ts';
import { type LintPathsOptions, lintPaths } from '../lint/run.ts';
import { contains } from '../terraform/source-tree.ts';
import { type FixResult, fixToFixedPoint } from './fixed-point.ts';
import type { ProposedFix } from './prepare.ts';
import { placeOf } from './resolve.ts';

export interface FixPathsOptions extends LintPathsOptions {
  /** Apply fixes that could destroy images, replace a resource or cut off access, too. */
  readonly unsafe: boolean;
}

/** What fixing some paths comes to, before anything is written. */
export interface FixedPaths extends FixResult {
  /** The judgement of the fixed texts. */
  readonly after: LintResult;
  /** Findings of that judgement whose fixes were not to be applied. */
  readonly held: HeldFindings;
}

export interface HeldFindings {
  /** Their fix is unsafe. */
  readonly unsafe: readonly Finding[];
  /** Their fix would change a file outside of the given paths. */
  readonly outside: readonly Finding[];
}

/**
 * Judges the Terraform below some paths and fixes it in memory, to the point where nothing is left to fix. Throws what
 * `lintPaths` throws.
 */
export async function fixPaths({ unsafe, ...options }: FixPathsOptions): Promise<FixedPaths> {
  const mayEdit = editableBelow(options.workingDirectory, options.paths);
  const judge = async (texts: ReadonlyMap<string, string>): Promise<Judgement> => {
    const result = await lintPaths({ ...options, texts });
    return { result, ...sort(result.findings, unsafe, mayEdit) };
  };
  let last: Judgement | null = null;
  const fixed = await fixToFixedPoint({
    propose: async (texts) => {
      last = await judge(texts);
      return last.proposed;
    },
  });
  // Where rules undo each other nothing is changed, so what is on disk counts.
  const { result, held } = last === null || fixed.end === 'cycle' ? await judge(new Map()) : last;
  return { ...fixed, after: result, held };
}

interface Judgement {
  readonly result: LintResult;
  readonly proposed: readonly ProposedFix[];
  readonly held: HeldFindings;
}

function sort(
  findings: readonly Finding[],
  unsafe: boolean,
  mayEdit: (path: string) => boolean,
): Pick<Judgement, 'proposed' | 'held'> {
  const proposed: ProposedFix[] = [];
  const held = { unsafe: [] as Finding[], outside: [] as Finding[] };
  for (const finding of findings) {
    const { rule, fix } = finding;
    if (fix === null) continue;
    if (!fix.edits.every((edit) => mayEdit(placeOf(edit).file.path))) held.outside.push(finding);
    else if (fix.safety === 'unsafe' && !unsafe) held.unsafe.push(finding);
    else proposed.push({ rule, fix });
  }
  return { proposed, held };
}

/** Says of the paths of reports whether a file lies in or below one of the given paths, and is not Terraform's own copy. */
function editableBelow(workingDirectory: string, paths: readonly string[]): (path: string) => boolean {
  const roots = paths.map((path) => resolve(workingDirectory, path));
  return (path) => {
    const absolute = resolve(workingDirectory, path);
    return !path.split('/').includes('.terraform') && roots.some((root) => contains(root, absolute));
  };
}
