import type { Edit } from '../../src/lint/fix.ts';
import type { Found } from './edit.ts';

/** A fix of a file that `terraform fmt` leaves as it is. */
export interface FmtCase {
  readonly name: string;
  readonly before: string;
  /** The result as somebody would type it who does not care about spacing: `terraform fmt` says how it should look. */
  readonly typed: string;
  readonly edits: (found: Found) => readonly Edit[];
}
