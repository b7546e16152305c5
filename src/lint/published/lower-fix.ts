import type { Place } from '../../hcl/source.ts';
import { type ModuleInput, type PublishedCall, takesValue } from '../../terraform/published.ts';
import type { EvaluatedResource } from '../../terraform/resource.ts';
import {
  type BlockContent,
  type Data,
  type Edit,
  expression,
  type Fix,
  literal,
  type NewValue,
  placeOf,
  type SetArgument,
} from '../fix.ts';
import { isLiteral, textAt } from '../mending/place.ts';
import type { Evidence } from '../rule.ts';
import { nestedBlockType } from './inputs.ts';
import { intoRoom } from './room.ts';

/**
 * Makes a fix of what a published module declares one of the call of it: sets the inputs that lead to the arguments,
 * blocks and resources that the fix speaks of. Null where no input takes them as they are.
 */
export function lowerFix(fix: Fix, resource: EvaluatedResource, evidence: Evidence): Fix | null {
  const { published } = resource;
  // A value may come from a published module all the same, by its outputs.
  if (published === null) return fix.edits.some(hasForeignPart) ? null : fix;
  const edits: Edit[] = [];
  for (const edit of fix.edits) {
    const lowered = isOwn(edit, published) ? [edit] : lowerEdit(edit, resource, evidence, published);
    if (lowered === null || lowered.some(hasForeignPart)) return null;
    edits.push(...lowered);
  }
  const distinct = withoutRepetition(edits, published);
  const placed = distinct === null ? null : intoRoom(distinct, published);
  return placed === null ? null : { ...fix, edits: placed };
}

/** Whether an edit is one of the user's own text, and no setting of the module's resource that stands for it there. */
function isOwn(edit: Edit, { place: call }: PublishedCall): boolean {
  const place = placeOf(edit);
  return !place.file.published && !(place.file === call.file && place.start === call.start);
}

function lowerEdit(
  edit: Edit,
  resource: EvaluatedResource,
  evidence: Evidence,
  call: PublishedCall,
): readonly Edit[] | null {
  switch (edit.kind) {
    case 'replace-value': {
      const path = pathOf(evidence, resource);
      return replaceDefault(edit.value, edit.by, call) ?? (path === null ? null : setInput(path, edit.by, call));
    }
    case 'set-argument': {
      const block = blockTypeOf(edit.block, resource);
      const path = [resource.type, ...(block === null ? [] : [block]), edit.name].join('.');
      return setInput(path, edit.value, call) ?? setMember(resource.type, block, edit, call);
    }
    case 'add-block':
      return setBlock(`${resource.type}.${edit.type}`, edit.content, call);
    case 'add-resource':
      return addResource(edit.type, edit, call);
    default:
      return null;
  }
}

/** The argument that a piece of evidence is about, as `ModuleInput.sets` names it; null where it is of another resource. */
function pathOf(evidence: Evidence, resource: EvaluatedResource): string | null {
  if (evidence.kind !== 'value' || evidence.body.place === null) return null;
  if (evidence.owner !== undefined && evidence.owner !== resource) return null;
  const block = blockTypeOf(evidence.body.place, resource);
  return [resource.type, ...(block === null ? [] : [block]), evidence.argument].join('.');
}

/** The type of a nested block; null for the resource itself. */
function blockTypeOf(header: Place, { body }: EvaluatedResource): string | null {
  return header.start === body.place?.start ? null : nestedBlockType(textAt(header));
}

/** Another value than the default of an input: given by the call. */
function replaceDefault(place: Place, by: NewValue, call: PublishedCall): readonly Edit[] | null {
  const input = call.defaultAt(place);
  return input?.whole === true ? give(input.name, by, {}, call) : null;
}

function setInput(path: string, value: NewValue, call: PublishedCall): readonly Edit[] | null {
  const input = call.module.inputs.find((one) => one.sets === path && takesValue(one));
  if (input === undefined) return null;
  const { form } = input;
  switch (form.kind) {
    case 'value':
      return give(input.name, value, input.needs, call);
    case 'choice': {
      const chosen = form.choices.find(({ argument }) => value.kind === 'literal' && value.value === argument);
      return chosen === undefined ? null : give(input.name, literal(chosen.input), input.needs, call);
    }
    case 'member':
      return value.kind === 'literal'
        ? give(input.name, literal({ [form.member]: value.value }), input.needs, call)
        : null;
    default:
      return null;
  }
}

/** An argument of a nested block that the call gives as a member of an object. */
function setMember(
  type: string,
  block: string | null,
  { name, value }: SetArgument,
  call: PublishedCall,
): readonly Edit[] | null {
  const input = inputTaking(`${type}.${block}`, call);
  const argument = input === undefined ? null : call.argument(input.name);
  if (block === null || argument === null || !textAt(argument.value).startsWith('{')) return null;
  return [{ kind: 'set-property', object: argument.value, name, value }];
}

/** A nested block: its arguments one by one, or together as an object. */
function setBlock(path: string, content: BlockContent, call: PublishedCall): readonly Edit[] | null {
  if (content.blocks.length > 0) return null;
  const input = inputTaking(path, call);
  if (input !== undefined) {
    const members = content.arguments.map(([name, value]) => ({ name, text: inlineText(value) }));
    if (members.some(({ text }) => text === null)) return null;
    const object = `{ ${members.map(({ name, text }) => `${name} = ${text}`).join(', ')} }`;
    return give(input.name, expression(object), input.needs, call);
  }
  const edits = content.arguments.map(([name, value]) => setInput(`${path}.${name}`, value, call));
  const found = edits.filter((edit) => edit !== null);
  return found.length < edits.length ? null : found.flat();
}

function inputTaking(path: string, { module }: PublishedCall): ModuleInput | undefined {
  return module.inputs.find(({ sets, form }) => sets === path && form.kind === 'object');
}

function inlineText(value: NewValue): string | null {
  if (value.kind === 'expression') return value.text;
  return value.kind === 'literal' && typeof value.value !== 'object' ? JSON.stringify(value.value) : null;
}

/** A resource that the module makes when it is given what goes into it; any other goes behind the call. */
function addResource(type: string, edit: Edit & { kind: 'add-resource' }, call: PublishedCall): readonly Edit[] | null {
  const related = call.module.inputs.filter(({ sets }) => sets === type || sets.startsWith(`${type}.`));
  if (related.length === 0) return standsAlone(edit.content) ? [{ ...edit, after: call.place }] : null;
  for (const { name, sets, form, needs } of related) {
    if (sets !== type || (form.kind !== 'value' && form.kind !== 'part')) continue;
    const value = edit.content.arguments.find(([argument]) => argument === form.of)?.[1];
    if (value === undefined) continue;
    if (form.kind === 'value') return give(name, value, needs, call);
    const part = value.kind === 'document' ? memberOf(value.document, form.member) : undefined;
    if (part !== undefined) return give(name, literal(part), needs, call);
  }
  return null;
}

/** Whether a resource refers to nothing of the module that it was meant for. */
function standsAlone(content: BlockContent): boolean {
  return content.blocks.length === 0 && content.arguments.every(([, { kind }]) => kind === 'literal');
}

function memberOf(document: Data, name: string): Data | undefined {
  if (document === null || typeof document !== 'object' || Array.isArray(document)) return undefined;
  return Object.entries(document).find(([key]) => key === name)?.[1];
}

/** Sets an input of the call, and the switches without which it has no effect. */
function give(name: string, value: NewValue, needs: ModuleInput['needs'], call: PublishedCall): readonly Edit[] | null {
  const edits: Edit[] = [];
  for (const [input, wanted] of Object.entries(needs)) {
    const current = call.input(input);
    if (current?.kind === 'bool' && current.value === wanted) continue;
    if (current?.kind !== 'bool' || !isFree(input, call)) return null;
    edits.push({ kind: 'set-argument', block: call.place, name: input, value: literal(wanted) });
  }
  if (!isFree(name, call)) return null;
  return [...edits, { kind: 'set-argument', block: call.place, name, value }];
}

/**
 * Whether an argument of the call can be set: it is missing, or says plainly what it says, as an expression may mean it
 * for others, and the release that is called has such an input.
 */
function isFree(name: string, call: PublishedCall): boolean {
  if (call.module.lacks.has(name)) return false;
  const argument = call.argument(name);
  return argument === null || isLiteral(argument.value);
}

/** Each argument of the call is set once; null where it would have to be two things. */
function withoutRepetition(edits: readonly Edit[], call: PublishedCall): readonly Edit[] | null {
  const seen = new Map<string, string>();
  const kept: Edit[] = [];
  for (const edit of edits) {
    if (edit.kind !== 'set-argument' || edit.block !== call.place) {
      kept.push(edit);
      continue;
    }
    const text = JSON.stringify(edit.value, (_key, part: unknown) => (isPlace(part) ? [part.start, part.end] : part));
    const earlier = seen.get(edit.name);
    if (earlier === undefined) kept.push(edit);
    else if (earlier !== text) return null;
    seen.set(edit.name, text);
  }
  return kept;
}

/** What a new value takes over must be the user's own, too. */
function hasForeignPart(edit: Edit): boolean {
  return (
    placeOf(edit).file.published ||
    newValuesOf(edit).some((value) => value.kind === 'copy' && value.argument.file.published)
  );
}

function newValuesOf(edit: Edit): readonly NewValue[] {
  switch (edit.kind) {
    case 'set-argument':
    case 'set-property':
    case 'add-item':
      return [edit.value];
    case 'replace-value':
      return [edit.by];
    case 'add-block':
    case 'add-resource':
      return valuesIn(edit.content);
    default:
      return [];
  }
}

function valuesIn({ arguments: given, blocks }: BlockContent): readonly NewValue[] {
  return [...given.map(([, value]) => value), ...blocks.flatMap(([, content]) => valuesIn(content))];
}

function isPlace(value: unknown): value is Place {
  return typeof value === 'object' && value !== null && 'file' in value && 'start' in value && 'end' in value;
}
