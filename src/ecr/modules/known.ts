import type { ModuleCatalog } from '../../terraform/published.ts';
import { ECR_MODULES, HELPER_MODULES } from './builtin.ts';
import { moduleCatalog } from './catalog.ts';
import { type UserModule, userAdapters } from './user.ts';

/** What is known of published modules without any configuration. */
export const KNOWN_MODULES: ModuleCatalog = moduleCatalog(ECR_MODULES, HELPER_MODULES);

/**
 * What is known of published modules together with what a configuration tells of them, which comes first.
 *
 * @throws ModuleEntryError for an entry that cannot be used
 */
export function knownModulesWith(entries: readonly UserModule[]): ModuleCatalog {
  return entries.length === 0
    ? KNOWN_MODULES
    : moduleCatalog([...userAdapters(entries), ...ECR_MODULES], HELPER_MODULES);
}
