import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readJson } from '../../src/ecr/json-document.ts';
import { plainJson } from '../../src/ecr/plain-json.ts';
import { string, type Value } from '../../src/terraform/value.ts';

/** Read with care: its one piece is a value, so that every part is looked up in it. */
function carefully(text: string): Value | null {
  const detail = { pieces: [{ kind: 'value', value: string(text) }], encoded: null } as const;
  const reading = readJson(string(text, { origin: null }, detail));
  return reading.kind === 'known' ? reading.value : null;
}

describe('JSON without places', () => {
  it('is read as it is with care, or not at all', () => {
    fc.assert(
      fc.property(fc.json(), fc.boolean(), (json, pretty) => {
        const text = pretty ? JSON.stringify(JSON.parse(json), null, 2) : json;
        const plain = plainJson(text);
        if (plain !== null) expect(plain).toEqual(carefully(text));
      }),
    );
  });

  it('has the members of objects in the order of Terraform, the last of each name', () => {
    const text = '{"b":1,"10":2,"9":3,"a":{"Z":true,"Y":null,"é":[]},"b":"last","__proto__":0}';
    const plain = plainJson(text);
    expect(plain).toEqual(carefully(text));
    expect(plain?.kind === 'object' ? [...plain.entries.keys()] : null).toEqual(['10', '9', '__proto__', 'a', 'b']);
  });

  it.each([
    '1.00000000000000001',
    '[9007199254740991.4]',
    '9007199254740993',
    '{"a": 1e400}',
    '-0',
    '[1',
    '',
    '{"a":1,}',
    '\ufeff{}',
    `${'['.repeat(200)}${']'.repeat(200)}`,
  ])('is left to the careful reading where it is %s', (text) => {
    expect(plainJson(text)).toBeNull();
  });
});
