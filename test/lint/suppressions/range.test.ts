import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RangeIndex, touching } from '../../../src/lint/suppressions/range.ts';

const offset = fc.nat(40);
const range = fc.tuple(offset, offset).map(([a, b]) => ({ start: Math.min(a, b), end: Math.max(a, b) }));

describe('stretches of a file', () => {
  it('are found by an offset in them', () => {
    fc.assert(
      fc.property(fc.array(fc.array(range, { maxLength: 3 }), { maxLength: 12 }), offset, (items, at) => {
        const expected = items.filter((ranges) => ranges.some(({ start, end }) => start <= at && at < end));
        expect(new RangeIndex(items, (ranges) => ranges).at(at)).toEqual(new Set(expected));
      }),
    );
  });

  it('that are apart are found by what they touch', () => {
    fc.assert(
      fc.property(fc.uniqueArray(offset, { maxLength: 20 }), range, (offsets, { start, end }) => {
        const bounds = offsets.toSorted((a, b) => a - b);
        const apart = bounds.flatMap((from, index) => {
          const to = bounds[index + 1];
          return index % 2 === 0 && to !== undefined ? [{ start: from, end: to }] : [];
        });
        const expected = apart.filter((one) => one.start <= end && start <= one.end);
        expect(touching(apart, { start, end })).toEqual(expected);
      }),
    );
  });
});
