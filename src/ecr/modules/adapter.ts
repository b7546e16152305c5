import type { InputForm, ModuleInput } from '../../terraform/published.ts';

/**
 * What is known of a published module: per range of releases a module of our own that stands in for it, with the same
 * inputs and defaults and the resources they lead to, and which input takes what.
 */
export interface ModuleAdapter {
  /** As people call it; for a registry module its address without a host. */
  readonly name: string;
  /** Sources as in a `module` block, without a host's prefix or release; a local path is the end of longer ones. */
  readonly sources: readonly string[];
  /** Ranges of releases, the oldest first; each goes up to the next one. */
  readonly lines: readonly ReleaseLine[];
  /** The first release with an input, where that is later than the line it belongs to. */
  readonly since?: Readonly<Record<string, string>>;
  /** Inputs that releases have besides those that matter here. A call with any other is one of a release that is not known. */
  readonly others: readonly string[];
  /** True when not all of its inputs are known, so that any other means nothing. */
  readonly openInputs?: boolean;
  /** The first release that nothing is known of; null where later ones are taken to be like the last. */
  readonly before: string | null;
}

export interface ReleaseLine {
  /** Its first release. */
  readonly from: string;
  readonly inputs: readonly ModuleInput[];
  /** HCL. */
  readonly text: string;
}

/** An input of a module, given as `[name, type, default]`; without a default it is required. Both are HCL. */
export type InputVariable = readonly [name: string, type: string, value?: string];

/**
 * `variable` blocks.
 *
 * @param nullable false where null stands for the default
 */
export function variables(inputs: readonly InputVariable[], nullable = true): string {
  const more = nullable ? '' : '  nullable = false\n';
  return inputs
    .map(([name, type, value]) => {
      const written = value === undefined ? '' : `  default = ${value}\n`;
      return `variable "${name}" {\n  type = ${type}\n${written}${more}}\n`;
    })
    .join('\n');
}

/** An input that takes an argument's value, unless `form` says that it takes something else. */
export function input(
  name: string,
  sets: string,
  form: InputForm = { kind: 'value' },
  needs: ModuleInput['needs'] = {},
): ModuleInput {
  return { name, sets, form, needs };
}

/** An input that decides without taking the value. */
export function decides(name: string, sets: string): ModuleInput {
  return input(name, sets, { kind: 'other' });
}

/** An input that is the policy of a resource which exists only with it. */
export function policyOf(name: string, type: string, needs: ModuleInput['needs'] = {}): readonly ModuleInput[] {
  return [input(name, type, { kind: 'value', of: 'policy' }, needs), input(name, `${type}.policy`)];
}

/** A list of strings in HCL. */
export function strings(items: readonly string[]): string {
  return `[${items.map((item) => JSON.stringify(item)).join(', ')}]`;
}
