import { describe, expect, it } from 'vitest';
import { parseJson } from '../../src/hcl/json.ts';
import { parseNative, parseTemplateText } from '../../src/hcl/parser.ts';
import { SourceFile } from '../../src/hcl/source.ts';
import type { ParsedFile } from '../../src/hcl/syntax.ts';
import { native, nodesOf } from './support.ts';

/** Repeats the opening and the closing of something around a core. */
function nested(open: string, core: string, close: string, levels: number): string {
  return open.repeat(levels) + core + close.repeat(levels);
}

const shapes: readonly (readonly [string, (levels: number) => string])[] = [
  ['parentheses', (n) => `a = ${nested('(', '1', ')', n)}\n`],
  ['lists', (n) => `a = ${nested('[', '1', ']', n)}\n`],
  ['objects', (n) => `a = ${nested('{ b = ', '1', ' }', n)}\n`],
  ['calls', (n) => `a = ${nested('f(', '1', ')', n)}\n`],
  ['indexes', (n) => `a = ${nested('b[', '1', ']', n)}\n`],
  ['for expressions', (n) => `a = ${nested('[for b in c : ', 'b', ']', n)}\n`],
  ['negations', (n) => `a = ${'-'.repeat(n)}1\n`],
  ['conditionals', (n) => `a = ${'b ? c : '.repeat(n)}d\n`],
  ['templates', (n) => `a = ${nested('"${', 'b', '}"', n)}\n`],
  ['heredocs', (n) => `a = ${nested('<<E\n${', 'b', '}\nE\n', n)}\n`],
  ['directives', (n) => `a = "${nested('%{ if b }', 'c', '%{ endif }', n)}"\n`],
  ['blocks', (n) => nested('a {\n', 'b = 1\n', '}\n', n)],
  ['splats', (n) => `a = b${'[*].c'.repeat(n)}\n`],
  ['operators', (n) => `a = b${' + b'.repeat(n)}\n`],
  ['steps', (n) => `a = b${'.c'.repeat(n)}\n`],
  ['operators in parentheses on the left', (n) => `a = ${'('.repeat(n)}b${' + c)'.repeat(n)}\n`],
];

describe('nesting', () => {
  it.each(shapes)('of %s is read to a depth that nobody needs', (_name, text) => {
    expect(native(text(100)).errors).toEqual([]);
  });

  it.each(shapes)('of %s is refused with one problem before it is too deep to walk', (_name, text) => {
    const source = text(10_000);
    const { errors, body } = native(source);
    expect(errors).toMatchObject([{ message: expect.stringMatching(/deep|longer than/) }]);
    // Walking the tree, as everybody does, must not run out of stack.
    expect([...nodesOf(body)].length).toBeGreaterThan(0);
  });

  it('of JSON is limited as well', () => {
    const parsed = parseJson(new SourceFile('a.tf.json', `{"a": ${nested('[', '1', ']', 10_000)}}`));
    expect(parsed.errors).toMatchObject([{ message: expect.stringContaining('nested deeper than') }]);
    expect(parseJson(new SourceFile('a.tf.json', `{"a": ${nested('[', '1', ']', 400)}}`)).errors).toEqual([]);
  });

  it('of a whole template is limited as well', () => {
    const { errors } = parseTemplateText(new SourceFile('a', nested('${"', 'b', '"}', 10_000)));
    expect(errors).toHaveLength(1);
  });
});

/**
 * Texts of which a parser that looks twice at anything would not see the end: with a quadratic step each of them takes
 * minutes, against milliseconds.
 */
describe('long texts are read in one go', () => {
  const n = 100_000;
  const read = (text: string): ParsedFile => parseNative(new SourceFile('a.tf', text));

  it.each<[string, () => string, boolean]>([
    ['arguments', () => Array.from({ length: n }, (_, i) => `a${i} = ${i}\n`).join(''), true],
    ['blocks on lines', () => 'a "b" { c = 1 }\n'.repeat(n), true],
    ['list items', () => `a = [${'1,'.repeat(n)}]\n`, true],
    ['object items', () => `a = {\n${'b = 1\n'.repeat(n)}}\n`, true],
    ['sequences in a string', () => `a = "${'${b}$'.repeat(n)}"\n`, true],
    ['escapes in a string', () => `a = "${'\\u00e9$${'.repeat(n)}"\n`, true],
    ['lines of a heredoc', () => `a = <<-E\n${'  b ${c}\n'.repeat(n)}  E\n`, true],
    ['directives', () => `a = "${'%{ if b }c%{ endif }'.repeat(n)}"\n`, true],
    ['comments', () => '# a\n'.repeat(n), true],
    ['spaces', () => `a =${' '.repeat(n)}1\n`, true],
    ['errors', () => 'a = ]\n'.repeat(n), false],
    ['errors on one line', () => 'a = ] '.repeat(n), false],
    ['errors in blocks', () => 'a {\n  b = [1 2]\n'.repeat(n), false],
    ['brackets that close nothing', () => '}'.repeat(n), false],
    ['brackets that are not closed', () => 'a = [\n'.repeat(n), false],
    ['strings that are not closed', () => 'a = "b\n'.repeat(n), false],
    ['heredocs that are not closed', () => 'a = <<E\n'.repeat(n), false],
    ['markers of heredocs that are not closed', () => 'a = [<<E\n${b c}\n]\n'.repeat(n), false],
    ['comments that are not closed', () => '/*'.repeat(n), false],
    ['interpolations that are not closed', () => 'a = "${'.repeat(n), false],
    ['labels that are not closed', () => 'a "b {\n'.repeat(n), false],
    ['nonsense', () => '!=~%{'.repeat(n), false],
  ])('%s', (_name, text, valid) => {
    expect(read(text()).errors.filter((problem) => !problem.message.includes('already set')).length === 0).toBe(valid);
  });
});
