import { type ObjectAttribute, sameType, type Type } from './type.ts';
import { ANY } from './value.ts';

/**
 * The one type that values of all these types can be converted to, as cty's `convert.UnifyUnsafe` finds it: for
 * the elements of a list, and for the arms of a conditional. Null when there is none, or no types are given.
 */
export function unify(types: readonly Type[]): Type | null {
  const [first] = types;
  if (first === undefined) return null;
  if (types.every((type) => sameType(type, first))) return first;
  const kinds = new Set(types.map((type) => type.kind));
  const hasAny = kinds.delete('any');
  const only = (...allowed: readonly Type['kind'][]) => [...kinds].every((kind) => allowed.includes(kind));
  if (kinds.has('map') && only('map')) return unifyCollections('map', types, hasAny);
  if (kinds.has('map') && only('map', 'object')) return unifyCollections('map', types.map(asMap), hasAny);
  if (kinds.has('list') && only('list')) return unifyCollections('list', types, hasAny);
  if (kinds.has('list') && only('list', 'tuple')) return unifyCollections('list', types.map(asList), hasAny);
  if (kinds.has('set') && only('set')) return unifyCollections('set', types, hasAny);
  if (kinds.has('object') && only('object')) return hasAny ? ANY : unifyObjects(types);
  if (kinds.has('tuple') && only('tuple')) return hasAny ? ANY : unifyTuples(types);
  return mostGeneral(types);
}

function unifyCollections(kind: 'list' | 'set' | 'map', types: readonly (Type | null)[], hasAny: boolean): Type | null {
  if (hasAny) return ANY;
  const elements: Type[] = [];
  for (const type of types) {
    if (type === null || !('element' in type)) return null;
    elements.push(type.element);
  }
  const element = unify(elements);
  return element === null ? null : { kind, element };
}

function asMap(type: Type): Type | null {
  if (type.kind !== 'object') return type;
  const element = type.attributes.size === 0 ? ANY : unify([...type.attributes.values()].map((a) => a.type));
  return element === null ? null : { kind: 'map', element };
}

function asList(type: Type): Type | null {
  if (type.kind !== 'tuple') return type;
  const element = type.elements.length === 0 ? ANY : unify(type.elements);
  return element === null ? null : { kind: 'list', element };
}

function unifyObjects(types: readonly Type[]): Type | null {
  const objects = types.flatMap((type) => (type.kind === 'object' ? [type] : []));
  const [first] = objects;
  if (first === undefined) return null;
  const alike = objects.every(
    (object) =>
      object.attributes.size === first.attributes.size &&
      [...first.attributes.keys()].every((name) => object.attributes.has(name)),
  );
  if (!alike) {
    // Objects of different attributes can only meet as maps.
    const element = unify(objects.flatMap((object) => [...object.attributes.values()].map((a) => a.type)));
    return element === null ? null : { kind: 'map', element };
  }
  const attributes = new Map<string, ObjectAttribute>();
  for (const name of first.attributes.keys()) {
    const type = unify(objects.map((object) => object.attributes.get(name)!.type));
    if (type === null) return null;
    attributes.set(name, { type, optional: false, defaultValue: null });
  }
  return { kind: 'object', attributes };
}

function unifyTuples(types: readonly Type[]): Type | null {
  const tuples = types.flatMap((type) => (type.kind === 'tuple' ? [type] : []));
  const [first] = tuples;
  if (first === undefined) return null;
  if (tuples.some((tuple) => tuple.elements.length !== first.elements.length)) {
    const element = unify(tuples.flatMap((tuple) => tuple.elements));
    return element === null ? null : { kind: 'list', element };
  }
  const elements: Type[] = [];
  for (let i = 0; i < first.elements.length; i++) {
    const type = unify(tuples.map((tuple) => tuple.elements[i]!));
    if (type === null) return null;
    elements.push(type);
  }
  return { kind: 'tuple', elements };
}

/** Anything can be converted to a string, and tuples and objects rather to lists and maps than the other way round. */
const PREFERENCE: Record<Type['kind'], number> = {
  string: 0,
  number: 1,
  bool: 1,
  list: 2,
  map: 2,
  tuple: 3,
  object: 3,
  set: 4,
  any: 5,
};

function mostGeneral(types: readonly Type[]): Type | null {
  const preferred = [...types].sort((a, b) => PREFERENCE[a.kind] - PREFERENCE[b.kind]);
  return preferred.find((wanted) => types.every((type) => isConvertible(type, wanted))) ?? null;
}

/** Whether values of a type can be converted to another, as far as the types alone tell. */
export function isConvertible(from: Type, to: Type): boolean {
  if (from === to || from.kind === 'any' || to.kind === 'any') return true;
  switch (to.kind) {
    case 'string':
      return from.kind === 'string' || from.kind === 'number' || from.kind === 'bool';
    case 'number':
    case 'bool':
      return from.kind === to.kind || from.kind === 'string';
    case 'list':
    case 'set':
      if (from.kind === 'list' || from.kind === 'set') return isConvertible(from.element, to.element);
      return from.kind === 'tuple' && from.elements.every((element) => isConvertible(element, to.element));
    case 'map':
      if (from.kind === 'map') return isConvertible(from.element, to.element);
      return from.kind === 'object' && [...from.attributes.values()].every((a) => isConvertible(a.type, to.element));
    case 'tuple':
      return (
        from.kind === 'tuple' &&
        from.elements.length === to.elements.length &&
        from.elements.every((element, i) => isConvertible(element, to.elements[i]!))
      );
    case 'object':
      return isConvertibleToObject(from, to.attributes);
  }
}

function isConvertibleToObject(from: Type, attributes: ReadonlyMap<string, ObjectAttribute>): boolean {
  if (from.kind === 'map') return [...attributes.values()].every((a) => isConvertible(from.element, a.type));
  if (from.kind !== 'object') return false;
  for (const [name, attribute] of attributes) {
    const given = from.attributes.get(name);
    if (given === undefined ? !attribute.optional : !isConvertible(given.type, attribute.type)) return false;
  }
  return true;
}
