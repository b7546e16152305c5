import type { ArtifactChange, Fix, Location, Result, Suppression } from 'sarif';
import type { Place } from '../../hcl/source.ts';
import type { Finding, TraceStep } from '../../lint/finding.ts';
import { becauseOf } from '../environment.ts';
import { pathLine } from '../location.ts';
import { printableLine } from '../printable.ts';
import type { Report } from '../report.ts';
import { type MessagePart, message } from './message.ts';
import { type Places, regionOf } from './places.ts';
import { levelOf } from './rules.ts';

/** GitHub shows so many related locations. */
const MOST_RELATED = 100;

/** What results are made with. */
export interface ResultContext {
  readonly places: Places;
  readonly ruleIndexes: ReadonlyMap<string, number>;
  readonly replacementsOf: Report['replacementsOf'];
  readonly fingerprints: ReadonlyMap<Finding, string>;
  readonly lineHash: (place: Place) => string | null;
}

/** A finding as a SARIF result. No text of the file is quoted, but by the fix. */
export function resultOf(finding: Finding, context: ResultContext): Result {
  const { rule, severity, resource, place, environment } = finding;
  const { places, ruleIndexes } = context;
  const steps = relatedSteps(finding);
  const fix = fixOf(finding, context);
  const ruleIndex = ruleIndexes.get(rule);
  return {
    ruleId: rule,
    ...(ruleIndex === undefined ? {} : { ruleIndex }),
    level: levelOf(severity),
    message: message(messageParts(finding, steps)),
    locations: [places.location(place, resource)],
    ...(steps.length === 0 ? {} : { relatedLocations: steps.map((step, index) => related(step, index + 1, places)) }),
    partialFingerprints: fingerprintsOf(finding, context),
    ...(fix === null ? {} : { fixes: [fix] }),
    // An empty list would say that suppressions were looked for, in the whole run.
    ...(finding.suppressed === null ? {} : { suppressions: [suppressionOf(finding.suppressed)] }),
    ...(environment === null
      ? {}
      : { properties: { environment: environment.kind, because: printableLine(becauseOf(environment)) } }),
  };
}

interface RelatedStep extends TraceStep {
  readonly place: Place;
}

/** The steps of the trace that lead to another line than the finding's own. */
function relatedSteps({ trace, place }: Finding): readonly RelatedStep[] {
  const steps = trace.filter((step): step is RelatedStep => isElsewhere(step, place));
  // The way to the resource first, then what else the value reaches.
  const way = steps.filter(({ kind }) => kind !== 'other');
  return [...way, ...steps.filter(({ kind }) => kind === 'other')].slice(0, MOST_RELATED);
}

function isElsewhere(step: TraceStep, place: Place | null): boolean {
  return step.place !== null && (place === null || pathLine(step.place) !== pathLine(place));
}

/** What is wrong, which GitHub makes a title of, and then the way of the value with links. */
function messageParts({ message: text }: Finding, steps: readonly RelatedStep[]): readonly MessagePart[] {
  if (steps.length === 0) return [{ text }];
  const links = steps.map((step, index) => ({ text: step.message, target: index + 1 }));
  return [{ text }, { text: 'See:' }, ...links];
}

function related({ message: text, place }: RelatedStep, id: number, places: Places): Location {
  return { id, physicalLocation: places.physical(place), message: message([{ text }]) };
}

function fingerprintsOf(finding: Finding, context: ResultContext): Record<string, string> {
  const own = context.fingerprints.get(finding);
  const lineHash = finding.place === null ? null : context.lineHash(finding.place);
  return {
    ...(lineHash === null ? {} : { primaryLocationLineHash: lineHash }),
    ...(own === undefined ? {} : { 'ecrlint/v1': own }),
  };
}

function suppressionOf({ by, reason }: NonNullable<Finding['suppressed']>): Suppression {
  const kind = by === 'comment' ? 'inSource' : 'external';
  return { kind, ...(reason === '' ? {} : { justification: printableLine(reason) }) };
}

/** The fix as replacements of text; null when there is none, or when it might copy what is secret. */
function fixOf(finding: Finding, { places, replacementsOf }: ResultContext): Fix | null {
  if (finding.fix === null || finding.sensitive) return null;
  const changes = new Map<string, ArtifactChange>();
  for (const { place, text } of replacementsOf(finding)) {
    const { path } = place.file;
    const change = changes.get(path) ?? { artifactLocation: places.artifact(path), replacements: [] };
    change.replacements.push({ deletedRegion: regionOf(place), insertedContent: { text } });
    changes.set(path, change);
  }
  if (changes.size === 0) return null;
  const warning = finding.fix.safety === 'unsafe' ? ' This fix is unsafe: look at what it does first.' : '';
  const description = { text: `${printableLine(finding.fix.description)}${warning}` };
  return { description, artifactChanges: [...changes.values()] };
}
