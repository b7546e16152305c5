import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DATA_SOURCES } from '../../src/ecr/data-sources.ts';
import type { EvaluatedResource } from '../../src/terraform/resource.ts';
import type { Value } from '../../src/terraform/value.ts';
import recording from './data-sources.recorded.json' with { type: 'json' };
import { withDeployments } from './deployments.ts';

/** What the provider itself renders, recorded by scripts/record-data-sources.ts. */
const recorded: Readonly<Record<string, { json: string; minified_json: string | null }>> = recording.recorded;

const cases = readFileSync(new URL('./data-sources/cases.tf', import.meta.url), 'utf8');

describe('data sources', () => {
  const rendered = withDeployments(cases, ([deployment]) => {
    const found = Object.keys(DATA_SOURCES).flatMap((type) => deployment?.dataSources(type) ?? []);
    return new Map(found.map((resource) => [resource.address, attributesOf(resource)]));
  });

  it('are all recorded', async () => {
    expect([...(await rendered).keys()].sort()).toEqual(Object.keys(recorded).sort());
  });

  it.each(Object.keys(recorded))('%s has the JSON the provider writes', async (address) => {
    const attributes = (await rendered).get(address);
    expect(text(attributes?.get('json'))).toBe(recorded[address]?.json);
    expect(text(attributes?.get('minified_json'))).toBe(recorded[address]?.minified_json);
  });
});

function attributesOf({ type, body }: EvaluatedResource): ReadonlyMap<string, Value> {
  return DATA_SOURCES[type]?.(body, body.place) ?? new Map();
}

function text(value: Value | undefined): string | null {
  return value?.kind === 'string' ? value.value : null;
}
