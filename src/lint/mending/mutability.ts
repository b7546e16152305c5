import { type Argument, knownText } from '../../ecr/argument.ts';
import type { Mutability } from '../../ecr/facts.ts';
import { type ExclusionHole, judgeMutability } from '../../ecr/mutability.ts';
import type { EvaluatedBody } from '../../terraform/resource.ts';
import { string } from '../../terraform/value.ts';
import { type Edit, type Fix, literal } from '../fix.ts';
import { hasDynamicBlock } from './block.ts';
import { isInside, isWholeArgument } from './place.ts';
import { settingEdits } from './setting.ts';

const FILTER = 'image_tag_mutability_exclusion_filter';
const WITH_EXCLUSION = 'IMMUTABLE_WITH_EXCLUSION';

/**
 * Makes tags immutable where the setting lets them be overwritten; null where no text can be proposed. The provider takes
 * exclusion filters only beside a setting with exclusions, so both have to fit in the end.
 */
export function fixOfSetting(mutability: Mutability, resource: EvaluatedBody, to: string): Fix | null {
  const { setting, exclusions } = mutability;
  if (resource.place === null) return null;
  const isDynamic = hasDynamicBlock(resource.place, FILTER);
  if (exclusions.items.length === 0 && exclusions.rest === null) {
    const edits = settingEdits(setting, { to, meant: /mutab/i, mayDiffer: true });
    // Set in the block, it would hold for instances with filters, too.
    return edits === null || (isDynamic && !isWrittenElsewhere(setting)) ? null : immutable(to, edits);
  }
  if (isDynamic || !(setting.value === null || isWholeArgument(setting))) return null;
  if (knownText(setting.value) === 'MUTABLE_WITH_EXCLUSION') {
    // What the filters name is what must not be overwritten; now nothing can be.
    return withoutFilters(setting, to, exclusions.items);
  }
  // Filters that let only few tags through say what was meant.
  const meant = { setting: { ...setting, value: string(WITH_EXCLUSION) }, exclusions };
  if (judgeMutability(meant).kind !== 'immutable') return null;
  const edits = settingEdits(setting, { to: WITH_EXCLUSION, meant: /mutab/i, mayDiffer: true });
  return edits === null ? null : immutable(WITH_EXCLUSION, edits);
}

/** Removes the filters that let too much through, one fix for all of them; null where they are not written as blocks. */
export function fixOfHoles(
  { setting, exclusions }: Mutability,
  holes: readonly ExclusionHole[],
  to: string,
): Fix | null {
  const wide = exclusions.items.filter((block) => holes.some(({ filter }) => filter.body === block));
  const file = setting.body.place?.file;
  const isDynamic = setting.body.place === null || hasDynamicBlock(setting.body.place, FILTER);
  if (isDynamic || wide.some(({ place }) => place?.file !== file)) return null;
  if (wide.length === exclusions.items.length) {
    return isWholeArgument(setting) ? withoutFilters(setting, to, wide) : null;
  }
  const description = 'Removes the exclusion filters that let too many tags be overwritten.';
  return wide.length === 0 ? null : { safety: 'safe', description, edits: removals(wide) };
}

function withoutFilters(setting: Argument, to: string, filters: readonly EvaluatedBody[]): Fix | null {
  const { body, name } = setting;
  if (body.place === null) return null;
  return immutable(to, [{ kind: 'set-argument', block: body.place, name, value: literal(to) }, ...removals(filters)]);
}

function removals(blocks: readonly EvaluatedBody[]): readonly Edit[] {
  return blocks.flatMap(({ place }) => (place === null ? [] : [{ kind: 'remove-block', block: place }]));
}

function isWrittenElsewhere({ body, name, value }: Argument): boolean {
  return value !== null && value.origin !== null && !isInside(value.origin, body.attributePlace(name));
}

function immutable(to: string, edits: readonly Edit[]): Fix {
  const description = `Sets image_tag_mutability to "${to}": a tag that is there can no longer be pushed again.`;
  return { safety: 'safe', description, edits };
}
