import type { Expression, TemplatePart } from './syntax.ts';

/** The expressions directly inside one. Where several are at one place, as in a splat, the first is the outermost. */
export function childrenOf(node: Expression): readonly Expression[] {
  switch (node.kind) {
    case 'literal':
    case 'variable':
    case 'splat-item':
    case 'invalid':
      return [];
    case 'template':
      return node.parts.flatMap(expressionsOfPart);
    case 'tuple':
      return node.items;
    case 'object':
      return node.items.flatMap((item) => [item.key, item.value]);
    case 'for':
      return [node.collection, node.key, node.value, node.condition].filter((child) => child !== null);
    case 'get-attr':
      return [node.object];
    case 'index':
      return [node.object, node.key];
    case 'splat':
      return [node.object, node.each];
    case 'call':
      return node.arguments;
    case 'conditional':
      return [node.condition, node.then, node.otherwise];
    case 'binary':
      return [node.left, node.right];
    case 'unary':
      return [node.operand];
    case 'parentheses':
      return [node.inner];
  }
}

function expressionsOfPart(part: TemplatePart): readonly Expression[] {
  switch (part.kind) {
    case 'text':
      return [];
    case 'interpolation':
      return [part.expression];
    case 'if':
      return [part.condition, ...part.then.flatMap(expressionsOfPart), ...part.otherwise.flatMap(expressionsOfPart)];
    case 'for-directive':
      return [part.collection, ...part.body.flatMap(expressionsOfPart)];
  }
}
