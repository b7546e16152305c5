import { dirname, join } from 'node:path';
import type { Attribute, Block, ParsedFile } from '../../hcl/syntax.ts';
import { invalid } from '../access.ts';
import { evaluate } from '../expression.ts';
import { LazyEntries } from '../lazy-entries.ts';
import { findAttribute, headerOf } from '../module-config.ts';
import { emptyScope, renderTemplate } from '../render-template.ts';
import type { Scope } from '../scope.ts';
import { mapping, type Reason, through, unknown, type Value } from '../value.ts';
import { withParts } from '../with-parts.ts';
import type { ConfigReader, ReadingPlace } from './config-reader.ts';
import { terragruntFunctions } from './functions.ts';
import { evaluateInputs, type Inputs, type MergeStrategy, mergeInputs } from './inputs.ts';

/** An `include` block. */
export interface Include {
  /** Its label; empty for the older form without one. */
  readonly name: string;
  readonly exposed: boolean;
  /** How it is joined to the rest; null for not at all. */
  readonly strategy: MergeStrategy | null;
  /** What it includes, or why that cannot be read. */
  readonly config: TerragruntConfig | Reason;
}

/** What is known of generated files. */
export interface GeneratedFiles {
  readonly contents: ReadonlyMap<string, Value>;
  /** Why there may be others; null where there are none. */
  readonly unread: Reason | null;
}

/**
 * A file of Terragrunt, with what it includes. Everything is evaluated when it is asked for.
 * https://terragrunt.gruntwork.io/docs/reference/config-blocks-and-attributes/
 */
export class TerragruntConfig {
  readonly place: ReadingPlace;
  readonly parsed: ParsedFile;
  readonly scope: Scope;
  readonly #reader: ConfigReader;
  readonly #locals = new Map<string, Value | 'evaluating'>();
  #includes: readonly Include[] | 'evaluating' | null = null;
  #inputs: Inputs | null | 'evaluating' | undefined;

  constructor(place: ReadingPlace, parsed: ParsedFile, reader: ConfigReader) {
    this.place = place;
    this.parsed = parsed;
    this.#reader = reader;
    const functions: Scope['functions'] = {
      files: reader.filesFor(place.path),
      renderTemplate: (file, variables) => renderTemplate(file, variables, emptyScope(functions, reader.budget)),
      more: terragruntFunctions(this, reader),
    };
    this.scope = { bindings: null, root: (name) => this.#root(name), functions, budget: reader.budget };
  }

  /** The blocks of a type, such as `terraform`, that are written in the file itself. */
  blocks(type: string): readonly Block[] {
    return this.parsed.body.blocks.filter((block) => block.type === type);
  }

  /** The file's own `inputs`, as they are written; null without any. */
  get ownInputs(): Attribute | null {
    return findAttribute([this.parsed.body], 'inputs');
  }

  /** The file's own `source`, as it is written; null without one. */
  get ownSource(): Attribute | null {
    const block = this.blocks('terraform')[0];
    return block === undefined ? null : findAttribute([block.body], 'source');
  }

  /** What the file includes, in the order it is written. None while it is being found out. */
  get includes(): readonly Include[] {
    if (this.#includes === 'evaluating') return [];
    if (this.#includes === null) {
      this.#includes = 'evaluating';
      this.#includes = this.blocks('include').map((block) => this.#include(block));
    }
    return this.#includes;
  }

  #include(block: Block): Include {
    const value = (argument: string): Value | null => {
      const attribute = findAttribute([block.body], argument);
      return attribute === null ? null : evaluate(attribute.value, this.scope);
    };
    const [path, exposed, strategy] = [value('path'), value('expose'), value('merge_strategy')];
    const isExposed = exposed?.kind === 'bool' && exposed.value;
    const found = { name: labelOf(block), exposed: isExposed, config: this.#included(path, block) };
    if (strategy === null || strategy.kind === 'null') return { ...found, strategy: 'shallow' };
    if (strategy.kind === 'string') {
      if (strategy.value === 'no_merge') return { ...found, strategy: null };
      if (strategy.value === 'shallow' || strategy.value === 'deep') return { ...found, strategy: strategy.value };
    }
    const message = 'the "merge_strategy" of an include is not known';
    return { ...found, strategy: 'shallow', config: { kind: 'unsupported', message, place: headerOf(block) } };
  }

  #included(path: Value | null, block: Block): TerragruntConfig | Reason {
    if (path?.kind === 'unknown') return path.reason;
    if (path?.kind !== 'string') {
      return { kind: 'invalid', message: 'the "path" of an include is not a string', place: headerOf(block) };
    }
    const { subject, original, outer, isIncluded } = this.place;
    if (isIncluded) {
      return { kind: 'invalid', message: 'what is included may not include anything itself', place: headerOf(block) };
    }
    const absolute = join(path.value.startsWith('/') ? '' : dirname(this.place.path), path.value);
    const place = { path: absolute, subject, original, isIncluded: true, outer: [...outer, this.place.path] };
    const config = this.#reader.open(place);
    return 'message' in config ? { ...config, place: config.place ?? headerOf(block) } : config;
  }

  /** The configurations that are joined to this one, those first that win over others; the strategy says how. */
  *#joined(): Generator<Include & { readonly strategy: MergeStrategy }> {
    for (const include of [...this.includes].reverse()) {
      const { strategy } = include;
      if (strategy !== null) yield { ...include, strategy };
    }
  }

  /** Where the module comes from, as this file or what it includes says; null where nothing says it. */
  source(): Value | null {
    const { ownSource } = this;
    if (ownSource !== null) return evaluate(ownSource.value, this.scope);
    for (const { config } of this.#joined()) {
      const source = 'message' in config ? unknown(config) : config.source();
      if (source !== null) return source;
    }
    return null;
  }

  /** The file that says where the module comes from: this one, or one that it includes; null where none is known to. */
  sourceConfig(): TerragruntConfig | null {
    if (this.ownSource !== null) return this;
    for (const { config } of this.#joined()) {
      const found = 'message' in config ? null : config.sourceConfig();
      if (found !== null) return found;
    }
    return null;
  }

  /** All inputs, with those of what is included; null where there are none. */
  inputs(): Inputs | null {
    if (this.#inputs === 'evaluating') return null;
    if (this.#inputs === undefined) {
      this.#inputs = 'evaluating';
      const inputs = this.#evaluateInputs();
      this.#inputs = inputs && { ...inputs, value: withParts(inputs.value, this.scope.budget) };
    }
    return this.#inputs;
  }

  #evaluateInputs(): Inputs | null {
    const { ownInputs } = this;
    let inputs = ownInputs === null ? null : evaluateInputs(ownInputs, this.scope);
    if (inputs === null && this.parsed.body.incomplete === true) inputs = unseen(this.#hidden);
    for (const { config, strategy } of this.#joined()) {
      const included = 'message' in config ? unseen(config) : config.inputs();
      if (included === null) continue;
      inputs = inputs === null ? included : mergeInputs(included, inputs, strategy);
    }
    return inputs;
  }

  /** The contents of the files that Terragrunt writes beside the module, by the names of their blocks; or why some are not known. */
  generated(): GeneratedFiles {
    const contents = new Map<string, Value>();
    let unread: Reason | null = null;
    for (const { config } of [...this.#joined()].reverse()) {
      if ('message' in config) unread ??= config;
      else {
        const theirs = config.generated();
        for (const [name, value] of theirs.contents) contents.set(name, value);
        unread ??= theirs.unread;
      }
    }
    for (const block of this.blocks('generate')) {
      const attribute = findAttribute([block.body], 'contents');
      if (attribute !== null) contents.set(labelOf(block), evaluate(attribute.value, this.scope));
    }
    const map = findAttribute([this.parsed.body], 'generate');
    if (map !== null) {
      unread ??= { kind: 'unsupported', message: 'what a map of generated files holds is not read', place: map };
    }
    return { contents, unread };
  }

  /** The `extra_arguments` by their names, those last that win, each with the file that it is written in. */
  extraArguments(): ReadonlyMap<string, { readonly block: Block; readonly config: TerragruntConfig }> {
    const found = new Map<string, { readonly block: Block; readonly config: TerragruntConfig }>();
    for (const { config } of [...this.#joined()].reverse()) {
      if ('message' in config) continue;
      for (const [name, theirs] of config.extraArguments()) found.set(name, theirs);
    }
    for (const block of this.blocks('terraform').flatMap(({ body }) => body.blocks)) {
      if (block.type === 'extra_arguments') found.set(labelOf(block), { block, config: this });
    }
    return found;
  }

  get #hidden(): Reason {
    const { file, body } = this.parsed;
    return { kind: 'invalid', message: `a syntax error in ${file.path} may hide it`, place: body };
  }

  local(name: string): Value {
    const known = this.#locals.get(name);
    if (known === 'evaluating') return invalid(`local.${name} refers to itself`, null);
    if (known !== undefined) return known;
    const bodies = this.blocks('locals').map(({ body }) => body);
    const attribute = findAttribute(bodies, name);
    if (attribute === null) return invalid(`local.${name} is not declared`, null);
    this.#locals.set(name, 'evaluating');
    const step = { kind: 'local', name: `local.${name}`, place: attribute, resource: null } as const;
    const value = withParts(through(evaluate(attribute.value, this.scope), step), this.scope.budget);
    this.#locals.set(name, value);
    return value;
  }

  get #localNames(): readonly string[] {
    return this.blocks('locals').flatMap(({ body }) => body.attributes.map(({ name }) => name));
  }

  /** What an exposed include, and `read_terragrunt_config`, give. */
  asValue(): Value {
    const entries = new LazyEntries(
      ['locals', 'inputs', 'terraform'],
      (name) => this.#part(name),
      () => unknown(UNREAD),
    );
    return { kind: 'object', entries, rest: UNREAD, origin: this.parsed.body, via: null, marks: 0 };
  }

  #part(name: string): Value {
    switch (name) {
      case 'locals':
        return object(this.#localNames, (local) => this.local(local));
      case 'inputs':
        if (this.#inputs === 'evaluating') return invalid('the inputs refer to themselves', null);
        return this.inputs()?.value ?? mapping('object', []);
      default: {
        const source = this.source();
        return mapping('object', source === null ? [] : [['source', source]], { origin: null }, UNREAD);
      }
    }
  }

  #root(name: string): Value | Reason {
    switch (name) {
      case 'local':
        return object(this.#localNames, (local) => this.local(local));
      case 'include':
        return this.#includeValue();
      case 'dependency':
        // Those of included files count as well.
        return object(this.blocks('dependency').map(labelOf), (dependency) => {
          const message = `the outputs of dependency.${dependency} are only known after it is applied`;
          return unknown({ kind: 'computed', message, place: null });
        });
      case 'feature':
        return { kind: 'unsupported', message: 'features are switched when Terragrunt runs', place: null };
      case 'values':
        return { kind: 'unsupported', message: 'values are given by a stack of Terragrunt', place: null };
      default:
        return { kind: 'invalid', message: `nothing called "${name}" is declared`, place: null };
    }
  }

  #includeValue(): Value {
    const bare = this.includes.find(({ name }) => name === '');
    if (bare !== undefined) return exposedValue(bare);
    const byName = new Map(this.includes.map((include) => [include.name, include]));
    return object(byName.keys(), (name) => {
      const include = byName.get(name);
      return include === undefined ? invalid(`include.${name} is not declared`, null) : exposedValue(include);
    });
  }
}

const UNREAD: Reason = {
  kind: 'unsupported',
  message: 'of a Terragrunt configuration only locals, inputs and the source are read',
  place: null,
};

function exposedValue({ name, exposed, config }: Include): Value {
  if (!exposed) return invalid(`include${name === '' ? '' : `.${name}`} is not exposed`, null);
  return 'message' in config ? unknown(config) : config.asValue();
}

function unseen(reason: Reason): Inputs {
  return { value: unknown(reason), places: new Map() };
}

function labelOf({ labels }: Block): string {
  return labels[0]?.value ?? '';
}

/** An object of declared names; `compute` also says what is wrong with a name that is not among them. */
function object(names: Iterable<string>, compute: (name: string) => Value): Value {
  const entries = new LazyEntries(names, compute, compute);
  return { kind: 'object', entries, rest: null, origin: null, via: null, marks: 0 };
}
