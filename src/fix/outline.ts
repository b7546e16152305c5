import type { Attribute, Block, Body, ParsedFile } from '../hcl/syntax.ts';

interface Outline {
  [name: string]: Outline | Outline[] | string;
}

/** The arguments of a file by their paths, for a text that HashiCorp's parser reads but cannot put into JSON. */
export function outlineOf({ body, file }: ParsedFile): unknown {
  return outlineOfBody(body, file.text);
}

function outlineOfBody({ attributes, blocks }: Body, text: string): Outline {
  const result: Outline = {};
  for (const attribute of attributes) result[attribute.name] = valueText(attribute, text);
  for (const block of blocks) {
    let level: Outline = result;
    for (const name of namesOf(block).slice(0, -1)) {
      const next = level[name];
      const deeper = typeof next === 'object' && !Array.isArray(next) ? next : {};
      level[name] = deeper;
      level = deeper;
    }
    const last = namesOf(block).at(-1) ?? '';
    const others = level[last];
    level[last] = [...(Array.isArray(others) ? others : []), outlineOfBody(block.body, text)];
  }
  return result;
}

function namesOf({ type, labels }: Block): string[] {
  return [type, ...labels.map(({ value }) => value)];
}

/** Without white space, which aligning may change between the members of an object. */
function valueText({ value }: Attribute, text: string): string {
  return text.slice(value.start, value.end).replace(/[ \t]+/g, ' ');
}
