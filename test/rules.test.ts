import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rules } from '../rules/index.ts';
import { SEVERITIES } from '../src/lint/finding.ts';
import { completeOptions } from '../src/lint/options.ts';
import { PRESETS, type Rule } from '../src/lint/rule.ts';
import { ruleTests } from '../src/testing/index.ts';
import { filesBelow, textOf } from './project/files.ts';

/** Every rule's own examples, through the whole of the linter; and what all rules have in common. */

const files = filesBelow('rules')
  .filter((path) => path !== 'rules/index.ts')
  .sort(byName);

describe.each(rules.map((rule) => ({ id: rule.id, rule })))('$id', ({ rule }) => {
  it.each(ruleTests(rule))('$title', ({ run }) => run());

  it('has enough examples of both kinds, each with a title of its own', () => {
    const { good, bad } = rule.examples;
    expect(good.length).toBeGreaterThanOrEqual(2);
    expect(bad.length).toBeGreaterThanOrEqual(2);
    expect(bad.filter(({ findings }) => findings.length === 0)).toEqual([]);
    const titles = [...good, ...bad].map(({ title }) => title);
    expect(titles).toEqual([...new Set(titles)]);
    // Its page shows at least one of each.
    expect(good.some(({ shown }) => shown !== false)).toBe(true);
    expect(bad.some(({ shown }) => shown !== false)).toBe(true);
  });

  it('says what, why and how, and where that is from', () => {
    const { what, why, how, references } = rule.documentation;
    expect(rule.title).toMatch(/^[A-Z`].*[^.\s]$/);
    for (const text of [what, why, how]) {
      expect(text.trim().length).toBeGreaterThan(40);
      expect(text).not.toMatch(/^#/m);
    }
    expect(references.length).toBeGreaterThan(0);
    for (const { title, url } of references) {
      expect(title.trim()).not.toBe('');
      expect(new URL(url).protocol).toBe('https:');
    }
  });

  it('has severities and a weight that make sense', () => {
    for (const severity of [rule.severity.production, rule.severity.unknown, rule.severity.nonProduction]) {
      expect([...SEVERITIES, 'off']).toContain(severity);
    }
    if (rule.securitySeverity !== null) {
      expect(rule.securitySeverity).toBeGreaterThan(0);
      expect(rule.securitySeverity).toBeLessThanOrEqual(10);
    }
  });
});

describe('all rules', () => {
  const ids = rules.map(({ id }) => id);

  it('are the default exports of the files named after them', async () => {
    expect(files.map((path) => basename(path, '.ts'))).toEqual(ids);
    for (const path of files) {
      const module: { default: Rule } = await import(`../${path}`);
      expect(rules).toContain(module.default);
      expect(Object.keys(module)).toEqual(['default']);
    }
  });

  it('have ids in kebab-case, in order', () => {
    for (const id of ids) expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(ids).toEqual([...new Set(ids)].sort());
  });

  it('have aliases that name no rule and are not said twice', () => {
    for (const { aliases } of rules) expect(aliases).toEqual([...new Set(aliases)]);
    expect(rules.flatMap(({ aliases }) => aliases).filter((alias) => ids.includes(alias))).toEqual([]);
  });

  it('are in the presets that their ids elsewhere and each other ask for', () => {
    for (const { id, aliases, presets } of rules) {
      expect([id, presets]).toEqual([id, PRESETS.filter((preset) => presets.includes(preset))]);
      // What is recommended is a part of what is strict.
      if (presets.includes('recommended')) expect([id, presets]).toEqual([id, expect.arrayContaining(['strict'])]);
      expect([id, presets.includes('security-hub')]).toEqual([id, aliases.some((alias) => /^ECR\.\d+$/.test(alias))]);
    }
    const controls = rules.flatMap(({ aliases }) => aliases.filter((alias) => /^ECR\.\d+$/.test(alias)));
    expect(controls.sort()).toEqual(['ECR.1', 'ECR.2', 'ECR.3', 'ECR.4', 'ECR.5']);
  });

  it('have options with names in kebab-case and defaults that fit, which their pages tell', () => {
    for (const { id, options = {} } of rules) {
      const defaults = Object.fromEntries(Object.entries(options).map(([name, option]) => [name, option.default]));
      expect(completeOptions(options, defaults)).toEqual(defaults);
      for (const [name, { description }] of Object.entries(options)) {
        expect(name).toMatch(/^[a-z]+(-[a-z]+)*$/);
        expect(name).not.toBe('severity');
        expect(description).toMatch(/^[A-Z].*\.$/);
        expect(textOf(`docs/rules/${id}.md`)).toContain(`| \`${name}\` |`);
      }
    }
  });

  it('have their ids of other tools on their pages and in the table of them all', () => {
    const table = textOf('docs/coverage.md');
    for (const { id, aliases } of rules) {
      for (const alias of aliases) {
        expect(alias).toMatch(/^[\w.-]+$/);
        expect(textOf(`docs/rules/${id}.md`)).toContain(`\`${alias}\``);
        expect(table).toContain(`| \`${alias}\` |`);
      }
    }
  });

  it('have a page each and a row in the README', () => {
    const pages = filesBelow('docs/rules')
      .map((path) => basename(path, '.md'))
      .sort();
    expect(pages).toEqual(ids);
    const readme = textOf('README.md');
    for (const id of ids) expect(readme).toContain(`(docs/rules/${id}.md)`);
  });
});

/** In the order of ids, in which a file's ending plays no part. */
function byName(a: string, b: string): number {
  return basename(a, '.ts') < basename(b, '.ts') ? -1 : 1;
}
