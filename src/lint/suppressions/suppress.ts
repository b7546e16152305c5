import type { Place } from '../../hcl/source.ts';
import type { Deployment } from '../../terraform/resource.ts';
import type { Finding, Unresolved } from '../finding.ts';
import type { Observation, Observations } from '../observation.ts';
import { locate } from '../trace.ts';
import type { SuppressionSettings } from './settings.ts';
import type { Suppressions } from './suppressions.ts';

/**
 * Marks the findings that a comment suppresses, each for its own resource, and leaves out questions likewise. To be done
 * before findings are merged: others that share the place still stand.
 */
export function suppress(
  observations: Observations,
  suppressions: Suppressions,
  settingsOf: (deployment: Deployment) => SuppressionSettings,
): Observations {
  if (suppressions.isEmpty) return observations;
  const find = (rule: string, deployment: Deployment, places: readonly (Place | null)[]) =>
    suppressions.find(rule, places, settingsOf(deployment));

  // What is silent here may be found elsewhere, or once this is production: its suppression is needed.
  for (const { rule, deployment, about } of observations.silenced) {
    const { place, use, trace } = locate(about.evidence, about.subject.resource);
    find(rule, deployment, [about.subject.resource.body.place, place, use, ...trace.map((step) => step.place)]);
  }
  return {
    ...observations,
    findings: observations.findings.map((observation): Observation<Finding> => {
      const { entry, deployment } = observation;
      const places = [...placesOf(observation), ...entry.trace.map((step) => step.place)];
      const suppressed = find(entry.rule, deployment, places);
      return suppressed === null ? observation : { ...observation, entry: { ...entry, suppressed } };
    }),
    unresolved: observations.unresolved.filter(
      (observation) => find(observation.entry.rule, observation.deployment, placesOf(observation)) === null,
    ),
  };
}

function placesOf({ entry, use, subject }: Observation<Finding | Unresolved>): (Place | null)[] {
  return [entry.place, use, subject];
}
