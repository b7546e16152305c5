import type { Place } from '../hcl/source.ts';

/**
 * How a finding can be mended: what to change, said in Terraform's terms. `src/fix` turns it into text. A fix is
 * applied as a whole or not at all.
 */
export interface Fix {
  /** Unsafe is what could destroy images, replace a resource or cut off access. */
  readonly safety: 'safe' | 'unsafe';
  /** One sentence: what will be different, and for an unsafe fix what it costs. */
  readonly description: string;
  readonly edits: readonly Edit[];
}

/**
 * One change. Places are those of the syntax tree and of evaluated values: a block is known by its header
 * (`EvaluatedBody.place`), an argument by `EvaluatedBody.attributePlace`, a value by its `origin`.
 */
export type Edit =
  | SetArgument
  | RemoveArgument
  | AddBlock
  | RemoveBlock
  | AddResource
  | ReplaceValue
  | SetProperty
  | RemoveProperty
  | AddItem
  | RemoveItem
  | EditComment;

/** Sets an argument of a block: gives it another value where it is written in that block, adds it where it is not. */
export interface SetArgument {
  readonly kind: 'set-argument';
  /** The header of the block; of a `dynamic` block, whose content is meant. */
  readonly block: Place;
  readonly name: string;
  readonly value: NewValue;
}

export interface RemoveArgument {
  readonly kind: 'remove-argument';
  /** From its name to the end of its value. */
  readonly argument: Place;
}

/** Adds a nested block, after the others. */
export interface AddBlock {
  readonly kind: 'add-block';
  /** The header of the block it goes into. */
  readonly block: Place;
  readonly type: string;
  readonly content: BlockContent;
}

export interface RemoveBlock {
  readonly kind: 'remove-block';
  /** Its header. */
  readonly block: Place;
}

/** Adds a resource to the file of another, behind it. */
export interface AddResource {
  readonly kind: 'add-resource';
  /** The header of the resource block it goes behind. */
  readonly after: Place;
  readonly type: string;
  readonly name: string;
  /** `count`, `for_each` and `provider` are set apart from the other arguments, as is usual. */
  readonly content: BlockContent;
}

/**
 * Puts another value where one is written: an expression, a tfvars line's value, a value in a JSON document inside a
 * heredoc or a string.
 */
export interface ReplaceValue {
  readonly kind: 'replace-value';
  readonly value: Place;
  readonly by: NewValue;
}

/** Sets a member of an object, of an HCL expression or of a JSON document in whatever it is written. */
export interface SetProperty {
  readonly kind: 'set-property';
  /** The object. */
  readonly object: Place;
  readonly name: string;
  readonly value: NewValue;
}

export interface RemoveProperty {
  readonly kind: 'remove-property';
  /** The object. */
  readonly object: Place;
  readonly name: string;
}

/** Adds an element at the end of a list, likewise. */
export interface AddItem {
  readonly kind: 'add-item';
  /** The list. */
  readonly list: Place;
  readonly value: NewValue;
}

export interface RemoveItem {
  readonly kind: 'remove-item';
  /** The element. */
  readonly item: Place;
}

/** Changes a comment, of the JSON syntax as well; it is the one edit that does. */
export interface EditComment {
  readonly kind: 'edit-comment';
  /** The whole of it. */
  readonly comment: Place;
  /** Another text for a part of it; null to remove it, with its line if it has one to itself. */
  readonly change: { readonly at: Place; readonly text: string } | null;
}

/** The inside of a new block. Arguments and blocks are written in the order they are given. */
export interface BlockContent {
  readonly arguments: readonly (readonly [name: string, value: NewValue])[];
  readonly blocks: readonly (readonly [type: string, content: BlockContent])[];
}

/** A value to be written, in the syntax of the place it goes to. */
export type NewValue =
  | { readonly kind: 'literal'; readonly value: Data }
  /** An HCL expression on one line, in the spacing of `terraform fmt`; a template in the JSON syntax. */
  | { readonly kind: 'expression'; readonly text: string }
  /** A string that holds a JSON document: `jsonencode(…)`, and JSON text in the JSON syntax. */
  | { readonly kind: 'document'; readonly document: Data }
  /** What another argument of a file in the same syntax is set to, as it is written there. */
  | { readonly kind: 'copy'; readonly argument: Place };

/** Plain data, as JSON knows it. */
export type Data = null | boolean | number | string | readonly Data[] | { readonly [name: string]: Data };

/** A string, number, boolean, list or object, written literally. */
export function literal(value: Data): NewValue {
  return { kind: 'literal', value };
}

/** An HCL expression, such as `aws_kms_key.ecr.arn`, on one line. */
export function expression(text: string): NewValue {
  return { kind: 'expression', text };
}

/** A JSON document as a string. */
export function document(content: Data): NewValue {
  return { kind: 'document', document: content };
}

/** The value of another argument, as it is written. */
export function copyOf(argument: Place): NewValue {
  return { kind: 'copy', argument };
}

/** A place in the file that an edit changes. */
export function placeOf(edit: Edit): Place {
  switch (edit.kind) {
    case 'set-argument':
    case 'add-block':
    case 'remove-block':
      return edit.block;
    case 'remove-argument':
      return edit.argument;
    case 'add-resource':
      return edit.after;
    case 'replace-value':
      return edit.value;
    case 'set-property':
    case 'remove-property':
      return edit.object;
    case 'add-item':
      return edit.list;
    case 'remove-item':
      return edit.item;
    case 'edit-comment':
      return edit.comment;
  }
}
