import { existsSync, readFileSync } from 'node:fs';
import type { CalledRelease } from './combinations.ts';

/** A release as the recording script takes it: `acme/registry/aws@1.2.3`. */
export function keyOf({ module, version }: CalledRelease): string {
  return `${module}@${version}`;
}

/** Where the verdicts on a release's calls are recorded. */
export function fixtureOf({ module, version }: CalledRelease): string {
  const name = module.replace(/\/+/g, '-');
  return new URL(`agreement/${name}-${version}.recorded.json`, import.meta.url).pathname;
}

/** What was said of each call with the source on disk, by the combination's name. */
export function recordedFor(release: CalledRelease): Readonly<Record<string, readonly string[]>> {
  const path = fixtureOf(release);
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {};
}
