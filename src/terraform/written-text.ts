import type { Expression, TemplatePart } from '../hcl/syntax.ts';

/**
 * Whether a text may come to stand in the value of an expression, told by what is written and without evaluating it:
 * only for values that are written out, but for the ARNs of resources. For all others it may.
 *
 * @param text in lower case; that of the value does not matter
 */
export function mayHold(node: Expression, text: string): boolean {
  switch (node.kind) {
    case 'literal':
      return String(node.value).toLowerCase().includes(text);
    case 'template':
      return node.parts.some((part) => partMayHold(part, text));
    case 'tuple':
      return node.items.some((item) => mayHold(item, text));
    case 'object':
      return node.items.some(({ key, value }) => mayHold(key, text) || mayHold(value, text));
    case 'parentheses':
      return mayHold(node.inner, text);
    case 'call':
      return node.name !== 'jsonencode' || node.arguments.some((argument) => mayHold(argument, text));
    default:
      return !isArn(node);
  }
}

function partMayHold(part: TemplatePart, text: string): boolean {
  // What is put in may make the text together with what is beside it.
  if (part.kind !== 'text') return part.kind !== 'interpolation' || !isArn(part.expression);
  const value = part.value.toLowerCase();
  // In JSON, a character may be written by its number.
  return value.includes(text) || value.includes('\\u');
}

/** `aws_s3_bucket.data.arn`, which the provider makes. */
function isArn(node: Expression): boolean {
  if (node.kind !== 'get-attr' || node.name !== 'arn') return false;
  const resource = node.object.kind === 'index' ? node.object.object : node.object;
  return resource.kind === 'get-attr' && resource.object.kind === 'variable' && resource.object.name.startsWith('aws_');
}
