import { mutate } from '../mutate.ts';
import { changeDocuments } from '../mutate-documents.ts';
import type { Random } from '../random.ts';
import type { Input, Target } from '../target.ts';
import { TERRAGRUNT_PIECES, TERRAGRUNT_TREE } from '../terragrunt-tree.ts';
import { fixed, judged } from './modules.ts';

/** How rarely units are there, so that more inputs fit into a run: those of published modules take longest. */
const UNIT = /^live\/\w+\/\w+\/terragrunt\.hcl$/;
const PUBLISHED = /\/(?:published|label)\//;
const ALWAYS = /^\.git\//;

const TEXTS = Object.values(TERRAGRUNT_TREE);

/** A damaged repository of Terragrunt through all rules and reports. */
export const terragrunt: Target = {
  name: 'terragrunt',
  what: 'repositories of Terragrunt to all rules and reports',
  weight: 2,
  make: makeRepository,
  check: judged,
};

/** The same through all fixes. */
export const terragruntFixes: Target = {
  name: 'terragrunt-fixes',
  what: 'repositories of Terragrunt to all fixes, twice',
  weight: 1,
  make: makeRepository,
  check: fixed,
};

function makeRepository(random: Random): Input {
  const files = Object.entries(TERRAGRUNT_TREE).filter(
    ([name]) => ALWAYS.test(name) || (UNIT.test(name) ? random.oneIn(PUBLISHED.test(name) ? 6 : 2) : !random.oneIn(20)),
  );
  return Object.fromEntries(
    files.map(([name, text]) => [name, ALWAYS.test(name) || random.oneIn(2) ? text : damage(text, random)]),
  );
}

/** Mostly still a file that is read as a whole: what matters is behind the parser. */
function damage(text: string, random: Random): string {
  switch (random.below(4)) {
    case 0:
      return mutate(text, TEXTS, random);
    case 1:
      return changeDocuments(text, random);
    default:
      return changeTerragrunt(text, random);
  }
}

/** Puts expressions in the place of expressions, and arguments and blocks between lines. */
function changeTerragrunt(text: string, random: Random): string {
  let changed = text;
  for (let left = 1 + random.below(4); left > 0; left--) {
    const piece = random.pick(TERRAGRUNT_PIECES);
    const isExpression = !/^[a-z_]+(?: "\w+")? [={]/.test(piece);
    const places = [...changed.matchAll(isExpression ? /(?<== ?)[^={}\n]+$/gm : /^/gm)];
    if (places.length === 0) return changed;
    const { index, 0: replaced } = random.pick(places);
    changed = `${changed.slice(0, index)}${piece}${isExpression ? '' : '\n'}${changed.slice(index + replaced.length)}`;
  }
  return changed;
}
