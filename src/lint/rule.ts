import type { Environment } from '../ecr/environment.ts';
import type { EcrFacts } from '../ecr/facts.ts';
import type { Place } from '../hcl/source.ts';
import type { Absent, EvaluatedBody, EvaluatedResource } from '../terraform/resource.ts';
import type { Reason, Value } from '../terraform/value.ts';
import type { Severity } from './finding.ts';
import type { Fix } from './fix.ts';
import type { FixDefaults } from './fix-defaults.ts';
import type { GivenOptions, OptionSchemas } from './options.ts';

/** A rule with everything that is said of it: `explain`, the documentation pages and SARIF show the same text. */
export interface Rule {
  /** Kebab-case; part of the contract. A plug-in's rule has a prefix of its own, as in `acme/repository-prefix`. */
  readonly id: string;
  /** What it finds, as the first line of its page: one sentence without a full stop. */
  readonly title: string;
  readonly category: Category;
  /** Ids of the rules of other tools that it stands for. */
  readonly aliases: readonly string[];
  readonly severity: SeverityByEnvironment;
  /** The rule sets it belongs to; what is not in `recommended` runs only when asked for. */
  readonly presets: readonly Preset[];
  /** What it can be told. */
  readonly options?: OptionSchemas;
  /** CVSS-like weight for code scanning, above 0 and up to 10; null for rules that are not about security. */
  readonly securitySeverity: number | null;
  /** False for a rule whose findings no comment suppresses. */
  readonly suppressible?: boolean;
  /** How careful one has to be with its fixes: `unsafe` when any is. Left out by rules that say nothing of how to mend. */
  readonly fix?: Fix['safety'];
  readonly documentation: Documentation;
  readonly examples: Examples;
  /**
   * What makes a module matter to the rule: texts of which one stands in a file of it, such as `aws_s3_bucket`. Left out
   * by rules that look only at what speaks of ECR, which always matters.
   */
  readonly markers?: readonly string[];
  /** Looks at one deployment. Pure: everything it says goes through `context`. */
  check(facts: EcrFacts, context: RuleContext): void;
}

export const CATEGORIES = [
  'tags',
  'scanning',
  'encryption',
  'access',
  'lifecycle',
  'registry',
  'module',
  'custom',
] as const;
/** `custom` is what rules of plug-ins are about unless they say so. */
export type Category = (typeof CATEGORIES)[number];

export const PRESETS = ['recommended', 'strict', 'security-hub'] as const;
export type Preset = (typeof PRESETS)[number];

/** `off` is silence: neither findings nor unresolved entries. */
export interface SeverityByEnvironment {
  readonly production: Severity | 'off';
  readonly unknown: Severity | 'off';
  readonly nonProduction: Severity | 'off';
}

/** The severity of rules that do not ask for the environment. */
export function always(severity: Severity | 'off'): SeverityByEnvironment {
  return { production: severity, unknown: severity, nonProduction: severity };
}

export interface Documentation {
  /** Markdown paragraphs under fixed headings; no headings of their own. */
  readonly what: string;
  readonly why: string;
  readonly how: string;
  readonly references: readonly { readonly title: string; readonly url: string }[];
}

export interface Examples {
  /** Each gives no finding of this rule, and what it leaves open only as it lists. */
  readonly good: readonly Example[];
  /** Each gives exactly the findings it lists. */
  readonly bad: readonly BadExample[];
}

export interface Example {
  readonly title: string;
  /** Terraform, as one `main.tf`, or as files by name. */
  readonly code: string | Readonly<Record<string, string>>;
  /** What is judged of it; all of it unless told. */
  readonly paths?: readonly string[];
  /** Shown in documentation unless false: cases that only matter as tests are kept out. */
  readonly shown?: boolean;
  /** What the rule is told in it. */
  readonly options?: GivenOptions;
  /** What the rule cannot decide in it; nothing unless told. */
  readonly unresolved?: readonly ExpectedUnresolved[];
}

export interface BadExample extends Example {
  readonly findings: readonly ExpectedFinding[];
  /** What fixes are told in it, besides the defaults. */
  readonly defaults?: Partial<FixDefaults>;
  /**
   * What its fixes make of it, unsafe ones included: the text of `main.tf`, or of the files that change, by name. The
   * rule is silent on it. Left out where no finding has a fix.
   */
  readonly fixed?: string | Readonly<Record<string, string>>;
}

/** What an example must give, completely. */
export interface ExpectedFinding {
  readonly severity: Severity;
  readonly message: string;
  readonly resource: string | null;
  /** What the resource serves; looked at only where it is said. */
  readonly environment?: Environment['kind'];
  /** The exact text that is underlined. */
  readonly at: string;
  /** The 1-based line it starts on; needed only where the text occurs more than once. */
  readonly line?: number;
  /** Needed where the text is not in `main.tf`. */
  readonly file?: string;
}

/** A question that an example leaves open. */
export interface ExpectedUnresolved extends Pick<ExpectedFinding, 'resource' | 'at' | 'line' | 'file'> {
  /** Why: one clause, such as `var.mutability has no value`. */
  readonly reason: string;
}

export interface RuleContext {
  /** The rule's options, completed by their defaults. */
  readonly options: GivenOptions;
  /** What fixes write. */
  readonly defaults: FixDefaults;
  report(problem: Problem): void;
  unresolved(question: Question): void;
  /** Says that something is right as it is: no fix of this rule changes that place for others that share it. */
  keep(right: Omit<Question, 'reason'>): void;
}

/** What a finding or an unresolved entry is about. */
export interface Subject {
  /** The repository, template, policy… it is reported for. */
  readonly resource: EvaluatedResource;
  /** Of the repository concerned, or of the resource's own tags and place. */
  readonly environment: Environment;
}

export interface Problem {
  readonly subject: Subject;
  readonly message: string;
  readonly evidence: Evidence;
  /** Makes this problem milder than what the rule finds otherwise. */
  readonly atMost?: Severity;
  /** Tells apart several problems of one rule at one place; problems without one are merged by place. */
  readonly aspect?: string;
  /** How to mend it, where that can be said in text. */
  readonly fix?: Fix | null;
}

export interface Question {
  readonly subject: Subject;
  readonly reason: Reason;
  /** Where the unknown value is used. */
  readonly evidence: Evidence;
}

/**
 * What proves it; the lint floor makes the location and the trace from it. `owner` is the resource that `body` belongs
 * to, where that is not the subject's own: the lifecycle policy of a repository, say.
 */
export type Evidence =
  /** A value that is there: `body` and `argument` are where the resource uses it. */
  | {
      readonly kind: 'value';
      readonly value: Value;
      readonly body: EvaluatedBody;
      readonly argument: string;
      readonly owner?: EvaluatedResource;
    }
  /** Something that is not there: blamed on the header of `body`, the block that lacks it. */
  | {
      readonly kind: 'missing';
      readonly body: EvaluatedBody;
      readonly what: string;
      /** What is declared and would be it, but is not made. */
      readonly absent?: readonly Absent[];
      readonly owner?: EvaluatedResource;
    }
  /** A place that is neither, such as a whole policy statement; `body` and `argument` lead on to the resource. */
  | {
      readonly kind: 'place';
      readonly place: Place | null;
      readonly body: EvaluatedBody;
      readonly argument: string;
      readonly owner?: EvaluatedResource;
    };
