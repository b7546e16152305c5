import { knownText } from '../../ecr/argument.ts';
import type { PolicyStatement } from '../../ecr/policy-document.ts';
import type { Place } from '../../hcl/source.ts';
import { definitionsOf, type Value } from '../../terraform/value.ts';
import { type Edit, literal } from '../fix.ts';
import { textAt } from './place.ts';

/** What a list may be read through and still be this policy's own: not what callers and deployments set. */
const OWN_STEPS: readonly string[] = ['data', 'resource', 'local'];

/**
 * The edits that let a statement allow further actions, beside one that it names: its list of actions gets them, and a
 * single action becomes a list. Null where the actions are not written as such: where they are computed, or given from
 * elsewhere.
 */
export function addActionsEdits(
  statement: PolicyStatement,
  beside: Value,
  added: readonly string[],
): readonly Edit[] | null {
  const action = statement.value.entries.get('Action');
  const text = knownText(beside);
  if (action === undefined || text === null || beside.origin === null) return null;
  if (definitionsOf(beside).some(({ kind }) => !OWN_STEPS.includes(kind))) return null;
  const list = 'items' in action ? action.origin : listAround(beside.origin);
  if (list !== null) {
    if (!/^\[(?!\s*for\s)[\s\S]*\]$/.test(textAt(list))) return null;
    return added.map((name) => ({ kind: 'add-item', list, value: literal(name) }));
  }
  if (!isQuoted(textAt(beside.origin))) return null;
  return [{ kind: 'replace-value', value: beside.origin, by: literal([text, ...added]) }];
}

/** The list of which something is the only element; the provider of AWS writes such a list as that element. */
function listAround({ file, start, end }: Place): Place | null {
  const before = /\[\s*$/.exec(file.text.slice(0, start));
  const after = /^\s*,?\s*\]/.exec(file.text.slice(end));
  return before === null || after === null ? null : { file, start: before.index, end: end + after[0].length };
}

function isQuoted(text: string): boolean {
  return /^"[^"\\]*"$/.test(text);
}
