/** Major, minor and patch. Pre-releases are no versions here: a constraint takes one only by its full name. */
export type Version = readonly [major: number, minor: number, patch: number];

/** Versions from the first up to, but without, the second; null where there is no end. */
export interface VersionRange {
  readonly from: Version;
  readonly before: Version | null;
}

export const FIRST_VERSION: Version = [0, 0, 0];

function compareVersions(a: Version, b: Version): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}

export function versionText(version: Version): string {
  return version.join('.');
}

/** `1.2.3`, also with a `v`, and with parts left out at the end; null for anything else. */
export function parseVersion(text: string): Version | null {
  const parts = partsOf(text);
  return parts === null ? null : padded(parts);
}

function partsOf(text: string): readonly number[] | null {
  const match = /^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:[-+][\w.-]+)?$/.exec(text.trim());
  return match === null ? null : match.slice(1).flatMap((part) => (part === undefined ? [] : [Number(part)]));
}

function padded([major = 0, minor = 0, patch = 0]: readonly number[]): Version {
  return [major, minor, patch];
}

/**
 * The versions that a constraint such as `>= 1.2, < 2.0` or `~> 1.4` allows; null where it cannot be read. Versions
 * excluded by `!=` are counted in.
 * https://developer.hashicorp.com/terraform/language/expressions/version-constraints
 */
export function parseConstraint(text: string): VersionRange | null {
  let range: VersionRange = { from: FIRST_VERSION, before: null };
  for (const condition of text.split(',')) {
    const match = /^\s*(=|!=|>=|<=|>|<|~>)?\s*(\S+)\s*$/.exec(condition);
    const parts = partsOf(match?.[2] ?? '');
    if (match === null || parts === null) return null;
    range = intersection(range, rangeOf(match[1] ?? '=', parts));
  }
  return range;
}

function rangeOf(operator: string, parts: readonly number[]): VersionRange {
  const version = padded(parts);
  const next: Version = [version[0], version[1], version[2] + 1];
  switch (operator) {
    case '=':
      return { from: version, before: next };
    case '>=':
      return { from: version, before: null };
    case '>':
      return { from: next, before: null };
    case '<=':
      return { from: FIRST_VERSION, before: next };
    case '<':
      return { from: FIRST_VERSION, before: version };
    case '~>':
      return { from: version, before: parts.length === 1 ? null : increased(parts.slice(0, -1)) };
    default:
      return { from: FIRST_VERSION, before: null };
  }
}

/** The releases that a Git tag names: `v1.2.3`, or with fewer parts one that moves along. Null for any other ref. */
export function releasesOfTag(ref: string): VersionRange | null {
  const parts = partsOf(ref.replace(/^(?:refs\/)?tags\//, ''));
  if (parts === null) return null;
  return { from: padded(parts), before: increased(parts) };
}

function increased(parts: readonly number[]): Version {
  return padded([...parts.slice(0, -1), (parts.at(-1) ?? 0) + 1]);
}

export function intersection(a: VersionRange, b: VersionRange): VersionRange {
  const from = compareVersions(a.from, b.from) > 0 ? a.from : b.from;
  if (a.before === null || b.before === null) return { from, before: a.before ?? b.before };
  return { from, before: compareVersions(a.before, b.before) < 0 ? a.before : b.before };
}

export function isEmpty({ from, before }: VersionRange): boolean {
  return before !== null && compareVersions(from, before) >= 0;
}

/** One version alone. */
export function onlyVersion(version: Version): VersionRange {
  return { from: version, before: [version[0], version[1], version[2] + 1] };
}
