import { join } from 'node:path';
import { ModuleLoader } from '../../src/terraform/module-loader.ts';
import { SourceTree } from '../../src/terraform/source-tree.ts';
import type { TerragruntConfig } from '../../src/terraform/terragrunt/config.ts';
import { ConfigReader } from '../../src/terraform/terragrunt/config-reader.ts';
import type { Value } from '../../src/terraform/value.ts';
import { withFolder } from '../support/folder.ts';

export type Files = Readonly<Record<string, string>>;

/** A folder in which files of Terragrunt are read; `.git` makes it a repository. */
export const REPOSITORY: Files = { '.git/HEAD': 'ref: refs/heads/main\n' };

/** Reads the unit in a file, and says what is asked about it. */
function withUnit<T>(files: Files, unit: string, ask: (config: TerragruntConfig, folder: string) => T): Promise<T> {
  return withFolder({ ...REPOSITORY, ...files }, (folder) => {
    const path = join(folder, unit);
    const config = new ConfigReader(path, new ModuleLoader(new SourceTree(folder))).unit(path);
    if ('message' in config) throw new Error(config.message);
    return ask(config, folder);
  });
}

/** The inputs of a unit as plain data; what is not known is a question mark with the reason. */
export function inputsOf(files: Files, unit = 'terragrunt.hcl'): Promise<unknown> {
  return withUnit(files, unit, (config, folder) => plain(config.inputs()?.value ?? null, folder));
}

/** The folder the files are in is shown as `~`. */
function plain(value: Value | null, folder: string): unknown {
  if (value === null) return null;
  if ('items' in value) return value.items.map((item) => plain(item, folder));
  if ('entries' in value) {
    const members: [string, unknown][] = [...value.entries].map(([name, entry]) => [name, plain(entry, folder)]);
    if (value.rest !== null) members.push(['…', `? ${value.rest.message}`]);
    return Object.fromEntries(members);
  }
  switch (value.kind) {
    case 'unknown':
      return `? ${value.reason.message}`;
    case 'null':
      return null;
    case 'string':
      return value.value.replaceAll(folder, '~');
    default:
      return value.value;
  }
}
