import type { EvaluatedResource } from '../terraform/resource.ts';
import type { Reason, UnknownValue, Value } from '../terraform/value.ts';
import { type Argument, isAbsent, knownText } from './argument.ts';
import { sameRegistry } from './registry.ts';
import { isSameUnknown } from './same-value.ts';
import { mayBeEqual, shapeOf, type TextShape } from './text-shape.ts';

/** Something with a name that policies are attached to. */
export interface Target {
  readonly resource: EvaluatedResource;
  readonly name: Argument;
}

/** That a policy is attached to a target; `doubt` says why that is not certain, and is null when it is. */
export interface Link<T> {
  readonly target: T;
  readonly doubt: Reason | null;
}

/** The name of a step that read an attribute, such as `aws_ecr_repository.app["api"].name`. */
const ATTRIBUTE = /^[^.]+\.[^.[]+(?:\[.*\])?\.\w+$/s;

/** Finds the targets of policies. All targets are of one resource type. */
export class TargetIndex<T extends Target> {
  readonly #byAddress = new Map<string, T>();
  readonly #byName = new Map<string, T[]>();
  /** Those of which the name is not known, and so could be any that fits. */
  readonly #unnamed: { readonly target: T; readonly shape: TextShape }[] = [];
  readonly #all: readonly T[];

  constructor(targets: readonly T[]) {
    this.#all = targets;
    for (const target of targets) {
      this.#byAddress.set(target.resource.address, target);
      const name = knownText(target.name.value);
      const same = name === null ? undefined : this.#byName.get(name);
      if (name === null) this.#unnamed.push({ target, shape: shapeOfName(target) });
      else if (same === undefined) this.#byName.set(name, [target]);
      else same.push(target);
    }
  }

  /**
   * The targets that `policy` names in `argument`: by reference, at any number of steps, else by an equal name in the
   * same registry. What cannot be told apart is linked with a doubt.
   */
  find(policy: EvaluatedResource, argument: Argument): readonly Link<T>[] {
    return this.#named(policy, argument).map((link) => withPresence(link, policy));
  }

  #named(policy: EvaluatedResource, argument: Argument): readonly Link<T>[] {
    const { value } = argument;
    if (value === null || isAbsent(value)) return [];
    const referenced = this.#referenced(value);
    if (referenced !== null) {
      const twins = policy.presence.kind === 'certain' ? this.#twinsOf(referenced) : [];
      return [referenced, ...twins].map((target) => ({ target, doubt: null }));
    }
    const name = knownText(value);
    if (name !== null) return this.#byKnownName(policy, name);
    if (value.kind !== 'unknown') return [];
    if (value.candidates !== null) return this.#byCandidates(policy, argument, value.candidates, value.reason);
    return this.#byUnknownName(policy, argument.name, value);
  }

  /**
   * The target that an attribute was read from. A key of its instances is no name of it; a plan, which has no places,
   * leaves out which attribute a splat reads.
   */
  #referenced(value: Value): T | null {
    for (let step = value.via; step !== null; step = step.earlier) {
      if (step.resource === null || (step.place !== null && !ATTRIBUTE.test(step.name))) continue;
      const found = this.#byAddress.get(step.resource.address);
      if (found !== undefined) return found;
    }
    return null;
  }

  /** Targets that are the same repository, such as the one with `prevent_destroy` and the one without. */
  #twinsOf({ resource, name }: T): readonly T[] {
    const same = this.#byName.get(knownText(name.value) ?? '') ?? [];
    return same.filter(
      ({ resource: other }) =>
        other !== resource && other.moduleAddress === resource.moduleAddress && sameRegistry(resource, other) === 'yes',
    );
  }

  #byKnownName(policy: EvaluatedResource, name: string): readonly Link<T>[] {
    const exact = inRegistry(policy, this.#byName.get(name) ?? [], `the repository named "${name}"`);
    if (exact.some(({ doubt }) => doubt === null)) return exact;
    const fitting = this.#unnamed.filter(({ shape }) => mayBeEqual(shape, [name]));
    return [...exact, ...fitting.map(({ target }) => ({ target, doubt: nameReason(target) }))];
  }

  #byCandidates(
    policy: EvaluatedResource,
    argument: Argument,
    candidates: readonly Value[],
    reason: Reason,
  ): readonly Link<T>[] {
    const links = candidates.map((value) => this.#named(policy, { ...argument, value }));
    const [first] = links[0] ?? [];
    const same = links.every((found) => found.length === 1 && found[0]?.target === first?.target);
    if (first !== undefined && same) return [links.flat().find(({ doubt }) => doubt !== null) ?? first];
    const targets = new Set(links.flatMap((found) => found.map(({ target }) => target)));
    return [...targets].map((target) => ({ target, doubt: reason }));
  }

  #byUnknownName(policy: EvaluatedResource, argument: string, value: UnknownValue): readonly Link<T>[] {
    const given = { resource: policy, argument, value };
    const same = this.#unnamed.filter(({ target }) => {
      const { resource, name } = target;
      return isSameUnknown({ resource, argument: name.name, value: name.value }, given);
    });
    const [only] = same;
    if (only !== undefined && same.length === 1) return [{ target: only.target, doubt: null }];
    const shape = shapeOf(value) ?? [null];
    return this.#all
      .filter((target) => mayBeEqual(shapeOfName(target), shape) && sameRegistry(policy, target.resource) !== 'no')
      .map((target) => ({ target, doubt: value.reason }));
  }
}

function inRegistry<T extends Target>(policy: EvaluatedResource, targets: readonly T[], what: string): Link<T>[] {
  return targets.flatMap((target): Link<T>[] => {
    const same = sameRegistry(policy, target.resource);
    if (same === 'no') return [];
    if (same === 'yes') return [{ target, doubt: null }];
    const message = `${policy.address} and ${what} may be in different accounts or regions`;
    return [{ target, doubt: { kind: 'computed', message, place: policy.body.place } }];
  });
}

/** A policy that may not exist is certain only where its target exists under the same condition. */
function withPresence<T extends Target>(link: Link<T>, policy: EvaluatedResource): Link<T> {
  if (link.doubt !== null || policy.presence.kind === 'certain') return link;
  const { resource } = link.target;
  const together =
    resource.presence.kind === 'possible' &&
    resource.moduleAddress === policy.moduleAddress &&
    resource.presence.guard === policy.presence.guard;
  return together ? link : { ...link, doubt: policy.presence.reason };
}

function shapeOfName({ name }: Target): TextShape {
  return (name.value === null ? null : shapeOf(name.value)) ?? [null];
}

function nameReason(target: Target): Reason {
  const { value } = target.name;
  if (value?.kind === 'unknown') return value.reason;
  return { kind: 'invalid', message: `${target.resource.address} has no name`, place: target.resource.body.place };
}
