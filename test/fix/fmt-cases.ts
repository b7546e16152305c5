import { BODY_CASES } from './fmt-body-cases.ts';
import type { FmtCase } from './fmt-case.ts';
import { COLLECTION_CASES } from './fmt-collection-cases.ts';
import { ITEM_CASES } from './fmt-item-cases.ts';

/** What is recorded by `scripts/record-fmt.ts`. */
export const FMT_CASES: readonly FmtCase[] = [...BODY_CASES, ...ITEM_CASES, ...COLLECTION_CASES];
