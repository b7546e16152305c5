import { blocksOfType } from '../hcl/json.ts';
import type { Place } from '../hcl/source.ts';
import type { Attribute, Block, Body, Expression, ParsedFile } from '../hcl/syntax.ts';

/** What the files of one directory declare, override files merged in. Shared by every instance of the module. */
export interface ModuleConfig {
  /** As reports name it. */
  readonly directory: string;
  readonly variables: ReadonlyMap<string, Declaration>;
  readonly locals: ReadonlyMap<string, Attribute>;
  readonly outputs: ReadonlyMap<string, Declaration>;
  /** By `type.name`. */
  readonly resources: ReadonlyMap<string, ResourceDeclaration>;
  readonly dataSources: ReadonlyMap<string, ResourceDeclaration>;
  readonly calls: ReadonlyMap<string, Declaration>;
  /** By `name` or `name.alias`. */
  readonly providers: ReadonlyMap<string, Declaration>;
  /** A file in which a syntax error may hide further declarations; null where there is none. */
  readonly incomplete: Place | null;
  /** True for one that stands in for a published module: that has more outputs than are told of. */
  readonly partial: boolean;
  /** Whether something is declared more than once, besides in override files. */
  readonly repeats: boolean;
}

/** A block together with the override blocks that change it. */
export interface Declaration {
  readonly name: string;
  /** The header of the block itself. */
  readonly header: Place;
  /** The block's body first, then those of its overrides, in the order Terraform applies them. */
  readonly layers: readonly Body[];
}

export interface ResourceDeclaration extends Declaration {
  readonly type: string;
  readonly mode: 'managed' | 'data';
}

/** The argument that holds after overrides: the last one written. */
export function findAttribute(layers: readonly Body[], name: string): Attribute | null {
  for (let i = layers.length - 1; i >= 0; i--) {
    for (const attribute of layers[i]!.attributes) if (attribute.name === name) return attribute;
  }
  return null;
}

export function findExpression(layers: readonly Body[], name: string): Expression | null {
  return findAttribute(layers, name)?.value ?? null;
}

/** The text of an argument that Terraform takes as a literal, such as a module's `source`; null when it is not one. */
export function literalText(expression: Expression | null): string | null {
  if (expression?.kind !== 'template') return null;
  let text = '';
  for (const part of expression.parts) {
    if (part.kind !== 'text') return null;
    text += part.value;
  }
  return text;
}

/**
 * Joins the files of a module. Terraform's rules: files in the order of their names, override files (`override.tf`,
 * `*_override.tf`) after all others.
 * https://developer.hashicorp.com/terraform/language/files/override
 */
export function joinFiles(directory: string, files: readonly ParsedFile[]): ModuleConfig {
  const builder = new ConfigBuilder();
  for (const parsed of files) if (!isOverrideFile(parsed.file.path)) builder.add(parsed.body, false);
  for (const parsed of files) if (isOverrideFile(parsed.file.path)) builder.add(parsed.body, true);
  return builder.finish(directory);
}

/** Whether a file changes what others declare, by its name. */
export function isOverrideFile(path: string): boolean {
  return /(?:^|\/|_)override\.(?:tf|tofu)(?:\.json)?$/.test(path);
}

interface MutableDeclaration {
  readonly name: string;
  readonly header: Place;
  readonly layers: Body[];
}

class ConfigBuilder {
  readonly #variables = new Map<string, MutableDeclaration>();
  readonly #locals = new Map<string, Attribute>();
  readonly #outputs = new Map<string, MutableDeclaration>();
  readonly #resources = new Map<string, MutableDeclaration & { type: string; mode: 'managed' }>();
  readonly #dataSources = new Map<string, MutableDeclaration & { type: string; mode: 'data' }>();
  readonly #calls = new Map<string, MutableDeclaration>();
  readonly #providers = new Map<string, MutableDeclaration>();
  #incomplete: Place | null = null;
  #repeats = false;

  add(body: Body, overrides: boolean): void {
    if (body.incomplete) this.#incomplete ??= body;
    const blocks = (type: string, labels: number): readonly Block[] => blocksOfType(body, type, labels);
    for (const block of blocks('variable', 1)) this.#put(this.#variables, label(block, 0), plain(block), overrides);
    for (const block of blocks('output', 1)) this.#put(this.#outputs, label(block, 0), plain(block), overrides);
    for (const block of blocks('module', 1)) this.#put(this.#calls, label(block, 0), plain(block), overrides);
    for (const block of blocks('locals', 0)) {
      for (const attribute of block.body.attributes) {
        const isNew = !this.#locals.has(attribute.name);
        if (overrides || isNew) this.#locals.set(attribute.name, attribute);
        else this.#repeats = true;
      }
    }
    for (const block of blocks('provider', 1)) {
      const alias = literalText(findExpression([block.body], 'alias'));
      const key = alias === null ? label(block, 0) : `${label(block, 0)}.${alias}`;
      this.#put(this.#providers, key, plain(block), overrides);
    }
    for (const block of blocks('resource', 2)) {
      const declared = { ...named(block, 1), type: label(block, 0), mode: 'managed' as const };
      this.#put(this.#resources, `${label(block, 0)}.${label(block, 1)}`, declared, overrides);
    }
    for (const block of blocks('data', 2)) {
      const declared = { ...named(block, 1), type: label(block, 0), mode: 'data' as const };
      this.#put(this.#dataSources, `${label(block, 0)}.${label(block, 1)}`, declared, overrides);
    }
    // A check block may hold one data source of its own.
    for (const check of blocks('check', 1)) {
      for (const block of blocksOfType(check.body, 'data', 2)) {
        const declared = { ...named(block, 1), type: label(block, 0), mode: 'data' as const };
        this.#put(this.#dataSources, `${label(block, 0)}.${label(block, 1)}`, declared, overrides);
      }
    }
  }

  /** A second block of the same name is Terraform's error; the first one is kept. One in an override file is merged. */
  #put<T extends MutableDeclaration>(into: Map<string, T>, key: string, declared: T, overrides: boolean): void {
    const earlier = into.get(key);
    if (earlier === undefined) into.set(key, declared);
    else if (overrides) earlier.layers.push(...declared.layers);
    else this.#repeats = true;
  }

  finish(directory: string): ModuleConfig {
    return {
      directory,
      variables: this.#variables,
      locals: this.#locals,
      outputs: this.#outputs,
      resources: this.#resources,
      dataSources: this.#dataSources,
      calls: this.#calls,
      providers: this.#providers,
      incomplete: this.#incomplete,
      partial: false,
      repeats: this.#repeats,
    };
  }
}

function label(block: Block, index: number): string {
  return block.labels[index]?.value ?? '';
}

function plain(block: Block): MutableDeclaration {
  return named(block, 0);
}

function named(block: Block, index: number): MutableDeclaration {
  return { name: label(block, index), header: headerOf(block), layers: [block.body] };
}

export function headerOf(block: Block): Place {
  return { file: block.file, start: block.start, end: block.headerEnd };
}
