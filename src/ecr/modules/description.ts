import type { ModuleAdapter } from './adapter.ts';
import { defaultsByRelease } from './catalog.ts';

/** What is known of a module, for people and programs. */
export interface ModuleDescription {
  readonly name: string;
  readonly sources: readonly string[];
  /** The first release of which nothing is known; null where later ones are taken to be like the last. */
  readonly before: string | null;
  /** The inputs that lead to what rules judge. */
  readonly inputs: readonly InputDescription[];
}

export interface InputDescription {
  readonly name: string;
  /** Resource types, or below them blocks and arguments. */
  readonly sets: readonly string[];
  readonly defaults: readonly DefaultDescription[];
}

export interface DefaultDescription {
  /** As a version constraint; null for all. */
  readonly releases: string | null;
  /** In HCL; null for an input that has to be given. */
  readonly value: string | null;
}

export function describeModule(adapter: ModuleAdapter): ModuleDescription {
  const { name, sources, before, lines } = adapter;
  const sets = new Map<string, Set<string>>();
  for (const { inputs } of lines) {
    for (const input of inputs) sets.set(input.name, (sets.get(input.name) ?? new Set()).add(input.sets));
  }
  const inputs = [...sets].map(([input, targets]): InputDescription => {
    const defaults = defaultsByRelease(adapter, input).flatMap(({ releases, value }) =>
      value === undefined ? [] : [{ releases, value }],
    );
    // What makes a resource also gives its arguments.
    const widest = [...targets].filter((target) => ![...targets].some((other) => target.startsWith(`${other}.`)));
    return { name: input, sets: widest, defaults };
  });
  return { name, sources, before, inputs };
}
