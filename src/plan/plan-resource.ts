import type { EvaluatedBody, EvaluatedResource, PlannedAction, PlannedChange } from '../terraform/resource.ts';
import type { Reason } from '../terraform/value.ts';
import { items } from './json.ts';
import { type ByteRange, parseRange } from './json-cursor.ts';
import type { ChangeEntry, ResourceHeader, ValuesEntry } from './plan.ts';
import { type BodyContext, type PartSource, PlanBody } from './plan-body.ts';
import type { PlannedPart } from './plan-value.ts';

/** Where a plan has the values of a resource. */
export type ResourceRecord =
  | { readonly kind: 'change'; readonly entry: ChangeEntry }
  | { readonly kind: 'planned' | 'prior'; readonly entry: ValuesEntry };

/** What resources ask of their plan. */
export interface ResourceOwner {
  readonly bytes: Buffer;
  /** The values that were parsed latest. */
  readonly recent: RecentParts;
  readonly context: BodyContext;
  /** Arguments and blocks as the configuration has them; null where it does not say. */
  writtenFor(header: ResourceHeader): unknown;
  providerOf(header: ResourceHeader): EvaluatedBody | Reason | null;
}

/**
 * A few parsed values. Who asks for one argument of a resource mostly asks for others of it next; all of a large plan
 * together would take many times the memory of its text.
 */
export class RecentParts {
  static readonly #MOST = 64;
  readonly #parts = new Map<ByteRange, PlannedPart>();

  /** @param range which stretch of the plan the part is parsed from */
  get(range: ByteRange, parse: () => PlannedPart): PlannedPart {
    const known = this.#parts.get(range);
    if (known !== undefined) return known;
    const parsed = parse();
    this.#parts.set(range, parsed);
    if (this.#parts.size > RecentParts.#MOST) {
      for (const oldest of this.#parts.keys()) {
        this.#parts.delete(oldest);
        break;
      }
    }
    return parsed;
  }
}

const ACTIONS: ReadonlySet<string> = new Set(['no-op', 'create', 'read', 'update', 'delete', 'forget']);

const NOTHING_UNKNOWN = false;

/** A resource or data source instance of a plan. Its values are parsed when they are asked for. */
export class PlanResource implements EvaluatedResource {
  readonly presence = { kind: 'certain' } as const;
  readonly published = null;
  readonly repeatedBy = [];
  readonly #record: ResourceRecord;
  readonly #owner: ResourceOwner;
  #body: PlanBody | null = null;

  constructor(record: ResourceRecord, owner: ResourceOwner) {
    this.#record = record;
    this.#owner = owner;
  }

  get address(): string {
    return this.#record.entry.address;
  }

  get mode(): 'managed' | 'data' {
    return this.#record.entry.mode;
  }

  get type(): string {
    return this.#record.entry.type;
  }

  get name(): string {
    return this.#record.entry.name;
  }

  get moduleAddress(): string {
    return this.#record.entry.moduleAddress;
  }

  get key(): string | number | null {
    return this.#record.entry.index;
  }

  get provider(): EvaluatedBody | Reason | null {
    return this.#owner.providerOf(this.#record.entry);
  }

  get body(): PlanBody {
    this.#body ??= this.#makeBody();
    return this.#body;
  }

  get change(): PlannedChange | null {
    if (this.#record.kind !== 'change') return null;
    const { entry } = this.#record;
    const { bytes } = this.#owner;
    const paths = entry.replacePaths === null ? null : parseRange(bytes, entry.replacePaths);
    return {
      actions: entry.actions.filter((action): action is PlannedAction => ACTIONS.has(action)),
      replacePaths: items(paths).map((path) =>
        items(path).filter((step): step is string | number => typeof step === 'string' || typeof step === 'number'),
      ),
      actionReason: entry.actionReason,
      before: entry.before === null ? null : this.#makeBodyBefore(entry),
    };
  }

  #makeBody(): PlanBody {
    const { kind, entry } = this.#record;
    if (kind === 'change') {
      if (isRemoval(entry)) return this.#makeBodyBefore(entry);
      const { after, afterUnknown, afterSensitive } = entry;
      return this.#bodyOf(after, afterUnknown ?? NOTHING_UNKNOWN, afterSensitive, this.#owner.writtenFor(entry));
    }
    // Planned values do not say which of them are unknown.
    const unknown = kind === 'planned' ? null : NOTHING_UNKNOWN;
    return this.#bodyOf(entry.values, unknown, entry.sensitiveValues, this.#owner.writtenFor(entry));
  }

  #makeBodyBefore({ before, beforeSensitive }: ChangeEntry): PlanBody {
    return this.#bodyOf(before, NOTHING_UNKNOWN, beforeSensitive, null);
  }

  #bodyOf(
    values: ByteRange | null,
    unknown: ByteRange | typeof NOTHING_UNKNOWN | null,
    sensitive: ByteRange | null,
    written: unknown,
  ): PlanBody {
    const source = new RangeSource(this.#owner, values, unknown, sensitive);
    return new PlanBody(source, this.#record.entry, written, this.#owner.context);
  }
}

/** Values in the bytes of a plan. */
class RangeSource implements PartSource {
  readonly #owner: ResourceOwner;
  readonly #values: ByteRange | null;
  readonly #unknown: ByteRange | typeof NOTHING_UNKNOWN | null;
  readonly #sensitive: ByteRange | null;

  constructor(
    owner: ResourceOwner,
    values: ByteRange | null,
    unknown: ByteRange | typeof NOTHING_UNKNOWN | null,
    sensitive: ByteRange | null,
  ) {
    this.#owner = owner;
    this.#values = values;
    this.#unknown = unknown;
    this.#sensitive = sensitive;
  }

  read(): PlannedPart {
    if (this.#values === null) return this.#parse();
    return this.#owner.recent.get(this.#values, () => this.#parse());
  }

  #parse(): PlannedPart {
    const { bytes } = this.#owner;
    const unknown = this.#unknown;
    return {
      known: this.#values === null ? null : parseRange(bytes, this.#values),
      unknown: unknown === null || unknown === NOTHING_UNKNOWN ? unknown : parseRange(bytes, unknown),
      sensitive: this.#sensitive === null ? false : parseRange(bytes, this.#sensitive),
    };
  }
}

/** Whether a change leaves nothing behind: it deletes or forgets and creates nothing. */
export function isRemoval({ actions, deposed }: ChangeEntry): boolean {
  const removes = actions.includes('delete') || actions.includes('forget');
  return removes && (deposed !== null || !actions.includes('create'));
}
