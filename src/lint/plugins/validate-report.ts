import type { Edit } from '../fix.ts';
import type { Evidence, Problem } from '../rule.ts';

/** What each kind of evidence cannot do without, besides the block it is about. */
const EVIDENCE: Readonly<Record<Evidence['kind'], string>> = { value: 'value', missing: 'what', place: 'argument' };

/** Which member of each edit says where. */
const PLACES: Readonly<Record<Edit['kind'], string>> = {
  'set-argument': 'block',
  'remove-argument': 'argument',
  'add-block': 'block',
  'remove-block': 'block',
  'add-resource': 'after',
  'replace-value': 'value',
  'set-property': 'object',
  'remove-property': 'object',
  'add-item': 'list',
  'remove-item': 'item',
  'edit-comment': 'comment',
};

/** What a plug-in's rule, which need not have been written with the help of types, reports wrongly; null when it is fine. */
export function problemOfReport({ message, subject, evidence, fix }: Problem): string | null {
  if (typeof message !== 'string' || message.trim() === '') return 'it reports no message';
  return problemOfSubject(subject) ?? problemOfEvidence(evidence) ?? (fix == null ? null : problemOfFix(fix));
}

/** Likewise, of what any finding or question is about. */
export function problemOfSubject(subject: unknown): string | null {
  const { resource, environment } = members(subject);
  const isSubject = typeof members(resource).address === 'string' && members(environment).kind !== undefined;
  return isSubject ? null : 'it reports no subject: a repository, or what facts.subject(resource) gives';
}

/** Likewise, of the proof. */
export function problemOfEvidence(evidence: unknown): string | null {
  const { kind, body, ...others } = members(evidence);
  const needed = Object.entries(EVIDENCE).find(([name]) => name === kind)?.[1];
  if (needed === undefined) return `it reports evidence that is none of ${Object.keys(EVIDENCE).join(', ')}`;
  if (typeof members(body).attributePlace !== 'function') return 'it reports evidence without the body of a block';
  const hasValue = kind === 'value' ? members(others.value).kind !== undefined : others[needed] !== undefined;
  return hasValue ? null : `it reports evidence of the kind "${kind}" without ${needed}`;
}

function problemOfFix(fix: unknown): string | null {
  const { safety, description, edits } = members(fix);
  if (safety !== 'safe' && safety !== 'unsafe') return 'it proposes a fix that is neither safe nor unsafe';
  if (typeof description !== 'string' || description.trim() === '') return 'it proposes a fix without a description';
  if (!Array.isArray(edits) || edits.length === 0) return 'it proposes a fix without edits';
  for (const edit of edits) {
    const { kind, ...others } = members(edit);
    const where = Object.entries(PLACES).find(([name]) => name === kind)?.[1];
    if (where === undefined) return `it proposes an edit that is none of ${Object.keys(PLACES).join(', ')}`;
    const { file, start, end } = members(others[where]);
    const isPlace = typeof members(file).text === 'string' && typeof start === 'number' && typeof end === 'number';
    if (!isPlace) return `it proposes the edit ${kind} without a place as its ${where}`;
  }
  return null;
}

/** The members of what should be an object; none of anything else. */
function members(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}
