import { join } from 'node:path';
import type { ModuleLoader } from './module-loader.ts';
import { isInstalledFor } from './module-manifest.ts';
import {
  type FoundModule,
  type ModuleCatalog,
  type ModuleFinder,
  type ModuleReference,
  unknownModule,
} from './published.ts';

/** Finds the published modules that a root module calls: downloaded ones first, then what is known of them. */
export function moduleFinder(root: string, loader: ModuleLoader, catalog: ModuleCatalog): ModuleFinder {
  return (reference) => downloaded(reference, root, loader, catalog) ?? catalog.standIn(reference);
}

function downloaded(
  reference: ModuleReference,
  root: string,
  loader: ModuleLoader,
  catalog: ModuleCatalog,
): FoundModule | null {
  const { source, version, path } = reference;
  const installed = loader.manifest(root).get(path.join('.'));
  if (installed === undefined || !isInstalledFor(installed, source, version)) return null;
  const config = loader.loadPublished(join(root, installed.directory));
  if (config === null) return null;
  return { config, module: catalog.describe(reference, installed.version) ?? unknownModule(source) };
}
