import fc from 'fast-check';

/**
 * Arbitrary expressions in native syntax: mostly valid ones, in all forms of the grammar and with all the freedom that
 * spaces, line ends and comments have.
 */
export function expressionTexts(): fc.Arbitrary<string> {
  const space = fc.constantFrom('', ' ', '', '  ', '\n', ' /* c */ ', '\t');
  const { expression } = fc.letrec<{ expression: string; operand: string }>((tie) => {
    const inner = tie('expression');
    const operand = tie('operand');
    const spaced = fc.tuple(space, inner, space).map((parts) => parts.join(''));
    const strip = fc.constantFrom('', '~');
    const text = fc.constantFrom('', 'p', ' ', '  ', '\\n', '$', '%', '$$', '$${x}', '100% ', ' \\" ', '\\u00e9');
    const indent = fc.constantFrom('', ' ', '  ', '    ', '\t');
    const line = fc.constantFrom('text', '', '  ', 'a${x}b', '${~ x ~}', '%{ if x ~}y%{ endif }', '$', '$${x}', 'E x');
    const lineEnd = fc.constantFrom('\n', '\n', '\r\n', '\n\n');
    return {
      operand: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom('x', '1', '"s"', 'true', 'null', '1.50', '"a${x}b"', 'x.y', 'x[0]', '""', '[]', '{}'),
        spaced.map((value) => `(${value})`),
        fc.array(spaced, { maxLength: 3 }).map((items) => `[${items.join(',')}]`),
        fc
          .array(fc.tuple(fc.constantFrom('k', '"q"', '"q${x}"', '(x)', '1'), fc.constantFrom('=', ' : '), inner), {
            maxLength: 3,
          })
          .map((items) => `{${items.map((item) => item.join('')).join(',\n')}}`),
        fc
          .tuple(
            fc.constantFrom('f', 'p::f', 'f '),
            fc.array(spaced, { maxLength: 3 }),
            fc.constantFrom('', ',', '...'),
          )
          .map(([name, items, end]) => `${name}(${items.join(',')}${items.length > 0 ? end : ''})`),
        fc
          .tuple(operand, fc.constantFrom('.y', '.0', '[*].z', '.*.z', '.*', '[0]', '["k"]'))
          .map((parts) => parts.join('')),
        fc.tuple(operand, spaced).map(([object, key]) => `${object}[${key}]`),
        fc
          .tuple(text, strip, spaced, strip, text)
          .map(([before, open, value, close, after]) => `"${before}\${${open}${value}${close}}${after}"`),
        fc
          .tuple(text, strip, inner, strip, text)
          .map(
            ([before, open, value, close, after]) =>
              `"%{${open} if ${value} ${close}}${before}%{ else }${after}%{endif}"`,
          ),
        inner.map((value) => `"%{ for a in ${value} }q%{ endfor }"`),
        fc.tuple(inner, inner, fc.constantFrom('', ' if x')).map(([c, v, end]) => `[for k, a in ${c} : ${v}${end}]`),
        fc.tuple(inner, inner, fc.constantFrom('', '...')).map(([c, v, end]) => `{for a in ${c} : ${v} => ${v}${end}}`),
        fc
          .tuple(fc.constantFrom('<<', '<<-'), fc.array(fc.tuple(indent, line, lineEnd), { maxLength: 4 }), indent)
          .map(([open, lines, end]) => `${open}E\n${lines.map((parts) => parts.join('')).join('')}${end}E\n`),
      ),
      expression: fc.oneof(
        { maxDepth: 4 },
        operand,
        fc.tuple(fc.constantFrom('-', '!'), operand).map((parts) => parts.join('')),
        fc
          .tuple(operand, fc.constantFrom('+', '-', '*', '/', '%', '==', '!=', '<', '>=', '&&', '||'), inner)
          .map((parts) => parts.join(' ')),
        fc.tuple(operand, inner, inner).map(([condition, a, b]) => `${condition} ? ${a} : ${b}`),
      ),
    };
  });
  return expression;
}

/** Pieces of the language that break things when they stand in the wrong place. */
export const fragments: readonly string[] = [
  'a',
  ' = ',
  ' ',
  '\n',
  '"',
  '${',
  '}',
  '%{',
  '~}',
  '${~',
  'if ',
  'for ',
  'in ',
  'endif',
  'else',
  '{',
  '[',
  ']',
  '(',
  ')',
  ',',
  ':',
  '=>',
  '?',
  '.',
  '*',
  '[*]',
  '.0',
  '1.5',
  '-',
  '!',
  '==',
  '&&',
  '::',
  '...',
  '<<E\n',
  '<<-E\n',
  '\nE\n',
  '$',
  '$$',
  '$${',
  '\\n',
  '\\"',
  '\\',
  '#',
  '//',
  '/*',
  '*/',
  '\r\n',
  '\r',
  '\t',
  'é',
  '\u0301',
  '\u00a0',
  'null',
  '<',
  '~',
  "'",
  '\u0000',
  '\ud83d',
];

/** A valid file with pieces removed, doubled and put in. */
export function damaged(text: string): fc.Arbitrary<string> {
  const at = fc.nat({ max: text.length });
  const damage = fc.tuple(at, fc.nat({ max: 12 }), fc.constantFrom('', ...fragments));
  return fc.array(damage, { minLength: 1, maxLength: 4 }).map((damages) => {
    let result = text;
    for (const [start, length, put] of damages) result = result.slice(0, start) + put + result.slice(start + length);
    return result;
  });
}
