import { isObject } from './json.ts';

/** A step of a reference or an address: `.name`, `["key"]` or `[0]`. */
export type PathStep =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'index'; readonly key: string | number };

/** A call in a module address: `module.app["x"]`. */
export interface ModuleStep {
  readonly name: string;
  readonly key: string | number | null;
  /** The address of the module instance that it makes. */
  readonly address: string;
}

/**
 * The steps of an address or reference, such as `aws_ecr_repository.this["a/b"].name`. Null when it is neither; a splat
 * ends the steps.
 */
export function parsePath(text: string): readonly PathStep[] | null {
  const steps: PathStep[] = [];
  const pattern = /\.?([\p{L}_][\p{L}\p{N}_-]*)|\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]|\[\*\]|\.\*/uy;
  while (pattern.lastIndex < text.length) {
    const match = pattern.exec(text);
    if (match === null) return null;
    const [, name, number, quoted] = match;
    if (name !== undefined) steps.push({ kind: 'name', name });
    else if (number !== undefined) steps.push({ kind: 'index', key: Number(number) });
    else if (quoted !== undefined) steps.push({ kind: 'index', key: unquote(quoted) });
    else return steps;
  }
  return steps;
}

/** The calls that lead to a module instance, the outermost first; none for the root module. */
export function parseModuleAddress(address: string): readonly ModuleStep[] {
  const calls: ModuleStep[] = [];
  const pattern = /(?:^|\.)module\.([\p{L}_][\p{L}\p{N}_-]*)(?:\[(?:(\d+)|("(?:[^"\\]|\\.)*"))\])?/uy;
  for (let match = pattern.exec(address); match !== null; match = pattern.exec(address)) {
    const [, name = '', number, quoted] = match;
    const key = number !== undefined ? Number(number) : quoted !== undefined ? unquote(quoted) : null;
    calls.push({ name, key, address: address.slice(0, pattern.lastIndex) });
  }
  return calls;
}

/** A reference to a part of something, as it is written: `.name[0]`. */
export function pathText(steps: readonly PathStep[]): string {
  return steps.map((step) => (step.kind === 'name' ? `.${step.name}` : `[${JSON.stringify(step.key)}]`)).join('');
}

/** An address or module address without instance keys, as the configuration has it. */
export function withoutKeys(address: string): string {
  return address.replace(/\[(?:\d+|"(?:[^"\\]|\\.)*")\]/g, '');
}

/** Terraform quotes keys as in HCL, where `$${` stands for `${`. */
function unquote(quoted: string): string {
  let text: unknown;
  try {
    text = JSON.parse(quoted);
  } catch {
    // An escape that JSON does not know, such as \U0001F600.
    text = quoted.slice(1, -1);
  }
  return typeof text === 'string' ? text.replace(/([$%])\1\{/g, '$1{') : '';
}

/** The part of a JSON value that steps lead to; undefined where there is none. */
export function partAt(value: unknown, steps: readonly PathStep[]): unknown {
  let part = value;
  for (const step of steps) {
    const key = step.kind === 'name' ? step.name : step.key;
    if (Array.isArray(part)) part = typeof key === 'number' ? part[key] : undefined;
    else part = isObject(part) && Object.hasOwn(part, key) ? part[String(key)] : undefined;
  }
  return part;
}
