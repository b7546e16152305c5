import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { differences, type RecordedConfiguration } from './generated/compare.ts';

/** Generated configurations, compared with what real Terraform makes of them: see scripts/differential-terraform.ts. */
const RECORDED: readonly RecordedConfiguration[] = JSON.parse(
  readFileSync(new URL('generated/configurations.recorded.json', import.meta.url), 'utf8'),
);

it('there are enough of them, with values that are known and values that are not', () => {
  expect(RECORDED.length).toBeGreaterThanOrEqual(150);
  const instances = RECORDED.flatMap((configuration) => configuration.instances);
  expect(instances.filter(({ applied }) => applied !== undefined).length).toBeGreaterThan(50);
  expect(instances.filter(({ applied }) => applied === undefined).length).toBeGreaterThan(1000);
});

it.each(RECORDED.map((configuration, index) => [index, configuration] as const))(
  'configuration %i is evaluated as by Terraform',
  async (_, configuration) => {
    expect(await differences(configuration)).toEqual([]);
  },
);

describe('a difference', () => {
  const files = {
    'main.tf':
      'resource "terraform_data" "a" {\n  input = ["x", terraform_data.b.output]\n}\nresource "terraform_data" "b" {\n  input = 1\n}\n',
  };
  const b = { address: 'terraform_data.b', planned: 1 };
  const a = { address: 'terraform_data.a', planned: ['x', '(unknown)'], applied: ['x', 1] };

  it('is none where both know the same', async () => {
    expect(await differences({ files, instances: [a, b] })).toEqual([]);
  });

  it.each([
    ['another value', [a, { ...b, planned: 2 }]],
    ['an instance that Terraform does not have', [a]],
    ['an instance that we do not have', [a, b, { ...b, address: 'terraform_data.c' }]],
    ['something unknown that Terraform knows', [{ ...a, planned: ['x', 1] }, b]],
    ['a list of another length', [{ ...a, planned: ['x'] }, b]],
  ])('is found: %s', async (_, instances) => {
    expect(await differences({ files, instances })).toHaveLength(1);
  });

  it('is found where we know better and are wrong', async () => {
    const known = { 'main.tf': 'resource "terraform_data" "b" {\n  input = 1\n}\n' };
    const instance = { address: 'terraform_data.b', planned: '(unknown)' };
    expect(await differences({ files: known, instances: [{ ...instance, applied: 1 }] })).toEqual([]);
    expect(await differences({ files: known, instances: [{ ...instance, applied: 2 }] })).toHaveLength(1);
  });
});
