import type { Environment } from '../ecr/environment.ts';
import type { Place } from '../hcl/source.ts';
import type { Fix } from './fix.ts';

/** From worst to mildest. */
export const SEVERITIES = ['error', 'warning', 'info'] as const;
/** How bad a finding is. */
export type Severity = (typeof SEVERITIES)[number];

/** True when `severity` is `threshold` or worse. */
export function isAtLeast(severity: Severity, threshold: Severity): boolean {
  return SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(threshold);
}

/** A violation of a rule, at the place where the offending value is written. */
export interface Finding {
  /** The id of the rule. */
  readonly rule: string;
  readonly severity: Severity;
  /** One or two sentences: what is wrong, and why it matters here. */
  readonly message: string;
  /** Terraform address; null where there is none. */
  readonly resource: string | null;
  /** Directory of the root module that `resource` is an address in; null where there is none. */
  readonly root: string | null;
  /** Null for findings about a file rather than a repository. */
  readonly environment: Environment | null;
  /** Where the offending value is written, or the header of the block that lacks it; null for a plan without source. */
  readonly place: Place | null;
  /** From where the value is written to the resource argument that uses it, with what decided that it is this value. */
  readonly trace: readonly TraceStep[];
  /** How to mend it; null where no text can be proposed. */
  readonly fix: Fix | null;
  /** The value is sensitive: no report may quote the text at `place` or at a step of the trace. */
  readonly sensitive: boolean;
  /** Why it does not count; null when it does. */
  readonly suppressed: Suppression | null;
}

/** Somebody decided to live with a finding: it is kept for reports that show such, and counts nowhere. */
export interface Suppression {
  readonly by: 'comment' | 'baseline';
  /** As it was given; empty where none was. */
  readonly reason: string;
}

/** The findings that count. */
export function standing(findings: readonly Finding[]): readonly Finding[] {
  return findings.filter(({ suppressed }) => suppressed === null);
}

/** A step on the way of a value from where it is written to where it is used, or on that of what decided. */
export interface TraceStep {
  readonly kind: /** A definition the value was read through. */
    | 'definition'
    /** What decided that it is this value, or that something is not there. */
    | 'condition'
    /** Another resource, or another deployment, that the same value reaches. */
    | 'other'
    /** The resource argument it reaches in the end; always the last step. */
    | 'use';
  /** One clause, such as `var.mutability defaults to "MUTABLE"`. */
  readonly message: string;
  readonly place: Place | null;
}

/** A question a rule could not answer because a value is not known. */
export interface Unresolved {
  /** The id of the rule. */
  readonly rule: string;
  /** Terraform address; null where there is none. */
  readonly resource: string | null;
  /** Where the unknown value is used. */
  readonly place: Place | null;
  /** One clause: `var.kms_key_arn has no value`. */
  readonly reason: string;
}
