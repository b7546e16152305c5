import { type InputVariable, type ModuleAdapter, variables } from './adapter.ts';

/** What the modules of Cloud Posse take for names and tags; each is also a member of `context`. */
export const LABEL_INPUTS: readonly InputVariable[] = [
  ['context', 'any', '{}'],
  ['enabled', 'bool', 'null'],
  ['namespace', 'string', 'null'],
  ['tenant', 'string', 'null'],
  ['environment', 'string', 'null'],
  ['stage', 'string', 'null'],
  ['name', 'string', 'null'],
  ['delimiter', 'string', 'null'],
  ['attributes', 'list(string)', '[]'],
  ['tags', 'map(string)', '{}'],
  ['label_order', 'list(string)', 'null'],
  ['id_length_limit', 'number', 'null'],
  ['regex_replace_chars', 'string', 'null'],
  ['label_key_case', 'string', 'null'],
  ['label_value_case', 'string', 'null'],
];

const NAMED = ['namespace', 'tenant', 'environment', 'stage', 'name'] as const;

/** The argument if it is given, else the member of `context`, else a last value. */
function setting(name: string, last: string): string {
  return `var.${name} != null ? var.${name} : try(var.context.${name}, null) != null ? var.context.${name} : ${last}`;
}

/**
 * Makes names of parts. Written from its documentation: parts in `label_order` without other characters than
 * letters, digits and hyphens, in lower case, joined by the delimiter.
 */
const TEXT = `${variables(LABEL_INPUTS)}
locals {
  enabled      = ${setting('enabled', 'true')}
  delimiter    = ${setting('delimiter', '"-"')}
  replace      = ${setting('regex_replace_chars', '"/[^-a-zA-Z0-9]/"')}
  limit        = ${setting('id_length_limit', '0')}
  given_order  = ${setting('label_order', '[]')}
  order        = length(local.given_order) > 0 ? local.given_order : ["namespace", "tenant", "environment", "stage", "name", "attributes"]
  key_case     = ${setting('label_key_case', '"title"')}
  value_case   = ${setting('label_value_case', '"lower"')}
  attributes   = compact(distinct(concat(try(var.context.attributes, []), var.attributes)))

  given = {
${NAMED.map((name) => `    ${name} = ${setting(name, '""')}`).join('\n')}
  }

  parts = {
    for key, value in local.given : key =>
    local.value_case == "none" ? replace(value, local.replace, "") :
    local.value_case == "title" ? title(lower(replace(value, local.replace, ""))) :
    local.value_case == "upper" ? upper(replace(value, local.replace, "")) :
    lower(replace(value, local.replace, ""))
  }

  joined_attributes = lower(join(local.delimiter, [for part in local.attributes : replace(part, local.replace, "")]))

  id_full = join(local.delimiter, [
    for part in local.order : part == "attributes" ? local.joined_attributes : local.parts[part]
    if (part == "attributes" ? local.joined_attributes : local.parts[part]) != ""
  ])
  id = local.limit == 0 ? local.id_full : substr(local.id_full, 0, local.limit)

  generated_tags = {
    for key, value in merge(local.parts, { name = local.id, attributes = local.joined_attributes }) :
    local.key_case == "upper" ? upper(key) : local.key_case == "lower" ? lower(key) : title(key) => value
    if value != ""
  }
  tags = merge(local.generated_tags, try(var.context.tags, {}), var.tags)
}

output "id" {
  value = local.enabled ? local.id : ""
}

output "id_full" {
  value = local.enabled ? local.id_full : ""
}

output "enabled" {
  value = local.enabled
}

${NAMED.map((name) => `output "${name}" {\n  value = local.enabled ? local.parts.${name} : ""\n}\n`).join('\n')}
output "attributes" {
  value = local.enabled ? local.attributes : []
}

output "delimiter" {
  value = local.enabled ? local.delimiter : ""
}

output "tags" {
  value = local.enabled ? local.tags : {}
}

output "context" {
  value = merge(local.given, {
    enabled             = local.enabled
    delimiter           = local.delimiter
    attributes          = local.attributes
    tags                = merge(try(var.context.tags, {}), var.tags)
    label_order         = local.order
    regex_replace_chars = local.replace
    id_length_limit     = local.limit
    label_key_case      = local.key_case
    label_value_case    = local.value_case
  })
}
`;

/** Not an ECR module, but the one that many ECR repositories have their names and tags from. */
export const CLOUDPOSSE_LABEL: ModuleAdapter = {
  name: 'cloudposse/label/null',
  sources: ['cloudposse/label/null', 'github.com/cloudposse/terraform-null-label'],
  before: '1.0.0',
  others: ['additional_tag_map', 'descriptor_formats', 'labels_as_tags'],
  lines: [{ from: '0.0.0', inputs: [], text: TEXT }],
};
