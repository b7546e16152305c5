import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rules } from '../rules/index.ts';
import { SEVERITIES } from '../src/lint/finding.ts';
import type { BadExample, Example, Rule } from '../src/lint/rule.ts';
import type { RuleSelection } from '../src/lint/selection.ts';
import { filesBelow, textOf } from './project/files.ts';
import { changedTexts, type FixFilesOptions, findingsWithFixes, fixFiles, withChanges } from './support/fix.ts';
import { withFolder } from './support/folder.ts';
import { lintPaths, type Seen, seenIn } from './support/lint.ts';

/** Every rule's own examples, through the whole of the linter; and what all rules have in common. */

const files = filesBelow('rules')
  .filter((path) => path !== 'rules/index.ts')
  .sort(byName);

describe.each(rules.map((rule) => ({ id: rule.id, rule })))('$id', ({ rule }) => {
  it.each(rule.examples.bad.map((example) => ({ title: example.title, example })))(
    'finds: $title',
    async ({ example }) => {
      expect(await found(rule, example)).toEqual(expected(example));
    },
  );

  it.each(rule.examples.good.map((example) => ({ title: example.title, example })))(
    'is silent: $title',
    async ({ example }) => {
      expect(await found(rule, example)).toEqual([]);
    },
  );

  it.each(rule.examples.bad.filter(hasFix).map((example) => ({ title: example.title, example })))(
    'mends: $title',
    async ({ example }) => {
      const files = filesOf(example);
      const told = toldIn(rule, example);
      const fixed = await fixFiles(files, [rule], told);
      expect(changedTexts(fixed)).toEqual(
        typeof example.fixed === 'string' ? { 'main.tf': example.fixed } : example.fixed,
      );
      expect(fixed.end).toBe('stable');
      expect(fixed.refused).toEqual([]);
      expect(seenIn(fixed.after)).toEqual([]);
      const again = await fixFiles(withChanges(files, fixed), [rule], told);
      expect(again.files).toEqual([]);
    },
  );

  it('says what its fixes do and how safe they are, and has one for every example that shows one', async () => {
    const safeties = new Set<string>();
    for (const example of rule.examples.bad) {
      const findings = await findingsWithFixes(filesOf(example), [rule], toldIn(rule, example));
      const fixes = findings.flatMap(({ fix }) => fix ?? []);
      expect(fixes.length > 0, example.title).toBe(hasFix(example));
      for (const { safety, description, edits } of fixes) {
        expect(description).toMatch(/^[A-Z].*\.$/);
        expect(edits).not.toEqual([]);
        safeties.add(safety);
      }
    }
    expect(rule.fix).toBe(safeties.has('unsafe') ? 'unsafe' : safeties.has('safe') ? 'safe' : undefined);
  });

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

function hasFix({ fixed }: BadExample): boolean {
  return fixed !== undefined;
}

function filesOf({ code }: Example): Readonly<Record<string, string>> {
  return typeof code === 'string' ? { 'main.tf': code } : code;
}

function selectionFor(rule: Rule, { options = {} }: Example): Partial<RuleSelection> {
  return { only: [rule.id], options: new Map([[rule.id, options]]) };
}

function toldIn(rule: Rule, example: BadExample): FixFilesOptions {
  return { selection: selectionFor(rule, example), defaults: example.defaults ?? {} };
}

/** What a rule reports of an example, in the form examples state it. */
async function found(rule: Rule, example: Example): Promise<Comparable[]> {
  const { paths = ['.'] } = example;
  const result = await withFolder(filesOf(example), (folder) =>
    lintPaths(folder, paths, [rule], selectionFor(rule, example)),
  );
  expect(result.notices).toEqual([]);
  return seenIn(result).map(comparable);
}

interface Comparable {
  readonly severity: string;
  readonly message: string;
  readonly resource: string | null;
  readonly at: string;
  readonly line: number;
  readonly file: string;
}

function comparable({ severity, message, resource, text, line, file }: Seen): Comparable {
  return { severity, message, resource, at: text, line, file };
}

/** The findings an example lists, in the order of reports, with the line and file it may leave out. */
function expected({ code, findings }: BadExample): Comparable[] {
  const texts = typeof code === 'string' ? { 'main.tf': code } : code;
  return findings
    .map(({ severity, message, resource, at, line, file = 'main.tf' }) => {
      const text = texts[file];
      if (text === undefined) throw new Error(`The example has no file ${file}.`);
      return { severity, message, resource, at, line: line ?? onlyLineOf(at, text), file };
    })
    .sort((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1));
}

/** Where a text starts that occurs once. */
function onlyLineOf(at: string, text: string): number {
  const start = text.indexOf(at);
  if (start === -1) throw new Error(`${at} does not occur in the example.`);
  if (text.indexOf(at, start + 1) !== -1) throw new Error(`${at} occurs more than once: say on which line.`);
  return text.slice(0, start).split('\n').length;
}
