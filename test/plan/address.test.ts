import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseModuleAddress, parsePath, partAt, withoutKeys } from '../../src/plan/address.ts';
import { indexText } from '../../src/terraform/module-instance.ts';

describe('addresses', () => {
  it('are read with keys that hold slashes, quotes, dots and brackets', () => {
    expect(parseModuleAddress('module.a["x.y/[0]\\"q\\""].module.b-c[3].module.d')).toEqual([
      { name: 'a', key: 'x.y/[0]"q"', address: 'module.a["x.y/[0]\\"q\\""]' },
      { name: 'b-c', key: 3, address: 'module.a["x.y/[0]\\"q\\""].module.b-c[3]' },
      { name: 'd', key: null, address: 'module.a["x.y/[0]\\"q\\""].module.b-c[3].module.d' },
    ]);
    expect(parseModuleAddress('')).toEqual([]);
  });

  it('are read as they are written, whatever the key', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (key) => {
        const address = `module.app${indexText(key)}`;
        expect(parseModuleAddress(address)).toEqual([{ name: 'app', key, address }]);
        expect(withoutKeys(`${address}.aws_ecr_repository.this${indexText(key)}`)).toBe(
          'module.app.aws_ecr_repository.this',
        );
      }),
    );
  });

  it('are references too, up to a splat', () => {
    expect(parsePath('aws_ecr_repository.this["a"].name')).toEqual([
      { kind: 'name', name: 'aws_ecr_repository' },
      { kind: 'name', name: 'this' },
      { kind: 'index', key: 'a' },
      { kind: 'name', name: 'name' },
    ]);
    expect(parsePath('aws_ecr_repository.this[*].name')).toHaveLength(2);
    expect(parsePath('not a reference')).toBeNull();
  });

  it('lead to parts of values, and to nothing that is inherited', () => {
    const value = { list: [{ name: 'x' }] };
    expect(partAt(value, parsePath('list[0].name') ?? [])).toBe('x');
    expect(partAt(value, parsePath('list[1].name') ?? [])).toBeUndefined();
    expect(partAt(value, parsePath('constructor') ?? [])).toBeUndefined();
    expect(partAt(value, parsePath('list.length') ?? [])).toBeUndefined();
  });
});
