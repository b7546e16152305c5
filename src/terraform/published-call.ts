import type { Place } from '../hcl/source.ts';
import { type Declaration, findAttribute } from './module-config.ts';
import type { ModuleInstance } from './module-instance.ts';
import type { CallArgument, InputDefault, PublishedCall, PublishedModule } from './published.ts';

/**
 * The call of a published module.
 *
 * @param moduleAddress of the module instance that the call stands in
 * @param called the module's instance; null where it is only known by what a plan says of it
 */
export function publishedCall(
  module: PublishedModule,
  declaration: Declaration,
  moduleAddress: string,
  called: ModuleInstance | null,
): PublishedCall {
  return {
    module,
    place: declaration.header,
    moduleAddress,
    room: { kind: 'block' },

    argument(name): CallArgument | null {
      const attribute = findAttribute(declaration.layers, name);
      return attribute === null ? null : { place: attribute, value: attribute.value };
    },

    input: (name) => (called?.config.variables.has(name) === true ? called.variable(name) : null),

    defaultAt(place): InputDefault | null {
      for (const { name, layers } of called?.config.variables.values() ?? []) {
        const attribute = findAttribute(layers, 'default');
        if (attribute === null || attribute.file !== place.file || !covers(attribute.value, place)) continue;
        return { name, whole: attribute.value.start === place.start && attribute.value.end === place.end };
      }
      return null;
    },
  };
}

function covers(outer: Place, inner: Place): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}
