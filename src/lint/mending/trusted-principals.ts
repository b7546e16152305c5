import { knownText } from '../../ecr/argument.ts';
import type { AccessPolicy } from '../../ecr/facts.ts';
import type { Opening } from '../../ecr/openings.ts';
import type { PolicyStatement, Principal } from '../../ecr/policy-document.ts';
import type { Place } from '../../hcl/source.ts';
import type { Deployment, EvaluatedBody } from '../../terraform/resource.ts';
import type { SequenceValue, Value } from '../../terraform/value.ts';
import { type Data, type Edit, type Fix, literal } from '../fix.ts';
import type { Trusted } from '../fix-defaults.ts';
import { samePlace } from '../way.ts';
import { isInside, isLiteral, isWholeArgument, textAt } from './place.ts';

/**
 * Closes a statement that lets everyone in for all but those trusted: in the JSON it is written in, or in the blocks
 * of a policy document. Null where nobody is named as trusted, and where it is put together from several places.
 */
export function fixForTrusted(
  opening: Opening,
  policy: AccessPolicy,
  deployment: Deployment,
  { organization, accounts }: Trusted,
): Fix | null {
  const found = openStatement(opening, policy);
  const place = found?.statement.value.origin ?? null;
  if (found === null || place === null || (opening.to !== 'everyone' && opening.to !== 'every-account')) return null;
  const written: WrittenStatement = { ...found, place, block: statementBlockAt(place, deployment) };
  if (accounts.length > 0) {
    return unsafe(accounts.join(', '), edited(written, inBlockForAccounts, inJsonForAccounts, accounts));
  }
  if (organization === null) return null;
  return unsafe(
    `the organization ${organization}`,
    edited(written, inBlockForOrganization, inJsonForOrganization, organization),
  );
}

interface OpenStatement {
  readonly statement: PolicyStatement;
  /** The one that opens it. */
  readonly principal: Principal;
}

interface WrittenStatement extends OpenStatement {
  readonly place: Place;
  /** The `statement` block that it is; null for one in JSON. */
  readonly block: EvaluatedBody | null;
}

type Edits = readonly Edit[] | null;

function unsafe(who: string, edits: Edits): Fix | null {
  const description = `Lets in only ${who}; everyone else who uses it loses access.`;
  return edits === null || edits.length === 0 ? null : { safety: 'unsafe', description, edits };
}

function edited<T>(
  written: WrittenStatement,
  inBlock: (block: EvaluatedBody, found: OpenStatement, who: T) => Edits,
  inJson: (written: WrittenStatement, who: T) => Edits,
  who: T,
): Edits {
  if (written.block !== null) return isDynamic(written.block) ? null : inBlock(written.block, written, who);
  // What an interpolation brings in is not part of this document, and may be part of others.
  return isInside(written.principal.value.origin, written.place) ? inJson(written, who) : null;
}

function openStatement(opening: Opening, policy: AccessPolicy): OpenStatement | null {
  // Of several possible documents none is the one to change.
  const { value } = policy.policy;
  if (value?.kind === 'unknown' && value.candidates !== null) return null;
  const { statement } = opening;
  const principal = statement.principals?.items.find(({ value }) => value === opening.principal);
  return principal === undefined ? null : { statement, principal };
}

function statementBlockAt(place: Place, deployment: Deployment): EvaluatedBody | null {
  for (const { body } of deployment.dataSources('aws_iam_policy_document')) {
    const block = body.blocks('statement').items.find((item) => samePlace(item.place, place));
    if (block !== undefined) return block;
  }
  return null;
}

/** A `dynamic` block stands for others that are not open; in the JSON syntax it looks like any other. */
function isDynamic({ place }: EvaluatedBody): boolean {
  return place === null || place.file.path.endsWith('.json') || textAt(place).startsWith('dynamic');
}

const ORGANIZATION_KEY = 'aws:PrincipalOrgID';

function inBlockForOrganization(block: EvaluatedBody, { statement, principal }: OpenStatement, id: string): Edits {
  if (block.place === null || knownText(principal.value) !== '*') return null;
  // The provider joins the values of two conditions on one key: what is there would go on letting everyone in.
  const isAsked = ({ operator, key }: { operator: string; key: string }): boolean =>
    operator === 'StringEquals' && isOrganizationKey(key);
  if (statement.conditions.rest !== null || statement.conditions.items.some(isAsked)) return null;
  const content = {
    arguments: [
      ['test', literal('StringEquals')],
      ['variable', literal(ORGANIZATION_KEY)],
      ['values', literal([id])],
    ],
    blocks: [],
  } as const;
  return [{ kind: 'add-block', block: block.place, type: 'condition', content }];
}

function inJsonForOrganization({ statement, principal, place }: WrittenStatement, id: string): Edits {
  const edits: Edit[] = [];
  const { origin } = principal.value;
  if (knownText(principal.value) !== '*') {
    if (origin === null || !isLiteral(origin)) return null;
    edits.push({ kind: 'replace-value', value: origin, by: literal('*') });
  }
  const condition = statement.value.entries.get('Condition');
  const asked = { [ORGANIZATION_KEY]: id };
  if (condition === undefined) {
    return [
      ...edits,
      { kind: 'set-property', object: place, name: 'Condition', value: literal({ StringEquals: asked }) },
    ];
  }
  if (!isObjectIn(condition, place)) return null;
  const equals = condition.entries.get('StringEquals');
  if (equals === undefined) {
    return [...edits, { kind: 'set-property', object: condition.origin, name: 'StringEquals', value: literal(asked) }];
  }
  if (!isObjectIn(equals, place)) return null;
  const name = [...equals.entries.keys()].find(isOrganizationKey) ?? ORGANIZATION_KEY;
  return [...edits, { kind: 'set-property', object: equals.origin, name, value: literal(id) }];
}

/** Condition keys are the same in any case. */
function isOrganizationKey(key: string): boolean {
  return key.toLowerCase() === ORGANIZATION_KEY.toLowerCase();
}

type WrittenObject = Extract<Value, { kind: 'map' | 'object' }> & { readonly origin: Place };

function isObjectIn(value: Value, place: Place): value is WrittenObject {
  return 'entries' in value && value.rest === null && isInside(value.origin, place);
}

function inBlockForAccounts(block: EvaluatedBody, { principal }: OpenStatement, accounts: readonly string[]): Edits {
  for (const principals of block.blocks('principals').items) {
    const list = principals.attribute('identifiers');
    const star = itemsOf(list).find(({ origin }) => origin !== null && samePlace(origin, principal.value.origin));
    if (star === undefined || list === null || !('items' in list)) continue;
    const place = principals.attributePlace('identifiers');
    const type = { body: principals, name: 'type', value: principals.attribute('type'), doubt: null };
    if (isDynamic(principals) || principals.place === null || !isInside(star.origin, place)) return null;
    const edits = inList(list, star, principalsFor(accounts, principals.place));
    if (edits === null || knownText(type.value) === 'AWS') return edits;
    if (knownText(type.value) !== '*' || !isWholeArgument(type)) return null;
    return [{ kind: 'set-argument', block: principals.place, name: 'type', value: literal('AWS') }, ...edits];
  }
  return null;
}

function inJsonForAccounts(written: WrittenStatement, accounts: readonly string[]): Edits {
  const { statement, principal, place } = written;
  const { origin } = principal.value;
  const arns = principalsFor(accounts, place);
  const all: Data = arns.length === 1 ? arns[0]! : arns;
  const element = statement.value.entries.get('Principal');
  if (element === undefined || origin === null || !isLiteral(origin)) return null;
  if (principal.type === null) {
    return 'items' in element ? null : [{ kind: 'replace-value', value: origin, by: literal({ AWS: all }) }];
  }
  if (!isObjectIn(element, place)) return null;
  if (principal.type === '*') {
    if (element.entries.size > 1) return null;
    return [{ kind: 'replace-value', value: element.origin, by: literal({ AWS: all }) }];
  }
  const named = element.entries.get(principal.type);
  if (named !== undefined && 'items' in named) return inList(named, principal.value, arns);
  return [{ kind: 'replace-value', value: origin, by: literal(all) }];
}

/** Puts principals in the place of one element of a list, each that is not in it already. */
function inList(list: SequenceValue, star: Value, arns: readonly string[]): Edits {
  const { origin } = list;
  if (origin === null || star.origin === null || !isLiteral(star.origin)) return null;
  const present = new Set(itemsOf(list).map((item) => knownText(item)));
  const [first, ...others] = arns.filter((arn) => !present.has(arn));
  if (first === undefined) return [{ kind: 'remove-item', item: star.origin }];
  return [
    { kind: 'replace-value', value: star.origin, by: literal(first) },
    ...others.map((arn): Edit => ({ kind: 'add-item', list: origin, value: literal(arn) })),
  ];
}

function itemsOf(value: Value | null): readonly Value[] {
  return value !== null && 'items' in value ? value.items : [];
}

/** The roots of accounts, in the partition that the file speaks of; ARNs as they are. */
function principalsFor(accounts: readonly string[], { file }: Place): readonly string[] {
  const partition = /\barn:(aws-[a-z-]+):/.exec(file.text)?.[1] ?? 'aws';
  return accounts.map((account) => (/^\d+$/.test(account) ? `arn:${partition}:iam::${account}:root` : account));
}
