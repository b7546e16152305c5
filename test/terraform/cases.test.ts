import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openProject } from '../../src/terraform/project.ts';
import type { Value } from '../../src/terraform/value.ts';

/** Whole configurations, compared with what real Terraform plans for them: see scripts/record-cases.ts. */
const CASES = join(import.meta.dirname, 'cases');
const UNKNOWN = '(unknown)';

/** What is known although Terraform 1.11 calls it unknown: whatever the unknown operand is, the result is the same. */
const KNOWN_BETTER = new Set([
  'terraform_data.dependent.same_arms',
  'terraform_data.dependent.and',
  'terraform_data.dependent.or',
]);

interface Recorded {
  readonly address: string;
  readonly type: string;
  readonly after: Record<string, unknown>;
  readonly unknown: Record<string, unknown>;
}

describe.each(readdirSync(CASES, { withFileTypes: true }).filter((entry) => entry.isDirectory()))(
  'evaluation of $name',
  ({ name }) => {
    const recorded: Recorded[] = JSON.parse(readFileSync(join(CASES, `${name}.recorded.json`), 'utf8'));
    const project = openProject({
      workingDirectory: join(CASES, name),
      paths: ['.'],
      settings: [],
      environmentVariables: {},
      markers: ['terraform_data'],
      dataSources: {},
    });
    const resources = project.deployments.flatMap((deployment) => deployment.resources('terraform_data'));

    it('finds one root and the same instances', () => {
      expect(project.deployments).toHaveLength(1);
      expect(project.invalidFiles).toEqual([]);
      expect(resources.map(({ address }) => address).sort()).toEqual(recorded.map(({ address }) => address).sort());
    });

    it.each(recorded)('agrees on $address', ({ address, after, unknown }) => {
      const resource = resources.find((candidate) => candidate.address === address);
      for (const argument of ['input', 'triggers_replace']) {
        const value = resource?.body.attribute(argument) ?? null;
        const expected = withUnknowns(after[argument] ?? null, unknown[argument] ?? false, `${address}.`);
        expect(value === null ? null : plain(value, `${address}.`)).toEqual(expected);
      }
    });
  },
);

/** The recorded value with a mark wherever Terraform did not know it. */
function withUnknowns(after: unknown, unknown: unknown, path: string): unknown {
  if (unknown === true) return UNKNOWN;
  if (Array.isArray(unknown)) {
    const items: readonly unknown[] = Array.isArray(after) ? after : [];
    return unknown.map((part, index) => withUnknowns(items[index] ?? null, part, path));
  }
  if (typeof unknown === 'object' && unknown !== null) {
    const entries = new Map(Object.entries(after ?? {}));
    for (const [key, part] of Object.entries(unknown)) {
      if (!KNOWN_BETTER.has(`${path}${key}`)) entries.set(key, withUnknowns(entries.get(key) ?? null, part, path));
    }
    for (const key of entries.keys()) if (KNOWN_BETTER.has(`${path}${key}`)) entries.delete(key);
    return Object.fromEntries(entries);
  }
  return after;
}

function plain(value: Value, path: string): unknown {
  switch (value.kind) {
    case 'unknown':
      return UNKNOWN;
    case 'null':
      return null;
    case 'bool':
    case 'number':
    case 'string':
      return value.value;
    case 'list':
    case 'tuple':
    case 'set':
      return value.items.map((item) => plain(item, path));
    case 'map':
    case 'object':
      return Object.fromEntries(
        [...value.entries]
          .filter(([key]) => !KNOWN_BETTER.has(`${path}${key}`))
          .map(([key, entry]) => [key, plain(entry, path)]),
      );
  }
}
