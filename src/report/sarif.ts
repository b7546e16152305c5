import type { Log, Notification, Run } from 'sarif';
import type { Place, SourceFile } from '../hcl/source.ts';
import { type Finding, SEVERITIES, type Unresolved } from '../lint/finding.ts';
import { plural } from './counts.ts';
import { fingerprints, type Identity } from './fingerprints.ts';
import { lineHashes } from './line-hash.ts';
import { type Report, reportedFindings } from './report.ts';
import { repositoryPath } from './repository-path.ts';
import { leftOutSentence, worst } from './sarif/limit.ts';
import { sarifText } from './sarif/merge.ts';
import { message } from './sarif/message.ts';
import { Places } from './sarif/places.ts';
import { resultOf } from './sarif/results.ts';
import { descriptors } from './sarif/rules.ts';

const MOST_UNRESOLVED = 1000;

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';
const HOME = 'https://github.com/ecrlint/ecrlint';

/** `--format sarif`: SARIF 2.1.0 (OASIS), within what GitHub code scanning takes. All severities are in it. */
export function sarif(report: Report): string {
  return sarifText(toSarif(report));
}

/** The report as data. */
export function toSarif(report: Report): Log {
  return { $schema: SCHEMA, version: '2.1.0', runs: [runOf(report)] };
}

function runOf(report: Report): Run {
  const { rules, version, pathInRepository, inputName, replacementsOf, shard } = report;
  const findings = reportedFindings(report);
  const kept = worst(findings, rank);
  const places = new Places(pathInRepository, inputName);
  const driverRules = descriptors(rules, new Set(kept.map(({ rule }) => rule)));
  const ruleIndexes = new Map(driverRules.map(({ id }, index) => [id, index]));
  const lineHash = lineHasher();
  const prints = fingerprints(findings.map((finding) => identityOf(finding, pathInRepository)));
  const ofFindings = new Map(findings.map((finding, index) => [finding, prints[index] ?? '']));
  const context = { places, ruleIndexes, replacementsOf, lineHash, fingerprints: ofFindings };
  return {
    tool: {
      driver: {
        name: 'ecrlint',
        version,
        semanticVersion: version,
        informationUri: HOME,
        rules: [...driverRules],
      },
    },
    // GitHub keeps uploads of one id apart from those of another, so that shards do not replace each other.
    ...(shard === null ? {} : { automationDetails: { id: `ecrlint/shard-${shard.index}-of-${shard.count}/` } }),
    columnKind: 'utf16CodeUnits',
    invocations: [
      {
        executionSuccessful: true,
        toolExecutionNotifications: [
          ...cutNotice(findings.length - kept.length),
          ...unresolvedNotices(report.result.unresolved, places, ruleIndexes),
        ],
      },
    ],
    results: kept.map((finding) => resultOf(finding, context)),
  };
}

/** The root module and the resource; the file, where there is no resource. */
function identityOf({ rule, root, resource, place }: Finding, pathInRepository: string): Identity {
  const where = root ?? (resource === null ? (place?.file.path ?? null) : null);
  return { rule, resource, where: where === null ? null : repositoryPath(where, pathInRepository) };
}

/** Errors first; those that count go before those that are suppressed. */
function rank({ severity, suppressed }: Finding): number {
  return SEVERITIES.indexOf(severity) + (suppressed === null ? 0 : SEVERITIES.length);
}

function cutNotice(left: number): Notification[] {
  return left === 0 ? [] : [{ level: 'warning', message: message([{ text: leftOutSentence(left) }]) }];
}

/** GitHub only knows results that fail, so what could not be judged is told beside them. */
function unresolvedNotices(
  unresolved: readonly Unresolved[],
  places: Places,
  ruleIndexes: ReadonlyMap<string, number>,
): Notification[] {
  const notices = unresolved.slice(0, MOST_UNRESOLVED).map(({ rule, resource, place, reason }): Notification => {
    const subject = resource === null ? '' : ` for ${resource}`;
    const index = ruleIndexes.get(rule);
    return {
      level: 'note',
      message: message([{ text: `${rule} was not judged${subject}: ${reason}.` }]),
      locations: [places.location(place, resource)],
      associatedRule: { id: rule, ...(index === undefined ? {} : { index }) },
    };
  });
  const left = unresolved.length - notices.length;
  if (left === 0) return notices;
  const text = `${plural(left, 'more question')} not answered, see the JSON report.`;
  return [...notices, { level: 'note', message: message([{ text }]) }];
}

/** Hashes each file once. */
function lineHasher(): (place: Place) => string | null {
  const byFile = new Map<SourceFile, ReadonlyMap<number, string>>();
  return ({ file, start }) => {
    const hashes = byFile.get(file) ?? lineHashes(file.text);
    byFile.set(file, hashes);
    return hashes.get(file.position(start).line) ?? null;
  };
}
