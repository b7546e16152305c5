import { join, posix } from 'node:path';
import { knownText } from '../../ecr/argument.ts';
import { DEFAULT_ENVIRONMENT_OPTIONS, normalizeKey } from '../../ecr/environment.ts';
import { collectFacts, type EcrFacts } from '../../ecr/facts.ts';
import { KNOWN_MODULES } from '../../ecr/modules/known.ts';
import { shapeOf } from '../../ecr/text-shape.ts';
import { compileWords, tierOfText } from '../../ecr/words.ts';
import { blocksOfType } from '../../hcl/json.ts';
import { parseFile } from '../../hcl/parse-file.ts';
import { findExpression, literalText } from '../../terraform/module-config.ts';
import type { Project } from '../../terraform/project.ts';
import { SourceTree } from '../../terraform/source-tree.ts';

/** What a tree of Terraform says that a configuration could be about. Everything is sorted. */
export interface Survey {
  readonly modules: number;
  readonly repositories: number;
  /** Directories of root modules by what their repositories are for. */
  readonly environments: {
    readonly [kind in EcrFacts['repositories'][number]['environment']['kind']]: readonly string[];
  };
  /** Tags that hold words for environments though their names do not say so. */
  readonly tags: readonly string[];
  /** Values of tags and variables for environments that say nothing. */
  readonly words: readonly string[];
  /** Files of variables whose names say nothing, by their paths. */
  readonly tfvars: readonly string[];
  /** Accounts and organizations that policies name. */
  readonly accounts: readonly string[];
  readonly organizations: readonly string[];
  /** Sources of modules that are called, that look like ECR, and of which nothing is known. */
  readonly sources: readonly string[];
}

const WORDS = compileWords(DEFAULT_ENVIRONMENT_OPTIONS.words);
const KEYS = new Set(DEFAULT_ENVIRONMENT_OPTIONS.tags.map(normalizeKey));

/**
 * Looks a tree through.
 *
 * @param project what was read of it
 * @param directory its absolute path
 */
export function surveyOf(project: Project, directory: string): Survey {
  const found = {
    repositories: new Set<string>(),
    environments: { production: new Set<string>(), 'non-production': new Set<string>(), unknown: new Set<string>() },
    tags: new Set<string>(),
    words: new Set<string>(),
    tfvars: new Set<string>(),
    accounts: new Set<string>(),
    organizations: new Set<string>(),
  };
  for (const deployment of project.deployments) {
    const { directory: root, variables, variableFiles } = deployment;
    const facts = collectFacts(deployment, DEFAULT_ENVIRONMENT_OPTIONS);
    for (const { resource, environment, tags } of facts.repositories) {
      found.repositories.add(JSON.stringify([root, resource.address]));
      if (root !== null) found.environments[environment.kind].add(root);
      for (const { key, value } of tags.entries.values()) lookAtTag(key, knownText(value), found);
    }
    for (const [name, { value, given }] of variables) {
      if (given && KEYS.has(normalizeKey(name))) lookAtTag(name, knownText(value), found);
    }
    for (const file of variableFiles) {
      const path = posix.relative(root ?? '', file);
      const isTold = path
        .replace(/\.tfvars(\.json)?$/, '')
        .split('/')
        .some((part) => tierOfText(part, WORDS) !== null);
      if (!isTold) found.tfvars.add(path);
    }
    for (const { policy } of facts.accessPolicies) {
      const text = policy.value === null ? '' : (shapeOf(policy.value) ?? []).map((part) => part ?? ' ').join('');
      for (const [account] of text.matchAll(/(?<!\d)\d{12}(?!\d)/g)) found.accounts.add(account);
      for (const [organization] of text.matchAll(/\bo-[a-z0-9]{10,32}\b/g)) found.organizations.add(organization);
    }
  }
  return {
    modules: new Set(project.deployments.map((deployment) => deployment.directory)).size,
    repositories: found.repositories.size,
    environments: {
      production: sorted(found.environments.production),
      'non-production': sorted(found.environments['non-production']),
      unknown: sorted(found.environments.unknown),
    },
    tags: sorted(found.tags),
    words: sorted(found.words),
    tfvars: sorted(found.tfvars),
    accounts: sorted(found.accounts),
    organizations: sorted(found.organizations),
    sources: unknownSources(directory),
  };
}

/** A tag, or a variable for an environment, with its value where that is known. */
function lookAtTag(
  key: string,
  value: string | null,
  found: { readonly tags: Set<string>; readonly words: Set<string> },
): void {
  if (value === null || value === '') return;
  const tells = tierOfText(value, WORDS) !== null;
  if (KEYS.has(normalizeKey(key))) {
    if (!tells) found.words.add(value.toLowerCase());
    // A name or a sentence may hold such a word by chance.
  } else if (tells && !/^name$/i.test(key) && /^[\w-]{2,24}$/.test(value)) found.tags.add(key);
}

/** Sources of module calls that speak of ECR and that nothing is known of. */
function unknownSources(directory: string): readonly string[] {
  const tree = new SourceTree(directory);
  const sources = new Set<string>();
  for (const folder of tree.walk(directory)) {
    for (const name of tree.list(folder).terraform) {
      const result = tree.readText(join(folder, name));
      if (result.kind !== 'text' || !/\bmodule\b/.test(result.file.text) || !/ecr/i.test(result.file.text)) continue;
      for (const block of blocksOfType(parseFile(result.file).body, 'module', 1)) {
        const source = literalText(findExpression([block.body], 'source'));
        if (source !== null && isUnknown(source)) sources.add(source);
      }
    }
  }
  return sorted(sources);
}

function isUnknown(source: string): boolean {
  if (source.startsWith('.') || !/(?:^|[^a-z])ecr(?:[^a-z]|$)/i.test(source)) return false;
  const reference = { source, version: null, path: [], arguments: [] };
  return KNOWN_MODULES.describe(reference, null) === null && KNOWN_MODULES.standIn(reference) === null;
}

function sorted(texts: Iterable<string>): readonly string[] {
  return [...texts].sort();
}
