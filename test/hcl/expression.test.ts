import { describe, expect, it } from 'vitest';
import { argument, expression, native, nodesOf, outline, sourceOf } from './support.ts';

describe('structure', () => {
  it.each([
    ['true', 'true'],
    ['null', 'null'],
    ['1.50', '1.5'],
    ['1e5', '100000'],
    ['1.e2', '100'],
    ['007', '7'],
    ['trueish', 'trueish'],
    ['a-b', 'a-b'],
    ['a - b', '(- a b)'],
    ['größe', 'größe'],
    ['_x', '_x'],
    // Operators, from the loosest to the tightest, all associating to the left.
    ['a || b && c == d > e + f * g', '(|| a (&& b (== c (> d (+ e (* f g))))))'],
    ['a * b + c < d != e && f || g', '(|| (&& (!= (< (+ (* a b) c) d) e) f) g)'],
    ['a - b - c', '(- (- a b) c)'],
    ['a / b * c % d', '(% (* (/ a b) c) d)'],
    ['a <= b >= c', '(>= (<= a b) c)'],
    ['-a + b', '(+ (- a) b)'],
    ['-a.b[0]', '(- (index (. a b) 0))'],
    ['!a == b', '(== (! a) b)'],
    ['!!a', '(! (! a))'],
    ['(a + b) * c', '(* (paren (+ a b)) c)'],
    // The arms of a conditional may be conditionals.
    ['a ? b : c ? d : e', '(? a b (? c d e))'],
    ['a ? b ? c : d : e', '(? a (? b c d) e)'],
    ['a || b ? c : d', '(? (|| a b) c d)'],
    // Steps.
    ['a.b.c', '(. (. a b) c)'],
    ['a["b"].c', '(. (index a (quoted "b")) c)'],
    ['a.0.b', '(. (index a 0) b)'],
    ['f(a).b', '(. (f() a) b)'],
    ['[a][0]', '(index [a] 0)'],
    ['{a = b}.a', '(. {"a": b} a)'],
    ['"x".y', '(. (quoted "x") y)'],
    // A full splat takes all steps after it; a legacy one only names and legacy indexes.
    ['a[*].b[0].c', '(splat-full a (. (index (. @ b) 0) c))'],
    ['a.*.b[0].c', '(. (index (splat-attribute a (. @ b)) 0) c)'],
    ['a.*.b.0', '(splat-attribute a (index (. @ b) 0))'],
    ['a[*]', '(splat-full a @)'],
    ['a.*', '(splat-attribute a @)'],
    ['a[*].b[*].c', '(splat-full a (splat-full (. @ b) (. @ c)))'],
    ['a.*.b[*].c', '(splat-full (splat-attribute a (. @ b)) (. @ c))'],
    // Calls.
    ['f()', '(f())'],
    ['f (a, b,)', '(f() a b)'],
    ['f(a, b...)', '(f() a b...)'],
    ['provider::aws::arn_parse(a)', '(provider::aws::arn_parse() a)'],
    // Collections.
    ['[]', '[]'],
    ['[a, b,]', '[a b]'],
    ['{}', '{}'],
    ['{a = 1, "b" : 2, (c) = 3, 4 = 5}', '{"a": 1, (quoted "b"): 2, (paren c): 3, 4: 5}'],
    ['{true = 1, null = 2}', '{"true": 1, "null": 2}'],
    ['{a.b = 1}', '{(. a b): 1}'],
    ['{a = 1\nb = 2\n\nc = 3}', '{"a": 1, "b": 2, "c": 3}'],
    // For expressions.
    ['[for v in c : v.x]', '(for v c (. v x))'],
    ['[for k, v in c : v if v != ""]', '(for k,v c v if (!= v (quoted)))'],
    ['{for k, v in c : k => v... if k}', '(for k,v c k => v... if k)'],
    ['{\nfor\nv in c :\nv => 1\n}', '(for v c v => 1)'],
    ['{a = 1, for = 2}', '{"a": 1, "for": 2}'],
  ])('%s', (text, expected) => {
    expect(outline(expression(text))).toBe(expected);
  });
});

describe('line ends', () => {
  it('are spaces in parentheses, calls, lists and indexes', () => {
    for (const text of ['(\n1\n+\n2\n)', 'f(\na\n,\nb\n)', '[\n1\n,\n2\n]', 'a[\n0\n]', '(a\n? b\n: c)', '(a\n.b)']) {
      expect(native(`x = ${text}\n`).errors, text).toEqual([]);
    }
  });

  it('are spaces again inside a list that is in an object, and end items again after it', () => {
    expect(outline(argument('x = {\n  a = [\n    1,\n  ]\n  b = (2\n)\n}\n'))).toBe('{"a": [1], "b": (paren 2)}');
  });

  it('are spaces in a whole expression', () => {
    expect(outline(expression('\na\n+\nb\n'))).toBe('(+ a b)');
  });

  it('may be CRLF', () => {
    expect(outline(argument('x = {\r\n  a = 1\r\n  b = [\r\n  ]\r\n}\r\n'))).toBe('{"a": 1, "b": []}');
  });
});

describe('ranges', () => {
  /** The source text of every node below an expression, parents first. */
  function texts(text: string): string[] {
    return [...nodesOf(expression(text))].map(({ node }) => sourceOf(node));
  }

  it('of operators and steps start at their first operand', () => {
    expect(texts('a.b + c[0] * d')).toEqual(['a.b + c[0] * d', 'a.b', 'a', 'c[0] * d', 'c[0]', 'c', '0', 'd']);
  });

  it('include brackets', () => {
    expect(texts('( [a] )')).toEqual(['( [a] )', '[a]', 'a']);
    expect(texts('{ a = f( b ) }')).toEqual(['{ a = f( b ) }', 'a = f( b )', 'a', 'f( b )', 'b']);
    expect(texts('[for v in c : v]')).toEqual(['[for v in c : v]', 'c', 'v']);
  });

  it('of a splat: its marker stands for the element', () => {
    // The node of the element appears as the splat's item and at the root of what is computed for each.
    expect(texts('a[*].b')).toEqual(['a[*].b', 'a', '[*]', '[*].b', '[*]']);
    expect(texts('a.*.b')).toEqual(['a.*.b', 'a', '.*', '.*.b', '.*']);
    const splat = expression('a[*]');
    expect(splat.kind === 'splat' && splat.each === splat.item).toBe(true);
  });

  it('of an operand and of both arms', () => {
    expect(texts('-a ? b : c')).toEqual(['-a ? b : c', '-a', 'a', 'b', 'c']);
  });

  it('count UTF-16 code units after characters outside the basic plane', () => {
    expect(texts('["😀", a]')).toEqual(['["😀", a]', '"😀"', '😀', 'a']);
  });
});
