import { type JsonProperty, type JsonValue, parseJsonText } from '../hcl/json-reader.ts';
import { type Place, SourceFile } from '../hcl/source.ts';
import type { Template } from '../hcl/syntax.ts';
import type { Edit, NewValue } from '../lint/fix.ts';
import { CannotEdit } from './cannot-edit.ts';
import type { Action, JsonText } from './change.ts';
import { bracketsOf, type JsonChange, styleOfValue } from './json-members.ts';
import { holds, isAt, jsonPathTo, propertyNamed } from './json-nodes.ts';
import { type JsonStyle, renderJsonValue } from './render-json.ts';
import { insideTemplate } from './text-space.ts';

/** Finds what an edit is about in a JSON document that a string or a heredoc holds. @throws CannotEdit */
export function resolveInTemplate(template: Template, edit: Edit): Action {
  const space = insideTemplate(template);
  const { root, errors } = parseJsonText(new SourceFile(template.file.path, space.text));
  if (errors.length > 0) throw new CannotEdit('the text around it is not JSON');
  const json: JsonText = { space, root, templates: false };
  const value = valueInSpace(json, root, targetOf(edit));
  if (value === null) throw new CannotEdit('the value is put together from several parts');
  return inDocument(json, value, edit);
}

/** What an edit of a value is aimed at. */
export function targetOf(edit: Edit): Place {
  switch (edit.kind) {
    case 'replace-value':
      return edit.value;
    case 'set-property':
    case 'remove-property':
      return edit.object;
    case 'add-item':
      return edit.list;
    case 'remove-item':
      return edit.item;
    default:
      throw new CannotEdit('a document has no arguments and blocks');
  }
}

/** The value that is written at a place of the file. */
function valueInSpace(json: JsonText, value: JsonValue, place: Place): JsonValue | null {
  const written = json.space.range(value.start, value.end);
  if (isAt(written, place)) return value;
  const parts =
    value.kind === 'object'
      ? value.properties.map((property) => property.value)
      : value.kind === 'array'
        ? value.items
        : [];
  const inside = parts.find((part) => holds(json.space.range(part.start, part.end), place));
  return inside === undefined ? null : valueInSpace(json, inside, place);
}

/** @param value the one that the edit is aimed at */
export function inDocument(json: JsonText, value: JsonValue, edit: Edit): Action {
  switch (edit.kind) {
    case 'replace-value':
      return replacement(json, value, edit.by);
    case 'set-property': {
      const property = propertyNamed(value, edit.name);
      if (property !== null) return replacement(json, property.value, edit.value);
      return addition(json, value, edit.name, (style) => renderJsonValue(edit.value, style));
    }
    case 'remove-property': {
      const property = propertyNamed(value, edit.name);
      if (property === null) throw new CannotEdit(`there is no "${edit.name}" to remove`);
      return removal(json, property);
    }
    case 'add-item':
      if (value.kind !== 'array') throw new CannotEdit('it is not written as a list');
      return addition(json, value, null, (style) => renderJsonValue(edit.value, style));
    case 'remove-item':
      return removal(json, value);
    default:
      throw new CannotEdit('a document has no arguments and blocks');
  }
}

export function addition(
  json: JsonText,
  container: JsonValue,
  name: string | null,
  render: (style: JsonStyle) => string,
): Action {
  if (container.kind !== (name === null ? 'array' : 'object')) {
    throw new CannotEdit(`it is not written as ${name === null ? 'a list' : 'an object'}`);
  }
  return { kind: 'json', json, container, change: { kind: 'add', name, render } };
}

/** Removes a property, or an element of a list. */
export function removal(json: JsonText, node: JsonProperty | JsonValue): Action {
  for (const { container } of jsonPathTo(json.root, node)) {
    if (container.kind !== 'object' && container.kind !== 'array') continue;
    const index = bracketsOf(container).items.indexOf(node);
    const change: JsonChange = { kind: 'remove', index };
    if (index !== -1) return { kind: 'json', json, container, change };
  }
  throw new CannotEdit('it is not an element of a list');
}

export function replacement(json: JsonText, value: JsonValue, by: NewValue): Action {
  return replaced(json, value, (style) => renderJsonValue(by, style));
}

export function replaced(
  { space, root, templates }: JsonText,
  value: JsonValue,
  render: (style: JsonStyle) => string,
): Action {
  const text = render(styleOfValue(space.text, root, value, templates));
  return { kind: 'replace', ...space.range(value.start, value.end), text: space.encode(text, value.start) };
}
