import { JsonCursor, JsonError } from './json-cursor.ts';
import { jsonPrefix } from './plan-bytes.ts';

/** Members that only a plan has at its top. */
const OF_A_PLAN = ['planned_values', 'resource_changes', 'plan_format_version', 'resource_drift', 'output_changes'];

/**
 * Whether the beginning of a file is that of a plan in JSON, gzipped or not. A few kilobytes are enough for what
 * Terraform and OpenTofu write; what cannot be told apart that early counts as a plan when it says its format.
 */
export function isPlanJson(prefix: Buffer): boolean {
  const names = topLevelNames(jsonPrefix(prefix));
  if (isPlan(names)) return true;
  const isState = names.has('values') || names.has('provider_schemas') || names.has('valid') || names.has('serial');
  return !isState && names.has('format_version') && names.has('terraform_version') && names.size > 2;
}

/** Whether an object with these members is a plan. */
export function isPlan(names: ReadonlySet<string>): boolean {
  return OF_A_PLAN.some((name) => names.has(name));
}

/** What a JSON object with these members is instead of a plan: words that go on from "is not a plan but". */
export function describeOther(names: ReadonlySet<string>): string {
  const has = (...wanted: readonly string[]): boolean => wanted.every((name) => names.has(name));
  if (has('@level')) return 'the log that "terraform plan -json" prints while it runs';
  if (has('format_version', 'provider_schemas')) return 'the list of provider schemas';
  if (has('format_version', 'valid')) return 'the result of "terraform validate -json"';
  if (has('format_version', 'values')) return 'a state in JSON, as "terraform show -json" prints it without a plan';
  if (has('version', 'serial') || has('version', 'lineage')) return 'a state file';
  if (names.size === 1 && has('format_version')) return 'an empty state in JSON';
  if (['resource', 'module', 'variable', 'terraform', 'provider'].some((name) => names.has(name))) {
    return 'a configuration in JSON, whose name should end in .tf.json';
  }
  return 'another JSON object: it has neither planned_values nor resource_changes';
}

/** What bytes that are no JSON are: words that go on from "is not a plan but"; null when nothing tells. */
export function describeNoJson(bytes: Buffer): string | null {
  const start = bytes.toString('latin1', 0, 200).trimStart();
  if (start === '') return 'empty';
  if (start.startsWith('PK\x03\x04')) return 'a saved plan in the binary format of Terraform';
  if (start.startsWith('[command]')) {
    return 'the output of the wrapper of the GitHub Action setup-terraform, which "terraform_wrapper: false" turns off';
  }
  if (start.startsWith('[')) return 'a JSON array';
  if (!start.startsWith('{')) return 'no JSON at all';
  return null;
}

/** The names at the top of a JSON object of which only the beginning is there. */
function topLevelNames(prefix: Buffer): ReadonlySet<string> {
  const names = new Set<string>();
  const cursor = new JsonCursor(prefix);
  try {
    cursor.object((name) => {
      names.add(name);
      cursor.skip();
    });
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
  }
  return names;
}
