import type { Place } from '../../hcl/source.ts';
import { encodeJson, isJsonProblem } from '../../terraform/json-value.ts';
import { isWhollyKnown, type MappingValue, type Value } from '../../terraform/value.ts';
import { knownText } from '../argument.ts';
import type { AccessPolicy } from '../facts.ts';
import type { AccessQuestion } from '../openings.ts';
import { type PolicyDocument, type PolicyReading, readPolicy } from '../policy-document.ts';
import { checkStatement } from './check-statement.ts';

const MOST_CHARACTERS = 10_240;
const VERSIONS: ReadonlySet<string> = new Set(['2012-10-17', '2008-10-17']);

/** Something for which AWS refuses a policy, or ignores a part of it. */
export type Violation = ViolationDetail & {
  /** What is wrong, or lacks something. */
  readonly value: Value;
};

export type ViolationDetail =
  /** `message` is a clause. */
  | { readonly kind: 'unreadable'; readonly message: string; readonly place: Place | null }
  | { readonly kind: 'no-statement' }
  | { readonly kind: 'version' }
  | { readonly kind: 'too-long'; readonly length: number }
  | { readonly kind: 'resource'; readonly element: 'Resource' | 'NotResource'; readonly statement: MappingValue }
  | { readonly kind: 'missing'; readonly element: 'Principal' | 'Action' | 'Resource' | 'Effect' }
  | { readonly kind: 'both'; readonly element: 'Principal' | 'Action' | 'Resource' }
  | { readonly kind: 'effect' }
  | { readonly kind: 'unknown-element'; readonly element: string }
  | { readonly kind: 'unknown-action'; readonly action: string }
  | { readonly kind: 'foreign-action'; readonly service: string }
  | { readonly kind: 'principal-form' }
  | { readonly kind: 'principal-name' }
  | { readonly kind: 'principal-type'; readonly type: string }
  | { readonly kind: 'principal-wildcard' }
  | { readonly kind: 'account-id' }
  | { readonly kind: 'unknown-operator'; readonly operator: string };

export interface PolicyCheck {
  readonly violations: readonly Violation[];
  readonly questions: readonly AccessQuestion[];
}

const FINE: PolicyCheck = { violations: [], questions: [] };

/** Everything for which AWS refuses the policy of a repository, registry, template or public repository. */
export function checkPolicy(policy: AccessPolicy): PolicyCheck {
  const { value } = policy.policy;
  const reading = policy.read();
  if (value === null || reading === null || isEmptyTemplate(policy)) return FINE;
  if (value.kind !== 'unknown' || value.candidates === null) return checkReading(reading, value, policy.kind);
  const possible = value.candidates.map((candidate) =>
    candidate.kind === 'null' ? FINE : checkReading(readPolicy(candidate), candidate, policy.kind),
  );
  if (possible.every(({ violations }) => violations.length > 0)) {
    return { violations: possible.flatMap(({ violations }) => violations), questions: [] };
  }
  const isFine = possible.every(({ violations, questions }) => violations.length + questions.length === 0);
  return isFine ? FINE : { violations: [], questions: [{ reason: value.reason, value }] };
}

/** A template without a policy may say so with an empty text. */
function isEmptyTemplate({ kind, policy }: AccessPolicy): boolean {
  return kind === 'template' && knownText(policy.value)?.trim() === '';
}

function checkReading(reading: PolicyReading, value: Value, kind: AccessPolicy['kind']): PolicyCheck {
  if (reading.kind === 'unknown') return { violations: [], questions: [{ reason: reading.reason, value }] };
  if (reading.kind === 'invalid') {
    const { message, place } = reading;
    return { violations: [{ kind: 'unreadable', message, place, value }], questions: [] };
  }
  const { document } = reading;
  const violations = [
    ...checkRoot(document),
    ...document.statements.flatMap((statement) => checkStatement(statement, kind)),
    ...checkLength(document, value),
  ];
  const questions = document.possible.flatMap(({ sample, reason }) => {
    if (sample === null) return [{ reason, value }];
    return checkStatement(sample, kind).length === 0 ? [] : [{ reason, value: sample.value }];
  });
  return { violations, questions };
}

function checkRoot({ root }: PolicyDocument): Violation[] {
  const violations: Violation[] = [];
  const version = root.entries.get('Version');
  if (version !== undefined && version.kind !== 'unknown' && !VERSIONS.has(knownText(version) ?? '')) {
    violations.push({ kind: 'version', value: version });
  }
  if (!root.entries.has('Statement') && root.rest === null) violations.push({ kind: 'no-statement', value: root });
  return violations;
}

/** The provider sends the document without white space, so that is what has to fit. */
function checkLength({ root }: PolicyDocument, value: Value): Violation[] {
  const text = isWhollyKnown(root) ? encodeJson(root) : null;
  if (text === null || isJsonProblem(text) || text.length <= MOST_CHARACTERS) return [];
  return [{ kind: 'too-long', length: text.length, value }];
}
