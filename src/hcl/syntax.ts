import type { Place, SourceFile } from './source.ts';

/**
 * The syntax tree, of the native syntax and of the JSON syntax alike. Nodes are plain data and never change after
 * parsing. Grammar: https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md and json/spec.md.
 */

/** What parsing a file gives: never an exception. */
export interface ParsedFile {
  readonly file: SourceFile;
  /** Everything that could be read, also around errors. */
  readonly body: Body;
  /** In order of appearance. */
  readonly comments: readonly Comment[];
  /** Empty for a valid file; in order of appearance. */
  readonly errors: readonly SyntaxProblem[];
}

/** Why a stretch of a file is not valid. `message` is one sentence without a final full stop. */
export interface SyntaxProblem extends Place {
  readonly message: string;
}

/** `start` is at the `#`, `//` or slash-star; `end` excludes a line comment's line ending. In JSON: a `"//"` property. */
export interface Comment extends Place {
  readonly kind: 'comment';
}

/** The content of a file, of a block's braces or of a JSON object. */
export interface Body extends Place {
  readonly kind: 'body';
  readonly attributes: readonly Attribute[];
  /** Always empty in JSON, where only the reader's schema says which properties are blocks: see `blocksOfType`. */
  readonly blocks: readonly Block[];
  readonly syntax: 'native' | 'json';
  /** True where an error hides arguments or blocks: what is not found here may still be written. */
  readonly incomplete?: boolean;
}

/** `name = value`, or a JSON property. */
export interface Attribute extends Place {
  readonly kind: 'attribute';
  readonly name: string;
  /** Of the name alone (in JSON with its quotes). */
  readonly nameStart: number;
  readonly nameEnd: number;
  readonly value: Expression;
}

/** `type "label" { … }`, from the type to the closing brace. */
export interface Block extends Place {
  readonly kind: 'block';
  readonly type: string;
  readonly labels: readonly Label[];
  /** From the opening to the closing brace, both included. */
  readonly body: Body;
  /** End of the last label, or of the type: `start` to `headerEnd` is what a report underlines. */
  readonly headerEnd: number;
}

/** A block label; the range includes quotes. */
export interface Label extends Place {
  readonly value: string;
}

export type Expression =
  | Literal
  | Template
  | Tuple
  | ObjectExpression
  | For
  | Variable
  | GetAttr
  | Index
  | Splat
  | SplatItem
  | Call
  | Conditional
  | Binary
  | Unary
  | Parentheses
  | Invalid;

/** A number, `true`, `false` or `null`; in JSON also outside templates; as an object key, a bare word. */
export interface Literal extends Place {
  readonly kind: 'literal';
  /** A number's nearest double; its digits are the node's text. A string only for a bare object key or block-like word. */
  readonly value: number | boolean | null | string;
}

/** A quoted string, a heredoc, or a JSON string that is read as a template. */
export interface Template extends Place {
  readonly kind: 'template';
  readonly form: 'quoted' | 'heredoc' | 'json';
  /** No parts for an empty string. Neighbouring `text` parts are kept apart where a heredoc's lines are dedented. */
  readonly parts: readonly TemplatePart[];
}

export type TemplatePart = TemplateText | Interpolation | IfDirective | ForDirective;

/** Literal text of a template. The range is that of the source it was written as, before escapes, `~` and dedent. */
export interface TemplateText extends Place {
  readonly kind: 'text';
  /** After escapes, strip markers and dedent: what it stands for. Terraform's strings are its NFC normalization. */
  readonly value: string;
  /** Which escapes the source may hold: that of the template it stands in. `placeInText` goes by it. */
  readonly form: Template['form'];
  /** How many characters strip markers and dedent removed before the value. */
  readonly skipped: number;
  /** In a JSON string with escapes: the offset of every character of the value, and that of its end. */
  readonly offsets: Int32Array | null;
}

/** `${ expression }`; the range includes the markers. */
export interface Interpolation extends Place {
  readonly kind: 'interpolation';
  readonly expression: Expression;
}

/** `%{ if condition } … %{ else } … %{ endif }`. */
export interface IfDirective extends Place {
  readonly kind: 'if';
  readonly condition: Expression;
  readonly then: readonly TemplatePart[];
  /** Empty without an `else`. */
  readonly otherwise: readonly TemplatePart[];
}

/** `%{ for key, value in collection } … %{ endfor }`. */
export interface ForDirective extends Place {
  readonly kind: 'for-directive';
  readonly keyName: string | null;
  readonly valueName: string;
  readonly collection: Expression;
  readonly body: readonly TemplatePart[];
}

/** `[a, b]`. */
export interface Tuple extends Place {
  readonly kind: 'tuple';
  readonly items: readonly Expression[];
}

/** `{ key = value }`. */
export interface ObjectExpression extends Place {
  readonly kind: 'object';
  readonly items: readonly ObjectItem[];
}

/** From the start of the key to the end of the value. */
export interface ObjectItem extends Place {
  /** A bare word is a string `Literal`; `(expression)` is a `Parentheses` node. */
  readonly key: Expression;
  readonly value: Expression;
}

/** `[for v in c : value if condition]` or `{for k, v in c : key => value... if condition}`. */
export interface For extends Place {
  readonly kind: 'for';
  readonly keyName: string | null;
  readonly valueName: string;
  readonly collection: Expression;
  /** Null in the tuple form. */
  readonly key: Expression | null;
  readonly value: Expression;
  readonly condition: Expression | null;
  /** `...` after the value: values of equal keys are collected in lists. */
  readonly grouped: boolean;
}

/** The first name of a traversal: `var`, `local`, `aws_ecr_repository`, `each`, an iterator… */
export interface Variable extends Place {
  readonly kind: 'variable';
  readonly name: string;
}

/** `object.name`; the range starts at the object. */
export interface GetAttr extends Place {
  readonly kind: 'get-attr';
  readonly object: Expression;
  readonly name: string;
}

/** `object[key]`, or the legacy `object.0`. */
export interface Index extends Place {
  readonly kind: 'index';
  readonly object: Expression;
  readonly key: Expression;
}

/**
 * `object[*].name` (`full`) or the legacy `object.*.name` (`attribute`). `each` is what is computed for every element:
 * the steps that follow the splat, on top of the `item` node; `each === item` when none follow.
 */
export interface Splat extends Place {
  readonly kind: 'splat';
  readonly form: 'full' | 'attribute';
  readonly object: Expression;
  readonly item: SplatItem;
  readonly each: Expression;
}

/** Stands for the current element inside a `Splat`'s `each`. */
export interface SplatItem extends Place {
  readonly kind: 'splat-item';
}

/** `name(arguments)`; a provider function's name is `provider::x::f`. */
export interface Call extends Place {
  readonly kind: 'call';
  readonly name: string;
  readonly arguments: readonly Expression[];
  /** `...` after the last argument. */
  readonly expandFinal: boolean;
}

/** `condition ? then : otherwise`. */
export interface Conditional extends Place {
  readonly kind: 'conditional';
  readonly condition: Expression;
  readonly then: Expression;
  readonly otherwise: Expression;
}

export type BinaryOperator = '||' | '&&' | '==' | '!=' | '<' | '>' | '<=' | '>=' | '+' | '-' | '*' | '/' | '%';

export interface Binary extends Place {
  readonly kind: 'binary';
  readonly operator: BinaryOperator;
  readonly left: Expression;
  readonly right: Expression;
}

export interface Unary extends Place {
  readonly kind: 'unary';
  readonly operator: '-' | '!';
  readonly operand: Expression;
}

/** `( expression )`; the range includes the parentheses. */
export interface Parentheses extends Place {
  readonly kind: 'parentheses';
  readonly inner: Expression;
}

/** Where an expression should be and none could be read; an error says why. Its value is unknown. */
export interface Invalid extends Place {
  readonly kind: 'invalid';
}
