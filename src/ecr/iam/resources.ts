import type { Reason, Value } from '../../terraform/value.ts';
import { isIdentity } from '../condition-scope.ts';
import { matchesGlob } from '../glob.ts';
import type { PolicyStatement } from '../policy-document.ts';
import { knownPrefix, shapeOf, wholeText } from '../text-shape.ts';

/** How far the resources of an identity policy's statement reach. */
export type Reach =
  /** Everything: `*`, or every repository of every account and region. `value` is what says so. */
  | { readonly kind: 'everything'; readonly value: Value }
  | { readonly kind: 'limited' }
  | { readonly kind: 'unknown'; readonly reason: Reason; readonly value: Value };

/** Which repositories a statement reaches. `NotResource`, which is rare, is taken for a limit. */
export function reachOf({ resources }: PolicyStatement): Reach {
  let doubt: Reach | null = null;
  for (const value of resources ?? []) {
    const reach = reachOfValue(value);
    if (reach.kind === 'everything') return reach;
    if (reach.kind === 'unknown') doubt ??= reach;
  }
  return doubt ?? { kind: 'limited' };
}

function reachOfValue(value: Value): Reach {
  if (value.kind === 'unknown' && value.candidates !== null) {
    const [first, ...others] = value.candidates.map(reachOfValue);
    const agree = first !== undefined && others.every(({ kind }) => kind === first.kind);
    return agree && first.kind !== 'unknown' ? first : { kind: 'unknown', reason: value.reason, value };
  }
  if (value.kind === 'unknown' && value.element !== null) {
    // There may be no element at all.
    return reachOfValue(value.element).kind === 'limited'
      ? { kind: 'limited' }
      : { kind: 'unknown', reason: value.reason, value };
  }
  const shape = shapeOf(value);
  if (shape === null) return { kind: 'limited' };
  const text = wholeText(shape);
  if (text !== null) return isEverything(text) ? { kind: 'everything', value } : { kind: 'limited' };
  // Known text beside the unknown part makes an ARN of it.
  const isShaped = shape.some((part) => part !== null);
  if (isShaped || isIdentity(value) || value.kind !== 'unknown') return { kind: 'limited' };
  return { kind: 'unknown', reason: value.reason, value };
}

/** Whether a pattern matches repositories of any name in any account and region. */
function isEverything(pattern: string): boolean {
  return ['eu-west-1:111122223333', 'us-east-2:444455556666'].every((owner) =>
    ['a', 'z/z'].every((name) => matchesGlob(pattern, `arn:aws:ecr:${owner}:repository/${name}`)),
  );
}

/**
 * Whether a statement allows what belongs to no resource, such as a login: only the resource `*` matches that. Null
 * where it is not known, with the reason.
 */
export function coversNoResource({ resources }: PolicyStatement): boolean | Reason {
  let doubt: Reason | null = null;
  for (const value of resources ?? []) {
    const shape = shapeOf(value) ?? [null];
    const text = wholeText(shape);
    if (text !== null && matchesGlob(text, '*')) return true;
    if (text !== null || knownPrefix(shape) !== '' || isIdentity(value)) continue;
    if (value.kind === 'unknown') doubt ??= value.reason;
  }
  return doubt ?? resources === null;
}
