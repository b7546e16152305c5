/**
 * Makes the skeleton of a built-in rule, `npm run new-rule <id>`: its file in rules/ with everything that is to be said of
 * it left empty, and the file of its tests. Both typecheck; the tests fail for what is to be filled in.
 */
import { existsSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const ID = /^[a-z]+(-[a-z]+)*$/;

const [id] = process.argv.slice(2);
const problem = problemWith(id);
if (id === undefined || problem !== null) {
  process.stderr.write(`${problem}\n`);
  process.exitCode = 2;
} else {
  for (const [path, text] of Object.entries(skeleton(id))) {
    writeFileSync(join(ROOT, path), text);
    process.stdout.write(`${path} written\n`);
  }
  // The index, the rule's page and its row in the README.
  await import('./generate.ts');
  process.stdout.write(
    `Fill in what is empty in rules/${id}.ts until "npx vitest run test/rules.test.ts" passes, then run "npm run generate".\n`,
  );
}

function problemWith(name: string | undefined): string | null {
  if (name === undefined || !ID.test(name)) {
    return 'Name the rule in kebab-case, as in "npm run new-rule immutable-tags".';
  }
  return existsSync(join(ROOT, 'rules', `${name}.ts`)) ? `There is a rule ${name} already.` : null;
}

/** The new files, by their paths. */
function skeleton(name: string): Readonly<Record<string, string>> {
  return {
    [`rules/${name}.ts`]: ruleFile(name),
    [`test/ecr/rules/${name}.test.ts`]: testFile(name),
  };
}

function ruleFile(name: string): string {
  return `import { argumentOf, evidenceOf, judge, reasonOf } from '../src/ecr/argument.ts';
import type { EcrFacts, Repository } from '../src/ecr/facts.ts';
import { always, type Rule, type RuleContext } from '../src/lint/rule.ts';

const rule: Rule = {
  id: '${name}',
  // What it finds, in one sentence without a full stop.
  title: '',
  category: 'registry',
  aliases: [],
  severity: always('warning'),
  presets: ['recommended', 'strict'],
  securitySeverity: null,
  documentation: {
    what: '',
    why: '',
    how: '',
    references: [],
  },
  examples: {
    good: [],
    bad: [],
  },

  check(facts: EcrFacts, context: RuleContext): void {
    for (const repository of facts.repositories) judgeRepository(repository, context);
  },
};

function judgeRepository(subject: Repository, context: RuleContext): void {
  // Which argument, and what is wrong with it? Null is an absent one.
  const argument = argumentOf(subject.resource.body, 'name');
  const answer = judge(argument, (value) => value === null);
  if (answer === 'no') return;
  const evidence = evidenceOf(argument);
  if (answer === 'unknown') context.unresolved({ subject, reason: reasonOf(argument), evidence });
  else context.report({ subject, message: '', evidence });
}

export default rule;
`;
}

function testFile(name: string): string {
  return `import rule from '../../../rules/${name}.ts';
import { testCases } from './cases.ts';

/** What the page of the rule does not show: what is unknown, absent, written elsewhere or given by a module. */
testCases(rule, {
  good: [],
  bad: [],
});
`;
}
