import { expect, it } from 'vitest';
import { rules } from '../../rules/index.ts';
import { findingsWithFixes, fixFiles, withChanges } from '../support/fix.ts';
import { combinationsOf, RELEASES } from './combinations.ts';
import { keyOf } from './recorded.ts';

/** One in so many calls of a release is mended. */
const STEP = 3;

it.each(RELEASES.map((release) => [keyOf(release), release] as const))(
  'calls of %s are mended by all that is proposed',
  { timeout: 60_000 },
  async (_key, release) => {
    for (const { name, text } of combinationsOf(release).filter((_combination, i) => i % STEP === 0)) {
      const files = { 'main.tf': text };
      const result = await fixFiles(files, rules);
      const left = (await findingsWithFixes(withChanges(files, result), rules)).filter(({ fix }) => fix !== null);
      expect({ name, text, left: left.map(({ rule, message }) => [rule, message]) }).toEqual({ name, text, left: [] });
      expect(result.files.map(({ path }) => path).filter((path) => path !== 'main.tf')).toEqual([]);
    }
  },
);
