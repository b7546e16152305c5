import type { ModuleCatalog } from '../../terraform/published.ts';
import { ECR_MODULES, NAMING_MODULES } from './builtin.ts';
import { moduleCatalog } from './catalog.ts';

/** What is known of published modules without any configuration. */
export const KNOWN_MODULES: ModuleCatalog = moduleCatalog(ECR_MODULES, NAMING_MODULES);
