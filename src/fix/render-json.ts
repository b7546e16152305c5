import type { BlockContent, Data, NewValue } from '../lint/fix.ts';
import { CannotEdit } from './cannot-edit.ts';
import { argumentText } from './copy.ts';
import { deeper, escapeSequences, type Indent, isList } from './render-hcl.ts';

/** How JSON is written around the place of new text. */
export interface JsonStyle {
  /** Null for a text on one line. */
  readonly indent: Indent | null;
  /** Between a name and its value: `": "` has `: `. */
  readonly colon: string;
  /** Between two members on one line. */
  readonly comma: string;
  /** Whether strings are templates, as in `.tf.json`: then `${` needs an escape, and an expression can be written. */
  readonly templates: boolean;
}

/** Puts a value into JSON. Lines end with `\n`. @throws CannotEdit for an expression where there are none */
export function renderJsonValue(value: NewValue, style: JsonStyle): string {
  switch (value.kind) {
    case 'literal':
      return renderJson(value.value, style);
    case 'document': {
      const text = JSON.stringify(value.document);
      return JSON.stringify(style.templates ? escapeSequences(text) : text);
    }
    case 'expression':
      if (!style.templates) throw new CannotEdit('only a literal can be written here, and the new value is none');
      return JSON.stringify(`\${${value.text}}`);
    case 'copy':
      if (!style.templates) throw new CannotEdit('only a literal can be written here, and the new value is none');
      return argumentText(value.argument, 'json');
  }
}

/** Data as JSON. Lists of plain values stand on one line. */
function renderJson(data: Data, style: JsonStyle): string {
  if (typeof data === 'string') return JSON.stringify(style.templates ? escapeSequences(data) : data);
  if (data === null || typeof data !== 'object') return String(data);
  const inner = innerStyle(style);
  if (isList(data)) {
    const items = data.map((item) => renderJson(item, inner));
    const plain = !data.some((item) => typeof item === 'object' && item !== null);
    return enclose('[', items, ']', plain ? { ...style, indent: null } : style);
  }
  return enclose(
    '{',
    Object.entries(data).map((entry) => member(entry[0], renderJson(entry[1], inner), style)),
    '}',
    style,
  );
}

/** The body of a new block as an object. */
export function renderJsonBlock(content: BlockContent, style: JsonStyle): string {
  const inner = innerStyle(style);
  const members = content.arguments.map(([name, value]) => member(name, renderJsonValue(value, inner), style));
  const types = new Map<string, BlockContent[]>();
  for (const [type, nested] of content.blocks) types.set(type, [...(types.get(type) ?? []), nested]);
  for (const [type, bodies] of types) {
    const [only] = bodies;
    const text =
      bodies.length === 1 && only !== undefined
        ? renderJsonBlock(only, inner)
        : enclose(
            '[',
            bodies.map((body) => renderJsonBlock(body, innerStyle(inner))),
            ']',
            inner,
          );
    members.push(member(type, text, style));
  }
  return enclose('{', members, '}', style);
}

/** `"name": value`. */
export function member(name: string, value: string, { colon }: JsonStyle): string {
  return `${JSON.stringify(name)}${colon}${value}`;
}

/** An object with one member, around a text that was rendered with `innerStyle`. */
export function encloseMember(name: string, value: string, style: JsonStyle): string {
  return enclose('{', [member(name, value, style)], '}', style);
}

/** The style of what stands one level deeper. */
export function innerStyle(style: JsonStyle): JsonStyle {
  return style.indent === null ? style : { ...style, indent: deeper(style.indent) };
}

function enclose(open: string, members: readonly string[], close: string, { indent, comma }: JsonStyle): string {
  if (members.length === 0) return open + close;
  if (indent === null) return `${open}${members.join(comma)}${close}`;
  const inner = deeper(indent).base;
  return `${open}\n${inner}${members.join(`,\n${inner}`)}\n${indent.base}${close}`;
}
