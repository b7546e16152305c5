import { pathToFileURL } from 'node:url';
import type { Rule } from '../rule.ts';
import { defineRule, type RuleDefinition } from './define-rule.ts';
import { guarded } from './guard.ts';
import { codeOf, importModule } from './import-module.ts';
import { causeOf, PluginError } from './plugin-error.ts';
import { type PluginName, resolvePlugin } from './resolve-plugin.ts';
import { problemOf } from './validate-rule.ts';

/**
 * Loads the plug-ins that a configuration names, which runs their code; gives their rules, in the order of their ids.
 * One that is named twice is loaded once.
 *
 * @throws PluginError when one cannot be loaded or exports something else than rules, and when two share an id
 */
export async function loadPlugins(names: readonly PluginName[]): Promise<readonly Rule[]> {
  const plugins = new Map<string, string>();
  for (const name of names) {
    const file = resolvePlugin(name);
    if (!plugins.has(file)) plugins.set(file, name.name);
  }
  const owners = new Map<string, string>();
  const rules: Rule[] = [];
  for (const [file, plugin] of plugins) {
    for (const definition of definitionsIn(await importPlugin(file, plugin), plugin)) {
      const rule = ruleOf(definition, plugin);
      const owner = owners.get(rule.id);
      if (owner !== undefined) {
        const who =
          owner === plugin ? `The plug-in "${plugin}" has two rules` : `"${owner}" and "${plugin}" both have a rule`;
        throw new PluginError(`${who} called ${rule.id}. Rename one of them.`);
      }
      owners.set(rule.id, plugin);
      rules.push(rule);
    }
  }
  return rules.sort((a, b) => (a.id < b.id ? -1 : 1));
}

async function importPlugin(file: string, plugin: string): Promise<unknown> {
  try {
    return await settled(importModule(pathToFileURL(file).href), plugin);
  } catch (error) {
    if (error instanceof PluginError) throw error;
    const why =
      codeOf(error) === 'ERR_UNKNOWN_FILE_EXTENSION' && /\.[cm]?ts$/.test(file)
        ? `this version of Node, ${process.version}, does not read TypeScript. Use Node 22.18 or later, or compile it`
        : `${causeOf(error)}. Mend it, or take it out of the configuration`;
    throw new PluginError(`The plug-in "${plugin}" cannot be loaded: ${why}. --no-plugins runs without.`);
  }
}

/** A module that waits for what never comes would end the process as if all were well. */
async function settled<T>(loading: Promise<T>, plugin: string): Promise<T> {
  let giveUp = (): void => {};
  const never = new Promise<never>((_, reject) => {
    giveUp = () => reject(new PluginError(`The plug-in "${plugin}" cannot be loaded: it waits for what never comes.`));
  });
  process.once('beforeExit', giveUp);
  try {
    return await Promise.race([loading, never]);
  } finally {
    process.off('beforeExit', giveUp);
  }
}

/** The rules that a module exports: by default, or as `rules`; one, or a list. */
function definitionsIn(module: unknown, plugin: string): readonly unknown[] {
  const exported = { ...record(module) };
  // A CommonJS module's exports are its default; so are those that a compiler made of an ES module.
  const inner = { ...record(exported.default) };
  const found = exported.rules ?? inner.rules ?? inner.default ?? exported.default;
  const definitions: readonly unknown[] = Array.isArray(found) ? found : [found];
  if (found === undefined || definitions.length === 0) {
    throw new PluginError(
      `The plug-in "${plugin}" exports no rules. Export one made with defineRule as default, or a list of them as default or as rules.`,
    );
  }
  return definitions;
}

function ruleOf(definition: unknown, plugin: string): Rule {
  const id = record(definition)?.id;
  const known = typeof id === 'string' ? `the rule "${id}"` : 'a rule';
  let problem: string | null = 'lacks its id, its title or its function check';
  if (isDefinition(definition)) {
    const rule = defineRule(definition);
    problem = problemOf(rule);
    if (problem === null) return guarded(rule, plugin);
  }
  throw new PluginError(`In the plug-in "${plugin}", ${known} ${problem}. Mend it; docs/custom-rules.md shows how.`);
}

/** Enough of one to be completed; what is wrong with the rest shows then. */
function isDefinition(value: unknown): value is RuleDefinition {
  const given = record(value);
  return typeof given?.id === 'string' && typeof given.title === 'string' && typeof given.check === 'function';
}

function record(value: unknown): Readonly<Record<string, unknown>> | null {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : null;
}
