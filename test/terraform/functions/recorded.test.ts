import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { SourceFile } from '../../../src/hcl/source.ts';
import type { FileAccess } from '../../../src/terraform/functions/context.ts';
import { BOOL, listOf, mapOf, NUMBER, STRING, type Type } from '../../../src/terraform/type.ts';
import {
  ANY,
  firstUnknown,
  Mark,
  mapping,
  type Reason,
  string,
  unknown,
  type Value,
} from '../../../src/terraform/value.ts';
import { evaluateText } from '../evaluate-text.ts';
import { consoleFormat } from './console-format.ts';

// What Terraform 1.11's own console answers, recorded by scripts/record-console.ts.

interface Recording {
  readonly expression: string;
  readonly result?: string;
  readonly error?: string;
}

const HERE = fileURLToPath(new URL('.', import.meta.url));
const FILES = join(HERE, 'files');
const TABLES = join(HERE, 'tables');

function unknownVariable(name: string, type: Type): Value {
  return unknown({ kind: 'unset', message: `var.${name} has no value`, place: null }, { origin: null }, { type });
}

/** The variables that the recording had; those without a value are unknown. */
const VARIABLES = {
  var: mapping('object', [
    ['u', unknownVariable('u', ANY)],
    ['us', unknownVariable('us', STRING)],
    ['n', unknownVariable('n', NUMBER)],
    ['b', unknownVariable('b', BOOL)],
    ['ul', unknownVariable('ul', listOf(STRING))],
    ['um', unknownVariable('um', mapOf(STRING))],
    ['s', string('secret', { origin: null, marks: Mark.SENSITIVE })],
  ]),
  path: mapping('object', [['module', string('.')]]),
};

function missing(path: string): Reason {
  return { kind: 'invalid', message: `there is no file "${path}"`, place: null };
}

const files: FileAccess = {
  baseDirectory: FILES,
  read: (path) => {
    const absolute = resolve(FILES, path);
    if (!isFile(absolute)) return missing(path);
    const bytes = readFileSync(absolute);
    const text = bytes.toString('utf8');
    return Buffer.from(text).equals(bytes) ? new SourceFile(path, text) : missing(path);
  },
  readBytes: (path) => (isFile(resolve(FILES, path)) ? readFileSync(resolve(FILES, path)) : missing(path)),
  exists: (path) => {
    const absolute = resolve(FILES, path);
    return existsSync(absolute) && !isFile(absolute) ? missing(path) : isFile(absolute);
  },
  list: (directory) => {
    const absolute = resolve(FILES, directory);
    if (!existsSync(absolute)) return missing(directory);
    const found = readdirSync(absolute, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    return found.map((entry) => relative(absolute, join(entry.parentPath, entry.name)));
  },
};

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

/** What the value is as the console shows it; an error is only ever compared with an error. */
function answer(expression: string): string {
  const value = evaluateText(expression, { variables: VARIABLES, files });
  const reason = firstUnknown(value)?.reason;
  if (reason?.kind === 'invalid') return 'error';
  if (reason !== undefined && reason.kind !== 'unset') return `${reason.kind}: ${reason.message}`;
  return consoleFormat(value);
}

/** Terraform remembers the types of nulls; values here do not. */
function withoutNullTypes(text: string): string {
  return text.replace(
    /\bto(?:string|number|bool)\(null\)|\bto(?:list|set|map)\(null\) \/\*.*?\*\/|null \/\*.*?\*\//g,
    'null',
  );
}

/** Where the answers here differ from the console's, for a reason. */
const DELIBERATE: Readonly<Record<string, string>> = {
  // Terraform takes an unknown key for a different one; it may turn out to be the same.
  'matchkeys(["a"], ["x"], [var.us])': '(known after apply)',
  // More is known here than Terraform says.
  'matchkeys([var.us, "b"], ["x", "y"], ["x"])': 'tolist([\n  (known after apply),\n])',
  'alltrue([var.b, false])': 'false',
  // Empty maps do not remember the type of the elements they do not have.
  'merge(tomap({}), tomap({ a = 1 }))': 'tomap({\n  "a" = 1\n})',
  // Since Terraform 1.12 the right operand does not count when the left one decides.
  'false && null': 'false',
  'true || null': 'true',
};

for (const file of readdirSync(TABLES).filter((name) => name.endsWith('.recorded.json'))) {
  const recordings = JSON.parse(readFileSync(join(TABLES, file), 'utf8')) as Recording[];
  describe(basename(file, '.recorded.json'), () => {
    for (const { expression, result } of recordings) {
      it(expression, () => {
        expect(answer(expression)).toBe(
          DELIBERATE[expression] ?? (result === undefined ? 'error' : withoutNullTypes(result)),
        );
      });
    }
  });
}
