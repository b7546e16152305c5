import type { Place } from '../hcl/source.ts';
import { convert, isConversionProblem } from '../terraform/convert.ts';
import type { DataSourceReader } from '../terraform/data-source.ts';
import type { BlockList, EvaluatedBody } from '../terraform/resource.ts';
import { string, unknown, type Value } from '../terraform/value.ts';
import { elements, type JsonTree, members, toJsonString, toValue } from './json-tree.ts';

/**
 * `aws_ecr_lifecycle_policy_document`, as the provider renders it
 * (internal/service/ecr/lifecycle_policy_document_data_source.go; the storage classes since 6.x).
 */
export const readLifecyclePolicyDocument: DataSourceReader = (body, place) => {
  const rules = repeated(body.blocks('rule'), ruleOf, place);
  const document = members([['rules', elements(rules, { origin: place })]], { origin: place });
  return new Map([['json', toJsonString(document, { origin: place }, 2)]]);
};

function ruleOf(body: EvaluatedBody): JsonTree {
  const at = { origin: body.place };
  const defaultAction = members([['type', string('expire', at)]], at);
  return members(
    [
      ['rulePriority', number(body, 'priority')],
      ['description', argument(body, 'description')],
      ['selection', single(body.blocks('selection'), selectionOf)],
      ['action', single(body.blocks('action'), actionOf) ?? defaultAction],
    ],
    at,
  );
}

function selectionOf(body: EvaluatedBody): JsonTree {
  return members(
    [
      ['tagStatus', argument(body, 'tag_status')],
      ['tagPatternList', filledList(body, 'tag_pattern_list')],
      ['tagPrefixList', filledList(body, 'tag_prefix_list')],
      ['storageClass', argument(body, 'storage_class')],
      ['countType', argument(body, 'count_type')],
      ['countUnit', argument(body, 'count_unit')],
      ['countNumber', number(body, 'count_number')],
    ],
    { origin: body.place },
  );
}

function actionOf(body: EvaluatedBody): JsonTree {
  return members(
    [
      ['targetStorageClass', argument(body, 'target_storage_class')],
      ['type', argument(body, 'type')],
    ],
    { origin: body.place },
  );
}

function argument(body: EvaluatedBody, name: string): Value | null {
  const value = body.attribute(name);
  return value?.kind === 'null' ? null : value;
}

/** Quoted numbers become numbers, as everywhere in Terraform. */
function number(body: EvaluatedBody, name: string): Value | null {
  const value = argument(body, name);
  const converted = value === null ? null : convert(value, { kind: 'number' });
  return converted === null || isConversionProblem(converted) ? value : converted;
}

/** The provider leaves an empty list out. */
function filledList(body: EvaluatedBody, name: string): Value | null {
  const value = argument(body, name);
  return value !== null && 'items' in value && value.items.length === 0 ? null : value;
}

function single({ items, rest }: BlockList, read: (body: EvaluatedBody) => JsonTree): JsonTree | null {
  const [first] = items;
  if (first !== undefined) return read(first);
  return rest === null ? null : unknown(rest.reason, { origin: rest.sample.place });
}

/** All blocks of a list; what a `dynamic` block may add is one unknown element that tells how each would look. */
function repeated(
  { items, rest }: BlockList,
  read: (body: EvaluatedBody) => JsonTree,
  place: Place | null,
): JsonTree[] {
  const trees = items.map(read);
  if (rest !== null) {
    const origin = rest.sample.place ?? place;
    trees.push(unknown(rest.reason, { origin }, { element: toValue(read(rest.sample)) }));
  }
  return trees;
}
