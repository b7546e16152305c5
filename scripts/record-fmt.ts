/**
 * Records what `terraform fmt` makes of the cases in `test/fix/fmt-cases.ts`, for the tests to compare with. Needs
 * `terraform` in the path.
 *
 *     npx tsx scripts/record-fmt.ts
 */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { FMT_CASES } from '../test/fix/fmt-cases.ts';

const env = { ...process.env, TF_CLI_CONFIG_FILE: '/dev/null' };

function terraform(args: readonly string[], input = ''): string {
  return execFileSync('terraform', args, { env, input, encoding: 'utf8' });
}

const formatted: Record<string, { before: string; after: string }> = {};
for (const { name, before, typed } of FMT_CASES) {
  formatted[name] = { before: terraform(['fmt', '-'], before), after: terraform(['fmt', '-'], typed) };
}
const { terraform_version: version }: { terraform_version: string } = JSON.parse(terraform(['version', '-json']));
const output = fileURLToPath(new URL('../test/fix/fmt.recorded.json', import.meta.url));
writeFileSync(output, `${JSON.stringify({ terraform: version, formatted }, null, 2)}\n`);
