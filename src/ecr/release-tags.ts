/** Releases as teams tag them, one of each kind; of one that ends in a number, later releases have a higher one. */
export const RELEASES = ['v1.4.0', '1.4.0', 'release-1.4.0', 'prod-41', 'production-41', 'prod', 'production'] as const;

/** Tags that releases may carry, in more spellings: a pattern that matches one of them is about releases. */
export const RELEASE_TAGS: readonly string[] = [
  ...['v1.2.3', 'v1', '1.2.3', '1', '2026.11.20', '20261120'],
  ...['release', 'release-1', 'release-1.2.3', 'release-v1.2.3', 'rel-1', 'stable'],
  ...['prod', 'production', 'prod-1', 'prod-v1.2.3', 'production-1'],
  ...RELEASES,
];
