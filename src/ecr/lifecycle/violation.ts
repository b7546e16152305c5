import type { Place } from '../../hcl/source.ts';
import type { MappingValue, Reason, Value } from '../../terraform/value.ts';

/**
 * Something for which AWS refuses a lifecycle policy. What it checks is in its API model (length), in the user guide
 * (https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html), and in the messages of
 * PutLifecyclePolicy, which checks the text against a JSON schema.
 */
export type Violation = { readonly value: Value } & ViolationDetail;

export type ViolationDetail =
  /** The text as a whole. */
  | { readonly kind: 'no-json'; readonly message: string; readonly place: Place | null }
  | { readonly kind: 'empty-text' }
  | { readonly kind: 'short-text' | 'long-text'; readonly length: number }
  /** The schema. */
  | { readonly kind: 'missing-keys'; readonly keys: readonly string[]; readonly of: Part }
  | { readonly kind: 'unknown-key'; readonly key: string; readonly of: Part; readonly allowed: readonly string[] }
  | { readonly kind: 'null-value'; readonly key: string }
  | { readonly kind: 'wrong-type'; readonly key: string; readonly expected: JsonType }
  | { readonly kind: 'unknown-word'; readonly key: string; readonly allowed: readonly string[] }
  | { readonly kind: 'below-one'; readonly key: string }
  /** What belongs together within a rule. */
  | { readonly kind: 'tags-without-list' }
  | { readonly kind: 'both-tag-lists' }
  | { readonly kind: 'empty-tag-list'; readonly key: string }
  | { readonly kind: 'list-without-tags'; readonly key: string; readonly tagStatus: string }
  | { readonly kind: 'many-wildcards'; readonly wildcards: number }
  | { readonly kind: 'missing-unit'; readonly countType: string; readonly selection: MappingValue }
  | { readonly kind: 'needless-unit'; readonly selection: MappingValue }
  | { readonly kind: 'wrong-class'; readonly countType: string }
  | { readonly kind: 'missing-class'; readonly selection: MappingValue }
  | { readonly kind: 'wrong-action' }
  | { readonly kind: 'missing-target' | 'needless-target'; readonly action: MappingValue }
  | { readonly kind: 'short-archive' }
  /** What belongs together among rules. */
  | { readonly kind: 'many-rules'; readonly rules: number }
  | { readonly kind: 'same-priority' }
  | { readonly kind: 'any-not-last'; readonly storageClass: string }
  | { readonly kind: 'second-untagged'; readonly storageClass: string }
  | { readonly kind: 'same-prefixes'; readonly prefixes: readonly Value[] };

export type Part = 'policy' | 'rule' | 'selection' | 'action';
export type JsonType = 'object' | 'array' | 'string' | 'integer';

/** A part that is not known, on which it depends whether AWS takes the policy. */
export interface OpenQuestion {
  readonly reason: Reason;
  readonly value: Value;
}

/** Collects what is found. */
export interface Findings {
  readonly violations: Violation[];
  readonly questions: OpenQuestion[];
}
