import type { Place } from '../hcl/source.ts';
import { type Finding, standing, type Unresolved } from '../lint/finding.ts';
import type { Shard } from '../terraform/shard.ts';
import { countBySeverity } from './counts.ts';
import { becauseOf } from './environment.ts';
import { type Location, locationOf } from './location.ts';
import { printableJson } from './printable.ts';
import { type Report, reportedFindings } from './report.ts';

/** The JSON report, version 1. All severities are in it, whatever level people are shown. */
export interface JsonReport {
  readonly version: 1;
  readonly tool: { readonly name: 'ecrlint'; readonly version: string };
  /** Which of several runs this is that share the work, counted from 1; left out by the only one. */
  readonly shard?: Shard;
  readonly findings: readonly JsonFinding[];
  readonly unresolved: readonly JsonUnresolved[];
  readonly fixed: readonly { readonly rule: string; readonly file: string }[];
  readonly summary: JsonSummary;
}

export interface JsonFinding {
  readonly rule: string;
  readonly severity: Finding['severity'];
  readonly message: string;
  readonly resource: string | null;
  readonly environment: { readonly kind: string; readonly because: string } | null;
  readonly location: Location | null;
  readonly trace: readonly { readonly message: string; readonly location: Location | null }[];
  readonly fix: { readonly safety: 'safe' | 'unsafe'; readonly description: string } | null;
  readonly suppressed: { readonly by: 'comment' | 'baseline'; readonly reason: string } | null;
}

export interface JsonUnresolved {
  readonly rule: string;
  readonly resource: string | null;
  readonly location: Location | null;
  readonly reason: string;
}

export interface JsonSummary {
  readonly files: number;
  readonly modules: number;
  readonly repositories: number;
  readonly errors: number;
  readonly warnings: number;
  readonly infos: number;
  readonly suppressed: number;
  readonly unresolved: number;
  readonly fixed: number;
}

/** `--format json`: the stable interface for programs. */
export function json(report: Report): string {
  return jsonOf({ json: toJson(report) });
}

/** The text of a report that is data already. */
export function jsonOf({ json }: { readonly json: JsonReport }): string {
  return `${printableJson(JSON.stringify(json, null, 2))}\n`;
}

/** The report as data. */
export function toJson(report: Report): JsonReport {
  const { result, version, fixes, shard } = report;
  const fixed = fixes?.fixed ?? [];
  const { findings, unresolved, counts } = result;
  const { error, warning, info } = countBySeverity(findings);
  return {
    version: 1,
    tool: { name: 'ecrlint', version },
    ...(shard === null ? {} : { shard: { index: shard.index, count: shard.count } }),
    findings: reportedFindings(report).map(toJsonFinding),
    unresolved: unresolved.map(toJsonUnresolved),
    fixed: fixed.map(({ rule, file }) => ({ rule, file })),
    summary: {
      files: counts.files,
      modules: counts.modules,
      repositories: counts.repositories,
      errors: error,
      warnings: warning,
      infos: info,
      suppressed: findings.length - standing(findings).length,
      unresolved: unresolved.length,
      fixed: fixed.length,
    },
  };
}

function toJsonFinding(finding: Finding): JsonFinding {
  const { rule, severity, message, resource, environment, place, trace, fix, suppressed } = finding;
  return {
    rule,
    severity,
    message,
    resource,
    environment: environment === null ? null : { kind: environment.kind, because: becauseOf(environment) },
    location: toLocation(place),
    trace: trace.map((step) => ({ message: step.message, location: toLocation(step.place) })),
    fix: fix && { safety: fix.safety, description: fix.description },
    suppressed: suppressed && { by: suppressed.by, reason: suppressed.reason },
  };
}

function toJsonUnresolved({ rule, resource, place, reason }: Unresolved): JsonUnresolved {
  return { rule, resource, location: toLocation(place), reason };
}

function toLocation(place: Place | null): Location | null {
  return place === null ? null : locationOf(place);
}
