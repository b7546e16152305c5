import { valuesEqual } from './type.ts';
import { isWhollyKnown, type Value } from './value.ts';

/** True when both values are known in every part and equal. */
export function equallyKnown(a: Value, b: Value): boolean {
  return a === b ? isWhollyKnown(a) : isWhollyKnown(a) && isWhollyKnown(b) && valuesEqual(a, b) === true;
}
