import type { Place } from '../../hcl/source.ts';
import type { Deployment } from '../../terraform/resource.ts';
import type { Finding, Unresolved } from '../finding.ts';
import type { Observation, Observations } from '../observation.ts';
import { locate } from '../trace.ts';
import type { ModuleCalls } from './module-calls.ts';
import type { SuppressionSettings } from './settings.ts';
import type { Suppressions } from './suppressions.ts';

/**
 * Marks the findings that a comment suppresses, each for its own resource, and leaves out questions likewise. To be done
 * before findings are merged: others that share the place still stand.
 */
export function suppress(
  observations: Observations,
  suppressions: Suppressions,
  calls: ModuleCalls,
  settingsOf: (deployment: Deployment) => SuppressionSettings,
): Observations {
  /** The suppression at one of some places, or at a call of the module that the resource is in. */
  const find = (rule: string, resource: string, deployment: Deployment, places: readonly (Place | null)[]) =>
    suppressions.find(rule, [...places, ...calls.leadingTo(resource, deployment.directory)], settingsOf(deployment));

  // What is silent here may be found elsewhere, or once this is production: its suppression is needed.
  for (const { rule, deployment, about } of observations.silenced) {
    const { resource } = about.subject;
    const { place, use, trace, decisive } = locate(about.evidence, resource);
    const blocks = [resource.body.place, resource.published?.place ?? null];
    find(rule, resource.address, deployment, [
      ...blocks,
      place,
      use,
      ...trace.map((step) => step.place),
      ...decisive(),
    ]);
  }
  return {
    ...observations,
    findings: observations.findings.map((observation): Observation<Finding> => {
      const { entry, deployment } = observation;
      const places = [...placesOf(observation), ...entry.trace.map((step) => step.place), ...observation.decisive()];
      const suppressed = find(entry.rule, entry.resource ?? '', deployment, places);
      return suppressed === null ? observation : { ...observation, entry: { ...entry, suppressed } };
    }),
    unresolved: observations.unresolved.filter((observation) => {
      const { entry, deployment } = observation;
      return find(entry.rule, entry.resource ?? '', deployment, placesOf(observation)) === null;
    }),
  };
}

function placesOf({ entry, use, subject }: Observation<Finding | Unresolved>): (Place | null)[] {
  return [entry.place, use, subject];
}
