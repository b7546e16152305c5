import { childrenOf } from '../hcl/children.ts';
import { parseExpressionText } from '../hcl/parser.ts';
import { SourceFile } from '../hcl/source.ts';
import type { Expression } from '../hcl/syntax.ts';
import type { NewValue } from './fix.ts';

/** Whether a new value may refer to something, such as a resource, that not every file knows. */
export function mayRefer(value: NewValue): boolean {
  switch (value.kind) {
    case 'literal':
    case 'document':
      return false;
    case 'copy':
      return true;
    case 'expression':
      return refersToAnything(value.text);
  }
}

/** Whether an expression depends on anything but itself: a variable, a local, a resource, the element of a loop around it. */
export function refersToAnything(text: string): boolean {
  return hasReference(parseExpressionText(new SourceFile('', text)).expression);
}

function hasReference(node: Expression): boolean {
  return node.kind === 'variable' || childrenOf(node).some(hasReference);
}
