import type { Argument } from '../argument.ts';
import type { AccessQuestion } from '../openings.ts';
import {
  effectOf,
  type PolicyDocument,
  type PolicyReading,
  type PolicyStatement,
  readPolicy,
} from '../policy-document.ts';

/** What is wrong with a policy, and what is not known of it. */
export interface Verdicts<T> {
  readonly found: readonly T[];
  readonly questions: readonly AccessQuestion[];
}

/** A policy argument that is read when it is first asked for. */
export interface ReadablePolicy {
  readonly policy: Argument;
  /** Null where no policy is written. */
  read(): PolicyReading | null;
}

/** Nothing wrong, nothing open. */
export const NOTHING = { found: [], questions: [] };

/**
 * Judges the document of a policy argument. Where it can be one of several documents, what is wrong with each of them
 * is wrong. A text that cannot be read is a question, also where AWS refuses it: mended, it may say anything.
 *
 * @param asks whether texts that cannot be read are asked about at all
 */
export function judgeDocuments<T>(
  readable: ReadablePolicy,
  judge: (document: PolicyDocument) => Verdicts<T>,
  asks = true,
): Verdicts<T> {
  const { value } = readable.policy;
  const reading = readable.read();
  if (value === null || reading === null) return NOTHING;
  const judgeReading = (each: PolicyReading): Verdicts<T> => {
    if (each.kind === 'document') return judge(each.document);
    if (!asks) return NOTHING;
    if (each.kind === 'unknown') return { found: [], questions: [{ reason: each.reason, value }] };
    const message = `the policy is not one that AWS accepts: ${each.message}`;
    return { found: [], questions: [{ reason: { kind: 'invalid', message, place: each.place }, value }] };
  };
  if (value.kind !== 'unknown' || value.candidates === null) return judgeReading(reading);
  const possible = value.candidates.map((candidate) =>
    candidate.kind === 'null' ? NOTHING : judgeReading(readPolicy(candidate)),
  );
  if (possible.every(({ found }) => found.length > 0)) {
    return { found: possible.flatMap(({ found }) => found), questions: [] };
  }
  const isFine = possible.every(({ found, questions }) => found.length === 0 && questions.length === 0);
  return isFine ? NOTHING : { found: [], questions: [{ reason: value.reason, value }] };
}

/**
 * Judges the statements of a document one by one. What is wrong with a statement that may not be there is a question,
 * and so is a statement of which nothing is known.
 */
export function judgeStatements<T>(
  { statements, possible, root }: PolicyDocument,
  judge: (statement: PolicyStatement) => Verdicts<T>,
): Verdicts<T> {
  const certain = statements.map(judge);
  const questions = certain.flatMap((each) => each.questions);
  for (const { sample, reason } of possible) {
    if (sample === null) {
      questions.push({ reason, value: root });
      continue;
    }
    const verdicts = judge(sample);
    if (verdicts.found.length + verdicts.questions.length > 0) questions.push({ reason, value: sample.value });
  }
  return { found: certain.flatMap(({ found }) => found), questions };
}

/** What is wrong with a statement if it allows; where its effect is not known, that is a question. */
export function judgeIfAllowed<T>(statement: PolicyStatement, judge: () => Verdicts<T>): Verdicts<T> {
  const effect = effectOf(statement);
  if (effect === 'Allow') return judge();
  if (effect !== 'unknown' || statement.effect?.kind !== 'unknown') return NOTHING;
  const { found, questions } = judge();
  if (found.length + questions.length === 0) return NOTHING;
  return { found: [], questions: [{ reason: statement.effect.reason, value: statement.effect }] };
}
