import type { Place } from '../hcl/source.ts';

/** Whether a repository serves production, and what says so. */
export interface Environment {
  readonly kind: 'production' | 'non-production' | 'unknown';
  /** One clause without place, such as `tag Environment = "production"`; for `unknown`, that nothing says. */
  readonly because: string;
  /** Where that is written; null where it is not in a file, such as a directory's name. */
  readonly place: Place | null;
}
