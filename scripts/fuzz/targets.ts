import type { Random } from './random.ts';
import type { Target } from './target.ts';
import { commands } from './targets/commands.ts';
import { agreement, syntax } from './targets/hcl.ts';
import { configurations, fixes } from './targets/modules.ts';
import { plans } from './targets/plans.ts';
import { terragrunt, terragruntFixes } from './targets/terragrunt.ts';

/** Everything that is fed. */
export const TARGETS: readonly Target[] = [
  syntax,
  agreement,
  configurations,
  fixes,
  terragrunt,
  terragruntFixes,
  plans,
  commands,
];

/** Some of the targets. Throws when there is none of a name. */
export function targetsNamed(names: readonly string[]): readonly Target[] {
  return names.map((name) => {
    const target = TARGETS.find((candidate) => candidate.name === name);
    if (target === undefined) throw new Error(`There is no target "${name}".`);
    return target;
  });
}

/** The target that gets an input, by the weights of those chosen. */
export function targetOf(random: Random, chosen: readonly Target[]): Target {
  let left = random.below(chosen.reduce((sum, { weight }) => sum + weight, 0));
  for (const target of chosen) {
    left -= target.weight;
    if (left < 0) return target;
  }
  throw new Error('No target is chosen.');
}
