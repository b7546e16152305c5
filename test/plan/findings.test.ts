import { describe, expect, it } from 'vitest';
import { rules } from '../../rules/index.ts';
import { DEFAULT_ENVIRONMENT_OPTIONS } from '../../src/ecr/environment.ts';
import { collectFacts } from '../../src/ecr/facts.ts';
import type { Place } from '../../src/hcl/source.ts';
import type { Finding, Unresolved } from '../../src/lint/finding.ts';
import { type LintResult, lint } from '../../src/lint/lint.ts';
import { policy } from '../../src/lint/policy.ts';
import { selectRules } from '../../src/lint/selection.ts';
import type { Deployment } from '../../src/terraform/resource.ts';
import { project } from '../lint/build.ts';
import { caseNames, hclOf, planOf, sourcedPlanOf } from './cases.ts';

function lintDeployment(deployment: Deployment): Promise<LintResult> {
  return lint({
    policyOf: () => policy(selectRules(rules, { only: [], disable: [], severities: [] })),
    open: () => project({ deployments: [deployment] }),
    factsOf: (of) => collectFacts(of, DEFAULT_ENVIRONMENT_OPTIONS),
    accepts: async () => false,
  });
}

function at(place: Place | null): string {
  if (place === null) return 'nowhere';
  const start = place.file.position(place.start);
  const end = place.file.position(place.end);
  return `${place.file.path}:${start.line}:${start.column}-${end.line}:${end.column}`;
}

/** Everything a report says of a finding. */
function shown({ rule, severity, resource, message, environment, place, trace }: Finding): string {
  const steps = trace.map((step) => `${step.message} ${at(step.place)}`);
  return [severity, rule, resource, message, environment?.because, at(place), ...steps].join(' | ');
}

function question({ rule, resource, reason, place }: Unresolved): string {
  return [rule, resource, reason, at(place)].join(' | ');
}

/** The plan shows that the repository keeps a key of its own, which its configuration no longer names. */
const KNOWN_BETTER = new Set(['kms-encryption aws_ecr_repository.kept']);

/** Rules that only a plan can ask. */
const ONLY_PLANS = new Set(['destroys-images']);

describe.each(caseNames)('the findings of %s', (name) => {
  it('are the same from HCL and from the plan with its source, at the same lines and with the same trace', async () => {
    const [hcl, plan] = [await lintDeployment(hclOf(name)), await lintDeployment(sourcedPlanOf(name))];
    const expected = hcl.findings.filter(({ rule, resource }) => !KNOWN_BETTER.has(`${rule} ${resource}`));
    const found = plan.findings.filter(({ rule }) => !ONLY_PLANS.has(rule));
    expect(found.map(shown).sort()).toEqual(expected.map(shown).sort());
    expect(plan.unresolved.map(question)).toEqual(hcl.unresolved.map(question));
    expect(plan.findings.length).toBeGreaterThan(0);
  });

  it('are found in the plan without source as well, of every instance, without a place', async () => {
    const [sourced, bare] = [await lintDeployment(sourcedPlanOf(name)), await lintDeployment(planOf(name))];
    const said = new Set(bare.findings.map(({ rule, resource }) => `${rule} ${resource}`));
    const unsure = new Set(bare.unresolved.map(({ rule, resource }) => `${rule} ${resource}`));
    for (const { rule, resource } of sourced.findings) {
      const key = `${rule} ${resource}`;
      expect(said.has(key) || unsure.has(key), key).toBe(true);
    }
    expect(bare.findings.map(({ place }) => place).filter((place) => place !== null)).toEqual([]);
  });
});

describe('what only a plan knows', () => {
  it('is the key that a repository keeps', async () => {
    const encryption = (result: LintResult): readonly (string | null)[] =>
      result.findings.filter(({ rule }) => rule === 'kms-encryption').map(({ resource }) => resource);
    expect(encryption(await lintDeployment(hclOf('changes')))).toContain('aws_ecr_repository.kept');
    expect(encryption(await lintDeployment(planOf('changes')))).not.toContain('aws_ecr_repository.kept');
  });
});

describe('what a plan without source does not know', () => {
  it('is what is inside of a policy that was put together from unknown parts, and who set the key of a dynamic block', async () => {
    const asked = async (name: string): Promise<readonly string[]> =>
      (await lintDeployment(planOf(name))).unresolved.map(({ rule, resource }) => `${rule} ${resource}`);
    expect(await asked('unknown-arns')).toContain('no-public-principal aws_ecr_repository_policy.composed');
    expect(await asked('dynamic')).toContain('kms-encryption aws_ecr_repository.keyed');
  });

  it('is that a tag has its value only by the default of a variable', async () => {
    const kindOf = async (deployment: Deployment): Promise<ReadonlySet<string | undefined>> => {
      const { findings } = await lintDeployment(deployment);
      const here = findings.filter(({ resource }) => resource === 'aws_ecr_repository.here');
      return new Set(here.map(({ environment }) => environment?.kind));
    };
    expect(await kindOf(planOf('default-tags'))).toEqual(new Set(['production']));
    expect(await kindOf(sourcedPlanOf('default-tags'))).toEqual(new Set(['unknown']));
  });
});
