import type { Expression, TemplatePart } from '../../src/hcl/syntax.ts';
import { nodesOf, sourceOf } from './support.ts';

/** A node of the tree that `getExpressionAst` of `@cdktf/hcl2json` returns, as far as it is compared. */
export interface HashicorpNode {
  readonly type: string;
  readonly children?: readonly HashicorpNode[];
  readonly meta: object | null;
}

/** Which of their nodes are compared, under our names, and which details of their operands. */
const compared: ReadonlyMap<string, readonly [string, readonly string[]]> = new Map([
  ['function', ['call', []]],
  ['tuple', ['tuple', []]],
  ['object', ['object', []]],
  ['for', ['for', []]],
  ['conditional', ['conditional', ['conditionExpression']]],
  ['unaryOp', ['unary', ['valueExpression']]],
  ['binaryOp', ['binary', ['lhsExpression', 'rhsExpression']]],
  ['splat', ['splat', []]],
  ['index', ['index', []]],
]);

/** The operations in a tree of HashiCorp's, each as its kind, its source and that of its operands; sorted, once each. */
export function hashicorpOperations(root: HashicorpNode | null): string[] {
  const found = new Set<string>();
  const visit = (node: HashicorpNode): void => {
    const details = new Map<string, unknown>(Object.entries(node.meta ?? {}));
    const comparison = compared.get(node.type);
    if (comparison !== undefined) {
      const [kind, operands] = comparison;
      found.add([kind, details.get('value'), ...operands.map((name) => details.get(name))].join(' | '));
    }
    for (const child of node.children ?? []) visit(child);
  };
  if (root !== null) visit(root);
  return [...found].sort();
}

/** The same of our tree. */
export function ourOperations(root: Expression): string[] {
  const found = new Set<string>();
  for (const { node } of nodesOf(root)) {
    const operation = describeOperation(node);
    if (operation !== null) found.add(operation);
  }
  return [...found].sort();
}

function describeOperation(node: object): string | null {
  if (!isNode(node)) return null;
  switch (node.kind) {
    case 'call':
    case 'tuple':
    case 'object':
    case 'for':
    case 'splat':
      return `${node.kind} | ${sourceOf(node)}`;
    case 'index':
      // HashiCorp's tree has indexes with constant keys in its traversals.
      return isConstant(node.key) ? null : `index | ${sourceOf(node)}`;
    case 'conditional':
    case 'if':
      return `conditional | ${sourceOf(node)} | ${sourceOf(node.condition)}`;
    case 'for-directive':
      return `for | ${sourceOf(node)}`;
    case 'unary':
      return `unary | ${sourceOf(node)} | ${sourceOf(node.operand)}`;
    case 'binary':
      return `binary | ${sourceOf(node)} | ${sourceOf(node.left)} | ${sourceOf(node.right)}`;
    default:
      return null;
  }
}

function isNode(node: object): node is Expression | TemplatePart {
  return 'kind' in node;
}

function isConstant(key: Expression): boolean {
  return key.kind === 'literal' || (key.kind === 'template' && key.parts.every((part) => part.kind === 'text'));
}
