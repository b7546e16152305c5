import type { Place } from '../hcl/source.ts';
import type { BlockList, EvaluatedBody } from '../terraform/resource.ts';
import { Mark, type Reason, type UnknownValue, unknown, type Value } from '../terraform/value.ts';
import { constantOf, isExpression } from './configuration.ts';
import { entries, hasMember, isObject, items, member } from './json.ts';
import type { ResourceHeader } from './plan.ts';
import { isPresent, itemCount, itemPart, memberPart, type PlannedPart, plannedValue } from './plan-value.ts';

/** What bodies ask of the plan around them, saying which resource they belong to. */
export interface BodyContext {
  /** An argument that is not known, by its expression; null when it turns out not to be set. */
  unknownArgument(header: ResourceHeader, expression: unknown, reason: Reason, marks: number): Value | null;
  /** A known argument with what it was read from. */
  traced(header: ResourceHeader, expression: unknown, value: Value): Value;
}

/** Where a body has its values from: read each time that they are needed, because a plan holds more than fits into memory. */
export interface PartSource {
  read(): PlannedPart;
}

/**
 * What says something although it is not written: the tags and region that come from the provider's configuration, and
 * the key of a resource that exists, which the provider keeps.
 */
const HOLDS_UNWRITTEN = new Set(['tags_all', 'region', 'kms_key']);

/** Blocks that are for Terraform itself, and so in no plan. */
const META_BLOCKS = new Set(['lifecycle', 'connection', 'provisioner']);

/**
 * The arguments of a resource, or of one of its blocks, as a plan knows them. What the configuration in the plan does
 * not write is absent, as in HCL; the plan would have the provider's default.
 */
export class PlanBody implements EvaluatedBody {
  readonly place = null;
  readonly #source: PartSource;
  readonly #header: ResourceHeader;
  readonly #written: unknown;
  readonly #context: BodyContext;
  readonly #path: string;
  readonly #attributes = new Map<string, Value | null>();

  /**
   * @param header of the resource
   * @param written arguments and blocks as the configuration has them; null where that is not known
   * @param path where the block is in the resource: `rule[0]`; empty for the resource itself
   */
  constructor(source: PartSource, header: ResourceHeader, written: unknown, context: BodyContext, path = '') {
    this.#source = source;
    this.#header = header;
    this.#written = written;
    this.#context = context;
    this.#path = path;
  }

  attribute(name: string): Value | null {
    let value = this.#attributes.get(name);
    if (value === undefined) {
      // Should reading it lead back here, it is what it would be without any reference.
      this.#attributes.set(name, this.#plain(name));
      value = this.#read(name);
      this.#attributes.set(name, value);
    }
    return value;
  }

  attributePlace(): Place | null {
    return null;
  }

  attributeNames(): readonly string[] {
    if (isObject(this.#written)) {
      return entries(this.#written).flatMap(([name, expression]) => (isExpression(expression) ? [name] : []));
    }
    return entries(this.#source.read().known).flatMap(([name, value]) =>
      value === null || isBlocks(value) ? [] : [name],
    );
  }

  blocks(type: string): BlockList {
    if (META_BLOCKS.has(type) && this.#path === '') {
      return this.#maybeBlocks(type, {
        kind: 'unsupported',
        message: `a plan does not hold ${type} blocks`,
        place: null,
      });
    }
    const part = memberPart(this.#source.read(), type);
    const written = member(this.#written, type);
    if (part.unknown === true) return this.#maybeBlocks(type, this.#reason(type));
    if (isObject(part.known)) {
      return { items: [this.#inner(part, written ?? null, this.#pathOf(type))], rest: null };
    }
    const parts = Array.from({ length: itemCount(part) }, (_, index) => itemPart(part, index));
    const pairs = pairBlocks(parts, items(written));
    const bodies = parts.map((block, index) =>
      this.#inner(block, pairs[index] ?? null, `${this.#pathOf(type)}[${index}]`),
    );
    return { items: bodies, rest: null };
  }

  /** The value of an argument or computed attribute, written or not; null when it is null or not there. */
  attributeOrOutput(name: string): Value | null {
    return this.attribute(name) ?? this.#plain(name);
  }

  #inner(part: PlannedPart, written: unknown, path: string): PlanBody {
    return new PlanBody({ read: () => part }, this.#header, written, this.#context, path);
  }

  #maybeBlocks(type: string, reason: Reason): BlockList {
    const everything = { known: undefined, unknown: true, sensitive: false };
    const sample = this.#inner(everything, null, this.#pathOf(type));
    return { items: [], rest: { reason, sample } };
  }

  #read(name: string): Value | null {
    const whole = this.#source.read();
    const part = memberPart(whole, name);
    const isWritten = this.#written === null ? null : isSet(this.#written, name);
    const expression = isWritten === true ? member(this.#written, name) : null;
    if (isWritten === false && (part.unknown === true || !HOLDS_UNWRITTEN.has(name))) return null;
    if (this.#isUnknown(name, whole, part, isWritten)) {
      const marks = part.sensitive === true ? Mark.SENSITIVE : 0;
      return this.#context.unknownArgument(this.#header, expression, this.#reason(name), marks);
    }
    if (!isPresent(part)) return null;
    return this.#context.traced(this.#header, expression, this.#valueOf(part, name, expression));
  }

  #isUnknown(name: string, whole: PlannedPart, part: PlannedPart, isWritten: boolean | null): boolean {
    if (part.unknown === true) return true;
    // Without a tree of unknowns, what is written and has no value can be nothing else.
    return whole.unknown === null && isWritten === true && !hasMember(whole.known, name);
  }

  #plain(name: string): Value | null {
    const part = memberPart(this.#source.read(), name);
    return isPresent(part) ? this.#valueOf(part, name, null) : null;
  }

  #valueOf(part: PlannedPart, name: string, expression: unknown): Value {
    return plannedValue(part, (path): UnknownValue => {
      const reason = this.#reason(`${name}${path}`);
      const value = expression === null ? null : this.#context.unknownArgument(this.#header, expression, reason, 0);
      return value?.kind === 'unknown' && value.text === null ? value : unknown(reason);
    });
  }

  #reason(name: string): Reason {
    const message = `${this.#header.address}.${this.#pathOf(name)} is only known after apply`;
    return { kind: 'computed', message, place: null };
  }

  #pathOf(name: string): string {
    return this.#path === '' ? name : `${this.#path}.${name}`;
  }
}

/**
 * Which written block made which planned one. `dynamic` blocks are not in the configuration, and the blocks of a set
 * are in another order: a pair has to agree in all constants, and with a different number nothing is known.
 */
function pairBlocks(parts: readonly PlannedPart[], written: readonly unknown[]): readonly unknown[] {
  if (parts.length !== written.length) return [];
  const left = [...written];
  const pairs = parts.map((part, index) => {
    const inOrder = left.indexOf(written[index]);
    const at =
      agrees(part, written[index]) && inOrder !== -1 ? inOrder : left.findIndex((block) => agrees(part, block));
    return at === -1 ? null : left.splice(at, 1)[0];
  });
  return pairs.includes(null) ? [] : pairs;
}

function agrees({ known }: PlannedPart, block: unknown): boolean {
  return entries(block).every(([name, expression]) => {
    const constant = constantOf(expression);
    const value = member(known, name);
    const isPlain = ['string', 'number', 'boolean'].includes(typeof constant);
    return !isPlain || (value !== undefined && value !== null && String(value) === String(constant));
  });
}

/** Whether an argument is written, and not as null. */
function isSet(written: unknown, name: string): boolean {
  return hasMember(written, name) && constantOf(member(written, name)) !== null;
}

/** Whether an array is more likely to be blocks than the value of an argument. */
function isBlocks(value: unknown): boolean {
  return Array.isArray(value) && value.every(isObject);
}
