import type { SourceFile } from './source.ts';
import type { Attribute, Block, Body } from './syntax.ts';

/** What is in a body. */
export type BodyItems = Pick<Body, 'attributes' | 'blocks'>;

/**
 * A body in native syntax that was read and found valid, and whose content was let go of: it is read again when somebody
 * asks for it, and then kept. Of most resources in a tree nobody does, and what is kept of them costs more time than
 * reading them.
 */
export class LazyBody implements Body {
  readonly kind = 'body';
  readonly syntax = 'native';
  readonly incomplete = false;
  readonly file: SourceFile;
  readonly start: number;
  readonly end: number;
  /** Null until somebody asks. A property like those of all nodes, for who goes through them by name. */
  items: BodyItems | null = null;
  readonly #read: (file: SourceFile, start: number) => BodyItems;

  /** @param read gives what is in the body that begins at an offset of a file */
  constructor({ file, start, end }: Body, read: (file: SourceFile, start: number) => BodyItems) {
    this.file = file;
    this.start = start;
    this.end = end;
    this.#read = read;
  }

  get attributes(): readonly Attribute[] {
    return this.#items().attributes;
  }

  get blocks(): readonly Block[] {
    return this.#items().blocks;
  }

  #items(): BodyItems {
    this.items ??= this.#read(this.file, this.start);
    return this.items;
  }
}
