import { expressionOfJson } from '../hcl/json-expression.ts';
import type { JsonProperty, JsonValue } from '../hcl/json-reader.ts';
import type { Place } from '../hcl/source.ts';
import type { Template } from '../hcl/syntax.ts';
import type { AddBlock, AddResource, Edit, EditComment, NewValue, RemoveBlock, SetArgument } from '../lint/fix.ts';
import { CannotEdit } from './cannot-edit.ts';
import type { Action, Change, JsonText } from './change.ts';
import { type JsonStep, jsonPathTo, jsonValueAt, propertyAt, propertyNamed } from './json-nodes.ts';
import { expressionAt } from './nodes.ts';
import type { OpenFile } from './open-file.ts';
import { renderValue } from './render-hcl.ts';
import { encloseMember, innerStyle, type JsonStyle, renderJsonBlock, renderJsonValue } from './render-json.ts';
import {
  addition,
  inDocument,
  removal,
  replaced,
  replacement,
  resolveInTemplate,
  targetOf,
} from './resolve-document.ts';
import { wholeFile } from './text-space.ts';

type JsonFile = Extract<OpenFile, { syntax: 'json' }>;

/** Finds what an edit is about in a file in JSON. @throws CannotEdit */
export function resolveJson(open: JsonFile, edit: Exclude<Edit, EditComment>): Change {
  const { file, document, templates } = open;
  const { root } = document;
  const json: JsonText = { space: wholeFile(file), root, templates };
  switch (edit.kind) {
    case 'set-argument':
      return { file, ...setArgument(json, edit) };
    case 'add-block':
      return { file, ...addBlock(json, edit) };
    case 'remove-block':
      return { file, ...removeBlock(json, edit) };
    case 'add-resource':
      return { file, ...addResource(json, edit) };
    case 'remove-argument': {
      const property = propertyAt(root, edit.argument);
      if (property === null) throw new CannotEdit('there is no argument here');
      return { file, path: pathOf(jsonPathTo(root, property)), action: removal(json, property) };
    }
    default: {
      const place = targetOf(edit);
      const steps = jsonPathTo(root, place);
      const path = pathOf(steps);
      const value = jsonValueAt(root, place);
      if (value !== null) return { file, path, action: inDocument(json, value, edit) };
      const string = steps.at(-1)?.value;
      if (!templates || string?.kind !== 'string') throw new CannotEdit('there is no value here');
      const template = expressionOfJson(string, []);
      if (template.kind !== 'template') throw new CannotEdit('there is no value here');
      const inside = edit.kind === 'replace-value' ? replaceInString(template, place, edit.by) : null;
      return { file, path, action: inside ?? resolveInTemplate(template, edit) };
    }
  }
}

interface PathAndAction {
  readonly path: readonly string[];
  readonly action: Action;
}

function setArgument(json: JsonText, { block, name, value }: SetArgument): PathAndAction {
  const { body, path } = bodyAt(json.root, block);
  const property = propertyNamed(body, name);
  const action =
    property === null
      ? addition(json, body, name, (style) => renderJsonValue(value, style))
      : replacement(json, property.value, value);
  return { path: [...path, name], action };
}

/** A second block of a type makes a list of the two. */
function addBlock(json: JsonText, { block, type, content }: AddBlock): PathAndAction {
  const { body, path } = bodyAt(json.root, block);
  const render = (style: JsonStyle): string => renderJsonBlock(content, style);
  const property = propertyNamed(body, type);
  const at = [...path, type];
  if (property === null || property.value.kind === 'null') {
    if (property === null) return { path: at, action: addition(json, body, type, render) };
    return { path: at, action: replaced(json, property.value, render) };
  }
  if (property.value.kind === 'array') return { path: at, action: addition(json, property.value, null, render) };
  const { start, end } = property.value;
  const list = (style: JsonStyle): string => `[${json.space.text.slice(start, end)}${style.comma}${render(style)}]`;
  return { path: at, action: replaced(json, property.value, list) };
}

function removeBlock(json: JsonText, { block }: RemoveBlock): PathAndAction {
  const { property, path } = headerAt(json.root, block);
  const { value } = property;
  if (value.kind === 'array' && value.items.length > 1) throw new CannotEdit('several blocks have this header');
  return { path, action: removal(json, property) };
}

/** Into the object that holds the resources of the type of the other one. */
function addResource(json: JsonText, { after, type, name, content }: AddResource): PathAndAction {
  const { steps } = headerAt(json.root, after);
  const types = steps.slice(0, -1).findLast((step) => step.property !== null)?.container;
  if (types === undefined || steps.length < 3) throw new CannotEdit('there is no resource here');
  const path = ['resource', type, name];
  const render = (style: JsonStyle): string => renderJsonBlock(content, style);
  const enclosed = (style: JsonStyle): string => encloseMember(name, render(innerStyle(style)), style);
  const others = propertyNamed(types, type)?.value;
  if (others === undefined) return { path, action: addition(json, types, type, enclosed) };
  if (others.kind === 'array') return { path, action: addition(json, others, null, enclosed) };
  return { path, action: addition(json, others, name, render) };
}

interface Header {
  /** That makes the block. */
  readonly property: JsonProperty;
  readonly steps: readonly JsonStep[];
  readonly path: readonly string[];
}

/** The property whose name is the header of a block. */
function headerAt(root: JsonValue, header: Place): Header {
  const steps = jsonPathTo(root, header);
  const property = steps.at(-1)?.property ?? null;
  if (property === null || property.nameStart !== header.start) throw new CannotEdit('there is no block here');
  return { property, steps, path: pathOf(steps) };
}

/** The object that holds the arguments of a block; of a `dynamic` block, of what it repeats. */
function bodyAt(root: JsonValue, header: Place): { body: JsonValue; path: readonly string[] } {
  const { property, steps, path } = headerAt(root, header);
  const outer = steps.slice(0, -1).findLast((step) => step.property !== null)?.property;
  const { body, path: inside } = onlyBody(property.value);
  if (outer?.name !== 'dynamic') return { body, path: [...path, ...inside] };
  const content = propertyNamed(body, 'content');
  if (content === null) throw new CannotEdit('the dynamic block has no content');
  const repeated = onlyBody(content.value);
  return { body: repeated.body, path: [...path, ...inside, 'content', ...repeated.path] };
}

function onlyBody(value: JsonValue): { body: JsonValue; path: readonly string[] } {
  if (value.kind === 'object') return { body: value, path: [] };
  const [only] = value.kind === 'array' && value.items.length === 1 ? value.items : [];
  if (only?.kind !== 'object') throw new CannotEdit('several blocks have this header, or none');
  return { body: only, path: ['*'] };
}

/** As the parsed JSON has it; `*` for elements of lists. */
function pathOf(steps: readonly JsonStep[]): string[] {
  return steps.map(({ property }) => property?.name ?? '*');
}

/** The value of an expression inside a string of HCL's JSON syntax, replaced; null when there is none at the place. */
function replaceInString(template: Template, place: Place, by: NewValue): Action | null {
  const node = expressionAt(template, place);
  if (node === null || node === template) return null;
  const style = { base: '', step: '  ' };
  return {
    kind: 'replace',
    start: node.start,
    end: node.end,
    text: JSON.stringify(renderValue(by, style)).slice(1, -1),
  };
}
