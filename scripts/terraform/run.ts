import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Runs the `terraform` command in a folder, without anybody's configuration of it, and gives what it prints. Throws where it fails. */
export type RunTerraform = (...args: readonly string[]) => string;

/**
 * Makes a folder with Terraform ready to be planned: initialised, and with providers that ask AWS nothing. Throws where
 * Terraform refuses it.
 *
 * @param pluginDirectory where provider plug-ins are; null to download them
 */
export function prepareTerraform(folder: string, pluginDirectory: string | null): RunTerraform {
  const terraform: RunTerraform = (...args) =>
    execFileSync('terraform', args, {
      cwd: folder,
      stdio: 'pipe',
      encoding: 'utf8',
      env: { ...process.env, TF_CLI_CONFIG_FILE: '/dev/null' },
      maxBuffer: 64 * 1024 * 1024,
    });
  writeFileSync(join(folder, 'credentials_override.tf'), credentialsFor(folder));
  terraform('init', '-input=false', ...(pluginDirectory === null ? [] : [`-plugin-dir=${pluginDirectory}`]));
  return terraform;
}

/** What keeps the provider from asking AWS anything, for every provider configuration of the root module. */
function credentialsFor(folder: string): string {
  const source = readdirSync(folder)
    .filter((name) => name.endsWith('.tf'))
    .map((name) => readFileSync(join(folder, name), 'utf8'))
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

/** The plan of a prepared folder, as `terraform show -json` gives it. Throws where Terraform refuses. */
export function planOf(
  terraform: RunTerraform,
  ...planArguments: readonly string[]
): Readonly<Record<string, unknown>> {
  terraform('plan', '-input=false', '-out=tfplan', ...planArguments);
  return JSON.parse(terraform('show', '-json', 'tfplan')) as Record<string, unknown>;
}
