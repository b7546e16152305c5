import type { JsonProperty, JsonValue } from '../hcl/json-reader.ts';
import type { Place } from '../hcl/source.ts';

/** Looking for nodes of a JSON text by where they stand. */

/** A property or an element, with what it is in. */
export interface JsonStep {
  /** The object or list. */
  readonly container: JsonValue;
  /** Null for an element of a list. */
  readonly property: JsonProperty | null;
  readonly value: JsonValue;
}

type Stretch = Pick<Place, 'start' | 'end'>;

/** The properties and elements around a stretch, from the outside in. */
export function jsonPathTo(root: JsonValue, place: Stretch): JsonStep[] {
  const steps: JsonStep[] = [];
  let inside: JsonValue | null = root;
  while (inside !== null) {
    const step: JsonStep | undefined = stepsOf(inside).find(({ property, value }) => holds(property ?? value, place));
    if (step !== undefined) steps.push(step);
    inside = step?.value ?? null;
  }
  return steps;
}

/** The value that stands exactly at a place; null when there is none. */
export function jsonValueAt(root: JsonValue, place: Stretch): JsonValue | null {
  if (isAt(root, place)) return root;
  return jsonPathTo(root, place).find(({ value }) => isAt(value, place))?.value ?? null;
}

/** The property that stands exactly at a place, from its name to the end of its value. */
export function propertyAt(root: JsonValue, place: Stretch): JsonProperty | null {
  const step = jsonPathTo(root, place).find(({ property }) => property !== null && isAt(property, place));
  return step?.property ?? null;
}

/** The property of a name in an object: the last one, which counts. */
export function propertyNamed(object: JsonValue, name: string): JsonProperty | null {
  if (object.kind !== 'object') return null;
  return object.properties.findLast((property) => property.name === name) ?? null;
}

function stepsOf(container: JsonValue): JsonStep[] {
  switch (container.kind) {
    case 'object':
      return container.properties.map((property) => ({ container, property, value: property.value }));
    case 'array':
      return container.items.map((value) => ({ container, property: null, value }));
    default:
      return [];
  }
}

export function holds(outer: Stretch, inner: Stretch): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

export function isAt(node: Stretch, place: Stretch): boolean {
  return node.start === place.start && node.end === place.end;
}
