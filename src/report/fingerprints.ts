import { nodeCrypto } from '../hcl/lazy.ts';

/** Of SHA-256; enough to tell findings apart. */
const HEXADECIMAL_DIGITS = 40;

/** What a finding is recognized by from run to run, wherever its lines have moved to. */
export interface Identity {
  readonly rule: string;
  /** Its root module or its file, from the root of the repository; null where it has none. */
  readonly where: string | null;
  readonly resource: string | null;
}

/** A fingerprint for each identity. Equal ones are counted in their order, so that no two fingerprints are the same. */
export function fingerprints(identities: readonly Identity[]): readonly string[] {
  const occurrences = new Map<string, number>();
  return identities.map(({ rule, where, resource }) => {
    const key = JSON.stringify([rule, where, resource]);
    const occurrence = (occurrences.get(key) ?? 0) + 1;
    occurrences.set(key, occurrence);
    return digestOf(`${key}:${occurrence}`);
  });
}

function digestOf(text: string): string {
  return nodeCrypto().createHash('sha256').update(text).digest('hex').slice(0, HEXADECIMAL_DIGITS);
}
