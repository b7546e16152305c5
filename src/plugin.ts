/**
 * What rules of one's own are written with: `import { defineRule } from 'ecrlint/plugin'`. The configuration names the
 * files or packages that export them under `plugins`.
 *
 * Terraform is evaluated before a rule sees it. A rule asks for arguments; each is absent, known, or unknown for a
 * reason, and knows where it was written.
 */
export type { Answer, Argument, KnownValue } from './ecr/argument.ts';
export {
  argumentOf,
  boolOf,
  evidenceOf,
  isAbsent,
  judge,
  judgeValue,
  knownText,
  nestedArgument,
  reasonOf,
  textOf,
} from './ecr/argument.ts';
export type { Environment } from './ecr/environment.ts';
export type {
  AccessPolicy,
  CreationTemplate,
  EcrFacts,
  EcrResource,
  Encryption,
  LifecyclePolicy,
  Mutability,
  PublicRepository,
  Repository,
} from './ecr/facts.ts';
export { type Tags, tagsOf } from './ecr/tags.ts';
export { knownPrefix, shapeOf, type TextShape } from './ecr/text-shape.ts';
export type { Place, Position, SourceFile } from './hcl/source.ts';
export { describeValue, isSensitive } from './lint/describe.ts';
export type { Severity } from './lint/finding.ts';
export type { BlockContent, Data, Edit, Fix, NewValue } from './lint/fix.ts';
export { document, expression, literal } from './lint/fix.ts';
export { type NewSetting, settingEdits } from './lint/mending/setting.ts';
export type { OptionSchema, OptionSchemas } from './lint/options.ts';
export {
  defineRule,
  type OptionedContext,
  type OptionValues,
  type RuleDefinition,
} from './lint/plugins/define-rule.ts';
export type {
  BadExample,
  Category,
  Documentation,
  Evidence,
  Example,
  Examples,
  ExpectedFinding,
  Preset,
  Problem,
  Question,
  Rule,
  RuleContext,
  SeverityByEnvironment,
  Subject,
} from './lint/rule.ts';
export type {
  BlockList,
  Deployment,
  EvaluatedBody,
  EvaluatedResource,
} from './terraform/resource.ts';
export type { Reason, Value } from './terraform/value.ts';
export { firstUnknown, isWhollyKnown } from './terraform/value.ts';
