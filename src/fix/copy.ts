import type { Place } from '../hcl/source.ts';
import { CannotEdit } from './cannot-edit.ts';
import { propertyAt } from './json-nodes.ts';
import { pathTo } from './nodes.ts';
import { openFile } from './open-file.ts';

/**
 * The text of the value of an argument, as it is written but for line endings, which are `\n`.
 *
 * @param place of the argument, from its name on
 * @throws CannotEdit when there is none, or when it is written in the other syntax
 */
export function argumentText(place: Place, syntax: 'native' | 'json'): string {
  const open = openFile(place.file);
  if (open.syntax === syntax && open.syntax === 'native') {
    const { attribute } = pathTo(open.parsed.body, place);
    if (attribute !== null && attribute.start === place.start) return textOf(attribute.value);
  }
  if (open.syntax === syntax && open.syntax === 'json') {
    const property = propertyAt(open.document.root, place);
    if (property !== null) return textOf(property.value);
  }
  throw new CannotEdit('the value to copy is not written as an argument in the same syntax');
}

function textOf({ file, start, end }: Place): string {
  return file.text.slice(start, end).replaceAll('\r\n', '\n');
}
