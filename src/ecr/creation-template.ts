import { type Answer, type Argument, either, judgeValue, textOf } from './argument.ts';

/** What AWS creates repositories for by itself. */
export type Purpose = 'CREATE_ON_PUSH' | 'PULL_THROUGH_CACHE' | 'REPLICATION';

/** Whether a creation template, by its `applied_for`, is used for repositories that AWS creates for a purpose. */
export function appliesTo({ value }: Argument, purpose: Purpose): Answer {
  if (value === null || value.kind === 'null') return 'no';
  if (!('items' in value)) return 'unknown';
  return either(value.items.map((item) => judgeValue(item, (known) => textOf(known) === purpose)));
}
