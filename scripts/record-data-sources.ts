/**
 * Records what Terraform's AWS provider makes of the data sources in `test/ecr/data-sources`, for the tests to compare
 * with. Needs `terraform` in the path; the data sources are computed locally, so no AWS account is asked.
 *
 *     npx tsx scripts/record-data-sources.ts [--plugin-dir <folder with provider plug-ins>]
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const PROVIDER = `
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_region_validation      = true
  skip_requesting_account_id  = true
}
`;

interface RecordedResource {
  readonly address: string;
  readonly mode: string;
  readonly values: Readonly<Record<string, unknown>>;
}

const { values: options } = parseArgs({ options: { 'plugin-dir': { type: 'string' } } });
const cases = fileURLToPath(new URL('../test/ecr/data-sources/', import.meta.url));
const output = fileURLToPath(new URL('../test/ecr/data-sources.recorded.json', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'record-data-sources-'));

function terraform(...args: string[]): string {
  const env = { ...process.env, TF_CLI_CONFIG_FILE: '/dev/null' };
  return execFileSync('terraform', args, { cwd: folder, env, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
}

try {
  for (const name of readdirSync(cases)) copyFileSync(join(cases, name), join(folder, name));
  writeFileSync(join(folder, 'provider.tf'), PROVIDER);
  const pluginDirectory = options['plugin-dir'];
  terraform('init', '-backend=false', ...(pluginDirectory === undefined ? [] : [`-plugin-dir=${pluginDirectory}`]));
  terraform('plan', '-out=recorded.plan');
  const plan = JSON.parse(terraform('show', '-json', 'recorded.plan')) as {
    terraform_version: string;
    prior_state: { values: { root_module: { resources: RecordedResource[] } } };
  };
  const recorded: Record<string, unknown> = {};
  for (const { address, mode, values } of plan.prior_state.values.root_module.resources) {
    if (mode === 'data') recorded[address] = { json: values.json, minified_json: values.minified_json ?? null };
  }
  const providers = JSON.parse(terraform('version', '-json')).provider_selections;
  writeFileSync(output, `${JSON.stringify({ terraform: plan.terraform_version, providers, recorded }, null, 2)}\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
