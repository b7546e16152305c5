import { describe, expect, it } from 'vitest';
import type { Argument } from '../../src/ecr/argument.ts';
import { ReadingMemory } from '../../src/ecr/reading-memory.ts';
import { nullValue, string, type Value } from '../../src/terraform/value.ts';

const BODY = {
  place: null,
  attribute: () => null,
  attributePlace: () => null,
  attributeNames: () => [],
  blocks: () => ({ items: [], rest: null }),
};

function argument(value: Value | null): Argument {
  return { body: BODY, name: 'policy', value, doubt: null };
}

describe('readings', () => {
  it('are made once, and of nothing where nothing is written', () => {
    let count = 0;
    const memory = new ReadingMemory((value) => ({ value, number: ++count }));
    const [first, second] = [argument(string('{}')), argument(string('{}'))].map((each) => memory.readerOf(each));
    expect(first?.()?.number).toBe(1);
    expect(second?.()?.number).toBe(2);
    expect(first?.()?.number).toBe(1);
    expect(memory.readerOf(argument(null))()).toBeNull();
    expect(memory.readerOf(argument(nullValue()))()).toBeNull();
    expect(count).toBe(2);
  });

  it('are made anew where there is too much to keep, and are right all the same', () => {
    const memory = new ReadingMemory((value) => ({ value }));
    const policies = Array.from({ length: 50 }, (_, index) => argument(string(`${index} ${' '.repeat(100_000)}`)));
    const readers = policies.map((policy) => memory.readerOf(policy));
    const rounds = [1, 2].map(() => readers.map((read) => read()));
    expect(rounds[1]?.map((reading) => reading?.value)).toEqual(policies.map(({ value }) => value));
    expect(rounds[1]?.[0]).not.toBe(rounds[0]?.[0]);
  });
});
