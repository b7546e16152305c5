import type { Reason, Value } from '../../terraform/value.ts';
import { type ArgumentEvidence, isAbsent } from '../argument.ts';
import type { EcrFacts, LifecyclePolicy } from '../facts.ts';
import { type LifecycleDocument, readLifecyclePolicy } from './policy.ts';
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

/** Judges every lifecycle policy that can be read as one. */
export function judgeLifecyclePolicies<P extends { readonly value: Value }>(
  facts: EcrFacts,
  judge: (document: LifecycleDocument) => Verdict<P>,
): readonly JudgedPolicy<P>[] {
  return facts.lifecyclePolicies.flatMap((policy): JudgedPolicy<P>[] => {
    const { body, name, value: argument } = policy.policy;
    if (argument === null || isAbsent(argument)) return [];
    const at = (value: Value): ArgumentEvidence => ({ kind: 'value', value, body, argument: name });
    const reading = readLifecyclePolicy(argument);
    if (reading.kind === 'invalid') return [];
    if (reading.kind === 'unknown') {
      const evidence = at(argument);
      return [{ policy, problems: [], questions: [{ reason: reading.reason, evidence }], rules: evidence }];
    }
    const { problems, questions } = judge(reading.document);
    return [
      {
        policy,
        problems: problems.map((problem) => ({ problem, evidence: at(problem.value) })),
        questions: questions.map(({ reason, value }) => ({ reason, evidence: at(value) })),
        rules: at(reading.document.list ?? reading.document.root),
      },
    ];
  });
}
