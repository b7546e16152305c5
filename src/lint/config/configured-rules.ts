import { PRESETS, type Preset, type SeverityByEnvironment } from '../rule.ts';
import type { ConfiguredPaths, ConfiguredRule, ConfiguredRules } from '../selection.ts';
import { matcher, type PathMatcher } from './globs.ts';
import type { Settings } from './settings.ts';

/** Nothing is said of what is not judged. */
const SILENT: SeverityByEnvironment = { production: 'off', unknown: 'off', nonProduction: 'off' };

/**
 * What a configuration says of rules.
 *
 * @param pathOf a path that its patterns know, from one that reports use
 */
export function configuredRules(
  { settings, excludes, rules }: { settings: Settings; excludes: PathMatcher; rules: readonly { id: string }[] },
  pathOf: (reported: string) => string,
): ConfiguredRules {
  const configured = new Map<string, ConfiguredRule>();
  for (const [id, { severity, options }] of settings.rules) {
    const severities: Partial<Record<keyof SeverityByEnvironment, SeverityByEnvironment['unknown']>> = {};
    for (const kind of ['production', 'unknown', 'nonProduction'] as const) {
      const given = severity[kind];
      if (given !== undefined) severities[kind] = given.value;
    }
    configured.set(id, {
      severity: severities,
      options: Object.fromEntries([...options].map(([name, { value }]) => [name, value])),
    });
  }
  return {
    presets: new Set<Preset>(PRESETS.filter((preset) => settings.presets.has(preset))),
    rules: configured,
    paths: pathsOf(settings, excludes, rules, pathOf),
  };
}

function pathsOf(
  { overrides, exclude }: Settings,
  excludes: PathMatcher,
  rules: readonly { id: string }[],
  pathOf: (reported: string) => string,
): ConfiguredPaths | null {
  if (overrides.length === 0 && exclude.length === 0) return null;
  const compiled = overrides.map(({ value }) => ({ ...value, matches: matcher(value.paths) }));
  const everyRule = exclude.length > 0 ? rules.map(({ id }) => id) : [];
  return {
    rules: new Set([...compiled.flatMap((override) => [...override.rules.keys()]), ...everyRule]),
    severityAt(rule, reported) {
      const path = pathOf(reported);
      if (excludes(path)) return SILENT;
      const others = compiled.flatMap((override) => {
        const other = override.rules.get(rule);
        return other !== undefined && override.matches(path) ? Object.entries(other.value) : [];
      });
      return others.length === 0 ? null : Object.fromEntries(others);
    },
  };
}
