import type { Place, SourceFile } from '../../src/hcl/source.ts';
import type { Body, ParsedFile } from '../../src/hcl/syntax.ts';
import { nodesOf } from './support.ts';

/** What holds for every file that was parsed, however broken: a sentence about the first thing that does not, or null. */
export function defectOfFile({ body, comments, errors, file }: ParsedFile): string | null {
  const tree = defectOfTree(body, file);
  if (tree !== null) return tree;
  if (!isOrdered(comments)) return 'comments overlap';
  for (let i = 1; i < errors.length; i++) {
    if (errors[i - 1]!.start > errors[i]!.start) return 'problems are out of order';
  }
  const outside = [...comments, ...errors].find(({ start, end }) => start > end || end > file.text.length);
  return outside === undefined ? null : `${outside.start}-${outside.end} is outside of the text`;
}

/** The same for a tree: nodes lie inside their parents and behind their siblings. */
export function defectOfTree(root: object, file: SourceFile): string | null {
  const lastEnd = new Map<Place, number>();
  for (const { node, parent } of nodesOf(root)) {
    const outer = parent ?? { start: 0, end: file.text.length };
    const where = `the node at ${node.start}-${node.end}`;
    if (node.file !== file) return `${where} is of another file`;
    if (node.start > node.end) return `${where} ends before it starts`;
    if (node.start < outer.start || node.end > outer.end) return `${where} reaches out of its parent`;
    if (isBody(node) && !isOrdered([...node.attributes, ...node.blocks].sort((a, b) => a.start - b.start))) {
      return `what is in ${where} overlaps`;
    }
    if (parent !== null && !sharesItem(parent)) {
      if ((lastEnd.get(parent) ?? 0) > node.start) return `${where} starts before its sibling ends`;
      lastEnd.set(parent, node.end);
    }
  }
  return null;
}

/** The element of a splat is both a child of it and the innermost node of `each`. Bodies keep two lists of children. */
function sharesItem(node: object): boolean {
  return 'kind' in node && (node.kind === 'splat' || node.kind === 'body');
}

function isBody(node: object): node is Body {
  return 'kind' in node && node.kind === 'body';
}

function isOrdered(places: readonly Place[]): boolean {
  return places.every((place, i) => i === 0 || places[i - 1]!.end <= place.start);
}
