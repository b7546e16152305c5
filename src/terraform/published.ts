import type { Place } from '../hcl/source.ts';
import type { ModuleConfig } from './module-config.ts';
import type { Reason, Value } from './value.ts';

/**
 * Published modules: somebody else's, which the user's configuration only calls. What they declare is evaluated like
 * anything else, but never shown, blamed or edited; that falls to the call.
 */

/** What is known of a published module in one range of its releases. */
export interface PublishedModule {
  /** As people call it: `acme/registry/aws`. */
  readonly name: string;
  /** The name with the releases that have the same default for an input: `acme/registry/aws < 2.0.0`. */
  labelFor(input: string): string;
  readonly inputs: readonly ModuleInput[];
  /** Names of inputs that came only after the release that is called. */
  readonly lacks: ReadonlySet<string>;
  /** Set when the call takes whatever release is the newest, and their defaults differ. */
  readonly drift: ReleaseDrift | null;
}

/** What a call that is not bound to a release may get. */
export interface ReleaseDrift {
  /** How the call says it: a clause that goes on from the module's name, such as `without a version`. */
  readonly how: string;
  /** The argument that says it; null where one is missing. */
  readonly argument: 'source' | 'version' | null;
  /** The defaults that changed among the releases it may get, the oldest change first. */
  readonly changes: readonly DefaultChange[];
}

export interface DefaultChange {
  readonly input: string;
  /** The first release with the new default. */
  readonly release: string;
  /** Both as they are written in HCL. */
  readonly from: string;
  readonly to: string;
}

/** How an input of a module reaches one of its resources. */
export interface ModuleInput {
  readonly name: string;
  /**
   * What it sets: a resource type, or below it a nested block or an argument, as in
   * `aws_ecr_repository.encryption_configuration.kms_key`.
   */
  readonly sets: string;
  readonly form: InputForm;
  /** Inputs that have to be so for this one to count. */
  readonly needs: Readonly<Record<string, boolean>>;
}

export type InputForm =
  /** The argument's own value; for a resource type, that of its argument `of`. */
  | { readonly kind: 'value'; readonly of?: string }
  /** An object with the arguments of the nested block. */
  | { readonly kind: 'object' }
  /** An object of which one member is the argument's value. */
  | { readonly kind: 'member'; readonly member: string }
  /** One member of the document that the argument `of` holds. */
  | { readonly kind: 'part'; readonly of: string; readonly member: string }
  /** One of a few values that stand for values of the argument. */
  | { readonly kind: 'choice'; readonly choices: readonly InputChoice[] }
  /** Something else that decides, such as a switch: it is to blame, but does not take the value. */
  | { readonly kind: 'other' };

/** Whether the input takes what it sets, and does not only decide about it. */
export function takesValue({ form }: ModuleInput): boolean {
  return form.kind !== 'other';
}

export interface InputChoice {
  readonly input: boolean | string;
  readonly argument: boolean | string;
}

/** A call as it is written. */
export interface ModuleReference {
  readonly source: string;
  /** The version constraint; null without one, empty where it is not plain text. */
  readonly version: string | null;
  /** The names of the calls that lead there from the root module, this one last. */
  readonly path: readonly string[];
  /** The names of its arguments, those of Terraform itself included. */
  readonly arguments: readonly string[];
}

/** A published module and what to evaluate in its place. */
export interface FoundModule {
  readonly module: PublishedModule;
  readonly config: ModuleConfig;
}

/** A published module of which nothing is known but its source. */
export function unknownModule(source: string): PublishedModule {
  return { name: source, labelFor: () => source, inputs: [], lacks: new Set(), drift: null };
}

/** Finds published modules: from disk, or what is known of them. Null where a source says nothing. */
export type ModuleFinder = (reference: ModuleReference) => FoundModule | Reason | null;

/** What is known of published modules, by what a call says. */
export interface ModuleCatalog {
  /** Texts of which one stands in every file that calls a known module. */
  readonly markers: readonly string[];
  /**
   * What is known of a module whose source is on disk; null when it is not known.
   *
   * @param installed the version that is there; null where that is not known
   */
  describe(reference: ModuleReference, installed: string | null): PublishedModule | null;
  /** A module to evaluate in place of one that is not at hand; a reason where it cannot be told what to evaluate; null when it is not known. */
  standIn(reference: ModuleReference): FoundModule | Reason | null;
}

/** Of no module anything is known. */
export const NO_MODULES: ModuleCatalog = { markers: [], describe: () => null, standIn: () => null };

/** The call, in the user's own configuration, of a published module. */
export interface PublishedCall {
  readonly module: PublishedModule;
  /** Header of the `module` block. */
  readonly place: Place;
  /** Address of the module instance that the call stands in; empty for the root module. */
  readonly moduleAddress: string;
  /** Where an argument goes that is not written yet. */
  readonly room: CallRoom;
  /** Where an argument of the call is written; null when it is not. */
  argument(name: string): CallArgument | null;
  /** What an input is, given or by default; null when there is no such input. */
  input(name: string): Value | null;
  /** The input of whose default a place in the module's text is a part. */
  defaultAt(place: Place): InputDefault | null;
}

/** Where the arguments of a call are written. */
export type CallRoom =
  /** In the block that `place` is the header of. */
  | { readonly kind: 'block' }
  /** In an object, where resources of the module cannot be referred to, nor others be added beside it. */
  | { readonly kind: 'object'; readonly object: Place }
  /** In a way that leaves no room for more. */
  | { readonly kind: 'none' };

export interface CallArgument {
  /** From its name to the end of its value. */
  readonly place: Place;
  readonly value: Place;
}

export interface InputDefault {
  readonly name: string;
  /** True when the place is the whole default. */
  readonly whole: boolean;
}

/** A place in the user's own text, or null. */
export function ownPlace(place: Place | null): Place | null {
  return place === null || place.file.published ? null : place;
}
