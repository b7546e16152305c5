import type { ByteRange } from './json-cursor.ts';

/**
 * Plan JSON, read as far as is needed to know what is in it: resources are listed with where their values are, which
 * are parsed when somebody asks.
 * https://developer.hashicorp.com/terraform/internals/json-format
 */
export interface Plan {
  /** What the user calls it. */
  readonly name: string;
  readonly bytes: Buffer;
  /** False when Terraform stopped with an error, or left something for a later run. */
  readonly complete: boolean;
  /** What the root variables were set to, by name. */
  readonly variables: ReadonlyMap<string, unknown>;
  /** `resource_changes`. */
  readonly changes: readonly ChangeEntry[];
  /** `planned_values`, with the modules inside. */
  readonly planned: readonly ValuesEntry[];
  /** `prior_state`: data sources that were read, and resources as they are. */
  readonly prior: readonly ValuesEntry[];
  /** Where `configuration` is; null in plans that leave it out. */
  readonly configuration: ByteRange | null;
}

/** What every mention of a resource instance says. */
export interface ResourceHeader {
  readonly address: string;
  readonly moduleAddress: string;
  readonly mode: 'managed' | 'data';
  readonly type: string;
  readonly name: string;
  readonly index: string | number | null;
}

/** An item of `resource_changes`. */
export interface ChangeEntry extends ResourceHeader {
  readonly actions: readonly string[];
  readonly actionReason: string | null;
  /** The key of an earlier object that is still to be deleted; null for the resource itself. */
  readonly deposed: string | null;
  /** The address in the state, where a `moved` block changes it. */
  readonly previousAddress: string | null;
  /** Where the members of `change` are; null for those that are not there, null or false. */
  readonly before: ByteRange | null;
  readonly beforeSensitive: ByteRange | null;
  readonly after: ByteRange | null;
  readonly afterUnknown: ByteRange | null;
  readonly afterSensitive: ByteRange | null;
  readonly replacePaths: ByteRange | null;
}

/** An item of `resources` in a module of `planned_values` or `prior_state`. */
export interface ValuesEntry extends ResourceHeader {
  readonly values: ByteRange | null;
  readonly sensitiveValues: ByteRange | null;
}
