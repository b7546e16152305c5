import type { Reason, Value } from '../terraform/value.ts';
import { type PublicAccess, publicAccess } from './access.ts';
import { knownText } from './argument.ts';
import type { AccessPolicy } from './facts.ts';
import { matchesGlob } from './glob.ts';
import { type PolicyReading, type PolicyStatement, readPolicy } from './policy-document.ts';

/** A statement that lets every AWS account in. */
export type Opening = Extract<PublicAccess, { kind: 'open' }>;

/** What could not be judged; `value` is what it is about. */
export interface AccessQuestion {
  readonly reason: Reason;
  readonly value: Value;
}

export interface Openings {
  readonly open: readonly Opening[];
  readonly questions: readonly AccessQuestion[];
}

const NONE: Openings = { open: [], questions: [] };

/** The statements of a policy that let every AWS account in, and those of which that is not known. */
export function openingsOf(policy: AccessPolicy): Openings {
  const { value } = policy.policy;
  const reading = policy.read();
  if (value === null || reading === null) return NONE;
  if (value.kind !== 'unknown' || value.candidates === null) return inReading(reading, value, policy.kind);
  // Of several possible documents, what is wrong with each of them is wrong.
  const possible = value.candidates.map((candidate) =>
    candidate.kind === 'null' ? NONE : inReading(readPolicy(candidate), candidate, policy.kind),
  );
  if (possible.every(({ open }) => open.length > 0)) {
    return { open: possible.flatMap(({ open }) => open), questions: [] };
  }
  const isClosed = possible.every(({ open, questions }) => open.length === 0 && questions.length === 0);
  return isClosed ? NONE : { open: [], questions: [{ reason: value.reason, value }] };
}

function inReading(reading: PolicyReading, value: Value, kind: AccessPolicy['kind']): Openings {
  if (reading.kind === 'unknown') return { open: [], questions: [{ reason: reading.reason, value }] };
  if (reading.kind === 'invalid') {
    const message = `the policy is not one that AWS accepts: ${reading.message}`;
    return { open: [], questions: [{ reason: { kind: 'invalid', message, place: reading.place }, value }] };
  }
  const { document } = reading;
  const open: Opening[] = [];
  const questions: AccessQuestion[] = [];
  for (const statement of document.statements) {
    if (kind === 'public-repository' && onlyReads(statement)) continue;
    const access = publicAccess(statement, document);
    if (access.kind === 'open') open.push(access);
    else if (access.kind === 'unknown') questions.push(access);
  }
  for (const { sample, reason } of document.possible) {
    if (sample === null) questions.push({ reason, value });
    else if (publicAccess(sample, document).kind !== 'closed') questions.push({ reason, value: sample.value });
  }
  return { open, questions };
}

/** What anyone may do with a public repository anyway. */
const READS = [
  ...['ecr-public:describe*', 'ecr-public:get*', 'ecr-public:list*', 'ecr-public:batchcheck*', 'ecr-public:batchget*'],
  ...['ecr:describe*', 'ecr:get*', 'ecr:list*', 'ecr:batchcheck*', 'ecr:batchget*'],
];

function onlyReads({ actions }: PolicyStatement): boolean {
  const reads = actions?.every((action) => {
    const text = knownText(action)?.toLowerCase() ?? '';
    return READS.some((pattern) => matchesGlob(pattern, text));
  });
  return reads ?? false;
}
