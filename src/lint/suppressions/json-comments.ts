import type { JsonProperty, JsonString, JsonValue } from '../../hcl/json-reader.ts';
import type { Place } from '../../hcl/source.ts';
import type { CommentLine } from './comment-lines.ts';
import type { Range } from './range.ts';
import type { Reach } from './reach.ts';

/** A `"//"` property. */
export interface JsonComment {
  readonly comment: Place;
  readonly line: CommentLine;
  readonly reach: Reach;
}

/** The comments of a JSON document that are strings. Each speaks of the object it stands in, and of its name. */
export function commentsOfJson(root: JsonValue): readonly JsonComment[] {
  const comments: JsonComment[] = [];
  const visit = (value: JsonValue, owner: Range): void => {
    if (value.kind === 'array') {
      // The only element of a list stands for the list, as for Terraform one block does.
      for (const item of value.items) visit(item, value.items.length === 1 ? owner : item);
      return;
    }
    if (value.kind !== 'object') return;
    for (const property of value.properties) {
      if (property.name !== '//') visit(property.value, property);
      else if (property.value.kind === 'string') {
        comments.push(commentIn(property, property.value, owner, value === root));
      }
    }
  };
  visit(root, root);
  return comments;
}

function commentIn(
  comment: JsonProperty,
  { file, start, end }: JsonString,
  owner: Range,
  isAtTop: boolean,
): JsonComment {
  const reach = [owner];
  return {
    comment,
    line: { text: file.text.slice(start + 1, end - 1).trimEnd(), start: start + 1 },
    reach: { lines: reach, nearest: reach, block: reach, isAtTop },
  };
}
