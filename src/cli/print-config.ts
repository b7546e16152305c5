import { statSync } from 'node:fs';
import { dirname, relative, resolve, sep } from 'node:path';
import { rules } from '../../rules/index.ts';
import { yaml } from '../hcl/lazy.ts';
import { type EffectiveSetting, effectiveSettings, type Origin, type PolicyFlags } from '../lint/config/effective.ts';
import { keyText } from '../lint/config/problem.ts';
import type { Rule } from '../lint/rule.ts';
import { policiesFor } from '../lint/run.ts';
import { namesOf } from '../lint/selection.ts';
import { printable, printableJson } from '../report/printable.ts';
import { asCannotRun } from './as-cannot-run.ts';
import { CannotRun, noSuchPath } from './cannot-run.ts';
import type { ConfigOptions } from './config.ts';
import type { Io } from './io.ts';

/** `ecrlint config`: prints the configuration that holds for a path. Throws `CannotRun`. */
export async function printConfig(options: ConfigOptions, io: Io): Promise<void> {
  const path = resolve(io.workingDirectory, options.path);
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) {
    throw new CannotRun(noSuchPath(options.path));
  }
  const folder = found.isDirectory() ? path : dirname(path);
  try {
    const policies = await policiesFor({
      rules,
      selection: options,
      workingDirectory: io.workingDirectory,
      paths: [folder],
      environment: options.environment,
      plugins: options.plugins,
      ...(options.config === undefined ? {} : { config: options.config }),
    });
    const config = policies.configFor(folder);
    const known = config?.rules ?? rules;
    const policy = policies.policyOf(folder);
    const seen =
      config === null ? '' : relative(config.base, path).split(sep).join('/') + (found.isDirectory() ? '/' : '');
    const settings = effectiveSettings(config, policy, known, flagsOf(options, known), seen);
    const isExcluded = policies.isExcluded(path, found.isDirectory());
    const page: Page = { path: options.path, file: config?.file ?? null, isExcluded, settings };
    io.stdout.write(options.format === 'json' ? jsonPage(page) : yamlPage(page));
  } catch (error) {
    throw asCannotRun(error);
  }
}

interface Page {
  readonly path: string;
  /** The configuration file that counts; null without one. */
  readonly file: string | null;
  readonly isExcluded: boolean;
  readonly settings: readonly EffectiveSetting[];
}

/** What the flags decide, by the names that rules may have. */
function flagsOf({ environment, only, disable, severities }: ConfigOptions, rules: readonly Rule[]): PolicyFlags {
  const names = namesOf(rules);
  const idsOf = (name: string): readonly string[] => names.get(name.toLowerCase()) ?? [];
  const isNamed = (id: string, list: readonly string[]): boolean => list.some((name) => idsOf(name).includes(id));
  return {
    environment: environment === null ? null : `--environment ${environment}`,
    ofRule: (id) => {
      if (isNamed(id, disable)) return '--disable';
      if (only.length > 0 && !isNamed(id, only) && rules.some((rule) => rule.id === id)) return '--only';
      return severities.some(({ rule }) => idsOf(rule).includes(id)) ? '--rule' : null;
    },
  };
}

function jsonPage({ path, file, isExcluded, settings }: Page): string {
  const entries = settings.map(({ path: keys, value, from }) => ({ key: keyText(keys), value, from }));
  return `${printableJson(JSON.stringify({ path, file, excluded: isExcluded, settings: entries }, null, 2))}\n`;
}

function yamlPage({ path, file, isExcluded, settings }: Page): string {
  const { Document, isScalar } = yaml();
  const document = new Document({});
  for (const { path: keys, value, from } of settings) {
    const node = document.createNode(value, { flow: true });
    if (isScalar(node)) node.comment = ` ${describe(from)}`;
    else node.commentBefore = ` ${describe(from)}`;
    document.setIn(keys, node);
  }
  document.commentBefore = [
    ` What holds for ${printable(path)}: ${file === null ? 'no configuration was found' : `the configuration is ${printable(file)}`}.`,
    ...(isExcluded ? [' It is excluded, so nothing in it is judged.'] : []),
  ].join('\n');
  return document.toString({ lineWidth: 0, flowCollectionPadding: true });
}

function describe(from: Origin): string {
  switch (from.kind) {
    case 'default':
      return 'default';
    case 'flag':
      return from.flag;
    case 'file':
      return `${printable(from.file)}:${from.line}`;
  }
}
