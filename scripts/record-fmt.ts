/**
 * Records what `terraform fmt` makes of the cases in `test/fix/fmt-cases.ts` and of fixed files made up at random, for
 * the tests to compare with. Needs `terraform` in the path.
 *
 *     npx tsx scripts/record-fmt.ts
 */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { applyFixes } from '../src/fix/apply.ts';
import { SourceFile } from '../src/hcl/source.ts';
import { FMT_CASES } from '../test/fix/fmt-cases.ts';
import { fixesOf, TEXT } from '../test/fix/generate.ts';

const env = { ...process.env, TF_CLI_CONFIG_FILE: '/dev/null' };

function terraform(args: readonly string[], input = ''): string {
  return execFileSync('terraform', args, { env, input, encoding: 'utf8' });
}

const formatted: Record<string, { before: string; after: string }> = {};
for (const { name, before, typed } of FMT_CASES) {
  formatted[name] = { before: terraform(['fmt', '-'], before), after: terraform(['fmt', '-'], typed) };
}
/** Files made up at random, formatted, with all fixes that go together, formatted again. */
const samples = fc.sample(TEXT, { seed: 1, numRuns: 120 }).map((text) => {
  const before = terraform(['fmt', '-'], text);
  const file = new SourceFile('main.tf', before);
  const fixed = applyFixes(fixesOf(file)).files.get('main.tf')?.after.text ?? before;
  return { before, after: terraform(['fmt', '-'], fixed) };
});

const { terraform_version: version }: { terraform_version: string } = JSON.parse(terraform(['version', '-json']));
const output = fileURLToPath(new URL('../test/fix/fmt.recorded.json', import.meta.url));
writeFileSync(output, `${JSON.stringify({ terraform: version, formatted, samples }, null, 2)}\n`);
