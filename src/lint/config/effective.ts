import type { Place } from '../../hcl/source.ts';
import { FIX_DEFAULTS } from '../fix-defaults.ts';
import type { Policy } from '../policy.ts';
import type { Rule, SeverityByEnvironment } from '../rule.ts';
import type { ActiveRule } from '../selection.ts';
import { matcher } from './globs.ts';
import type { ConfigPath } from './node.ts';
import type { LoadedConfig } from './policies.ts';
import type { Override, PatternsByTier, RuleSettings, Settings, Sourced } from './settings.ts';

/** One value that holds, and why. */
export interface EffectiveSetting {
  /** The keys that lead there in a configuration. */
  readonly path: ConfigPath;
  readonly value: unknown;
  readonly from: Origin;
}

/** Where a value comes from: built in, a flag, or a place in a file. */
export type Origin =
  | { readonly kind: 'default' }
  | { readonly kind: 'flag'; readonly flag: string }
  | { readonly kind: 'file'; readonly file: string; readonly line: number };

/** The flags that a policy was made with, as they are to be called. */
export interface PolicyFlags {
  readonly environment: string | null;
  /** The flag that decides about a rule, by its id; null where none does. */
  readonly ofRule: (id: string) => string | null;
}

const DEFAULT: Origin = { kind: 'default' };

/**
 * Everything that holds for a path, in the order of the keys of a configuration.
 *
 * @param config the configuration of its folder; null without one
 * @param rules all rules that could run
 * @param path as the configuration's patterns know it; a folder's ends in a slash
 */
export function effectiveSettings(
  config: LoadedConfig | null,
  policy: Policy,
  rules: readonly Rule[],
  flags: PolicyFlags,
  path: string,
): readonly EffectiveSetting[] {
  const settings = config?.settings ?? null;
  const here = (settings?.overrides ?? []).filter(({ value }) => matcher(value.paths)(path));
  return [
    ...extendsOf(settings),
    ...rules.flatMap((rule) =>
      ruleOf(rule, policy, withOverrides(settings?.rules.get(rule.id), rule.id, here), flags.ofRule(rule.id)),
    ),
    ...toolRulesOf(policy, settings, flags),
    ...environmentsOf(policy, settings, flags, here),
    ...fixOf(policy, settings),
    ...list(['modules'], settings?.modules),
    ...list(['plugins'], settings?.plugins),
    ...list(['exclude'], settings?.exclude),
    ...overridesOf(settings),
    one(['foreignSuppressions'], foreignOf(policy), settings?.foreignSuppressions?.place),
  ];
}

function foreignOf({ suppressions: { foreign } }: Policy): unknown {
  return foreign === 'all' ? true : foreign === 'none' ? false : foreign;
}

function extendsOf(settings: Settings | null): EffectiveSetting[] {
  const presets = [...(settings?.presets ?? [['recommended', null] as const])];
  if (presets.length === 0) return [one(['extends'], 'none', null)];
  return presets.map(([name, place], index) => one(['extends', index], name, place));
}

/** What is said of a rule, with what the overrides that match say last. */
function withOverrides(
  given: RuleSettings | undefined,
  id: string,
  here: readonly Sourced<Override>[],
): RuleSettings | undefined {
  const severity = { ...given?.severity };
  for (const { value } of here) {
    const override = value.rules.get(id);
    for (const [, kind] of KINDS) {
      const other = override?.value[kind];
      if (override !== undefined && other !== undefined) severity[kind] = { value: other, place: override.place };
    }
  }
  const nothing: RuleSettings = { severity: {}, suppressible: null, options: new Map() };
  return { ...(given ?? nothing), severity };
}

const KINDS = [
  ['production', 'production'],
  ['non-production', 'nonProduction'],
  ['unknown', 'unknown'],
] as const;

function ruleOf(
  { id }: Rule,
  { active }: Policy,
  given: RuleSettings | undefined,
  flag: string | null,
): EffectiveSetting[] {
  const running = active.rules.find(({ rule }) => rule.id === id);
  return [
    ...severitiesOf(id, running, given, flag),
    ...(given?.suppressible == null
      ? []
      : [one(['rules', id, 'suppressible'], given.suppressible.value, given.suppressible.place)]),
    ...Object.entries(running?.options ?? {}).map(([name, value]) =>
      one(['rules', id, name], value, given?.options.get(name)?.place),
    ),
  ];
}

function severitiesOf(
  id: string,
  running: ActiveRule | undefined,
  given: RuleSettings | undefined,
  flag: string | null,
): EffectiveSetting[] {
  const path = ['rules', id, 'severity'];
  const origin = (kind: keyof SeverityByEnvironment): Origin =>
    flag === null ? originOf(given?.severity[kind]?.place) : { kind: 'flag', flag };
  if (running === undefined) return [{ path, value: 'off', from: origin('production') }];
  const entries = KINDS.map(([name, kind]) => ({
    path: [...path, name],
    value: flag === null ? (given?.severity[kind]?.value ?? running.severity[kind]) : running.severity[kind],
    from: origin(kind),
  }));
  const [first] = entries;
  const isOne = entries.every(
    ({ value, from }) => value === first?.value && JSON.stringify(from) === JSON.stringify(first.from),
  );
  return isOne && first !== undefined ? [{ ...first, path }] : entries;
}

function toolRulesOf({ active }: Policy, settings: Settings | null, flags: PolicyFlags): EffectiveSetting[] {
  const severities = { syntax: active.syntax, 'unused-suppression': active.unusedSuppression };
  return Object.entries(severities).map(([id, value]) => {
    const flag = flags.ofRule(id);
    const from =
      flag === null ? originOf(settings?.rules.get(id)?.severity.unknown?.place) : { kind: 'flag' as const, flag };
    return { path: ['rules', id], value, from };
  });
}

function environmentsOf(
  { environment: policy }: Policy,
  settings: Settings | null,
  flags: PolicyFlags,
  here: readonly Sourced<Override>[],
): EffectiveSetting[] {
  const given = settings?.environments;
  const { override } = policy;
  const ofPath = here.findLast(({ value }) => value.environment !== null);
  const key = (...path: string[]): ConfigPath => ['environments', ...path];
  const ignored = given?.words.ignore ?? [];
  const words = (tier: 'production' | 'nonProduction', own: readonly Sourced<string>[] = []): EffectiveSetting[] =>
    list(key('words', tier === 'production' ? tier : 'non-production'), own, policy.words[tier]);
  return [
    override === null
      ? []
      : flags.environment === null
        ? [one(key('override'), override, (ofPath ?? given?.override)?.place)]
        : [{ path: key('override'), value: override, from: { kind: 'flag' as const, flag: flags.environment } }],
    list(key('tags'), given?.tags, policy.tags),
    list(key('variables'), given?.variables, policy.variables),
    list(key('flags'), given?.flags, policy.flags),
    words('production', given?.words.production),
    words('nonProduction', given?.words['non-production']),
    ignored.length === 0 ? [] : list(key('words', 'ignore'), ignored),
    ...(['paths', 'tfvars', 'names'] as const).map((name) => byTier(key(name), given?.[name])),
  ].flat();
}

function byTier(path: ConfigPath, patterns: PatternsByTier | undefined): EffectiveSetting[] {
  return (['production', 'non-production'] as const).flatMap((tier) => {
    const own = patterns?.[tier] ?? [];
    return own.length === 0 ? [] : list([...path, tier], own);
  });
}

function fixOf({ fixDefaults }: Policy, settings: Settings | null): EffectiveSetting[] {
  const { kmsKey, untaggedExpiryDays, trusted } = fixDefaults;
  const key = (name: keyof Settings['fix'], value: unknown): EffectiveSetting =>
    one(['fix', name], value, settings?.fix[name]?.place);
  return [
    key('untagged-days', untaggedExpiryDays ?? FIX_DEFAULTS.untaggedExpiryDays),
    ...(kmsKey === null ? [] : [key('kms-key', kmsKey)]),
    ...(trusted.organization === null ? [] : [key('trusted-organization', trusted.organization)]),
    ...(trusted.accounts.length === 0 ? [] : [key('trusted-accounts', trusted.accounts)]),
  ];
}

function overridesOf(settings: Settings | null): EffectiveSetting[] {
  return (settings?.overrides ?? []).map(({ value: { paths, environment, rules }, place }, index) => {
    const value = {
      paths,
      ...(environment === null ? {} : { environment }),
      ...(rules.size === 0
        ? {}
        : { rules: Object.fromEntries([...rules].map(([id, severity]) => [id, written(severity.value)])) }),
    };
    return one(['overrides', index], value, place);
  });
}

/** Severities as a configuration has them. */
function written(severity: Partial<SeverityByEnvironment>): unknown {
  const entries = KINDS.flatMap(([name, kind]) => {
    const value = severity[kind];
    return value === undefined ? [] : [[name, value] as const];
  });
  const [first] = entries;
  const isOne = entries.length === KINDS.length && entries.every(([, value]) => value === first?.[1]);
  return isOne ? first?.[1] : Object.fromEntries(entries);
}

/** @param all what holds, of which the rest is built in */
function list(
  path: ConfigPath,
  own: readonly Sourced<unknown>[] = [],
  all: readonly string[] = [],
): EffectiveSetting[] {
  const values = new Set<unknown>(all);
  const configured = own.filter(({ value }) => all.length === 0 || values.has(value));
  const known = new Set(configured.map(({ value }) => value));
  const items: readonly { readonly value: unknown; readonly place: Place | null }[] = [
    ...configured,
    ...all.filter((value) => !known.has(value)).map((value) => ({ value, place: null })),
  ];
  return items.map(({ value, place }, index) => one([...path, index], value, place));
}

function one(path: ConfigPath, value: unknown, place: Place | null | undefined): EffectiveSetting {
  return { path, value, from: originOf(place) };
}

function originOf(place: Place | null | undefined): Origin {
  if (place == null) return DEFAULT;
  return { kind: 'file', file: place.file.path, line: place.file.position(place.start).line };
}
