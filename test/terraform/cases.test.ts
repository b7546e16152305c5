import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openProject } from '../../src/terraform/project.ts';
import { evaluatedValue, type Planned, plannedValue } from './planned.ts';

/** Whole configurations, compared with what real Terraform plans for them: see scripts/record-cases.ts. */
const CASES = join(import.meta.dirname, 'cases');

/** What is known although Terraform 1.11 calls it unknown: whatever the unknown operand is, the result is the same. */
const KNOWN_BETTER = new Set([
  'terraform_data.dependent.same_arms',
  'terraform_data.dependent.and',
  'terraform_data.dependent.or',
]);

describe.each(readdirSync(CASES, { withFileTypes: true }).filter((entry) => entry.isDirectory()))(
  'evaluation of $name',
  ({ name }) => {
    const recorded: Planned[] = JSON.parse(readFileSync(join(CASES, `${name}.recorded.json`), 'utf8'));
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

    it.each(recorded)('agrees on $address', (planned) => {
      const { address } = planned;
      const resource = resources.find((candidate) => candidate.address === address);
      for (const argument of ['input', 'triggers_replace']) {
        const value = evaluatedValue(resource?.body.attribute(argument) ?? null);
        expect(agreed(value, address)).toEqual(agreed(plannedValue(planned, argument), address));
      }
    });
  },
);

/** Without what is known better. */
function agreed(value: unknown, address: string): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([key]) => !KNOWN_BETTER.has(`${address}.${key}`)));
}
