import { describe, expect, it } from 'vitest';
import { parseTemplateText } from '../../src/hcl/parser.ts';
import { SourceFile } from '../../src/hcl/source.ts';
import type { Template, TemplatePart } from '../../src/hcl/syntax.ts';
import { argument, nodesOf, outline, sourceOf } from './support.ts';

/** The outline of an argument's value, without the word for its form. */
function parts(value: string): string {
  return outline(argument(`a = ${value}\n`))
    .replace(/^\((quoted|heredoc) ?/, '')
    .replace(/\)$/, '');
}

function template(text: string): Template {
  const value = argument(text);
  if (value.kind !== 'template') throw new Error(`not a template: ${text}`);
  return value;
}

describe('quoted strings', () => {
  it.each([
    ['""', ''],
    ['"a b"', '"a b"'],
    [String.raw`"\n\r\t\"\\"`, String.raw`"\n\r\t\"\\"`],
    [String.raw`"\u00e9\U0001F600"`, '"é😀"'],
    ['"a${b}c"', '"a" ${b} "c"'],
    ['"${a}"', '${a}'],
    ['"${a}${b}"', '${a} ${b}'],
    // The markers are escaped by doubling; alone they are text.
    ['"$${a} %%{b}"', '"${a} %{b}"'],
    ['"$$${a}"', '"$${a}"'],
    ['"$ % $$ 100% $"', '"$ % $$ 100% $"'],
    ['"${"nested ${a}"}"', '${(quoted "nested " ${a})}'],
    ['"${\n  a\n}"', '${a}'],
    ['"${{ a = "}" }.a}"', '${(. {"a": (quoted "}")} a)}'],
    ['"${a # "}\n}"', '${a}'],
  ])('%s', (text, expected) => {
    expect(parts(text)).toBe(expected);
  });

  it('keep one text part around lone markers and escapes', () => {
    const { parts: found } = template('a = "5$ \\"or\\" 10%"\n');
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ kind: 'text', value: '5$ "or" 10%', start: 5, end: 18, skipped: 0 });
  });
});

describe('strip markers', () => {
  it.each([
    ['"a  ${~ b ~}  c"', '"a" ${b} "c"'],
    // In quotes they also strip what escapes stand for.
    [String.raw`"a\n  ${'$'}{~ b ~}\t\n  c"`, '"a" ${b} "c"'],
    ['"  ${~ a}"', '"" ${a}'],
    ['"a ${~ b ~} ${~ c ~} d"', '"a" ${b} "" ${c} "d"'],
    ['"a %{~ if b ~} c %{~ else ~} d %{~ endif ~} e"', '"a" (if b "c" else "d") "e"'],
  ])('%s', (text, expected) => {
    expect(parts(text)).toBe(expected);
  });

  it('in a heredoc strip only within a line, and its line ending', () => {
    expect(parts('<<E\na\n   ${~ b ~}   \n  c\nE')).toBe('"a\\n" ${b} "  c\\n"');
    expect(parts('<<E\na\n${~ b ~}\n\n  c\nE')).toBe('"a" ${b} "\\n  c\\n"');
  });
});

describe('directives', () => {
  it.each([
    ['"%{ if a }b%{ endif }"', '(if a "b")'],
    ['"%{ if a }b%{ else }c%{ endif }d"', '(if a "b" else "c") "d"'],
    ['"%{ if a }%{ else }%{ endif }"', '(if a)'],
    ['"%{ for v in c }${v},%{ endfor }"', '(for v c ${v} ",")'],
    ['"%{ for k, v in c }%{ if v }${k}%{ endif }%{ endfor }"', '(for k,v c (if v ${k}))'],
    ['"%{if a}%{for v in c}x%{endfor}%{else}y%{endif}"', '(if a (for v c "x") else "y")'],
  ])('%s', (text, expected) => {
    expect(parts(text)).toBe(expected);
  });

  it('reach from their opening to their closing sequence', () => {
    const found = template('a = "x%{ if b }c%{ else }d%{ endif }y"\n').parts.map(sourceOf);
    expect(found).toEqual(['x', '%{ if b }c%{ else }d%{ endif }', 'y']);
  });
});

describe('heredocs', () => {
  it('have the text of their lines', () => {
    expect(parts('<<EOT\n  a "b" \\n\n\nEOT')).toBe('"  a \\"b\\" \\\\n\\n\\n"');
    expect(parts('<<EOT\nEOT')).toBe('');
  });

  it('end at a line with the marker and white space around it', () => {
    const value = template('a = <<EOT\nx\nEOT y\n  EOT\t\nb = 1\n');
    expect(outline(value)).toBe('(heredoc "x\\nEOT y\\n")');
    expect(sourceOf(value)).toBe('<<EOT\nx\nEOT y\n  EOT');
  });

  it('are followed by whatever stands on the line of the marker', () => {
    expect(outline(argument('a = [<<E\nx\nE\n, b]\n'))).toBe('[(heredoc "x\\n") b]');
    expect(outline(argument('a = {\n  b = <<E\nx\nE\n  c = 1\n}\n'))).toBe('{"b": (heredoc "x\\n"), "c": 1}');
  });

  it('may hold a heredoc inside an interpolation', () => {
    expect(parts('<<A\n1 ${f(<<B\n2\nB\n)} 3\nA')).toBe('"1 " ${(f() (heredoc "2\\n"))} " 3\\n"');
  });

  it('keep CRLF line endings', () => {
    expect(parts('<<E\r\na\r\n  b\r\nE\r')).toBe('"a\\r\\n  b\\r\\n"');
  });

  it('know only the doubled markers as escapes', () => {
    expect(parts('<<E\n\\" $${a} %%{b} $\nE')).toBe('"\\\\\\" ${a} %{b} $\\n"');
  });
});

describe('indented heredocs', () => {
  function lines(body: string): string {
    return parts(`<<-E\n${body}\n  E`);
  }

  it('lose the indentation that all their lines have', () => {
    expect(lines('    a\n      b\n    c')).toBe('"a\\n" "  b\\n" "c\\n"');
  });

  it('count tabs and other white space as one character each', () => {
    expect(lines('\t\ta\n \u00a0b')).toBe('"a\\n" "b\\n"');
  });

  it('count a space together with the accents on it', () => {
    expect(lines(' \u0301 a\n    b')).toBe('" a\\n" "   b\\n"');
  });

  it('ignore blank lines, which keep their space', () => {
    expect(lines('    a\n\n  \n    b')).toBe('"a\\n" "\\n" "  \\n" "b\\n"');
    expect(lines('    a\r\n\r\n    b\r')).toBe('"a\\r\\n" "\\r\\n" "b\\r\\n"');
  });

  it('look only at literal text', () => {
    expect(lines('    a ${b}\n  ${c} d\n   e')).toBe('"  a " ${b} "\\n" "" ${c} " d\\n" " e\\n"');
    expect(lines('    a\n${b}\n    c')).toBe('"    a\\n" ${b} "\\n" "    c\\n"');
    expect(lines('    a ${\nb\n} c\n    d')).toBe('"a " ${b} " c\\n" "d\\n"');
  });

  it('take a directive at the start of a line for unindented', () => {
    expect(lines('  a\n%{ if b }\n  c\n%{ endif }\n  d')).toBe('"  a\\n" (if b "\\n" "  c\\n") "\\n" "  d\\n"');
  });

  it('do not dedent a line whose line before lost its ending to a strip marker', () => {
    expect(lines('  %{ if a ~}\n    b\n  %{ endif ~}\n  c')).toBe('"" (if a "" "    b\\n" "") "" "  c\\n"');
  });

  it('keep the source range of what was removed, and count it', () => {
    const [first, second] = template('a = <<-E\n    x\n      y\n    E\n').parts;
    expect(first).toMatchObject({ value: 'x\n', start: 9, end: 15, skipped: 4 });
    expect(second).toMatchObject({ value: '  y\n', start: 15, end: 23, skipped: 4 });
  });
});

describe('whole texts', () => {
  it('have no escapes but the doubled markers, and no end', () => {
    const { template: value, errors } = parseTemplateText(new SourceFile('t.tftpl', '"a\\n" ${b}\n%%{ if'));
    expect(errors).toEqual([]);
    expect(outline(value)).toBe('(heredoc "\\"a\\\\n\\" " ${b} "\\n%{ if")');
    expect(sourceOf(value)).toBe('"a\\n" ${b}\n%%{ if');
  });
});

it('the parts of a template cover all of its text', () => {
  const covered = (list: readonly TemplatePart[]): string => list.map(sourceOf).join('');
  const quoted = template('a = "x ${~ b ~} $${c} \\n %{ if d }e%{ endif }"\n');
  expect(`"${covered(quoted.parts)}"`).toBe(sourceOf(quoted));
  const heredoc = template('a = <<-E\n    x\n  ${y}\n\n  E\n');
  expect(`<<-E\n${covered(heredoc.parts)}  E`).toBe(sourceOf(heredoc));
  expect([...nodesOf(heredoc)].every(({ node }) => node.file === heredoc.file)).toBe(true);
});
