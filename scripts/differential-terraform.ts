/**
 * Compares our evaluation with real Terraform's for generated configurations: the same instances of `terraform_data`,
 * with the same inputs. What is different is listed and kept. Needs a `terraform` command; no provider and no account.
 *
 *     npx tsx scripts/differential-terraform.ts [--count 100] [--seed 1] [--from 0] [--keep <folder>] [--record]
 *       [--plugin-dir <folder with provider plug-ins>]
 *
 * With a folder that holds the AWS provider, every sixteenth configuration has `dynamic` blocks instead.
 * With `--record`, what Terraform says is written to test/terraform/generated, for a test that needs no Terraform.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { withFolder } from '../test/support/folder.ts';
import {
  COMPARED,
  differences,
  type RecordedConfiguration,
  type RecordedInstance,
} from '../test/terraform/generated/compare.ts';
import { plannedValue } from '../test/terraform/planned.ts';
import { Random } from './fuzz/random.ts';
import { generateBlocks } from './generated/blocks.ts';
import { type Files, generateConfiguration } from './generated/configuration.ts';
import { planOf, pluginArguments, type RunTerraform, terraformIn } from './terraform/run.ts';

const RECORDING = join(import.meta.dirname, '../test/terraform/generated/configurations.recorded.json');

interface Change {
  readonly address: string;
  readonly type: string;
  readonly change: { readonly after: Record<string, unknown>; readonly after_unknown: Record<string, unknown> };
}

interface StateModule {
  readonly resources?: readonly { readonly address: string; readonly values: { readonly input?: unknown } }[];
  readonly child_modules?: readonly StateModule[];
}

const { values: options } = parseArgs({
  options: {
    count: { type: 'string', default: '100' },
    seed: { type: 'string', default: '1' },
    from: { type: 'string', default: '0' },
    keep: { type: 'string', default: 'differences' },
    record: { type: 'boolean', default: false },
    'plugin-dir': { type: 'string' },
  },
});
const seed = Number(options.seed);
const first = Number(options.from);
const plugins = options['plugin-dir'] ?? null;
const recorded: RecordedConfiguration[] = [];
const counts = { compared: 0, instances: 0, rejected: 0, different: 0 };

for (let index = first; index < first + Number(options.count); index++) {
  const random = new Random(seed, index);
  const hasBlocks = plugins !== null && index % 16 === 15;
  const files = hasBlocks ? generateBlocks(random) : generateConfiguration(random);
  const instances = await recordedInstances(files, hasBlocks);
  if (instances === null) {
    counts.rejected++;
    continue;
  }
  counts.compared++;
  counts.instances += instances.length;
  recorded.push({ files, instances });
  const found = await differences({ files, instances });
  if (found.length === 0) continue;
  counts.different++;
  console.log(`Configuration ${index}:\n${found.join('\n')}`);
  write(join(options.keep, `${seed}-${index}`), files);
}
if (options.record) writeFileSync(RECORDING, `[\n${recorded.map((one) => JSON.stringify(one)).join(',\n')}\n]\n`);
console.log(
  `${counts.compared} configurations with ${counts.instances} instances compared, ${counts.different} of them ` +
    `different; ${counts.rejected} more were rejected by Terraform.`,
);
process.exitCode = counts.different === 0 ? 0 : 1;

/** What Terraform plans, and what comes out; null where it rejects the configuration. AWS is not asked to apply it. */
function recordedInstances(files: Files, hasProvider: boolean): Promise<readonly RecordedInstance[] | null> {
  return withFolder(files, (folder) => {
    const reached = reachedBy(terraformIn(folder), hasProvider);
    if (reached === null) return null;
    const { plan, applied } = reached;
    return (plan.resource_changes ?? []).map(({ address, type, change }): RecordedInstance => {
      const { after, after_unknown: unknown } = change;
      const planned = plannedValue({ address, after, unknown }, COMPARED[type] ?? '');
      const comesOut = applied?.get(address) ?? null;
      const isKnown = applied === null || JSON.stringify(planned) === JSON.stringify(comesOut);
      return { address, planned, ...(isKnown ? {} : { applied: comesOut }) };
    });
  });
}

interface Reached {
  readonly plan: { readonly resource_changes?: readonly Change[] };
  /** The inputs by address; null where nothing is applied. */
  readonly applied: ReadonlyMap<string, unknown> | null;
}

/** Null where Terraform rejects it. */
function reachedBy(terraform: RunTerraform, hasProvider: boolean): Reached | null {
  try {
    terraform('init', '-input=false', ...pluginArguments(hasProvider ? plugins : null));
    const plan = planOf(terraform) as Reached['plan'];
    if (hasProvider) return { plan, applied: null };
    terraform('apply', '-input=false', 'tfplan');
    const state: { readonly values?: { readonly root_module: StateModule } } = JSON.parse(terraform('show', '-json'));
    return { plan, applied: inputsOf(state.values?.root_module ?? {}) };
  } catch {
    return null;
  }
}

function inputsOf({ resources = [], child_modules: modules = [] }: StateModule): ReadonlyMap<string, unknown> {
  return new Map([
    ...resources.map(({ address, values }) => [address, values.input] as const),
    ...modules.flatMap((module) => [...inputsOf(module)]),
  ]);
}

function write(folder: string, files: Files): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}
