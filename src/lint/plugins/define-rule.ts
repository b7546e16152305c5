import type { EcrFacts } from '../../ecr/facts.ts';
import type { Severity } from '../finding.ts';
import type { Fix } from '../fix.ts';
import type { OptionSchema, OptionSchemas } from '../options.ts';
import {
  always,
  type Category,
  type Documentation,
  type Examples,
  type Preset,
  type Rule,
  type RuleContext,
  type SeverityByEnvironment,
} from '../rule.ts';

/** A rule of a plug-in. Only what it is called, what it finds and how are needed. */
export interface RuleDefinition<Options extends OptionSchemas = OptionSchemas> {
  /** Where it is from and what it is called, both in kebab-case: `acme/repository-prefix`. Built-in ids have no slash. */
  readonly id: `${string}/${string}`;
  /** What it finds: one sentence without a full stop. */
  readonly title: string;
  /** One for all, or by environment, where those left out are `off`. A warning unless told. */
  readonly severity?: Severity | Partial<SeverityByEnvironment>;
  readonly category?: Category;
  /** Ids of the rules of other tools that it stands for, so that their suppression comments count for it. */
  readonly aliases?: readonly string[];
  /** The rule sets it belongs to: `recommended` and `strict` unless told. Without `recommended` it runs only when asked for. */
  readonly presets?: readonly Preset[];
  /** What the configuration can tell it: `context.options` has a value for each. */
  readonly options?: Options;
  /** A weight for code scanning, above 0 and up to 10; null, as usual, for what is not about security. */
  readonly securitySeverity?: number | null;
  /** How careful one has to be with its fixes: `unsafe` when any is. Left out by rules without. */
  readonly fix?: Fix['safety'];
  /** False for a rule whose findings no comment suppresses. */
  readonly suppressible?: boolean;
  /** Markdown for people: what it finds, why that matters and how to mend it. */
  readonly documentation?: Partial<Documentation>;
  /** Terraform on which it is silent, and on which it is not; `ecrlint/testing` runs them as tests. */
  readonly examples?: Partial<Examples>;
  /**
   * Modules that do not speak of ECR are not evaluated, unless one of these texts stands in one of their files: types of
   * resources that the rule looks at, such as `aws_s3_bucket`.
   */
  readonly markers?: readonly string[];
  /** Looks at one deployment, and says through `context` what it finds. It must not wait for anything. */
  check(facts: EcrFacts, context: OptionedContext<Options>): void;
}

/** A rule's context with the types of its options. */
export interface OptionedContext<Options extends OptionSchemas> extends Omit<RuleContext, 'options'> {
  readonly options: OptionValues<Options>;
}

/** What options are, by their descriptions. */
export type OptionValues<Options extends OptionSchemas> = {
  readonly [Name in keyof Options]: OptionValue<Options[Name]>;
};

type OptionValue<Schema extends OptionSchema> = Schema['default'] extends infer Default
  ? Default extends readonly string[]
    ? readonly string[]
    : Default extends number
      ? number
      : boolean
  : never;

/**
 * Makes a rule from a definition: what is left out gets its default. What is given is looked at when the plug-in is
 * loaded, so this never fails.
 */
export function defineRule<const Options extends OptionSchemas = Record<never, never>>(
  definition: RuleDefinition<Options>,
): Rule {
  const { severity = 'warning', documentation = {}, examples = {}, options, ...given } = definition;
  const [namespace] = definition.id.split('/', 1);
  return {
    category: 'custom',
    aliases: [],
    presets: ['recommended', 'strict'],
    securitySeverity: null,
    ...given,
    ...(options === undefined ? {} : { options }),
    severity: severityOf(severity),
    documentation: {
      what: `${definition.title}.`,
      why: `The rules of \`${namespace}\` ask for it.`,
      how: 'Change it as the finding says.',
      references: [],
      ...documentation,
    },
    examples: { good: [], bad: [], ...examples },
    check: (facts, context) => definition.check(facts, withTypedOptions<Options>(context)),
  };
}

/** Options have been held against their descriptions before a rule runs. */
function withTypedOptions<Options extends OptionSchemas>(context: RuleContext): OptionedContext<Options> {
  return context as RuleContext & OptionedContext<Options>;
}

function severityOf(severity: Severity | Partial<SeverityByEnvironment>): SeverityByEnvironment {
  if (typeof severity === 'string') return always(severity);
  return { production: 'off', unknown: 'off', nonProduction: 'off', ...severity };
}
