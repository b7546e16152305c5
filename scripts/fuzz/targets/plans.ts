import { lintPaths } from '../../../src/lint/run.ts';
import { ProjectError } from '../../../src/terraform/project.ts';
import { withFolder } from '../../../test/support/folder.ts';
import { PLANS } from '../bases.ts';
import { mutate } from '../mutate.ts';
import { changeDocuments } from '../mutate-documents.ts';
import type { Random } from '../random.ts';
import type { Target } from '../target.ts';
import { expectReports, optionsFor } from './check.ts';

/** Damaged plans: read or refused with a sentence. */
export const plans: Target = {
  name: 'plans',
  what: 'plans to all rules and reports',
  weight: 3,
  make: (random) => ({ 'plan.json': damage(random.pick(PLANS), random) }),
  check: (files) =>
    withFolder(files, async (folder) => {
      try {
        await expectReports(await lintPaths(optionsFor(folder, ['plan.json'])), files);
      } catch (error) {
        if (!(error instanceof ProjectError)) throw error;
      }
    }),
};

/** Mostly still JSON: broken JSON is refused early and teaches little. */
function damage(plan: string, random: Random): string {
  switch (random.below(4)) {
    case 0:
      return mutate(plan, PLANS, random);
    case 1:
      return changeTree(plan, random);
    default:
      return changeDocuments(plan, random);
  }
}

const STRANGE: readonly unknown[] = [null, true, false, 0, -1, 1.5, '', 'x', [], {}, [null], { a: 1 }];

/** Takes members out of the tree, or puts something else in their place. */
function changeTree(plan: string, random: Random): string {
  const share = 20 + random.below(400);
  return JSON.stringify(JSON.parse(plan), (name, value: unknown) => {
    if (name === '' || !random.oneIn(share)) return value;
    // A copy: what is put in is walked through as well.
    return random.oneIn(2) ? undefined : structuredClone(random.pick(STRANGE));
  });
}
