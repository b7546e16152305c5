import { blocksOfType } from '../hcl/json.ts';
import type { Place } from '../hcl/source.ts';
import type { Attribute, Block, Body } from '../hcl/syntax.ts';
import { invalid } from './access.ts';
import { evaluate, iterate } from './expression.ts';
import { findAttribute, headerOf } from './module-config.ts';
import type { Absent, BlockList, BlockRest, EvaluatedBody } from './resource.ts';
import { bind, type Scope } from './scope.ts';
import { mapping, type Reason, through, unknown, type Value } from './value.ts';
import { withParts } from './with-parts.ts';
import { mayHold } from './written-text.ts';

/** The arguments and blocks of an HCL block, each evaluated when it is asked for and remembered. */
export class HclBody implements EvaluatedBody {
  readonly place: Place;
  readonly #layers: readonly Body[];
  readonly #scope: Scope;
  readonly #attributes = new Map<string, Value | 'evaluating'>();
  readonly #blocks = new Map<string, BlockList>();

  /**
   * @param place the block's header
   * @param layers the block's body, then those of its overrides
   */
  constructor(place: Place, layers: readonly Body[], scope: Scope) {
    this.place = place;
    this.#layers = layers;
    this.#scope = scope;
  }

  attribute(name: string): Value | null {
    const known = this.#attributes.get(name);
    if (known === 'evaluating') return invalid(`"${name}" refers to itself`, this.attributePlace(name));
    if (known !== undefined) return known;
    const attribute = findAttribute(this.#layers, name);
    if (attribute === null) return this.#hidden === null ? null : unknown(this.#hidden, { origin: this.place });
    this.#attributes.set(name, 'evaluating');
    const value = withParts(evaluate(attribute.value, this.#scope), this.#scope.budget);
    this.#attributes.set(name, value);
    return value;
  }

  mayHold(name: string, text: string): boolean {
    const attribute = findAttribute(this.#layers, name);
    return attribute === null ? this.#hidden !== null : mayHold(attribute.value, text);
  }

  attributePlace(name: string): Place | null {
    return findAttribute(this.#layers, name);
  }

  attributeNames(): readonly string[] {
    return [...new Set(this.#layers.flatMap((layer) => layer.attributes.map((attribute) => attribute.name)))];
  }

  blocks(type: string): BlockList {
    let list = this.#blocks.get(type);
    if (list === undefined) {
      list = this.#readBlocks(type);
      this.#blocks.set(type, list);
    }
    return list;
  }

  /** The last layer that has blocks of a type replaces those of all earlier ones, `dynamic` ones included. */
  #readBlocks(type: string): BlockList {
    for (let i = this.#layers.length - 1; i >= 0; i--) {
      const written = blocksIn(this.#layers[i]!, type);
      if (written.length === 0) continue;
      const items: EvaluatedBody[] = [];
      const emptied: Absent[] = [];
      let rest: BlockRest | null = null;
      for (const block of written) {
        if (block.content === null) items.push(new HclBody(headerOf(block.block), [block.block.body], this.#scope));
        else rest = this.#expand(block.block, block.content, items, emptied) ?? rest;
      }
      return emptied.length === 0 ? { items, rest } : { items, rest, emptied };
    }
    const reason = this.#hidden;
    return {
      items: [],
      rest: reason === null ? null : { reason, sample: new HclBody(this.place, this.#layers, this.#scope) },
    };
  }

  /** Why something that is not found may be written all the same. */
  get #hidden(): Reason | null {
    if (!this.#layers.some((layer) => layer.incomplete)) return null;
    return { kind: 'invalid', message: 'a syntax error in the block may hide it', place: this.place };
  }

  /** Adds the repetitions of a `dynamic` block, or it to the emptied ones; returns what is not known of them. */
  #expand(dynamic: Block, content: Block, items: EvaluatedBody[], emptied: Absent[]): BlockRest | null {
    const scope = this.#scope;
    const layers = [dynamic.body];
    const forEach = findAttribute(layers, 'for_each');
    const iterator = iteratorName(findAttribute(layers, 'iterator')) ?? dynamic.labels[0]?.value ?? '';
    const repetition = (key: Value, value: Value): EvaluatedBody => {
      const step = { kind: 'each', name: `${iterator}.value`, place: forEach, resource: null } as const;
      const entries = [['key', key] as const, ['value', through(value, step)] as const];
      const inner = bind(scope, iterator, mapping('object', entries, { origin: forEach }));
      return new HclBody(headerOf(dynamic), [content.body], inner);
    };
    const collection = forEach === null ? null : evaluate(forEach.value, scope);
    const elements = collection === null ? null : iterate(collection);
    if (collection !== null && elements !== null) {
      const before = items.length;
      for (const [key, value] of elements) items.push(repetition(key, value));
      const rest = collection.kind === 'map' || collection.kind === 'object' ? collection.rest : null;
      if (items.length === before && rest === null) {
        const what = `its dynamic ${dynamic.labels[0]?.value ?? ''} repeats nothing`;
        emptied.push({ what, place: headerOf(dynamic), by: collection.via });
      }
      return rest === null ? null : { reason: rest, sample: repetition(unknown(rest), unknown(rest)) };
    }
    const reason: Reason =
      collection?.kind === 'unknown'
        ? collection.reason
        : { kind: 'invalid', message: 'its "for_each" is missing or cannot be iterated over', place: dynamic };
    const element = collection?.kind === 'unknown' ? collection.element : null;
    return { reason, sample: repetition(unknown(reason), element ?? unknown(reason)) };
  }
}

interface WrittenBlock {
  readonly block: Block;
  /** Of a `dynamic` block; null for a plain one. */
  readonly content: Block | null;
}

function blocksIn(body: Body, type: string): readonly WrittenBlock[] {
  const written: WrittenBlock[] = blocksOfType(body, type, 0).map((block) => ({ block, content: null }));
  for (const block of blocksOfType(body, 'dynamic', 1)) {
    const content = block.labels[0]?.value === type ? blocksOfType(block.body, 'content', 0)[0] : undefined;
    if (content !== undefined) written.push({ block, content });
  }
  return written.sort((a, b) => a.block.start - b.block.start);
}

/** `iterator = name` takes a bare name, in JSON a string. */
function iteratorName(attribute: Attribute | null): string | null {
  const node = attribute?.value;
  if (node?.kind === 'variable') return node.name;
  const part = node?.kind === 'template' ? node.parts[0] : undefined;
  return part?.kind === 'text' ? part.value : null;
}
