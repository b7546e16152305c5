import type { Reason, Value } from '../../terraform/value.ts';
import { type ArgumentEvidence, isAbsent } from '../argument.ts';
import type { EcrFacts, LifecyclePolicy } from '../facts.ts';
import type { LifecycleDocument } from './policy.ts';
import type { OpenQuestion } from './violation.ts';

/** What there is to say of a document. Every problem says where it is written. */
export interface Verdict<P extends { readonly value: Value }> {
  readonly problems: readonly P[];
  readonly questions: readonly OpenQuestion[];
}

/** What there is to say of a policy, with the evidence. */
export interface JudgedPolicy<P> {
  readonly policy: LifecyclePolicy;
  readonly problems: readonly { readonly problem: P; readonly evidence: ArgumentEvidence }[];
  readonly questions: readonly { readonly reason: Reason; readonly evidence: ArgumentEvidence }[];
  /** Where its rules are written. */
  readonly rules: ArgumentEvidence;
}

/** Judges every lifecycle policy that can be read as one, one after another, so that none has to be kept. */
export function* judgeLifecyclePolicies<P extends { readonly value: Value }>(
  facts: EcrFacts,
  judge: (document: LifecycleDocument) => Verdict<P>,
): Generator<JudgedPolicy<P>> {
  for (const policy of facts.lifecyclePolicies) {
    const { body, name, value: argument } = policy.policy;
    const reading = policy.read();
    if (argument === null || reading === null || isAbsent(argument)) continue;
    const at = (value: Value): ArgumentEvidence => ({ kind: 'value', value, body, argument: name });
    if (reading.kind === 'invalid') continue;
    if (reading.kind === 'unknown') {
      const evidence = at(argument);
      yield { policy, problems: [], questions: [{ reason: reading.reason, evidence }], rules: evidence };
      continue;
    }
    const { problems, questions } = judge(reading.document);
    yield {
      policy,
      problems: problems.map((problem) => ({ problem, evidence: at(problem.value) })),
      questions: questions.map(({ reason, value }) => ({ reason, evidence: at(value) })),
      rules: at(reading.document.list ?? reading.document.root),
    };
  }
}
