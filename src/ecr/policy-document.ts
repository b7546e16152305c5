import type { Place } from '../hcl/source.ts';
import { elementOf, type MappingValue, type Reason, type Value } from '../terraform/value.ts';
import { knownText } from './argument.ts';
import { readJson } from './json-document.ts';

/** A policy argument read as an IAM policy document. */
export type PolicyReading =
  | { readonly kind: 'document'; readonly document: PolicyDocument }
  /** AWS refuses it: no JSON, or not the shape of a policy. `message` is a clause. */
  | { readonly kind: 'invalid'; readonly message: string; readonly place: Place | null }
  | { readonly kind: 'unknown'; readonly reason: Reason };

export interface PolicyDocument {
  readonly root: MappingValue;
  readonly statements: readonly PolicyStatement[];
  /** Statements that may or may not be there, each as it would look, or null where not even that is known. */
  readonly possible: readonly PossibleStatement[];
}

export interface PossibleStatement {
  readonly reason: Reason;
  readonly place: Place | null;
  readonly sample: PolicyStatement | null;
}

/** One statement. Every leaf has the place where it is written. */
export interface PolicyStatement {
  readonly value: MappingValue;
  readonly sid: Value | null;
  readonly effect: Value | null;
  readonly principals: Principals | null;
  readonly notPrincipals: Principals | null;
  readonly actions: readonly Value[] | null;
  readonly notActions: readonly Value[] | null;
  readonly resources: readonly Value[] | null;
  readonly notResources: readonly Value[] | null;
  readonly conditions: Conditions;
}

/** Who a `Principal` or `NotPrincipal` element names. An unknown element may stand for any number of them. */
export interface Principals {
  readonly items: readonly Principal[];
  /** Set when it may name further ones. */
  readonly rest: Reason | null;
}

export interface Principal {
  /** `AWS`, `Service`, `Federated`, `CanonicalUser`, `*`; null for one written without a type, as in `"Principal": "*"`. */
  readonly type: string | null;
  readonly value: Value;
}

export interface Conditions {
  readonly items: readonly Condition[];
  /** Set when there may be further conditions. */
  readonly rest: Reason | null;
}

/** One operator and key; all conditions of a statement have to hold, and one value of each. */
export interface Condition {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly Value[];
}

/** Reads the value of a `policy` argument. Never throws. */
export function readPolicy(policy: Value): PolicyReading {
  const reading = readJson(policy);
  if (reading.kind !== 'known') return reading;
  const root = reading.value;
  if (root.kind === 'unknown') return { kind: 'unknown', reason: root.reason };
  if (!('entries' in root)) {
    return { kind: 'invalid', message: 'it is not a JSON object', place: root.origin };
  }
  const statements: PolicyStatement[] = [];
  const possible: PossibleStatement[] = [];
  const statement = member(root, 'Statement');
  for (const item of listed(statement)) {
    if (item.kind === 'unknown') {
      const sample = item.element !== null && 'entries' in item.element ? statementOf(item.element) : null;
      possible.push({ reason: item.reason, place: item.origin, sample });
    } else if ('entries' in item) {
      statements.push(statementOf(item));
    } else {
      return { kind: 'invalid', message: 'a statement is not a JSON object', place: item.origin };
    }
  }
  if (statement === null && root.rest !== null) possible.push({ reason: root.rest, place: root.origin, sample: null });
  return { kind: 'document', document: { root, statements, possible } };
}

function statementOf(value: MappingValue): PolicyStatement {
  return {
    value,
    sid: member(value, 'Sid'),
    effect: member(value, 'Effect'),
    principals: principalsOf(member(value, 'Principal')),
    notPrincipals: principalsOf(member(value, 'NotPrincipal')),
    actions: list(value, 'Action'),
    notActions: list(value, 'NotAction'),
    resources: list(value, 'Resource'),
    notResources: list(value, 'NotResource'),
    conditions: conditionsOf(member(value, 'Condition')),
  };
}

function principalsOf(value: Value | null): Principals | null {
  if (value === null) return null;
  if (!('entries' in value)) return { items: listed(value).map((item) => ({ type: null, value: item })), rest: null };
  const items: Principal[] = [];
  for (const [type, names] of value.entries) {
    for (const name of listed(elementOf(value, names))) items.push({ type, value: name });
  }
  return { items, rest: value.rest };
}

function conditionsOf(value: Value | null): Conditions {
  if (value === null) return { items: [], rest: null };
  if (value.kind === 'unknown') return { items: [], rest: value.reason };
  if (!('entries' in value)) return { items: [], rest: null };
  const items: Condition[] = [];
  let { rest } = value;
  for (const [operator, keys] of value.entries) {
    if (keys.kind === 'unknown') rest ??= keys.reason;
    if (!('entries' in keys)) continue;
    rest ??= keys.rest;
    for (const [key, values] of keys.entries) {
      items.push({ operator, key, values: listed(elementOf(value, elementOf(keys, values))) });
    }
  }
  return { items, rest };
}

/** A member that is there; JSON's null is taken as absent. */
function member(value: MappingValue, name: string): Value | null {
  const found = value.entries.get(name);
  return found === undefined || found.kind === 'null' ? null : elementOf(value, found);
}

function list(statement: MappingValue, name: string): readonly Value[] | null {
  const value = member(statement, name);
  return value === null ? null : listed(value);
}

/** IAM takes a single element wherever it takes a list of them. */
function listed(value: Value | null): readonly Value[] {
  if (value === null) return [];
  return 'items' in value ? value.items.map((item) => elementOf(value, item)) : [value];
}

/** What an `Effect` says: absent or misspelt ones are refused by AWS and allow nothing. */
export function effectOf(statement: PolicyStatement): 'Allow' | 'Deny' | 'unknown' | 'none' {
  const { effect } = statement;
  if (effect?.kind === 'unknown') return 'unknown';
  const text = knownText(effect);
  return text === 'Allow' || text === 'Deny' ? text : 'none';
}
