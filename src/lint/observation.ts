import type { EcrFacts } from '../ecr/facts.ts';
import type { Place } from '../hcl/source.ts';
import { ownPlace } from '../terraform/published.ts';
import type { Deployment } from '../terraform/resource.ts';
import { type Finding, isAtLeast, type Severity, type Unresolved } from './finding.ts';
import type { FixDefaults } from './fix-defaults.ts';
import { PluginError } from './plugins/plugin-error.ts';
import { lowerFix } from './published/lower-fix.ts';
import type { Problem, Question, RuleContext, Subject } from './rule.ts';
import { type ActiveRule, severityIn } from './selection.ts';
import { locate } from './trace.ts';

/** What a rule said of one resource instance in one deployment, before what is the same is merged. */
export interface Observation<T extends Finding | Unresolved> {
  readonly entry: T;
  readonly deployment: Deployment;
  /** The argument concerned, wherever its value is written. */
  readonly use: Place | null;
  /** The header of the block of the resource it is said of. */
  readonly subject: Place | null;
  /** As in `Located`. */
  readonly decisive: () => readonly Place[];
  /** Tells apart several problems of one rule at one place; empty without. */
  readonly aspect: string;
}

export interface Observations {
  readonly findings: Observation<Finding>[];
  readonly unresolved: Observation<Unresolved>[];
  readonly kept: KeptPlace[];
  readonly silenced: Silenced[];
}

/** A place that is right as it is, for something a rule has looked at. */
export interface KeptPlace {
  readonly rule: string;
  readonly place: Place;
}

/** What a rule found or asked that has no severity in its environment. */
export interface Silenced {
  readonly rule: string;
  readonly deployment: Deployment;
  readonly about: Pick<Problem | Question, 'subject' | 'evidence'>;
}

/** Runs one rule over one deployment and adds what it says to `into`. Throws what the rule throws, saying which rule. */
export function observe(
  active: ActiveRule,
  facts: EcrFacts,
  deployment: Deployment,
  defaults: FixDefaults,
  into: Observations,
): void {
  try {
    active.rule.check(facts, contextFor(active, deployment, defaults, into));
  } catch (error) {
    // Says all of that itself.
    if (error instanceof PluginError) throw error;
    const what = error instanceof Error ? error.message : String(error);
    throw new Error(`rule ${active.rule.id} failed on ${deployment.directory ?? 'the plan'}: ${what}`, {
      cause: error,
    });
  }
}

/** The block that declares what something is said of, or calls the published module that does. */
function blockOf({ resource }: Subject): Place | null {
  return resource.published?.place ?? resource.body.place;
}

/** Different things that a rule says of a published module come together at its call; they stay apart. */
function apart(aspect: string, message: string, { resource }: Subject): string {
  return resource.published === null ? aspect : `${aspect} ${message}`;
}

function contextFor(
  { rule, severity, severityAt, options }: ActiveRule,
  deployment: Deployment,
  defaults: FixDefaults,
  into: Observations,
): RuleContext {
  /** Of the file that something is said of; of the root module where it has no place. */
  const severityFor = ({ environment }: Subject, place: Place | null): Severity | 'off' => {
    if (severityAt === null) return severityIn(severity, environment.kind);
    const { directory } = deployment;
    const path = place !== null ? place.file.path : directory === null ? null : `${directory}/`;
    return severityIn(path === null ? severity : severityAt(path), environment.kind);
  };

  return {
    options,
    defaults,

    report({ subject, message, evidence, aspect = '', fix = null, atMost }: Problem): void {
      const { place, use, trace, sensitive, decisive } = locate(evidence, subject.resource);
      const usual = severityFor(subject, place);
      if (usual === 'off') {
        into.silenced.push({ rule: rule.id, deployment, about: { subject, evidence } });
        return;
      }
      const worth = atMost !== undefined && isAtLeast(usual, atMost) ? atMost : usual;
      const entry: Finding = {
        rule: rule.id,
        severity: worth,
        message,
        resource: subject.resource.address,
        root: deployment.directory,
        environment: { ...subject.environment, place: ownPlace(subject.environment.place) },
        place,
        trace,
        // What must not be quoted is not rewritten either, and a published module is mended by its call.
        fix: sensitive || fix === null ? null : lowerFix(fix, subject.resource, evidence),
        sensitive,
        suppressed: null,
      };
      into.findings.push({
        entry,
        deployment,
        use,
        subject: blockOf(subject),
        decisive,
        aspect: apart(aspect, message, subject),
      });
    },

    unresolved({ subject, reason, evidence }: Question): void {
      const { place: written, use, decisive } = locate(evidence, subject.resource);
      const place = use ?? written ?? ownPlace(reason.place);
      if (severityFor(subject, place) === 'off') {
        into.silenced.push({ rule: rule.id, deployment, about: { subject, evidence } });
        return;
      }
      const entry: Unresolved = {
        rule: rule.id,
        resource: subject.resource.address,
        place,
        reason: reason.message,
      };
      into.unresolved.push({ entry, deployment, use, subject: blockOf(subject), decisive, aspect: '' });
    },

    keep({ subject, evidence }): void {
      const { place } = locate(evidence, subject.resource);
      if (place !== null) into.kept.push({ rule: rule.id, place });
    },
  };
}
