import { describe, expect, it } from 'vitest';
import { withFolder } from '../support/folder.ts';
import { combinationsOf, RELEASES } from './combinations.ts';
import { verdictsIn } from './judge.ts';
import { keyOf, recordedFor } from './recorded.ts';

describe.each(RELEASES.map((release) => [keyOf(release), release] as const))(
  '%s without its source',
  (_key, release) => {
    const recorded = recordedFor(release);
    const combinations = combinationsOf(release);

    it('is called in at least twenty ways, all of which are recorded', () => {
      expect(combinations.length).toBeGreaterThanOrEqual(20);
      expect(Object.keys(recorded)).toEqual(combinations.map(({ name }) => name));
    });

    it('is judged as with it', { timeout: 60_000 }, async () => {
      for (const { name, text } of combinations) {
        const verdicts = await withFolder({ 'main.tf': text }, verdictsIn);
        expect({ call: name, text, verdicts }).toEqual({ call: name, text, verdicts: recorded[name] });
      }
    });
  },
);
