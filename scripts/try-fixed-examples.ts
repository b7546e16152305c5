/**
 * Puts the examples of the rules before real Terraform, as they are and as their fixes leave them: what `terraform
 * validate` accepts must be accepted when it is fixed, and the plan of what was fixed must give no finding where that
 * of the example gives one. Needs a `terraform` command and the AWS provider; no AWS account is asked.
 *
 *     npx tsx scripts/try-fixed-examples.ts [--plugin-dir <folder with provider plug-ins>] [rule...]
 *
 * Prints what became of each example, and what is wrong; the exit code is 1 when anything is.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { rules } from '../rules/index.ts';
import type { BadExample, Rule } from '../src/lint/rule.ts';
import { findingsOf } from '../src/testing/expect-rules.ts';
import { filesOf } from '../src/testing/rule-case.ts';
import { planOf, prepareTerraform, type RunTerraform } from './terraform/run.ts';

type Files = Readonly<Record<string, string>>;

/** What Terraform says of some files, and the rule of what Terraform says. */
type Outcome =
  | { readonly kind: 'not valid'; readonly because: string }
  /** As where it needs a value, or has to ask AWS. */
  | { readonly kind: 'not planned' }
  | { readonly kind: 'planned'; readonly findings: number };

const { values: options, positionals } = parseArgs({
  options: { 'plugin-dir': { type: 'string' } },
  allowPositionals: true,
});

const counts = { kept: 0, silent: 0, valid: 0, notValid: 0, problems: 0 };

for (const rule of rules) {
  if (positionals.length > 0 && !positionals.includes(rule.id)) continue;
  for (const example of rule.examples.bad) {
    if (example.fixed !== undefined) await tryExample(rule, example, example.fixed);
  }
}
process.stdout.write(`${counts.kept} plans have findings before the fix and none after it
${counts.silent} plans have none before it either, as where the folder tells of the environment
${counts.valid} examples are valid before and after it, but cannot be planned here
${counts.notValid} examples are not valid before it, so that nothing can be said of the fix
${counts.problems} problems
`);
process.exitCode = counts.problems === 0 ? 0 : 1;

async function tryExample(rule: Rule, example: BadExample, fixed: string | Files): Promise<void> {
  const before = filesOf(example);
  const was = await outcomeOf(rule, before, example);
  const is = await outcomeOf(rule, { ...before, ...filesOf({ code: fixed }) }, example);
  process.stdout.write(`${rule.id}: ${example.title}: ${describe(was)}, then ${describe(is)}\n`);
  if (was.kind === 'not valid') counts.notValid++;
  else if (is.kind === 'not valid') problem(is.because);
  else if (is.kind !== was.kind) problem(`${was.kind} before, ${is.kind} after`);
  else if (is.kind !== 'planned' || was.kind !== 'planned') counts.valid++;
  else if (is.findings > 0) problem('the plan of the fixed text has findings');
  else if (was.findings === 0) counts.silent++;
  else counts.kept++;
}

function problem(because: string): void {
  counts.problems++;
  process.stdout.write(`PROBLEM ${because}\n`);
}

function describe(outcome: Outcome): string {
  return outcome.kind === 'planned' ? `${outcome.findings} findings in the plan` : outcome.kind;
}

async function outcomeOf(rule: Rule, files: Files, example: BadExample): Promise<Outcome> {
  const work = mkdtempSync(join(tmpdir(), 'try-fixed-examples-'));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(work, path)), { recursive: true });
      writeFileSync(join(work, path), text);
    }
    const outcome = planned(join(work, rootOf(files)), variablesOf(files, work));
    if (outcome.kind !== 'planned') return outcome;
    const { options: given, defaults } = example;
    const findings = await findingsOf(rule, {
      code: { 'plan.json': outcome.plan },
      ...(given === undefined ? {} : { options: given }),
      ...(defaults === undefined ? {} : { defaults }),
    });
    return { kind: 'planned', findings: findings.length };
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

type Planned = Exclude<Outcome, { kind: 'planned' }> | { readonly kind: 'planned'; readonly plan: string };

function planned(root: string, planArguments: readonly string[]): Planned {
  let terraform: RunTerraform | null = null;
  try {
    terraform = prepareTerraform(root, options['plugin-dir'] ?? null);
    return { kind: 'planned', plan: JSON.stringify(planOf(terraform, ...planArguments)) };
  } catch (error) {
    return terraform !== null && isValid(terraform)
      ? { kind: 'not planned' }
      : { kind: 'not valid', because: error instanceof Error ? error.message : String(error) };
  }
}

function isValid(terraform: RunTerraform): boolean {
  try {
    terraform('validate');
    return true;
  } catch {
    return false;
  }
}

/** The folder that is planned: the one that lies highest. */
function rootOf(files: Files): string {
  const folders = Object.keys(files).flatMap((path) => (/\.tf(?:\.json)?$/.test(path) ? [dirname(path)] : []));
  return folders.sort((a, b) => a.split('/').length - b.split('/').length)[0] ?? '.';
}

/** The first tfvars file; Terraform takes one by itself only from the folder it plans. */
function variablesOf(files: Files, work: string): readonly string[] {
  const path = Object.keys(files).find((name) => name.endsWith('.tfvars'));
  return path === undefined ? [] : [`-var-file=${join(work, path)}`];
}
