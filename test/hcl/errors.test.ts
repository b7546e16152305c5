import { describe, expect, it } from 'vitest';
import type { Body } from '../../src/hcl/syntax.ts';
import { describeProblems, native, nodesOf, outline, sourceOf } from './support.ts';
import { defectOfFile } from './well-formed.ts';

/** Names of all arguments and types of all blocks, nested ones in braces. */
function names(body: Body): string {
  const blocks = body.blocks.map((block) => `${block.type}{${names(block.body)}}`);
  return [...body.attributes.map((attribute) => attribute.name), ...blocks].join(' ');
}

describe('one error is one problem, at its place', () => {
  it.each([
    // In expressions.
    ['a = <<E\nx\n \rE\n', '\r: The character U+000D has no meaning beside the end of a heredoc'],
    ['a = <<E\nx\nE\r\r\n', '\r: The character U+000D has no meaning beside the end of a heredoc'],
    ['a = \n', '\n: Expected a value, but found the end of the line'],
    ['a =', ': Expected a value, but found the end of the file'],
    ['a = [1 2]\n', '2: Expected "," or "]" after an item of this list, but found "2"'],
    ['a = [1,,2]\n', ',: Expected a value, but found ","'],
    ['a = f(1 2)\n', '2: Expected "," or ")" in the call of "f", but found "2"'],
    ['a = f(b..., c)\n', ',: Expected ")" after "...", but found ","'],
    ['a = (1\n', ': Expected ")", but found the end of the file'],
    ['a = b ? c\n', '\n: Expected ":" and the value for when the condition is false, but found the end of the line'],
    ['a = b c\n', 'c: Expected the end of the line after the value, but found "c"'],
    ['a = b.\n', '\n: Expected an attribute name after ".", but found the end of the line'],
    ['a = b.*.*\n', '*: Expected an attribute name after ".", but found "*"'],
    ['a = b[0\n', ': Expected "]" after the index, but found the end of the file'],
    ['a = b.0.1\n', '0.1: Two indexes cannot be joined with dots; write [0][1]'],
    ['a = 1.2.3\n', '1.2.3: "1.2.3" is not a number'],
    ['a = .5\n', '.: Expected a value, but found "."'],
    ['a = x::y\n', '\n: Expected "(" after the function name "x::y", but found the end of the line'],
    ['a = { b 1 }\n', '1: Expected "=" and a value after the name of an attribute, but found "1"'],
    [
      'a = { b = 1 c = 2 }\n',
      'c: Expected "}", "," or the end of the line after an attribute of this object, but found "c"',
    ],
    ['a = { b = 1\n, c = 2 }\n', ',: Expected a value, but found ","'],
    ['a = [for in b : c]\n', 'b: Expected "in" after the variable names of "for", but found "b"'],
    ['a = [for b in c d]\n', 'd: Expected ":" after the collection of "for", but found "d"'],
    ['a = [for b in c : d => e]\n', 'd: A "for" that builds a list has no keys; write it in braces'],
    ['a = {for b in c : d}\n', 'd: A "for" that builds an object needs a key: key => value'],
    ['a = [for b in c : d...]\n', '...: "..." can only group the values of an object'],
    ['a = 1 +\n', '\n: Expected a value, but found the end of the line'],
    // Characters from other languages.
    ["a = 'b'\n", "': Single quotes do not delimit strings; write the string in double quotes"],
    ['a = “b”\n', '“: Curly quotes do not delimit strings; write straight double quotes'],
    ['a = b & c\n', '&: "&" is not an operator; a logical "and" is written "&&"'],
    ['a = 1;\n', ';: ";" separates nothing in HCL; write each argument on its own line, and commas between items'],
    ['a = \u0007\n', '\u0007: The character U+0007 has no meaning here'],
    ['a = 😀\n', '😀: The character "😀" (U+1F600) has no meaning here'],
    ['a = 1\rb = 2\n', '\r: The character U+000D has no meaning here'],
    // Strings.
    ['a = "b\n', '"b: This string is not closed on its line'],
    ['a = "b\nc"\n', '"b: This string is not closed on its line'],
    ['a = "\\q"\n', '\\q: "\\q" is not an escape sequence; a backslash itself is written "\\\\"'],
    ['a = "\\u12"\n', '\\u12: "\\u" must be followed by four hexadecimal digits'],
    ['a = "\\U12"\n', '\\U12: "\\U" must be followed by eight hexadecimal digits'],
    ['a = "\\ud800"\n', '\\ud800: "\\ud800" is not a Unicode character'],
    [
      'a = "${b"\n',
      '": Expected "}" to end the interpolation; a literal "${" is written "$${", but found a quoted string',
    ],
    ['a = "${}"\n', '}: Expected a value, but found "}"'],
    [
      'a = "%{ iff b }"\n',
      'iff: Expected "if", "else", "endif", "for" or "endfor" after "%{"; a literal "%{" is written "%%{", but found "iff"',
    ],
    ['a = "%{ if b }c"\n', '%{ if b }: This "if" directive has no "endif"'],
    ['a = "%{ else }"\n', '%{ else }: This "else" belongs to an "if" that is not open here'],
    ['a = "%{if b}%{else}%{else}%{endif}"\n', '%{else}: This "else" belongs to an "if" that already has an "else"'],
    ['a = "%{ for b in c }%{ endif }"\n', '%{ endif }: This "endif" closes nothing: "endfor" is due'],
    ['a = "%{ endfor }"\n', '%{ endfor }: This "endfor" closes nothing: nothing is open here'],
    // Heredocs.
    ['a = <<E\nb\n', '<<E: No line with only "E" closes this heredoc'],
    ['a = <<E\nb\nE', '<<E: No line with only "E" closes this heredoc'],
    ['a = << E\nb\nE\n', '<<: A heredoc starts with "<<" or "<<-" and a name that ends its line'],
    [
      'a = <<E\n${b c}\nE\n',
      'c: Expected "}" to end the interpolation; a literal "${" is written "$${", but found "c"',
    ],
    ['a = <<E\nb\rc\nE\n', '\r: A carriage return must be followed by a line feed'],
    // Bodies.
    ['a\n', 'a: Expected "{" to open a block, or "=" to set an argument, before the end of this line'],
    ['a 1 {}\n', '1: Expected "=" or "{" after "a", to make it an argument or a block, but found "1"'],
    ['"a" = 1\n', '": The name of an argument or a block is not quoted'],
    ['= 1\n', '=: Expected an argument or a block, but found "="'],
    ['a = 1\na = 2\n', 'a: "a" is already set in this block'],
    ['a = 1,\n', ',: Arguments end with their line; a comma separates nothing here'],
    ['a {\n  b = 1 }\n', '}: A line ending is missing before this "}"'],
    ['a { b = 1, c = 2 }\n', ',: A block on one line holds one argument; a comma separates nothing here'],
    ['a { b = 1\n}\n', '\n: A block that holds an argument on its first line ends on that line'],
    ['a { b {} }\n', 'b: A block on one line can hold an argument, but no block'],
    ['a {} b {}\n', 'b: Expected the end of the line, but found "b"'],
    ['a\n{\n  b = 1\n}\n', 'a: The "{" of a block must be on the line of its header'],
    ['a "b"\n{\n  c = 1\n}\n', 'a "b": The "{" of a block must be on the line of its header'],
    ['a "${b}" {}\n', '${: A label cannot contain an interpolation or a directive'],
    ['a "b {\n}\n', '"b : This label is not closed on its line'],
    ['a {\n  b = 1\n', 'a: This block is never closed with "}"'],
    ['a = 1\n}\n', '}: This "}" closes nothing'],
    ['/* a', '/*: This comment is never closed with "*/"'],
  ])('%j', (text, problem) => {
    expect(describeProblems(native(text).errors)).toEqual([problem]);
  });

  it('several errors are several problems, in order', () => {
    expect(native('a = [1 2]\nb = 3\nc = (\nd = 4\n').errors.map(sourceOf)).toEqual(['2', '=']);
  });
});

describe('what is around an error is kept', () => {
  it.each([
    ['a = 1\nb = [1 2]\nc = 3\n', 'a b c'],
    ['a = [\n  1 2,\n  3,\n]\nb = 1\n', 'a b'],
    ['a = {\n  b = 1 2\n  c = 3\n}\nd = 1\n', 'a d'],
    ['x {\n  a = b c\n  d = 1\n}\ny {}\n', 'x{a d} y{}'],
    ['x {\n  a "b" = 1\n  d = 1\n}\ny {}\n', 'x{d a{}} y{}'],
    ['a = "b\nc = 1\n', 'a c'],
    ['a = f(\n  "${x"\n)\nc = 1\n', 'a c'],
    // A bracket that is not closed ends where the indentation says so.
    ['a = [\n  1,\nb = 2\nx {}\n', 'a b x{}'],
    ['x {\n  a = f(1,\n  b = 2\n}\ny {\n  c = 1\n}\n', 'x{a b} y{c}'],
    ['x {\n  a = {\n    b = 1\n  c = 2\n}\n\ny "z" {\n  d = 1\n}\n', 'x{a} y{d}'],
    // So does a block that is not closed.
    ['x {\n  a = 1\n\ny {\n  b = 1\n}\nc = 1\n', 'c x{a} y{b}'],
    ['x {\n  y {\n    a = 1\n  b = 1\n}\nz {}\n', 'x{b y{a}} z{}'],
    // An error inside a heredoc leaves the rest of the file alone.
    ['a = <<E\n  ${b c}\nd = 1\nE\ne = 1\n', 'a e'],
    ['a = <<E\n  %{ if }\nE\ne = 1\n', 'a e'],
    ['a = f([b c], <<E\n  x = 1\nE\n)\ne = 1\n', 'a e'],
    ['a = 1\n}\nb = 1\n', 'a b'],
  ])('%j', (text, kept) => {
    const { body, errors } = native(text);
    expect(errors.length, JSON.stringify(describeProblems(errors))).toBeGreaterThan(0);
    expect(names(body)).toBe(kept);
  });

  it('a file without indentation still gives one problem', () => {
    const text = 'x {\na = {\nb = 1 2\nc = [\n1,\n]\n}\nd = 1\n}\n';
    const { body, errors } = native(text);
    expect(errors.map(sourceOf)).toEqual(['2']);
    expect(names(body)).toBe('x{a d}');
  });

  it('and a value with an error has an invalid node, so that it is not known', () => {
    for (const value of [
      '[1, 2 3]',
      '{ b = 1 c }',
      '{ b 1 }',
      'f(1 2)',
      'b c',
      '"x${b c}"',
      '"x',
      '"%{ if }x"',
      'b ? c',
      '(b c)',
      'b[c d]',
      'b.',
      '[for b in c]',
      '-',
      'b +',
      'p::',
      `${'b.'.repeat(1000)}c`,
    ]) {
      const [attribute] = native(`a = ${value}\n`).body.attributes;
      const kinds = [...nodesOf(attribute)].map(({ node }) => ('kind' in node ? node.kind : ''));
      expect(kinds, `${value} is ${outline(attribute!.value)}`).toContain('invalid');
    }
  });

  it('marks bodies in which something was skipped', () => {
    const { body } = native('x {\n  ?\n}\ny {\n  a = 1\n}\n');
    expect(body.blocks.map((block) => block.body.incomplete)).toEqual([true, false]);
    expect(body.incomplete).toBe(false);
    expect(native('x {\n').body.incomplete).toBe(true);
  });

  it('keeps comments around errors, once each', () => {
    const text = '# 1\na = [ # 2\n  1 2, # 3\n  # 4\n]\n# 5\nb = (\n# 6\nc = 1 # 7\n';
    expect(native(text).comments.map(sourceOf)).toEqual(['# 1', '# 2', '# 3', '# 4', '# 5', '# 6', '# 7']);
  });
});

describe('the tree around an error', () => {
  it.each([
    ['behind a block that was read to its end', 'n{ a = {\nresource "x" "y" { a = { a = } } }ame = "app"\n}\n'],
    ['in a splat without its end', 'a = f(b[*c].d)\n'],
    ['behind a block of one line', 'a = 1\nb { c = [\nd {} ] } e\nf = 2\n'],
    ['in a string that ends with the file, and with a backslash', 'a = "b${c} d\\'],
    ['in a label that does', 'a "b" "c\\'],
  ])('is well-formed %s', (_, text) => {
    const parsed = native(text);
    expect(parsed.errors).not.toEqual([]);
    expect(defectOfFile(parsed)).toBeNull();
  });
});
