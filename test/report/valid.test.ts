import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { rules } from '../../rules/index.ts';
import { replacementsOf } from '../../src/cli/replacements.ts';
import { FORMAT_NAMES, type FormatName, loadReporter } from '../../src/report/formats.ts';
import { PLAIN } from '../../src/report/style.ts';
import { lintPaths } from '../support/lint.ts';
import { report } from './build.ts';
import { defectOfReport } from './valid/report.ts';
import type { Texts } from './valid/texts.ts';

const ROOT = new URL('../../', import.meta.url).pathname;

const FILES: Texts = new Map(
  readdirSync(`${ROOT}fixtures`, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const path = `${entry.parentPath}/${entry.name}`;
      return [path.slice(ROOT.length), readFileSync(path, 'utf8')] as const;
    }),
);

async function written(format: FormatName): Promise<string> {
  const result = await lintPaths(ROOT, ['fixtures']);
  const write = await loadReporter(format);
  return write(report(result, { rules: new Map(rules.map((rule) => [rule.id, rule])), replacementsOf }), PLAIN);
}

it.each(FORMAT_NAMES)('the report of the fixtures as %s is one that its readers take', async (format) => {
  expect(defectOfReport(format, await written(format), FILES)).toBeNull();
});

/** What the fuzzer looks for in reports has to be found, or it looks for nothing. */
describe('what is wrong with a report is found', () => {
  it.each<[string, FormatName, (text: string) => string]>([
    ['an escape sequence', 'text', (text) => `${text}\u001b[31m`],
    ['a line of another form', 'compact', (text) => `${text}and more\n`],
    ['a line that the file does not have', 'json', (text) => text.replace(/"line": \d+/, '"line": 99999')],
    ['a column that the line does not have', 'json', (text) => text.replace(/"column": \d+/, '"column": 9999')],
    ['a severity that there is not', 'json', (text) => text.replace('"severity": "error"', '"severity": "bad"')],
    ['a region outside of the file', 'sarif', (text) => text.replace(/"endColumn": \d+/, '"endColumn": 9999')],
    ['a file that is not there', 'sarif', (text) => text.replace(/"uri": "fixtures/, '"uri": "nowhere')],
    ['the index of another rule', 'sarif', (text) => text.replace(/"ruleIndex": \d+/, '"ruleIndex": 999')],
    ['a link to nowhere', 'sarif', (text) => text.replace(/\]\(1\)/, '](77)')],
    ['a fix that breaks the file', 'sarif', (text) => text.replace(/("insertedContent": \{\s+"text": ")/, '$1}{')],
    ['a level that there is not', 'sarif', (text) => text.replace(/"level": "error"/, '"level": "bad"')],
    ['an unescaped comma', 'github', (text) => text.replace('%3A', ',')],
    ['a command too many', 'github', (text) => text + text],
    ['lines outside of the file', 'github', (text) => text.replace(/endLine=\d+/, 'endLine=99999')],
    ['a fingerprint used twice', 'gitlab', (text) => JSON.stringify([...JSON.parse(text), ...JSON.parse(text)])],
    ['a line outside of the file', 'gitlab', (text) => text.replace(/"end": \d+/, '"end": 99999')],
    ['a tag that is not closed', 'junit', (text) => text.replace('</failure>', '')],
    ['a wrong count', 'junit', (text) => text.replace(/failures="\d+"/, 'failures="0"')],
    ['HTML', 'markdown', (text) => text.replace('| **error** | ', '| **error** | <img src=x> ')],
    ['a cell too many', 'markdown', (text) => text.replace('| **error** | ', '| **error** | a | ')],
    ['a mention', 'markdown', (text) => text.replace('| **error** | ', '| **error** | @someone ')],
  ])('%s in %s', async (_, format, damage) => {
    const text = await written(format);
    const damaged = damage(text);
    expect(damaged).not.toBe(text);
    let defect: string | null;
    try {
      defect = defectOfReport(format, damaged, FILES);
    } catch (error) {
      // Text that is no XML.
      defect = String(error);
    }
    expect(defect).not.toBeNull();
  });
});
