import { isAtLeast, type Severity } from '../lint/finding.ts';
import type { ReportData } from './data.ts';
import { fingerprints } from './fingerprints.ts';
import type { JsonFinding } from './json.ts';
import { printableJson, printableLine } from './printable.ts';
import { repositoryPath } from './repository-path.ts';

/** GitLab's words, from `info` to `blocker`. */
const SEVERITY: Readonly<Record<Severity, string>> = { error: 'major', warning: 'minor', info: 'info' };

/**
 * `--format gitlab`: a code quality report.
 *
 * @see https://docs.gitlab.com/ci/testing/code_quality/
 */
export function gitlab(data: ReportData): string {
  const { level, pathInRepository } = data;
  const findings = data.json.findings.filter(({ suppressed }) => suppressed === null);
  const prints = fingerprints(
    findings.map(({ rule, resource, location }) => ({
      rule,
      resource,
      where: location === null ? null : repositoryPath(location.file, pathInRepository),
    })),
  );
  const issues = findings.flatMap((finding, index) =>
    isAtLeast(finding.severity, level) ? [issueOf(finding, prints[index] ?? '', data)] : [],
  );
  return `${printableJson(JSON.stringify(issues, null, 2))}\n`;
}

function issueOf(finding: JsonFinding, fingerprint: string, { pathInRepository, inputName }: ReportData): object {
  const { rule, severity, message, resource, location } = finding;
  const subject = location === null && resource !== null ? `${resource}: ` : '';
  return {
    description: printableLine(`${subject}${message}`),
    check_name: rule,
    fingerprint,
    severity: SEVERITY[severity],
    location: {
      path: repositoryPath(location?.file ?? inputName, pathInRepository),
      lines: { begin: location?.start.line ?? 1, end: location?.end.line ?? 1 },
    },
  };
}
