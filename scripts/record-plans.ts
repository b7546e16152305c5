/**
 * Records the plan of every configuration in test/plan/cases as Terraform shows it in JSON, beside it as
 * `<case>.plan.recorded.json`. Needs a `terraform` command and the AWS provider; no AWS account is asked. The tests
 * need neither.
 *
 *     npx tsx scripts/record-plans.ts [--plugin-dir <folder with provider plug-ins>] [case...]
 */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

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
  const terraform = (...args: string[]): string =>
    execFileSync('terraform', args, {
      cwd: work,
      encoding: 'utf8',
      env: { ...process.env, TF_CLI_CONFIG_FILE: '/dev/null' },
      maxBuffer: 64 * 1024 * 1024,
    });
  writeFileSync(join(work, 'credentials_override.tf'), credentialsFor(work));
  const hasState = existsSync(join(work, STATE));
  if (hasState) cpSync(join(work, STATE), join(work, 'terraform.tfstate'));
  const pluginDirectory = options['plugin-dir'];
  terraform('init', '-input=false', ...(pluginDirectory === undefined ? [] : [`-plugin-dir=${pluginDirectory}`]));
  terraform('plan', '-input=false', '-out=tfplan', ...(hasState ? ['-refresh=false'] : []), ...planArguments);
  // The time of the recording says nothing.
  const { timestamp: _, ...plan } = JSON.parse(terraform('show', '-json', 'tfplan')) as Record<string, unknown>;
  return plan;
}

/** What keeps the provider from asking AWS anything, for every provider configuration of the root module. */
function credentialsFor(work: string): string {
  const source = readdirSync(work)
    .filter((name) => name.endsWith('.tf'))
    .map((name) => readFileSync(join(work, name), 'utf8'))
    .join('\n');
  const aliases = [...source.matchAll(/^\s*alias\s*=\s*("\w+")$/gm)].map((match) => match[1]);
  return [null, ...aliases]
    .map(
      (alias) => `provider "aws" {
  ${alias === null ? '' : `alias = ${alias}`}
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_region_validation      = true
  skip_requesting_account_id  = true
}
`,
    )
    .join('\n');
}
