import type { Block } from '../../hcl/syntax.ts';
import { evaluate } from '../expression.ts';
import { findAttribute } from '../module-config.ts';
import type { Setting } from '../settings.ts';
import { firstUnknown, type Reason, type Value } from '../value.ts';
import type { TerragruntConfig } from './config.ts';
import type { Unit } from './units.ts';

/** Values of variables besides the inputs. */
export interface ExtraSettings {
  readonly settings: ReadonlyMap<string, Setting>;
  /** Why there may be others; null where there are none. */
  readonly hidden: Reason | null;
  /** Whether that is because the name of a file of variables is not known. */
  readonly choosesFile: boolean;
}

/**
 * The values that the `extra_arguments` blocks of a unit give to variables, which win over its inputs.
 * https://terragrunt.gruntwork.io/docs/features/extra-arguments/
 *
 * @param directory of the module
 */
export function extraSettings({ config, reader }: Unit, directory: string): ExtraSettings {
  const { tree } = reader.loader;
  const settings = new Map<string, Setting>();
  let hidden: Reason | null = null;
  let choosesFile = false;
  for (const { block, config: home } of config.extraArguments().values()) {
    const { files, unread, unknownText } = extraArguments(block, home);
    choosesFile ||= unknownText !== null;
    hidden ??= unread ?? unknownText;
    for (const { path, optional } of files) {
      const absolute = tree.resolve(path, directory);
      const problem = reader.unreadable(absolute);
      if (problem === null) {
        for (const [name, setting] of reader.loader.readVariables(absolute)) settings.set(name, setting);
      } else if (!optional || reader.exists(absolute)) hidden ??= problem;
    }
  }
  return { settings, hidden, choosesFile };
}

interface ExtraArguments {
  /** Files of variables, those last that win. */
  readonly files: readonly { readonly path: string; readonly optional: boolean }[];
  /** What gives values in a way that is not read; null for nothing. */
  readonly unread: Reason | null;
  /** Why a text among the arguments is not known; null when all are. */
  readonly unknownText: Reason | null;
}

function extraArguments(block: Block, config: TerragruntConfig): ExtraArguments {
  const argument = (name: string): Value | null => {
    const attribute = findAttribute([block.body], name);
    return attribute === null ? null : evaluate(attribute.value, config.scope);
  };
  const words = textsIn(argument('arguments'));
  const required = textsIn(argument('required_var_files'));
  const optional = textsIn(argument('optional_var_files'));
  const unread = (name: string): ExtraArguments => {
    const message = `values of variables among the "${name}" of Terragrunt are not read`;
    return { files: [], unread: { kind: 'unsupported', message, place: block }, unknownText: null };
  };
  if (givesVariables(argument('env_vars'))) return unread('env_vars');
  if ('message' in words) return { files: [], unread: null, unknownText: words };
  if ('message' in required) return { files: [], unread: null, unknownText: required };
  if ('message' in optional) return { files: [], unread: null, unknownText: optional };
  if (words.some((text) => /^--?var(?:=|$)/.test(text))) return unread('arguments');
  const named = words.flatMap((text) => /^--?var-file=(.*)$/.exec(text)?.[1] ?? []);
  return {
    files: [
      ...named.map((path) => ({ path, optional: false })),
      ...required.map((path) => ({ path, optional: false })),
      ...optional.map((path) => ({ path, optional: true })),
    ],
    unread: null,
    unknownText: null,
  };
}

/** Whether environment variables may be values of Terraform's variables. */
function givesVariables(variables: Value | null): boolean {
  if (variables === null || variables.kind === 'null') return false;
  if (!('entries' in variables) || variables.rest !== null) return true;
  return [...variables.entries.keys()].some((name) => name.startsWith('TF_VAR_'));
}

/** The strings of a list; none for no list, and a reason where they are not known. */
function textsIn(value: Value | null): readonly string[] | Reason {
  if (value === null || value.kind === 'null') return [];
  const part = firstUnknown(value);
  if (part !== null) return part.reason;
  return 'items' in value ? value.items.flatMap((item) => (item.kind === 'string' ? [item.value] : [])) : [];
}
