import { DEFAULT_ENVIRONMENT_OPTIONS, type EnvironmentOptions } from '../ecr/environment.ts';
import { FIX_DEFAULTS, type FixDefaults } from './fix-defaults.ts';
import type { ActiveRules } from './selection.ts';
import { SUPPRESSION_SETTINGS, type SuppressionSettings } from './suppressions/settings.ts';

/** What one root module is judged by: flags, and the configuration that holds for its directory. */
export interface Policy {
  readonly active: ActiveRules;
  readonly environment: EnvironmentOptions;
  /** What fixes write. */
  readonly fixDefaults: FixDefaults;
  readonly suppressions: SuppressionSettings;
}

/**
 * The policy of a root module, by the directory as reports name it; of a plan without source for null. Asked once for
 * each deployment, so it remembers what it reads.
 */
export type PolicyOf = (directory: string | null) => Policy;

/** A policy with what holds unless something says otherwise. */
export function policy(active: ActiveRules, more: Partial<Omit<Policy, 'active'>> = {}): Policy {
  return {
    active,
    environment: DEFAULT_ENVIRONMENT_OPTIONS,
    fixDefaults: FIX_DEFAULTS,
    suppressions: SUPPRESSION_SETTINGS,
    ...more,
  };
}
