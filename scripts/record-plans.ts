/**
 * Records the plan of every configuration in test/plan/cases as Terraform shows it in JSON, beside it as
 * `<case>.plan.recorded.json`. Needs a `terraform` command and the AWS provider; no AWS account is asked. The tests
 * need neither.
 *
 *     npx tsx scripts/record-plans.ts [--plugin-dir <folder with provider plug-ins>] [case...]
 */
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { planOf, prepareTerraform } from './terraform/run.ts';

const CASES = join(import.meta.dirname, '../test/plan/cases');

/** What `terraform plan` is told besides, by case. */
const ARGUMENTS: Readonly<Record<string, readonly string[]>> = {
  deployments: ['-var-file=production.tfvars'],
};

/** A state made by hand, for cases in which resources exist already. */
const STATE = 'recorded.tfstate';

const { values: options, positionals } = parseArgs({
  options: { 'plugin-dir': { type: 'string' } },
  allowPositionals: true,
});

for (const entry of readdirSync(CASES, { withFileTypes: true })) {
  if (!entry.isDirectory() || (positionals.length > 0 && !positionals.includes(entry.name))) continue;
  const work = mkdtempSync(join(tmpdir(), 'record-plans-'));
  try {
    cpSync(join(CASES, entry.name), work, { recursive: true });
    const plan = record(work, ARGUMENTS[entry.name] ?? []);
    writeFileSync(join(CASES, `${entry.name}.plan.recorded.json`), `${JSON.stringify(plan, null, 1)}\n`);
    process.stdout.write(`${entry.name}\n`);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function record(work: string, planArguments: readonly string[]): object {
  const hasState = existsSync(join(work, STATE));
  if (hasState) cpSync(join(work, STATE), join(work, 'terraform.tfstate'));
  const terraform = prepareTerraform(work, options['plugin-dir'] ?? null);
  // The time of the recording says nothing.
  const { timestamp: _, ...plan } = planOf(terraform, ...(hasState ? ['-refresh=false'] : []), ...planArguments) as {
    readonly timestamp: string;
  };
  return plan;
}
