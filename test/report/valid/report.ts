import { Ajv } from 'ajv';
import schema from '../../../schema/report.schema.json' with { type: 'json' };
import type { FormatName } from '../../../src/report/formats.ts';
import type { JsonReport } from '../../../src/report/json.ts';
import type { Location as JsonLocation } from '../../../src/report/location.ts';
import { defectOfGitHub } from './github.ts';
import { defectOfGitLab } from './gitlab.ts';
import { defectOfJUnit } from './junit.ts';
import { defectOfMarkdown } from './markdown.ts';
import { defectOfSarif } from './sarif.ts';
import { offsetsOf, type Texts } from './texts.ts';

/** What must not reach a terminal or a log: it steers them, or hides what is there. */
const STEERING = /(?!\n)[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u;

const validateJson = new Ajv({ allErrors: true }).compile(schema);

/**
 * What a report in some format must hold but does not: one sentence, or null.
 *
 * @param texts of all files that it may speak of
 */
export function defectOfReport(format: FormatName, text: string, texts: Texts): string | null {
  const steering = STEERING.exec(text);
  if (steering !== null) return `${JSON.stringify(steering[0])} is in it`;
  switch (format) {
    case 'text':
      return null;
    case 'compact':
      return defectOfLines(text);
    case 'json':
      return defectOfJson(JSON.parse(text), texts);
    case 'sarif':
      return defectOfSarif(JSON.parse(text), texts);
    case 'github':
      return defectOfGitHub(text, texts);
    case 'gitlab':
      return defectOfGitLab(JSON.parse(text), texts);
    case 'junit':
      return defectOfJUnit(text, texts);
    case 'markdown':
      return defectOfMarkdown(text);
  }
}

/** What the JSON Schema of reports has against data; empty when it is valid. */
export function jsonSchemaErrors(data: unknown): readonly string[] {
  validateJson(data);
  return (validateJson.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

function defectOfJson(data: JsonReport, texts: Texts): string | null {
  const [error] = jsonSchemaErrors(data);
  if (error !== undefined) return error;
  for (const { rule, location, trace } of data.findings) {
    for (const at of [location, ...trace.map((step) => step.location)]) {
      if (!isInside(at, texts)) return `${rule} is outside of the files: ${JSON.stringify(at)}`;
    }
  }
  const outside = data.unresolved.find(({ location }) => !isInside(location, texts));
  return outside === undefined ? null : `${outside.rule} is unresolved outside of the files`;
}

function isInside(location: JsonLocation | null, texts: Texts): boolean {
  if (location === null) return true;
  const { file, start, end } = location;
  const text = texts.get(file);
  const range = { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column };
  return text !== undefined && offsetsOf(text, range, 'code points') !== null;
}

/** `path:line:column: severity: message [rule]`; without a place, the resource or the program is in its stead. */
function defectOfLines(text: string): string | null {
  const lines = text.split('\n');
  if (lines.pop() !== '') return 'it does not end with a line ending';
  const odd = lines.find((line) => !/^\S.*: (?:error|warning|info): \S.* \[[\w/-]+\]$/.test(line));
  return odd === undefined ? null : `there is a line ${JSON.stringify(odd)}`;
}
