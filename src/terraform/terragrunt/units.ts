import { dirname, join } from 'node:path';
import { isAbsolute } from 'node:path/posix';
import type { ModuleLoader } from '../module-loader.ts';
import { isLocalSource, parseModuleSource } from '../module-source.ts';
import type { TerragruntConfig } from './config.ts';
import { ConfigReader } from './config-reader.ts';
import { relativePath } from './relative-path.ts';

/** A folder that Terragrunt deploys: a module with its inputs. */
export interface Unit {
  /** The folder, absolute. */
  readonly directory: string;
  readonly config: TerragruntConfig;
  readonly reader: ConfigReader;
  readonly target: Target;
}

/** The module that a unit deploys. */
export type Target =
  /** One on disk. */
  | { readonly kind: 'local'; readonly directory: string }
  /** One that Terragrunt downloads. */
  | { readonly kind: 'published'; readonly source: string };

/**
 * Finds the units in some directories. A `terragrunt.hcl` that says of no module is none: it is there to be included.
 * Neither is one of whose module it is not known where it comes from.
 */
export function findUnits(directories: readonly string[], loader: ModuleLoader): readonly Unit[] {
  const units: Unit[] = [];
  for (const directory of directories) {
    const [name] = loader.tree.list(directory).terragrunt;
    if (name === undefined) continue;
    const path = join(directory, name);
    const reader = new ConfigReader(path, loader);
    const config = reader.unit(path);
    if ('message' in config) continue;
    const target = targetOf(config, loader);
    if (target !== null) units.push({ directory, config, reader, target });
  }
  return units;
}

/** Without a source, Terragrunt deploys the module beside the file. */
function targetOf(config: TerragruntConfig, loader: ModuleLoader): Target | null {
  const directory = dirname(config.place.path);
  const source = config.source();
  if (source === null) return hasModule(directory, loader) ? { kind: 'local', directory } : null;
  if (source.kind !== 'string') return null;
  const text = source.value;
  // Two slashes part what is copied from the folder in it that is deployed.
  if (isLocalSource(text) || isAbsolute(text)) {
    const local = loader.tree.resolve(text, directory);
    if (hasModule(local, loader)) return { kind: 'local', directory: local };
    const shown = relativePath(directory, local);
    return { kind: 'published', source: isLocalSource(shown) ? shown : `./${shown}` };
  }
  return parseModuleSource(text).kind === 'registry' && !text.startsWith('tfr://')
    ? null
    : { kind: 'published', source: text };
}

function hasModule(directory: string, loader: ModuleLoader): boolean {
  return loader.tree.list(directory).terraform.length > 0;
}
