import { describeNoJson, describeOther, isPlan } from './identify.ts';
import { texts } from './json.ts';
import { type ByteRange, JsonCursor, JsonError } from './json-cursor.ts';
import type { ChangeEntry, Plan, ResourceHeader, ValuesEntry } from './plan.ts';
import { jsonBytes } from './plan-bytes.ts';
import { PlanError } from './plan-error.ts';

const HOW_TO_WRITE = 'Write one with "terraform plan -out tfplan" and "terraform show -json tfplan > plan.json".';

/**
 * Reads a plan as `terraform show -json` and `tofu show -json` write it, format 0.1 to 1.x, gzipped or not. Throws
 * `PlanError` for anything else.
 *
 * @param name what the user calls it
 */
export function readPlan(content: Buffer, name: string): Plan {
  const bytes = jsonBytes(content, name);
  const noJson = describeNoJson(bytes);
  if (noJson !== null) throw new PlanError(`${name} is not a plan but ${noJson}. ${HOW_TO_WRITE}`);
  const reader = new PlanReader(bytes);
  try {
    reader.read();
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    if (reader.names.has('@level')) throw new PlanError(refusal(name, reader.names));
    throw new PlanError(describeJsonError(error, bytes, name));
  }
  if (!isPlan(reader.names)) throw new PlanError(refusal(name, reader.names));
  requireKnownFormat(reader.formatVersion, name);
  return {
    name,
    bytes,
    complete: reader.complete,
    variables: reader.variables,
    changes: reader.changes,
    planned: reader.planned,
    prior: reader.prior,
    configuration: reader.configuration,
  };
}

function refusal(name: string, names: ReadonlySet<string>): string {
  return `${name} is not a plan but ${describeOther(names)}. ${HOW_TO_WRITE}`;
}

function requireKnownFormat(version: string | null, name: string): void {
  if (version === null || /^[01]\.\d+$/.test(version)) return;
  throw new PlanError(
    `${name} is a plan of format ${JSON.stringify(version)}, and ecrlint reads formats 0.1 to 1.x. Use a newer ecrlint.`,
  );
}

function describeJsonError(error: JsonError, bytes: Buffer, name: string): string {
  if (error.truncated) {
    return `${name} is not valid JSON: it ends at ${describeOffset(bytes, error.offset)} in the middle of a value. It looks cut off; write it again.`;
  }
  return `${name} is not valid JSON: ${error.message} at ${describeOffset(bytes, error.offset)}. ${HOW_TO_WRITE}`;
}

/** Line and column, both from 1; columns count characters. */
function describeOffset(bytes: Buffer, offset: number): string {
  let line = 1;
  let lineStart = 0;
  for (let at = bytes.indexOf('\n'); at !== -1 && at < offset; at = bytes.indexOf('\n', at + 1)) {
    line++;
    lineStart = at + 1;
  }
  let column = 1;
  // The second and later bytes of a character are 10xxxxxx.
  for (let at = lineStart; at < offset; at++) if ((bytes[at]! & 0xc0) !== 0x80) column++;
  return `line ${line}, column ${column}`;
}

/** Reads the top of the plan; everything is there after `read`, and what came before an error after that. */
class PlanReader {
  readonly names = new Set<string>();
  readonly variables = new Map<string, unknown>();
  readonly changes: ChangeEntry[] = [];
  readonly planned: ValuesEntry[] = [];
  readonly prior: ValuesEntry[] = [];
  configuration: ByteRange | null = null;
  formatVersion: string | null = null;
  complete = true;
  readonly #cursor: JsonCursor;
  readonly #shared = new SharedTexts();

  constructor(bytes: Buffer) {
    this.#cursor = new JsonCursor(bytes);
  }

  read(): void {
    this.#cursor.object((name) => {
      this.names.add(name);
      this.#member(name);
    });
    this.#cursor.end();
  }

  #member(name: string): void {
    const cursor = this.#cursor;
    switch (name) {
      case 'format_version':
      case 'plan_format_version':
        this.formatVersion = cursor.text() ?? '';
        break;
      case 'errored':
        if (cursor.value() === true) this.complete = false;
        break;
      case 'complete':
        if (cursor.value() === false) this.complete = false;
        break;
      case 'variables':
        cursor.object((variable) => {
          let value: unknown = null;
          cursor.object((part) => {
            const read = cursor.value();
            if (part === 'value') value = read;
          });
          this.variables.set(variable, value);
        });
        break;
      case 'resource_changes':
        cursor.array(() => this.#change());
        break;
      case 'planned_values':
        this.#rootModule(this.planned);
        break;
      case 'prior_state':
        cursor.object((part) => {
          if (part === 'values') this.#rootModule(this.prior);
          else cursor.skip();
        });
        break;
      case 'configuration':
        this.configuration = cursor.skip();
        break;
      default:
        cursor.skip();
    }
  }

  #change(): void {
    const cursor = this.#cursor;
    const header = new HeaderReader(cursor, this.#shared);
    let actions: readonly string[] = [];
    let actionReason: string | null = null;
    let deposed: string | null = null;
    let previousAddress: string | null = null;
    const parts: Partial<Record<ChangePart, ByteRange | null>> = {};
    cursor.object((name) => {
      if (name === 'change') {
        cursor.object((member) => {
          const part = CHANGE_PARTS.get(member);
          if (member === 'actions') actions = this.#shared.list(texts(cursor.value()));
          else if (part === undefined) cursor.skip();
          else parts[part] = cursor.skipUnlessNothing();
        });
      } else if (name === 'action_reason') actionReason = this.#shared.get(cursor.text());
      else if (name === 'deposed') deposed = cursor.text();
      else if (name === 'previous_address') previousAddress = cursor.text();
      else header.member(name);
    });
    const found = header.finish('');
    if (found === null) return;
    // Written out, because V8 needs three times the memory for what it spreads.
    const { address, moduleAddress, mode, type, name, index } = found;
    this.changes.push({
      address,
      moduleAddress,
      mode,
      type,
      name,
      index,
      actions,
      actionReason,
      deposed,
      previousAddress,
      before: parts.before ?? null,
      beforeSensitive: parts.beforeSensitive ?? null,
      after: parts.after ?? null,
      afterUnknown: parts.afterUnknown ?? null,
      afterSensitive: parts.afterSensitive ?? null,
      replacePaths: parts.replacePaths ?? null,
    });
  }

  #rootModule(into: ValuesEntry[]): void {
    this.#cursor.object((name) => {
      if (name === 'root_module') this.#module(into);
      else this.#cursor.skip();
    });
  }

  #module(into: ValuesEntry[]): void {
    const cursor = this.#cursor;
    // Terraform writes the address first; whoever reorders members may not.
    const here: UnplacedValues[] = [];
    let address = '';
    cursor.object((name) => {
      if (name === 'address') address = cursor.text() ?? '';
      else if (name === 'child_modules') cursor.array(() => this.#module(into));
      else if (name === 'resources') cursor.array(() => here.push(this.#values()));
      else cursor.skip();
    });
    for (const { header, values, sensitiveValues } of here) {
      const found = header.finish(address);
      if (found === null) continue;
      const { moduleAddress, mode, type, name, index } = found;
      into.push({ address: found.address, moduleAddress, mode, type, name, index, values, sensitiveValues });
    }
  }

  #values(): UnplacedValues {
    const cursor = this.#cursor;
    const header = new HeaderReader(cursor, this.#shared);
    let values: ByteRange | null = null;
    let sensitiveValues: ByteRange | null = null;
    cursor.object((name) => {
      if (name === 'values') values = cursor.skipUnlessNothing();
      else if (name === 'sensitive_values') sensitiveValues = cursor.skipUnlessNothing();
      else header.member(name);
    });
    return { header, values, sensitiveValues };
  }
}

type ChangePart = keyof {
  [Name in keyof ChangeEntry as ChangeEntry[Name] extends ByteRange | null ? Name : never]: true;
};

/** The members of `change` that are read when somebody asks. */
const CHANGE_PARTS: ReadonlyMap<string, ChangePart> = new Map([
  ['before', 'before'],
  ['before_sensitive', 'beforeSensitive'],
  ['after', 'after'],
  ['after_unknown', 'afterUnknown'],
  ['after_sensitive', 'afterSensitive'],
  ['replace_paths', 'replacePaths'],
]);

/** A resource of a module of which the address is not read yet. */
interface UnplacedValues extends Pick<ValuesEntry, 'values' | 'sensitiveValues'> {
  readonly header: HeaderReader;
}

/** Texts that thousands of resources have in common, each kept once. */
class SharedTexts {
  readonly #texts = new Map<string, string>();
  readonly #lists = new Map<string, readonly string[]>();

  get(text: string | null): string | null {
    if (text === null) return null;
    const known = this.#texts.get(text);
    if (known === undefined) this.#texts.set(text, text);
    return known ?? text;
  }

  list(texts: readonly string[]): readonly string[] {
    const key = JSON.stringify(texts);
    const known = this.#lists.get(key);
    if (known === undefined) this.#lists.set(key, texts);
    return known ?? texts;
  }
}

/** Collects the members that say which resource instance it is. */
class HeaderReader {
  readonly #cursor: JsonCursor;
  readonly #shared: SharedTexts;
  #address: string | null = null;
  #moduleAddress: string | null = null;
  #mode = 'managed';
  #type: string | null = null;
  #name = '';
  #index: string | number | null = null;

  constructor(cursor: JsonCursor, shared: SharedTexts) {
    this.#cursor = cursor;
    this.#shared = shared;
  }

  member(name: string): void {
    switch (name) {
      case 'address': {
        const address = this.#cursor.text();
        this.#address = address?.trim() === '' ? null : address;
        break;
      }
      case 'module_address':
        this.#moduleAddress = this.#sharedText();
        break;
      case 'mode':
        this.#mode = this.#sharedText() ?? this.#mode;
        break;
      case 'type':
        this.#type = this.#sharedText();
        break;
      case 'name':
        this.#name = this.#sharedText() ?? '';
        break;
      case 'index': {
        const index = this.#cursor.value();
        if (typeof index === 'string' || typeof index === 'number') this.#index = index;
        break;
      }
      default:
        this.#cursor.skip();
    }
  }

  /** Null for what has no address or type, or is neither a resource nor a data source. */
  finish(moduleAddress: string): ResourceHeader | null {
    const mode = this.#mode;
    if (this.#address === null || this.#type === null || (mode !== 'managed' && mode !== 'data')) return null;
    return {
      address: this.#address,
      moduleAddress: this.#moduleAddress ?? moduleAddress,
      mode,
      type: this.#type,
      name: this.#name,
      index: this.#index,
    };
  }

  #sharedText(): string | null {
    return this.#shared.get(this.#cursor.text());
  }
}
