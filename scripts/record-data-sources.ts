/**
 * Records what Terraform's AWS provider makes of the data sources in `test/ecr/data-sources`, for the tests to compare
 * with. Needs `terraform` in the path; the data sources are computed locally, so no AWS account is asked.
 *
 *     npx tsx scripts/record-data-sources.ts [--plugin-dir <folder with provider plug-ins>]
 */
import { copyFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { MOCK_PROVIDER, planOf, pluginArguments, terraformIn } from './terraform/run.ts';

interface RecordedResource {
  readonly address: string;
  readonly mode: string;
  readonly values: Readonly<Record<string, unknown>>;
}

const { values: options } = parseArgs({ options: { 'plugin-dir': { type: 'string' } } });
const cases = fileURLToPath(new URL('../test/ecr/data-sources/', import.meta.url));
const output = fileURLToPath(new URL('../test/ecr/data-sources.recorded.json', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'record-data-sources-'));

try {
  for (const name of readdirSync(cases)) copyFileSync(join(cases, name), join(folder, name));
  writeFileSync(join(folder, 'provider.tf'), MOCK_PROVIDER);
  const terraform = terraformIn(folder);
  terraform('init', '-backend=false', ...pluginArguments(options['plugin-dir'] ?? null));
  const plan = planOf(terraform) as {
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
