import type { Place } from '../hcl/source.ts';
import type { DataSourceReader } from '../terraform/data-source.ts';
import type { EvaluatedBody } from '../terraform/resource.ts';
import {
  compareCodePoints,
  elementOf,
  type MappingValue,
  type Provenance,
  type Reason,
  string,
  type UnknownValue,
  unknown,
  type Value,
} from '../terraform/value.ts';
import { knownText } from './argument.ts';
import { normalizeStatement } from './iam-source-document.ts';
import { filled, STATEMENT_MEMBERS, type StatementMember, statementOf } from './iam-statement.ts';
import { readJson } from './json-document.ts';
import { elements, type JsonTree, members, toJsonString, toValue } from './json-tree.ts';

/** A document while others are merged into it. */
interface Draft {
  version: Value | null;
  id: Value | null;
  readonly statements: DraftStatement[];
}

interface DraftStatement {
  /** Empty without one. */
  readonly sid: string;
  readonly tree: JsonTree;
}

/** Thrown where the provider would refuse the arguments; caught by the reader. */
class Refused extends Error {
  readonly reason: Reason;

  constructor(message: string, place: Place | null) {
    super(message);
    this.reason = { kind: 'invalid', message, place };
  }
}

/**
 * `aws_iam_policy_document`, as the provider computes it (internal/service/iam/policy_document_data_source.go and
 * policy_model.go). `source_json` and `override_json`, which newer providers refuse, work as they did before.
 */
export const readIamPolicyDocument: DataSourceReader = (body, place) => {
  const at = { origin: place };
  try {
    const draft: Draft = { version: null, id: null, statements: [] };
    for (const source of documents(body, 'source_json', 'source_policy_documents')) mergeJson(draft, source, 'source');
    merge(draft, ownDocument(body, place));
    for (const override of documents(body, 'override_policy_documents', 'override_json')) {
      mergeJson(draft, override, 'override');
    }
    const tree = members(
      [
        ['Version', draft.version],
        ['Id', draft.id],
        [
          'Statement',
          draft.statements.length === 0
            ? null
            : elements(
                draft.statements.map(({ tree }) => tree),
                at,
              ),
        ],
      ],
      at,
    );
    return new Map([
      ['json', toJsonString(tree, at, 2)],
      ['minified_json', toJsonString(tree, at, null)],
    ]);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const value = unknown(error.reason, at, { type: { kind: 'string' } });
    return new Map([
      ['json', value],
      ['minified_json', value],
    ]);
  }
};

function ownDocument(body: EvaluatedBody, place: Place | null): Draft {
  const version = body.attribute('version');
  const draft: Draft = {
    version: version === null || version.kind === 'null' ? string('2012-10-17', { origin: place }) : version,
    id: filled(body.attribute('policy_id')),
    statements: [],
  };
  const { items, rest } = body.blocks('statement');
  const sids = new Set<string>();
  for (const block of items) {
    const statement = drafted(statementOf(block), { origin: block.place });
    if (statement.sid !== '' && sids.has(statement.sid)) {
      throw new Refused(`two statements have the Sid "${statement.sid}"`, block.place);
    }
    sids.add(statement.sid);
    draft.statements.push(statement);
  }
  if (rest !== null) {
    const { reason, sample } = rest;
    const element = toValue(drafted(statementOf(sample), { origin: sample.place }).tree);
    draft.statements.push({ sid: '', tree: unknown(reason, { origin: sample.place }, { element }) });
  }
  return draft;
}

function drafted(statement: Readonly<Record<StatementMember, JsonTree | null>>, at: Provenance): DraftStatement {
  const { Sid: sid } = statement;
  return {
    sid: sid?.kind === 'string' ? sid.value : '',
    tree: members(
      STATEMENT_MEMBERS.map((name) => [name, statement[name]]),
      at,
    ),
  };
}

/** The documents of two arguments, one of which is a single document and the other a list, in this order. */
function documents(body: EvaluatedBody, ...names: readonly [string, string]): Value[] {
  return names.flatMap((name): readonly Value[] => {
    const value = filled(body.attribute(name));
    if (value === null) return [];
    if (!('items' in value)) return [value];
    return value.items.map((item) => elementOf(value, item)).filter((item) => item.kind !== 'null');
  });
}

function mergeJson(draft: Draft, text: Value, role: 'source' | 'override'): void {
  const reading = readJson(text);
  if (reading.kind === 'invalid')
    throw new Refused(`a ${role} document is not JSON: ${reading.message}`, reading.place);
  const root = reading.kind === 'unknown' ? unknown(reading.reason, text) : reading.value;
  if (root.kind === 'unknown') {
    mergeUnknown(draft, root, role);
    return;
  }
  if (!('entries' in root)) throw new Refused(`a ${role} document is not a JSON object`, root.origin);
  const added: Draft = {
    version: filled(member(root, 'version')),
    id: filled(member(root, 'id')),
    statements: statementsOf(member(root, 'statement'), role),
  };
  if (role === 'source') refuseDuplicates(draft, added, root.origin);
  merge(draft, added);
  if (root.rest !== null) mergeUnknown(draft, unknown(root.rest, root), role);
}

function statementsOf(list: Value | null, role: string): DraftStatement[] {
  if (list === null || list.kind === 'null') return [];
  if (list.kind === 'unknown') return [{ sid: '', tree: list }];
  if (!('items' in list)) throw new Refused(`the Statement of a ${role} document is not a list`, list.origin);
  return list.items.map((element) => {
    const item = elementOf(list, element);
    if (item.kind === 'unknown') return { sid: '', tree: item };
    if (!('entries' in item)) throw new Refused(`a statement of a ${role} document is not an object`, item.origin);
    return drafted(normalizeStatement(item), item);
  });
}

/** Go reads the members of JSON objects whatever their case. */
function member(object: MappingValue, name: string): Value | null {
  for (const [key, value] of object.entries) if (key.toLowerCase() === name) return elementOf(object, value);
  return null;
}

function refuseDuplicates(draft: Draft, added: Draft, place: Place | null): void {
  const sids = new Set(draft.statements.map(({ sid }) => sid));
  for (const { sid } of added.statements) {
    if (sid !== '' && sids.has(sid))
      throw new Refused(`two source documents have a statement with the Sid "${sid}"`, place);
    sids.add(sid);
  }
}

/** What may come from a document that is not known: any statement, in an override also in place of those with a Sid. */
function mergeUnknown(draft: Draft, document: UnknownValue, role: 'source' | 'override'): void {
  if (role === 'override') {
    for (const [i, { sid }] of draft.statements.entries()) {
      if (sid !== '') draft.statements[i] = { sid, tree: unknown(document.reason, document) };
    }
  }
  draft.statements.push({ sid: '', tree: unknown(document.reason, document) });
}

/** A later document has the last word on the Id and on statements with the same Sid; the higher version is taken. */
function merge(draft: Draft, added: Draft): void {
  draft.id = added.id ?? draft.id;
  if (added.version !== null) {
    const before = knownText(draft.version) ?? '';
    const after = knownText(added.version);
    if (after === null || compareCodePoints(after, before) > 0) draft.version = added.version;
  }
  for (const statement of added.statements) {
    const same = statement.sid === '' ? -1 : draft.statements.findIndex(({ sid }) => sid === statement.sid);
    if (same === -1) draft.statements.push(statement);
    else draft.statements[same] = statement;
  }
}
