import type { EvaluatedBody, EvaluatedResource, PlannedAction, PlannedChange } from '../terraform/resource.ts';
import type { Reason } from '../terraform/value.ts';
import { isObject, items, member } from './json.ts';
import { parseRange } from './json-cursor.ts';
import type { ChangeEntry, ResourceHeader, ValuesEntry } from './plan.ts';
import { type BodyContext, PlanBody } from './plan-body.ts';
import type { PlannedPart } from './plan-value.ts';

/** Where a plan has the values of a resource. */
export type ResourceRecord =
  | { readonly kind: 'change'; readonly entry: ChangeEntry }
  | { readonly kind: 'planned' | 'prior'; readonly entry: ValuesEntry };

/** What a resource asks of its plan. */
export interface ResourceContext {
  readonly bytes: Buffer;
  /** Arguments and blocks as the configuration has them; null where it does not say. */
  readonly written: unknown;
  readonly provider: EvaluatedBody | Reason | null;
  readonly body: BodyContext;
}

const ACTIONS: ReadonlySet<string> = new Set(['no-op', 'create', 'read', 'update', 'delete', 'forget']);

const NOTHING_UNKNOWN = false;

/** A resource or data source instance of a plan. Its values are parsed when they are asked for. */
export class PlanResource implements EvaluatedResource {
  readonly address: string;
  readonly mode: 'managed' | 'data';
  readonly type: string;
  readonly name: string;
  readonly moduleAddress: string;
  readonly key: string | number | null;
  readonly presence = { kind: 'certain' } as const;
  readonly published = null;
  readonly #record: ResourceRecord;
  readonly #makeContext: () => ResourceContext;
  #madeContext: ResourceContext | null = null;
  #parsed: ParsedRecord | null = null;
  #body: PlanBody | null = null;
  #change: PlannedChange | null = null;

  /** @param makeContext called once, when something is asked of the resource */
  constructor(record: ResourceRecord, makeContext: () => ResourceContext) {
    const header: ResourceHeader = record.entry;
    this.address = header.address;
    this.mode = header.mode;
    this.type = header.type;
    this.name = header.name;
    this.moduleAddress = header.moduleAddress;
    this.key = header.index;
    this.#record = record;
    this.#makeContext = makeContext;
  }

  get provider(): EvaluatedBody | Reason | null {
    return this.#context.provider;
  }

  get body(): PlanBody {
    if (this.#body === null) {
      const { after, before } = this.#values;
      const exists = this.#record.kind !== 'change' || !isRemoval(this.#record.entry);
      this.#body = exists
        ? new PlanBody(after, this.#context.written, this.#context.body)
        : new PlanBody(before, null, this.#context.body);
    }
    return this.#body;
  }

  get change(): PlannedChange | null {
    if (this.#record.kind !== 'change') return null;
    if (this.#change === null) {
      const { actions, actionReason } = this.#record.entry;
      const { before, replacePaths } = this.#values;
      this.#change = {
        actions: actions.filter((action): action is PlannedAction => ACTIONS.has(action)),
        replacePaths,
        actionReason,
        before: isObject(before.known) ? new PlanBody(before, null, this.#context.body) : null,
      };
    }
    return this.#change;
  }

  get #context(): ResourceContext {
    this.#madeContext ??= this.#makeContext();
    return this.#madeContext;
  }

  get #values(): ParsedRecord {
    this.#parsed ??= parseRecord(this.#record, this.#context.bytes);
    return this.#parsed;
  }
}

/** Whether a change leaves nothing behind: it deletes or forgets and creates nothing. */
export function isRemoval({ actions, deposed }: ChangeEntry): boolean {
  const removes = actions.includes('delete') || actions.includes('forget');
  return removes && (deposed !== null || !actions.includes('create'));
}

interface ParsedRecord {
  readonly after: PlannedPart;
  readonly before: PlannedPart;
  readonly replacePaths: PlannedChange['replacePaths'];
}

const NOTHING: PlannedPart = { known: null, unknown: NOTHING_UNKNOWN, sensitive: false };

function parseRecord(record: ResourceRecord, bytes: Buffer): ParsedRecord {
  if (record.kind !== 'change') {
    const { values, sensitiveValues } = record.entry;
    const after = {
      known: values === null ? null : parseRange(bytes, values),
      // Planned values do not say which of them are unknown.
      unknown: record.kind === 'planned' ? null : NOTHING_UNKNOWN,
      sensitive: sensitiveValues === null ? false : parseRange(bytes, sensitiveValues),
    };
    return { after, before: NOTHING, replacePaths: [] };
  }
  const change = record.entry.change === null ? null : parseRange(bytes, record.entry.change);
  return {
    after: {
      known: member(change, 'after'),
      unknown: member(change, 'after_unknown') ?? NOTHING_UNKNOWN,
      sensitive: member(change, 'after_sensitive') ?? false,
    },
    before: {
      known: member(change, 'before'),
      unknown: NOTHING_UNKNOWN,
      sensitive: member(change, 'before_sensitive') ?? false,
    },
    replacePaths: items(member(change, 'replace_paths')).map((path) =>
      items(path).filter((step): step is string | number => typeof step === 'string' || typeof step === 'number'),
    ),
  };
}
