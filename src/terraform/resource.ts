import type { Place } from '../hcl/source.ts';
import type { PublishedCall } from './published.ts';
import type { Reason, Step, Value } from './value.ts';

/**
 * Evaluated resources: what `src/terraform` makes from HCL and `src/plan` from plan JSON. Everything above these two
 * floors sees only this.
 */

/** One resource instance, or, where `count` or `for_each` is unknown, one that stands for all of them. */
export interface EvaluatedResource {
  /** Terraform address: `module.app["x"].aws_ecr_repository.this[0]`; without an index when it stands for all. */
  readonly address: string;
  readonly mode: 'managed' | 'data';
  readonly type: string;
  readonly name: string;
  /** Address of the module instance it is declared in; empty for the root module. */
  readonly moduleAddress: string;
  /** `count.index`, `each.key`, or null without either. */
  readonly key: string | number | null;
  /** Whether it will exist at all. */
  readonly presence: Presence;
  /** How the `count` or `for_each` came that made it, its own and those of the modules it is in. */
  readonly repeatedBy: readonly Step[];
  readonly body: EvaluatedBody;
  /** Configuration of its provider, with `default_tags` and `region`; null when none is written, a reason when it cannot be known. */
  readonly provider: EvaluatedBody | Reason | null;
  /** The call of the published module that declares it, to which its findings belong; null for the user's own. */
  readonly published: PublishedCall | null;
  /** What a plan does to it; null where no plan says: from HCL, and for what a plan does not touch. */
  readonly change: PlannedChange | null;
}

/** An entry of `resource_changes` in plan JSON. https://developer.hashicorp.com/terraform/internals/json-format#change-representation */
export interface PlannedChange {
  /** In order; a replacement has both `delete` and `create`. */
  readonly actions: readonly PlannedAction[];
  /** The arguments that force a replacement, each as the names and indexes that lead to it. */
  readonly replacePaths: readonly (readonly (string | number)[])[];
  /** Terraform's word for why, such as `delete_because_no_resource_config`; null where it gives none. */
  readonly actionReason: string | null;
  /** The resource as it is; null where it does not exist yet. */
  readonly before: EvaluatedBody | null;
}

export type PlannedAction = 'no-op' | 'create' | 'read' | 'update' | 'delete' | 'forget';

export type Presence =
  | { readonly kind: 'certain' }
  /**
   * `count` or `for_each` is unknown. `guard` is the same text for two blocks of one module instance exactly when
   * they repeat under the same condition, so that one exists whenever the other does.
   */
  | { readonly kind: 'possible'; readonly reason: Reason; readonly guard: string };

/** The arguments and blocks of a resource, of one of its blocks, or of a provider configuration. */
export interface EvaluatedBody {
  /** The header of the block that a missing argument is missing from; null for a plan without source. */
  readonly place: Place | null;
  /** The value of an argument, or null when it is not written. An argument set to `null` is a `NullValue`. */
  attribute(name: string): Value | null;
  /**
   * Whether a text in lower case may come to stand in the value of an argument, in whatever case, told without evaluating
   * it. Left out where only the value tells.
   */
  mayHold?(name: string, text: string): boolean;
  /** Where an argument is written, from its name to the end of its value; null when it is not, or without source. */
  attributePlace(name: string): Place | null;
  /** The names of all arguments written. */
  attributeNames(): readonly string[];
  /** The blocks of one type, `dynamic` ones expanded. */
  blocks(type: string): BlockList;
}

export interface BlockList {
  readonly items: readonly EvaluatedBody[];
  /** Set when a `dynamic` block may add more: its `for_each` is unknown. */
  readonly rest: BlockRest | null;
  /** The `dynamic` blocks that add none; left out where there are none. */
  readonly emptied?: readonly Absent[];
}

/** Something that is declared, but not made with the values at hand. */
export interface Absent {
  /** One clause that says so. */
  readonly what: string;
  /** The header of the block. */
  readonly place: Place | null;
  /** How the `count` or `for_each` came that says so; null when that is written in its place. */
  readonly by: Step | null;
}

/** A `dynamic` block with an unknown number of repetitions. */
export interface BlockRest {
  readonly reason: Reason;
  /** One repetition with the iterator unknown: what every block would look like. */
  readonly sample: EvaluatedBody;
}

/** A root module evaluated once with one set of variable values, or one plan. */
export interface Deployment {
  /** The root module's directory, as reports name it; `.` for the working directory. Null for a plan without source. */
  readonly directory: string | null;
  /** The tfvars files that make this deployment different from others of the same root; empty for the plain one. */
  readonly variableFiles: readonly string[];
  /** Root variables with their values, and whether a tfvars file, flag, or environment variable gave them. */
  readonly variables: ReadonlyMap<string, DeploymentVariable>;
  /** Why some resources may not be seen, such as a syntax error in one of the modules; null when all are. */
  readonly hidden: Reason | null;
  /** All instances of a resource type in all modules, in a stable order. */
  resources(type: string): readonly EvaluatedResource[];
  /** All data source instances of a type, likewise. */
  dataSources(type: string): readonly EvaluatedResource[];
  /** The instances that a plan deletes or forgets without a successor, as they are; none from HCL. */
  removed(type: string): readonly EvaluatedResource[];
  /** The blocks that declare resources of a type, also those whose `count` or `for_each` makes no instance. */
  declared(type: string): readonly DeclaredResource[];
  /** Likewise in modules on disk of which their calls make no instance; none for a plan without source. */
  uncalled(type: string): readonly UncalledResource[];
}

/** A `resource` block in one module instance. */
export interface DeclaredResource {
  readonly moduleAddress: string;
  readonly name: string;
  /** The block's header; null for a plan without source. */
  readonly place: Place | null;
  /** How its `count` or `for_each` came; null where that is written in its place, without either, and in a plan. */
  readonly by: Step | null;
}

/** A `resource` block in a module that is called with a `count` or `for_each` of which no instance comes. */
export interface UncalledResource extends DeclaredResource {
  readonly call: {
    /** As in `module.app.module.policies`. */
    readonly address: string;
    /** The address of the module that calls; empty for the root. */
    readonly caller: string;
    /** The header of the `module` block. */
    readonly place: Place;
    /** The whole body of the `module` block. */
    readonly body: Place;
  };
}

export interface DeploymentVariable {
  readonly value: Value;
  /** False when only its default or nothing is known. */
  readonly given: boolean;
}
