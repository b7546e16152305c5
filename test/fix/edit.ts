import { applyFixes, type Round } from '../../src/fix/apply.ts';
import type { ProposedFix } from '../../src/fix/prepare.ts';
import { type Place, SourceFile } from '../../src/hcl/source.ts';
import type { BlockContent, Data, Edit } from '../../src/lint/fix.ts';

/** A file in which places are found by what is written there. */
export class Found {
  readonly file: SourceFile;

  constructor(text: string, path = 'main.tf') {
    this.file = new SourceFile(path, text);
  }

  /** Where a text stands; `n` counts from 0. */
  at(text: string, n = 0): Place {
    let start = -1;
    for (let i = 0; i <= n; i++) {
      start = this.file.text.indexOf(text, start + 1);
      if (start === -1) throw new Error(`There are not ${n + 1} of ${text}`);
    }
    return { file: this.file, start, end: start + text.length };
  }

  /** From the first of one text to the first of another behind it, both included. */
  span(from: string, to: string): Place {
    const { start } = this.at(from);
    const end = this.file.text.indexOf(to, start + from.length);
    if (end === -1) throw new Error(`There is no ${to} behind ${from}`);
    return { file: this.file, start, end: end + to.length };
  }
}

/** One fix for each list of edits, of rules named `a`, `b`… */
export function proposals(fixes: readonly (readonly Edit[])[]): ProposedFix[] {
  return fixes.map((edits, index) => ({
    rule: String.fromCharCode(97 + index),
    fix: { safety: 'safe', description: 'It is fixed.', edits },
  }));
}

/** Applies one fix for each list of edits. */
export function applyEach(fixes: readonly (readonly Edit[])[]): Round {
  return applyFixes(proposals(fixes));
}

/** What one fix makes of the only file it changes. Throws when it is refused. */
export function fixed(...edits: readonly Edit[]): string {
  const { files, refused } = applyEach([edits]);
  const [file] = files.values();
  if (file === undefined) throw new Error(refused[0]?.reason ?? 'nothing was changed');
  return file.after.text;
}

export const NO_BLOCKS: BlockContent['blocks'] = [];

/** A lifecycle policy as fixes add it. */
export const POLICY: Data = {
  rules: [
    {
      rulePriority: 1,
      description: 'Expire untagged images after 30 days',
      selection: { tagStatus: 'untagged', countType: 'sinceImagePushed', countUnit: 'days', countNumber: 30 },
      action: { type: 'expire' },
    },
  ],
};
