/**
 * Records what real Terraform plans for every configuration in test/terraform/cases, beside it as
 * `<case>.recorded.json`. Needs a `terraform` command; the tests do not.
 */
import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { planOf, terraformIn } from './terraform/run.ts';

const CASES = join(import.meta.dirname, '../test/terraform/cases');

interface PlannedModule {
  readonly resources?: readonly { readonly address: string; readonly type: string }[];
}

interface ResourceChange {
  readonly address: string;
  readonly mode: string;
  readonly type: string;
  readonly change: { readonly after: unknown; readonly after_unknown: unknown };
}

interface Plan {
  readonly planned_values: { readonly root_module: PlannedModule };
  readonly resource_changes: readonly ResourceChange[];
}

for (const entry of readdirSync(CASES, { withFileTypes: true })) {
  if (!entry.isDirectory()) continue;
  const work = mkdtempSync(join(tmpdir(), 'ecrlint-record-'));
  try {
    cpSync(join(CASES, entry.name), work, { recursive: true });
    const terraform = terraformIn(work);
    terraform('init', '-input=false');
    const plan = planOf(terraform) as Plan;
    const recorded = plan.resource_changes
      .filter((change) => change.mode === 'managed')
      .map(({ address, type, change }) => ({ address, type, after: change.after, unknown: change.after_unknown }));
    writeFileSync(join(CASES, `${entry.name}.recorded.json`), `${JSON.stringify(recorded, null, 2)}\n`);
    process.stdout.write(`${entry.name}: ${recorded.length} resources\n`);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
