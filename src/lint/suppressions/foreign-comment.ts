import type { ForeignTool } from './settings.ts';

/** What a comment says to another tool. */
export interface ForeignWords {
  readonly tool: ForeignTool;
  /** Its ids for rules, in lower case; `*` in one stands for any characters, and alone for all its rules. */
  readonly ids: readonly string[];
  readonly reach:
    | 'block'
    /** The line the comment stands on or above. */
    | 'line'
    | 'file';
  /** The day from which on it no longer counts, as written; null where it always does. */
  readonly expires: string | null;
  /** Empty where none is given. */
  readonly reason: string;
}

type Reader = (line: string) => readonly ForeignWords[];

/** Texts of which one stands in every file that speaks to another tool. */
export const FOREIGN_MARKERS = [
  'checkov:skip',
  'bridgecrew:skip',
  'tfsec:ignore',
  'trivy:ignore',
  'tflint-ignore',
  'kics-scan',
];

/** Reads a line of a comment, without comment signs. One line may speak to several tools. */
export function readForeignWords(line: string): readonly ForeignWords[] {
  return READERS.flatMap((read) => read(line));
}

/** https://www.checkov.io/2.Concepts/Suppressing%20and%20Skipping%20Policies.html */
const readCheckov: Reader = (line) =>
  matches(line, /\b(?:checkov|bridgecrew):skip=\s*([\w-]+(?:,[\w-]+)*)/g, ([ids = ''], reason) => ({
    tool: 'checkov',
    ids: ids.toLowerCase().split(','),
    reach: 'block',
    expires: null,
    reason,
  }));

/**
 * tfsec and its successor: https://aquasecurity.github.io/tfsec/latest/guides/configuration/ignores/ and
 * https://trivy.dev/latest/docs/scanner/misconfiguration/config/config/. Whether a workspace or the arguments in
 * brackets are the ones meant is not known, so that comments which ask for those do not count.
 */
const readAqua: Reader = (line) =>
  matches(
    line,
    /\b(tfsec|trivy):ignore:([\w*.-]+)(\[[^\]]*\])?((?::(?:exp|ws):[^\s:#]+)*)/g,
    ([tool, id = '', conditions, limits = ''], reason) => {
      if (conditions !== undefined || limits.includes(':ws:')) return null;
      const [, expires = null] = /:exp:([^\s:]+)/.exec(limits) ?? [];
      return {
        tool: tool === 'trivy' ? 'trivy' : 'tfsec',
        ids: [id.toLowerCase()],
        reach: 'block',
        expires,
        reason,
      };
    },
  );

/** https://github.com/terraform-linters/tflint/blob/master/docs/user-guide/annotations.md */
const readTflint: Reader = (line) =>
  matches(line, /\btflint-ignore(-file)?:\s*([\w-]+(?:\s*,\s*[\w-]+)*)/g, ([file, ids = ''], reason) => ({
    tool: 'tflint',
    ids: ids.split(',').map((id) => (id.trim() === 'all' ? '*' : id.trim().toLowerCase())),
    reach: file === undefined ? 'line' : 'file',
    expires: null,
    reason,
  }));

/** https://github.com/Checkmarx/kics/blob/master/docs/running-kics.md */
const readKics: Reader = (line) =>
  matches(
    line,
    /\bkics-scan\s+(?:(ignore-line|ignore-block|ignore)\b|disable=([\w-]+(?:\s*,\s*[\w-]+)*))/g,
    ([command, ids]) => ({
      tool: 'kics',
      ids: ids === undefined ? ['*'] : ids.split(',').map((id) => id.trim().toLowerCase()),
      reach: command === 'ignore-line' ? 'line' : command === 'ignore-block' ? 'block' : 'file',
      expires: null,
      reason: '',
    }),
  );

const READERS = [readCheckov, readAqua, readTflint, readKics];

/** What a pattern finds; what stands between a find and the next one is its reason. */
function matches(
  line: string,
  pattern: RegExp,
  read: (groups: readonly (string | undefined)[], reason: string) => ForeignWords | null,
): ForeignWords[] {
  return [...line.matchAll(pattern)].flatMap((found) => {
    const [whole, ...groups] = found;
    return read(groups, reasonIn(line.slice(found.index + whole.length))) ?? [];
  });
}

/** The text up to what speaks to another tool, without what sets it off. */
function reasonIn(rest: string): string {
  const [text = ''] = rest.split(
    /[#/\s]*\b(?:checkov|bridgecrew|tfsec|trivy|tflint-ignore|kics-scan|ecrlint-ignore)\b[: ]/,
  );
  return text
    .replace(/^[\s:#-]+/, '')
    .trim()
    .replace(/^"(.*)"$/, '$1');
}
