import { Ajv } from 'ajv';
import type { Texts } from './texts.ts';

interface Issue {
  readonly description: string;
  readonly check_name: string;
  readonly fingerprint: string;
  readonly severity: string;
  readonly location: { readonly path: string; readonly lines: { readonly begin: number; readonly end: number } };
}

/**
 * A report of code quality.
 *
 * @see https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
 */
const validate = new Ajv().compile<readonly Issue[]>({
  type: 'array',
  items: {
    type: 'object',
    required: ['description', 'check_name', 'fingerprint', 'severity', 'location'],
    properties: {
      description: { type: 'string', minLength: 1 },
      check_name: { type: 'string', minLength: 1 },
      fingerprint: { type: 'string', pattern: '^[0-9a-f]{40}$' },
      severity: { enum: ['info', 'minor', 'major', 'critical', 'blocker'] },
      location: {
        type: 'object',
        required: ['path', 'lines'],
        properties: {
          path: { type: 'string', minLength: 1, not: { pattern: '^\\./' } },
          lines: {
            type: 'object',
            required: ['begin'],
            properties: { begin: { type: 'integer', minimum: 1 }, end: { type: 'integer', minimum: 1 } },
          },
        },
      },
    },
  },
});

/** What is wrong with a report for GitLab: one sentence, or null. */
export function defectOfGitLab(data: unknown, texts: Texts): string | null {
  if (!validate(data)) return `${validate.errors?.[0]?.instancePath} ${validate.errors?.[0]?.message}`;
  if (new Set(data.map(({ fingerprint }) => fingerprint)).size < data.length) return 'issues share a fingerprint';
  for (const { location, check_name } of data) {
    const { path, lines } = location;
    const text = texts.get(path);
    if (text === undefined) return `${check_name} is in ${path}, which is not there`;
    if (lines.end < lines.begin || lines.end > text.split('\n').length) return `${check_name} is outside of ${path}`;
  }
  return null;
}
