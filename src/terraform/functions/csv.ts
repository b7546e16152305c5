import { mapping, sequence, string, type Value } from '../value.ts';
import type { Call } from './call.ts';

/** `csvdecode`: the records after the header as objects, read as Go's `encoding/csv` reads them. */
export function csvDecode(call: Call): Value {
  const rows = readRows(call.text(0));
  if (typeof rows === 'string') return call.invalid(rows);
  const [header, ...records] = rows;
  if (header === undefined) return call.invalid('missing header line');
  const repeated = header.find((name, index) => header.indexOf(name) !== index);
  if (repeated !== undefined) return call.invalid(`duplicate column name "${repeated}"`);
  const objects: Value[] = [];
  for (const record of records) {
    if (record.length !== header.length) return call.invalid('a record has the wrong number of fields');
    const entries = header.map((name, i): [string, Value] => [name, string(record[i]!.normalize('NFC'), call.at)]);
    objects.push(mapping('object', entries, call.at));
  }
  return sequence('list', objects, call.at);
}

/** All records that are not empty lines, or what is wrong with the text. */
function readRows(text: string): string[][] | string {
  const lines = text.replaceAll('\r\n', '\n').replace(/\r$/, '');
  const rows: string[][] = [];
  let at = 0;
  while (at < lines.length) {
    if (lines[at] === '\n') {
      at++;
      continue;
    }
    const row: string[] = [];
    for (;;) {
      const field = lines[at] === '"' ? readQuoted(lines, at) : readBare(lines, at);
      if (typeof field === 'string') return field;
      row.push(field.text);
      at = field.end;
      if (lines[at] !== ',') break;
      at++;
    }
    rows.push(row);
    at++;
  }
  return rows;
}

interface Field {
  readonly text: string;
  /** At the comma or line ending that follows. */
  readonly end: number;
}

function readBare(text: string, start: number): Field | string {
  FIELD.lastIndex = start;
  const field = FIELD.exec(text)?.[0] ?? '';
  if (field.includes('"')) return 'a bare " stands in a field that is not quoted';
  return { text: field, end: start + field.length };
}

const FIELD = /[^,\n]*/y;

function readQuoted(text: string, start: number): Field | string {
  let value = '';
  for (let at = start + 1; ; ) {
    const quote = text.indexOf('"', at);
    if (quote === -1) return 'a quoted field is not closed';
    value += text.slice(at, quote);
    if (text[quote + 1] === '"') {
      value += '"';
      at = quote + 2;
      continue;
    }
    const end = quote + 1;
    if (end < text.length && text[end] !== ',' && text[end] !== '\n') return 'a " inside a quoted field is not doubled';
    return { text: value, end };
  }
}
