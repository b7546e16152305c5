import type { Environment } from '../ecr/environment.ts';
import type { Place } from '../hcl/source.ts';

/** From worst to mildest. */
export const SEVERITIES = ['error', 'warning', 'info'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** A violation of a rule, at the place where the offending value is written. */
export interface Finding {
  readonly rule: string;
  readonly severity: Severity;
  /** One or two sentences: what is wrong, and why it matters here. */
  readonly message: string;
  /** Terraform address; null where there is none. */
  readonly resource: string | null;
  /** Null for findings about a file rather than a repository. */
  readonly environment: Environment | null;
  /** Where the offending value is written, or the header of the block that lacks it; null for a plan without source. */
  readonly place: Place | null;
  /** From where the value is written to the resource argument that uses it. */
  readonly trace: readonly TraceStep[];
}

export interface TraceStep {
  readonly message: string;
  readonly place: Place | null;
}

/** A question a rule could not answer because a value is not known. */
export interface Unresolved {
  readonly rule: string;
  readonly resource: string | null;
  readonly place: Place | null;
  /** One clause: `var.kms_key_arn has no value`. */
  readonly reason: string;
}
