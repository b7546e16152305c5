import { spawnSync } from 'node:child_process';

/** Other tools, and how each is told to look at the Terraform of the current directory and below. */
const RIVALS: Readonly<Record<string, readonly string[]>> = {
  checkov: ['--directory', '.', '--framework', 'terraform', '--quiet', '--compact', '--soft-fail'],
  trivy: ['config', '--quiet', '.'],
  tfsec: ['--soft-fail', '--no-color', '.'],
  tflint: ['--recursive', '--force'],
  kics: ['scan', '--path', '.', '--ci', '--ignore-on-exit', 'all'],
  terrascan: ['scan', '--iac-type', 'terraform', '--iac-dir', '.'],
};

/** Those of them that are installed. */
export function installedRivals(): [command: string, args: readonly string[]][] {
  return Object.entries(RIVALS).filter(
    ([command]) => spawnSync(command, ['--version'], { stdio: 'ignore' }).error === undefined,
  );
}
