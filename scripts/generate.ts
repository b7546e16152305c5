/**
 * Writes everything that is derived from the rules and the command line: the rule index, a page for each rule, the
 * README's table and example, and the page on the command line. With `--check` it writes nothing and fails when
 * a file is not what it would write.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Rule } from '../src/lint/rule.ts';
import { cliPage, exampleOutput } from './generate/cli.ts';
import { replaceBetweenMarkers } from './generate/markers.ts';
import { ruleIndex } from './generate/rule-index.ts';
import { rulePage, ruleTable } from './generate/rule-page.ts';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const RULE_PAGES = 'docs/rules';

const ids = readdirSync(join(ROOT, 'rules'))
  .filter((name) => name.endsWith('.ts') && name !== 'index.ts')
  .map((name) => basename(name, '.ts'))
  .sort();
const check = process.argv.includes('--check');

// The index first: the command line imports it.
const stale = settle('rules/index.ts', ruleIndex(ids));

const rules = await Promise.all(ids.map(load));
for (const rule of rules) stale.push(...settle(`${RULE_PAGES}/${rule.id}.md`, rulePage(rule)));
stale.push(...removeUnknownPages());
stale.push(...settle('docs/cli.md', await cliPage()));

const table = replaceBetweenMarkers(read('README.md'), 'rules', ruleTable(rules, RULE_PAGES));
stale.push(...settle('README.md', replaceBetweenMarkers(table, 'example', await exampleOutput(ROOT))));

if (stale.length > 0) {
  process.stderr.write(`${stale.map((path) => `${path} ${check ? 'is out of date' : 'written'}`).join('\n')}\n`);
  if (check) {
    process.stderr.write('Run `npm run generate` and commit the result.\n');
    process.exitCode = 1;
  }
}

async function load(id: string): Promise<Rule> {
  const module: { default: Rule } = await import(pathToFileURL(join(ROOT, 'rules', `${id}.ts`)).href);
  return module.default;
}

/** Makes a file have a text, unless only checking; gives its path when it had another. */
function settle(path: string, text: string): string[] {
  if (existsSync(join(ROOT, path)) && read(path) === text) return [];
  if (!check) {
    mkdirSync(dirname(join(ROOT, path)), { recursive: true });
    writeFileSync(join(ROOT, path), text);
  }
  return [path];
}

/** Pages of rules that are gone. */
function removeUnknownPages(): string[] {
  if (!existsSync(join(ROOT, RULE_PAGES))) return [];
  const unknown = readdirSync(join(ROOT, RULE_PAGES)).filter((name) => !ids.includes(basename(name, '.md')));
  if (!check) for (const name of unknown) rmSync(join(ROOT, RULE_PAGES, name));
  return unknown.map((name) => `${RULE_PAGES}/${name}`);
}

function read(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}
