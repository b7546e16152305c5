import { parseModuleAddress } from './address.ts';
import type { ModuleConfiguration } from './configuration.ts';
import { groupInstances, type Instances } from './instances.ts';
import type { CalledInstance, ModuleScope } from './references.ts';

/** The module instances of a plan. */
export class PlanModules {
  readonly #root: ModuleScope;
  readonly #scopes = new Map<string, ModuleScope | null>();
  readonly #addresses: () => Iterable<string>;
  /** By the caller's address and the call's name. */
  #called: ReadonlyMap<string, Instances<CalledInstance>> | null = null;

  /** @param addresses of the modules that hold resources, asked for at most once */
  constructor(root: ModuleConfiguration, addresses: () => Iterable<string>) {
    this.#root = { address: '', configuration: root, call: null };
    this.#addresses = addresses;
  }

  /** The module instance with an address; null when the configuration does not have it. */
  find(address: string): ModuleScope | null {
    const known = this.#scopes.get(address);
    if (known !== undefined) return known;
    let scope: ModuleScope | null = this.#root;
    for (const step of parseModuleAddress(address)) {
      let inner = this.#scopes.get(step.address);
      if (inner === undefined) {
        inner = scope === null ? null : instanceOf(scope, step);
        this.#scopes.set(step.address, inner);
      }
      scope = inner;
    }
    this.#scopes.set(address, scope);
    return scope;
  }

  /** The root module and all instances that hold resources, or hold modules that do. */
  all(): readonly ModuleScope[] {
    this.#called ??= groupInstances(this.#collect(), ({ block }) => block);
    return [this.#root, ...[...this.#called.values()].flatMap(({ all }) => all.map(({ scope }) => scope))];
  }

  /** The instances of a call that hold resources, or hold modules that do; null without any. */
  called(caller: ModuleScope, call: string): Instances<CalledInstance> | null {
    this.#called ??= groupInstances(this.#collect(), ({ block }) => block);
    return this.#called.get(blockOf(caller.address, call)) ?? null;
  }

  *#collect(): Generator<CalledInstance & { readonly block: string }> {
    const seen = new Set<string>();
    for (const address of this.#addresses()) {
      if (seen.has(address)) continue;
      let caller = '';
      for (const step of parseModuleAddress(address)) {
        const scope = seen.has(step.address) ? null : this.find(step.address);
        if (scope !== null) yield { block: blockOf(caller, step.name), key: step.key, scope };
        seen.add(step.address);
        caller = step.address;
      }
      seen.add(address);
    }
  }
}

function blockOf(callerAddress: string, call: string): string {
  return `${callerAddress} ${call}`;
}

function instanceOf(
  caller: ModuleScope,
  { name, key, address }: { readonly name: string; readonly key: string | number | null; readonly address: string },
): ModuleScope | null {
  const call = caller.configuration.calls.get(name);
  if (call === undefined) return null;
  const scope = { module: caller, key, forEach: call.forEach };
  return { address, configuration: call.module, call: { configuration: call, scope } };
}
