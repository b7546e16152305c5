import { expressionOfJson, jsonStringValue } from './json-expression.ts';
import { type JsonObject, type JsonValue, parseJsonText } from './json-reader.ts';
import type { SourceFile } from './source.ts';
import type {
  Attribute,
  Block,
  Body,
  Comment,
  Expression,
  Label,
  ObjectItem,
  ParsedFile,
  SyntaxProblem,
} from './syntax.ts';

/**
 * Parses a file in HCL's JSON syntax. Never throws. Every property is an attribute, for only the reader's schema says
 * which of them are blocks: `blocksOfType` reads those. `"//"` properties are comments, and of the bodies in which
 * they stand no attributes.
 */
export function parseJson(file: SourceFile): ParsedFile {
  const { root, errors: jsonErrors } = parseJsonText(file);
  const errors: SyntaxProblem[] = [...jsonErrors];
  const comments: Comment[] = [];
  collectComments(root, comments);
  const objects: JsonObject[] = [];
  for (const value of root.kind === 'array' ? root.items : [root]) {
    if (value.kind === 'object') {
      objects.push(value);
    } else if (jsonErrors.length === 0) {
      const { start, end } = value;
      errors.push({ file, start, end, message: 'A JSON configuration is an object, or a list of objects' });
    }
  }
  const attributes = objects.flatMap((object) => attributesOf(expressionOfJson(object, errors)));
  const body: Body = {
    kind: 'body',
    file,
    start: 0,
    end: file.text.length,
    attributes,
    blocks: [],
    syntax: 'json',
    incomplete: jsonErrors.length > 0,
  };
  return { file, body, comments, errors: errors.sort((a, b) => a.start - b.start) };
}

/**
 * The blocks of one type in a body, in order. In JSON, a property of that name holds them: one level of objects, or of
 * lists of objects, for each label, then an object or a list of objects as bodies; null is no block. Such a block
 * reaches from the key of its innermost label (without labels: from the property's name) to the end of its body.
 *
 * @param labelCount how many labels blocks of this type have; in native syntax blocks are given whatever they have
 */
export function blocksOfType(body: Body, type: string, labelCount: number): readonly Block[] {
  if (body.syntax === 'native') return body.blocks.filter((block) => block.type === type);
  const known = blocksOfBody.get(body) ?? new Map<string, readonly Block[]>();
  blocksOfBody.set(body, known);
  const cacheKey = `${type} ${labelCount}`;
  let blocks = known.get(cacheKey);
  if (blocks === undefined) {
    blocks = body.attributes.flatMap((attribute) =>
      attribute.name === type ? blocksOfProperty(attribute, labelCount) : [],
    );
    known.set(cacheKey, blocks);
  }
  return blocks;
}

/** The blocks that were read from JSON bodies, so that each exists once. */
const blocksOfBody = new WeakMap<Body, Map<string, readonly Block[]>>();

function blocksOfProperty(property: Attribute, labelCount: number): Block[] {
  const { file, name, nameStart, nameEnd, value } = property;
  const blocks: Block[] = [];
  const visit = (content: Expression, labels: readonly Label[], keyStart: number, keyEnd: number): void => {
    if (labels.length < labelCount) {
      for (const item of attributesOf(content)) {
        const label: Label = { file, start: item.nameStart, end: item.nameEnd, value: item.name };
        visit(item.value, [...labels, label], item.nameStart, item.nameEnd);
      }
      return;
    }
    for (const single of content.kind === 'tuple' ? content.items : [content]) {
      if (isNull(content) || !(single.kind === 'object' || single.kind === 'tuple' || isNull(single))) continue;
      const body: Body = {
        kind: 'body',
        file,
        start: single.start,
        end: single.end,
        attributes: attributesOf(single),
        blocks: [],
        syntax: 'json',
        incomplete: single.kind === 'object' && single.items.some((item) => item.key.kind === 'invalid'),
      };
      blocks.push({
        kind: 'block',
        file,
        start: keyStart,
        end: single.end,
        type: name,
        labels,
        body,
        headerEnd: keyEnd,
      });
    }
  };
  visit(value, [], nameStart, nameEnd);
  return blocks;
}

function isNull(expression: Expression): boolean {
  return expression.kind === 'literal' && expression.value === null;
}

/** The properties of an object, or of all objects in a list, as attributes; comments left out. */
function attributesOf(value: Expression): Attribute[] {
  if (value.kind === 'tuple') {
    return value.items.flatMap((item) => (item.kind === 'object' ? attributesOf(item) : []));
  }
  if (value.kind !== 'object') return [];
  const attributes: Attribute[] = [];
  for (const item of value.items) {
    const name = propertyName(item);
    if (name === null || name === '//') continue;
    const { file, start, end, key } = item;
    attributes.push({
      kind: 'attribute',
      file,
      start,
      end,
      name,
      nameStart: key.start,
      nameEnd: key.end,
      value: item.value,
    });
  }
  return attributes;
}

/** The name as it is written: in bodies, unlike in objects, it is no template. */
function propertyName({ key }: ObjectItem): string | null {
  if (key.kind === 'literal' && typeof key.value === 'string') return key.value;
  return key.kind === 'template' ? jsonStringValue(key.file, key.start, key.end) : null;
}

function collectComments(value: JsonValue, comments: Comment[]): void {
  if (value.kind === 'array') {
    for (const item of value.items) collectComments(item, comments);
  } else if (value.kind === 'object') {
    for (const { file, start, end, name, value: inner } of value.properties) {
      if (name === '//') comments.push({ kind: 'comment', file, start, end });
      else collectComments(inner, comments);
    }
  }
}
