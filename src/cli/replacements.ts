import { textEditsOf } from '../fix/single-fix.ts';
import type { Finding } from '../lint/finding.ts';
import type { Replacement } from '../report/report.ts';

/** What the fix of a finding comes down to in text, on its own; empty where there is none, or where it cannot be made. */
export function replacementsOf({ rule, fix }: Finding): readonly Replacement[] {
  const files = fix === null ? null : textEditsOf({ rule, fix });
  if (files === null) return [];
  return files.flatMap(({ file, edits }) =>
    edits.map(({ start, end, text }) => ({ place: { file, start, end }, text })),
  );
}
