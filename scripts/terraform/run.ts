import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Runs the `terraform` command with some arguments and gives what it prints. Throws where it fails. */
export type RunTerraform = (...args: readonly string[]) => string;

/** The real Terraform in a folder, without anybody's configuration of it. */
export function terraformIn(folder: string): RunTerraform {
  return (...args) =>
    execFileSync('terraform', args, {
      cwd: folder,
      stdio: 'pipe',
      encoding: 'utf8',
      env: { ...process.env, TF_CLI_CONFIG_FILE: '/dev/null', CHECKPOINT_DISABLE: '1' },
      maxBuffer: 64 * 1024 * 1024,
    });
}

/** Where `terraform init` finds provider plug-ins; null for it to download them. */
export function pluginArguments(directory: string | null): readonly string[] {
  return directory === null ? [] : [`-plugin-dir=${directory}`];
}

/** A configuration of the AWS provider that keeps it from asking AWS anything. */
function mockProvider(setting: string): string {
  return `provider "aws" {
  ${setting}
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_region_validation      = true
  skip_requesting_account_id  = true
}
`;
}

/** The same in a region. */
export const MOCK_PROVIDER = mockProvider('region                      = "eu-west-1"');

/**
 * Makes a folder with Terraform ready to be planned: initialised, and with all its providers kept from asking AWS. Throws
 * where Terraform refuses it.
 *
 * @param pluginDirectory as for `pluginArguments`
 */
export function prepareTerraform(folder: string, pluginDirectory: string | null): RunTerraform {
  const terraform = terraformIn(folder);
  writeFileSync(join(folder, 'credentials_override.tf'), credentialsFor(folder));
  terraform('init', '-input=false', ...pluginArguments(pluginDirectory));
  return terraform;
}

/** For every provider configuration of the root module. */
function credentialsFor(folder: string): string {
  const source = readdirSync(folder)
    .filter((name) => name.endsWith('.tf'))
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('\n');
  const aliases = [...source.matchAll(/^\s*alias\s*=\s*("\w+")$/gm)].map((match) => match[1]);
  return ['', ...aliases.map((alias) => `alias = ${alias}`)].map(mockProvider).join('\n');
}

/** The plan of an initialised folder, as `terraform show -json` gives it. Throws where Terraform refuses. */
export function planOf(terraform: RunTerraform, ...planArguments: readonly string[]): unknown {
  terraform('plan', '-input=false', '-out=tfplan', ...planArguments);
  return JSON.parse(terraform('show', '-json', 'tfplan'));
}
