import { SEVERITIES } from '../finding.ts';
import { completeOptions, type GivenOptions, OptionError, type OptionSchemas } from '../options.ts';
import { CATEGORIES, PRESETS, type Rule } from '../rule.ts';

/** Two names in kebab-case: the slash keeps a plug-in's rules apart from the built-in ones. */
const ID = /^[a-z0-9]+(?:-[a-z0-9]+)*\/[a-z0-9]+(?:-[a-z0-9]+)*$/;

/**
 * What a plug-in's rule is wrong about, which need not have been written with the help of types: a clause that goes on
 * from "the rule"; null when nothing is.
 */
export function problemOf(rule: Rule): string | null {
  return problemOfNames(rule) ?? problemOfSeverity(rule) ?? problemOfTexts(rule) ?? problemOfOptions(rule.options);
}

function problemOfNames({ id, title, category, aliases, presets, markers = [] }: Rule): string | null {
  if (!ID.test(id)) {
    return `is called "${id}", which is not a prefix of your own and a name, both in kebab-case, such as "acme/repository-prefix"`;
  }
  if (title.trim() === '') return 'has no title';
  if (!CATEGORIES.includes(category)) {
    return `has a category that is none of ${CATEGORIES.join(', ')}`;
  }
  if (!isTexts(aliases)) return 'has aliases that are not a list of texts';
  if (!isTexts(markers) || markers.includes('')) return 'has markers that are not a list of texts';
  if (!isTexts(presets) || !presets.every((preset) => (PRESETS as readonly string[]).includes(preset))) {
    return `has presets that are not among ${PRESETS.join(', ')}`;
  }
  return null;
}

function problemOfSeverity({ severity, securitySeverity, fix }: Rule): string | null {
  const allowed: readonly unknown[] = [...SEVERITIES, 'off'];
  const { production, unknown, nonProduction, ...others } = { ...severity };
  if (![production, unknown, nonProduction].every((one) => allowed.includes(one)) || Object.keys(others).length > 0) {
    return `has a severity that is neither one of ${allowed.join(', ')} nor these for production, unknown and nonProduction`;
  }
  const isWeight = typeof securitySeverity === 'number' && securitySeverity > 0 && securitySeverity <= 10;
  if (securitySeverity !== null && !isWeight) return 'has a securitySeverity that is not above 0 and up to 10';
  if (fix !== undefined && fix !== 'safe' && fix !== 'unsafe') return 'has a fix that is neither safe nor unsafe';
  return null;
}

function problemOfTexts({ documentation, examples }: Rule): string | null {
  const { what, why, how, references } = { ...documentation };
  if (!isTexts([what, why, how])) return 'has a documentation whose what, why and how are not all texts';
  const areReferences = Array.isArray(references) && references.every(({ title, url }) => isTexts([title, url]));
  if (!areReferences) return 'has references without title and url';
  if (!Array.isArray(examples.good) || !Array.isArray(examples.bad))
    return 'has examples that are not good and bad ones';
  return null;
}

function problemOfOptions(options: OptionSchemas = {}): string | null {
  if (typeof options !== 'object' || options === null) return 'has options that are not described by their names';
  for (const [name, schema] of Object.entries(options)) {
    if (name === 'severity') return 'has an option "severity", which is what configurations call its severity';
    if (!['strings', 'integer', 'boolean'].includes(schema?.type)) {
      return `has an option "${name}" whose type is none of strings, integer, boolean`;
    }
    if (typeof schema.description !== 'string') return `has an option "${name}" without a description`;
    if (schema.type === 'integer' && !Number.isInteger(schema.minimum))
      return `has an option "${name}" without a minimum`;
  }
  try {
    const defaults: GivenOptions = Object.fromEntries(
      Object.entries(options).map(([name, one]) => [name, one.default]),
    );
    completeOptions(options, defaults);
    return null;
  } catch (error) {
    if (error instanceof OptionError) return `has a default that does not fit: ${error.message.replace(/\.$/, '')}`;
    throw error;
  }
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}
