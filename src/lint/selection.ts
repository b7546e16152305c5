import type { Environment } from '../ecr/environment.ts';
import type { Severity } from './finding.ts';
import { completeOptions, type GivenOptions, OptionError } from './options.ts';
import type { Preset, Rule, SeverityByEnvironment } from './rule.ts';
import { always } from './rule.ts';
import { didYouMean } from './suggest.ts';

/** Which rules run, and how bad what they find is. Rules are named by id, or by the id another tool gives them. */
export interface RuleSelection {
  /** Only these; empty for all. */
  readonly only: readonly string[];
  /** Not these, whatever else names them. */
  readonly disable: readonly string[];
  /** In order; the last one for a rule counts. A severity given here holds in every environment. */
  readonly severities: readonly RuleSeverity[];
  /** What rules are told, by their names. */
  readonly options?: ReadonlyMap<string, GivenOptions>;
}

/** What a configuration says of rules, by their ids. What a selection says counts more. */
export interface ConfiguredRules {
  /** The presets that are on; rules that are in none of them run only when something names them. */
  readonly presets: ReadonlySet<Preset>;
  readonly rules: ReadonlyMap<string, ConfiguredRule>;
  /** What holds for some files and folders only. */
  readonly paths: ConfiguredPaths | null;
}

export interface ConfiguredRule {
  /** Empty where only options are given. */
  readonly severity: Partial<SeverityByEnvironment>;
  readonly options: GivenOptions;
}

export interface ConfiguredPaths {
  /** Ids of the rules that have other severities somewhere. */
  readonly rules: ReadonlySet<string>;
  /** The severities of a rule that differ at a path; null for none. A folder's path ends in `/`. */
  severityAt(rule: string, path: string): Partial<SeverityByEnvironment> | null;
}

/** What holds without a configuration. */
export const RECOMMENDED: ConfiguredRules = { presets: new Set(['recommended']), rules: new Map(), paths: null };

/** The severity a rule is given; `off` keeps it from running. */
export interface RuleSeverity {
  readonly rule: string;
  readonly severity: Severity | 'off';
}

/** A rule that runs, with its severities after all overrides. */
export interface ActiveRule {
  readonly rule: Rule;
  readonly severity: SeverityByEnvironment;
  /** The severities at a path, as reports name it, where they may differ; a folder's path ends in `/`. */
  readonly severityAt: ((path: string) => SeverityByEnvironment) | null;
  readonly options: GivenOptions;
}

export interface ActiveRules {
  /** In the order of the rule set. */
  readonly rules: readonly ActiveRule[];
  /** Of findings about files that are not valid. */
  readonly syntax: Severity | 'off';
  /** Of findings about suppressions. */
  readonly unusedSuppression: Severity | 'off';
}

/** A selection that names no known rule, or leaves none: one sentence that says what, why and what to do. */
export class SelectionError extends Error {}

/** The rule that reports invalid files. */
export const SYNTAX_RULE = 'syntax';

/** The rule that reports suppressions that do not count, or that nothing needs. */
export const UNUSED_SUPPRESSION_RULE = 'unused-suppression';

/** The rules that are in no rule set. */
export const TOOL_RULES = [
  { id: SYNTAX_RULE, title: 'Files are valid' },
  { id: UNUSED_SUPPRESSION_RULE, title: 'Suppressions count, and something needs them' },
] as const;

/**
 * The rules of a rule set that run: those that are configured, and any that `only` or a severity of the selection names.
 * Files that are not valid are reported whatever `only` says, because nothing else in them can be trusted, and so are
 * suppressions that do not count, because something is reported that they name.
 * Throws `SelectionError`; that no rule is left only where neither of the last two is given.
 *
 * @param known all rules that the selection may name, some of which may not be in the rule set
 */
export function selectRules(
  ruleSet: readonly Rule[],
  selection: RuleSelection,
  configured: ConfiguredRules = RECOMMENDED,
  known: readonly Rule[] = ruleSet,
): ActiveRules {
  const idsByName = namesOf(known);
  const resolve = (name: string): readonly string[] => idsOf(name, idsByName, known);
  const only = new Set(selection.only.flatMap(resolve));
  const disabled = new Set(selection.disable.flatMap(resolve));
  const overrides = new Map<string, Severity | 'off'>();
  for (const { rule, severity } of selection.severities) {
    for (const id of resolve(rule)) overrides.set(id, severity);
  }

  const options = new Map<string, GivenOptions>();
  for (const [name, given] of selection.options ?? []) {
    for (const id of resolve(name)) options.set(id, given);
  }

  const rules: ActiveRule[] = [];
  for (const rule of ruleSet) {
    if (disabled.has(rule.id) || (only.size > 0 && !only.has(rule.id))) continue;
    const severities = severitiesOf(rule, overrides.get(rule.id), only.has(rule.id), configured);
    if (severities === null) continue;
    const given = { ...configured.rules.get(rule.id)?.options, ...options.get(rule.id) };
    rules.push({ rule, ...severities, options: optionsOf(rule, given) });
  }
  // A configuration may well switch all off in some folders.
  const isChoice = configured === RECOMMENDED && ruleSet === known;
  if (rules.length === 0 && ruleSet.length > 0 && isChoice && !TOOL_RULES.some(({ id }) => only.has(id))) {
    throw new SelectionError('No rule is left to run: the rules chosen are all disabled. Choose at least one.');
  }
  const severityOf = (id: string, usual: Severity): Severity | 'off' =>
    disabled.has(id) ? 'off' : (overrides.get(id) ?? configured.rules.get(id)?.severity.unknown ?? usual);
  return {
    rules,
    syntax: severityOf(SYNTAX_RULE, 'error'),
    unusedSuppression: severityOf(UNUSED_SUPPRESSION_RULE, 'warning'),
  };
}

/** Null for a rule that is off everywhere. */
function severitiesOf(
  { id, severity: usual, presets }: Rule,
  override: Severity | 'off' | undefined,
  wanted: boolean,
  configured: ConfiguredRules,
): Pick<ActiveRule, 'severity' | 'severityAt'> | null {
  const own = configured.rules.get(id);
  const isOn = own !== undefined || presets.some((preset) => configured.presets.has(preset));
  let severity = isOn || wanted ? { ...usual, ...own?.severity } : always('off');
  // Who asks for a rule by name wants to see it, whatever a configuration has switched off.
  if (wanted && isSilent(severity)) severity = usual;
  if (override !== undefined) severity = always(override);
  const { paths } = configured;
  if (paths === null || override !== undefined || !paths.rules.has(id)) {
    return isSilent(severity) ? null : { severity, severityAt: null };
  }
  const severityAt = (path: string): SeverityByEnvironment => {
    const other = paths.severityAt(id, path);
    return other === null ? severity : { ...severity, ...other };
  };
  return { severity, severityAt };
}

function optionsOf({ id, options = {} }: Rule, given: GivenOptions): GivenOptions {
  try {
    return completeOptions(options, given);
  } catch (error) {
    if (error instanceof OptionError) throw new SelectionError(`Of the rule ${id}, ${error.message}`);
    throw error;
  }
}

/** The rules that a name stands for: an id of ours or of another tool, in any case. Throws `SelectionError`. */
export function rulesNamed(ruleSet: readonly Rule[], name: string): readonly Rule[] {
  const ids = idsOf(name, namesOf(ruleSet), ruleSet);
  return ruleSet.filter(({ id }) => ids.includes(id));
}

/** The severity of a rule for what serves an environment. */
export function severityIn(severity: SeverityByEnvironment, kind: Environment['kind']): Severity | 'off' {
  switch (kind) {
    case 'production':
      return severity.production;
    case 'non-production':
      return severity.nonProduction;
    case 'unknown':
      return severity.unknown;
  }
}

function isSilent(severity: SeverityByEnvironment): boolean {
  return severity.production === 'off' && severity.unknown === 'off' && severity.nonProduction === 'off';
}

/** Rule ids by every name of theirs, in lower case. One id of another tool may stand for several of our rules. */
export function namesOf(ruleSet: readonly Rule[]): ReadonlyMap<string, readonly string[]> {
  const names = new Map<string, string[]>(TOOL_RULES.map(({ id }) => [id, [id]]));
  for (const rule of ruleSet) names.set(rule.id, [rule.id]);
  for (const rule of ruleSet) {
    for (const alias of rule.aliases) {
      const ids = names.get(alias.toLowerCase());
      if (ids === undefined) names.set(alias.toLowerCase(), [rule.id]);
      else if (!ids.includes(rule.id)) ids.push(rule.id);
    }
  }
  return names;
}

/** ` Did you mean x?`, for a name that no rule has; empty when none is near. */
export function ruleHint(name: string, ruleSet: readonly Rule[]): string {
  const names = [...TOOL_RULES, ...ruleSet].map(({ id }) => id);
  return didYouMean(name, [...names, ...ruleSet.flatMap(({ aliases }) => aliases)]);
}

function idsOf(
  name: string,
  idsByName: ReadonlyMap<string, readonly string[]>,
  ruleSet: readonly Rule[],
): readonly string[] {
  const ids = idsByName.get(name.toLowerCase());
  if (ids !== undefined) return ids;
  const usual = name.includes('/')
    ? ' Names with a slash are those of plug-ins, which configurations name under "plugins".'
    : ' "ecrlint rules" lists those that there are.';
  throw new SelectionError(`There is no rule "${name}".${ruleHint(name, ruleSet) || usual}`);
}
