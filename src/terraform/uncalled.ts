import { findExpression, literalText, type ModuleConfig } from './module-config.ts';
import type { ModuleInstance } from './module-instance.ts';
import { isLocalSource } from './module-source.ts';
import type { DeclaredResource, UncalledResource } from './resource.ts';

type LoadModule = (from: string, source: string) => ModuleConfig | null;

/** The blocks of a type in modules on disk that some module instances call without making an instance. */
export function uncalledResources(
  callers: readonly ModuleInstance[],
  type: string,
  loadModule: LoadModule,
): readonly UncalledResource[] {
  return callers.flatMap((caller) =>
    [...caller.config.calls].flatMap(([name, declaration]) => {
      const { repetition, config } = caller.called(name);
      // An unknown number of instances has one that stands for all.
      if (config === null || repetition.instances.length > 0) return [];
      const address = caller.address === '' ? `module.${name}` : `${caller.address}.module.${name}`;
      const call = { address, caller: caller.address, place: declaration.header, body: declaration.layers[0]! };
      return blocksIn(config, address, type, new Set([caller.config]), loadModule).map((block) => ({
        ...block,
        by: repetition.via,
        call,
      }));
    }),
  );
}

/**
 * The blocks of a type in a module and in those on disk that it calls, whatever they are called with.
 *
 * @param seen modules that were looked into: once is enough, and a few that call each other twice make millions of ways
 */
function blocksIn(
  config: ModuleConfig,
  moduleAddress: string,
  type: string,
  seen: Set<ModuleConfig>,
  loadModule: LoadModule,
): readonly Omit<DeclaredResource, 'by'>[] {
  seen.add(config);
  const own = [...config.resources.values()]
    .filter((declaration) => declaration.type === type)
    .map(({ name, header: place }) => ({ moduleAddress, name, place }));
  const called = [...config.calls].flatMap(([name, { layers }]) => {
    const source = literalText(findExpression(layers, 'source'));
    const local = source !== null && isLocalSource(source) ? loadModule(config.directory, source) : null;
    if (local === null || seen.has(local)) return [];
    return blocksIn(local, `${moduleAddress}.module.${name}`, type, seen, loadModule);
  });
  return [...own, ...called];
}
