import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readJson } from '../../src/ecr/json-document.ts';
import { SourceFile } from '../../src/hcl/source.ts';
import type { FileAccess } from '../../src/terraform/functions/context.ts';
import { string, unknown, type Value } from '../../src/terraform/value.ts';
import { evaluateText } from '../terraform/evaluate-text.ts';
import { textAt } from './deployments.ts';

/** JSON documents of strings, which are what policies are made of. */
const documents = fc.letrec((tie) => ({
  leaf: fc.string({
    unit: fc.constantFrom('a', 'Z', '*', '"', '\\', '\n', '\t', ' ', 'é', '🙂', '$', '%', '{', '}', ':', '/'),
  }),
  list: fc.array(tie('any'), { maxLength: 4 }),
  object: fc.dictionary(fc.string({ maxLength: 3 }), tie('any'), { maxKeys: 4 }),
  any: fc.oneof({ maxDepth: 3 }, tie('leaf'), tie('list'), tie('object')),
})).any;

const layouts = fc.constantFrom<number | string | undefined>(undefined, 0, 1, 2, '\t');

/** Doubles what would begin an interpolation or a directive. */
function escapeTemplate(text: string): string {
  return text.replaceAll('${', () => '$${').replaceAll('%{', '%%{');
}

function leaves(value: Value): Value[] {
  if (value.kind === 'string') return [value];
  if ('items' in value) return value.items.flatMap(leaves);
  return 'entries' in value ? [...value.entries.values()].flatMap(leaves) : [];
}

/** Checks that every string of a document is found exactly where it is written; `decode` reads the place. */
function checkPlaces(policy: Value, decode: (written: string) => unknown): void {
  const reading = readJson(policy);
  if (reading.kind !== 'known') throw new Error(`The document is ${reading.kind}.`);
  for (const leaf of leaves(reading.value)) {
    if (leaf.kind === 'string') expect(decode(textAt(leaf.origin) ?? '')).toBe(leaf.value);
  }
}

const readTemplate = (written: string) => JSON.parse(written.replaceAll('$${', '${').replaceAll('%%{', '%{'));

describe('every string of a JSON document is found where it is written', () => {
  it('in a heredoc', () => {
    fc.assert(
      fc.property(documents, layouts, (document, space) => {
        const text = escapeTemplate(JSON.stringify(document, null, space));
        checkPlaces(evaluateText(`<<EOF\n${text}\nEOF\n`), readTemplate);
      }),
    );
  });

  it('in an indented heredoc', () => {
    fc.assert(
      fc.property(documents, fc.constantFrom(1, 2, 3), (document, space) => {
        const lines = escapeTemplate(JSON.stringify(document, null, space)).split('\n');
        checkPlaces(
          evaluateText(`<<-EOF\n${lines.map((line) => `      ${line}\n`).join('')}      EOF\n`),
          readTemplate,
        );
      }),
    );
  });

  it('in a quoted string', () => {
    fc.assert(
      fc.property(documents, (document) => {
        const quoted = escapeTemplate(JSON.stringify(JSON.stringify(document)));
        checkPlaces(evaluateText(quoted), (written) => JSON.parse(JSON.parse(`"${readEscapes(written)}"`)));
      }),
    );
  });

  it('in a file', () => {
    fc.assert(
      fc.property(documents, layouts, (document, space) => {
        const source = new SourceFile('policy.json', JSON.stringify(document, null, space));
        const files: FileAccess = {
          baseDirectory: '/nowhere',
          read: () => source,
          readBytes: () => new TextEncoder().encode(source.text),
          exists: () => true,
          list: () => [],
        };
        checkPlaces(evaluateText('file("policy.json")', { files }), (written) => JSON.parse(written));
      }),
    );
  });
});

function readEscapes(written: string): string {
  return written.replaceAll('$${', '${').replaceAll('%%{', '%{');
}

describe('a JSON text with an unknown part', () => {
  it('is read as if something stood there', () => {
    const hole = unknown(
      { kind: 'unset', message: 'var.x has no value', place: null },
      { origin: null },
      { type: { kind: 'string' } },
    );
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (before, after) => {
        const around = (x: string) =>
          `{"before":${JSON.stringify(before)},"x":"a-${x}-b","after":${JSON.stringify(after)}}`;
        const quoted = escapeTemplate(JSON.stringify(around('HERE')));
        const read = (x: Value) => {
          const reading = readJson(
            evaluateText(
              quoted.replace('HERE', () => '${x}'),
              { variables: { x } },
            ),
          );
          if (reading.kind !== 'known' || !('entries' in reading.value)) throw new Error('There is no document.');
          return reading.value.entries;
        };
        const [known, open] = [read(string('y')), read(hole)];
        expect(open.get('x')?.kind).toBe('unknown');
        expect(comparable(known.get('x')!)).toBe('a-y-b');
        for (const key of ['before', 'after']) expect(comparable(open.get(key)!)).toEqual(comparable(known.get(key)!));
      }),
    );
  });

  it('or without, is never a reason to throw', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('{', '}', '[', ']', '"', '\\', ',', ':', 'a', '1', '\uE000', ' ') }),
        (text) => {
          readJson(string(text));
        },
      ),
    );
  });
});

function comparable(value: Value): unknown {
  switch (value.kind) {
    case 'string':
    case 'number':
    case 'bool':
      return value.value;
    case 'null':
      return null;
    default:
      if ('items' in value) return value.items.map(comparable);
      return 'entries' in value ? [...value.entries].map(([key, each]) => [key, comparable(each)]) : value.kind;
  }
}
