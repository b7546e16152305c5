import { type InputVariable, strings, variables } from './adapter.ts';
import type { GivenInputs, InputMeaning } from './user-meanings.ts';

/** A module of our own with the same inputs. */
export function moduleText(given: GivenInputs): string {
  const declared = new Map<string, InputVariable>();
  for (const { name, value } of given.values()) {
    if (name !== null) declared.set(name, value === null ? [name, 'any'] : [name, 'any', value]);
  }
  /** What a meaning has for a value; something that nobody gives where nothing is told of it. */
  const settingOf = (meaning: InputMeaning): string => {
    const told = given.get(meaning);
    if (told?.name != null) return `var.${told.name}`;
    if (told?.value != null) return told.value;
    const name = meaning.replaceAll('-', '_');
    const free = declared.has(name) ? `${name}_setting` : name;
    declared.set(free, [free, 'any']);
    return `var.${free}`;
  };
  const resources = [
    repositoryText(given, settingOf),
    lifecycleText(given, settingOf),
    policyText(given, settingOf),
  ].join('\n');
  return `${variables([...declared.values()])}\n${resources}`;
}

type SettingOf = (meaning: InputMeaning) => string;

function repositoryText(given: GivenInputs, settingOf: SettingOf): string {
  const several = given.has('names');
  const mutability = given.has('immutable')
    ? `${settingOf('immutable')} ? "IMMUTABLE" : "MUTABLE"`
    : settingOf('mutability');
  const encryption = given.has('encryption')
    ? `
  dynamic "encryption_configuration" {
    for_each = ${settingOf('encryption')} == null ? [] : [${settingOf('encryption')}]

    content {
      encryption_type = try(encryption_configuration.value.encryption_type, null)
      kms_key         = try(encryption_configuration.value.kms_key, null)
    }
  }`
    : `
  encryption_configuration {
    encryption_type = ${settingOf('encryption-type')}
    kms_key         = ${settingOf('kms-key')}
  }`;
  return `
resource "aws_ecr_repository" "this" {
  ${several ? `for_each = toset(${settingOf('names')})` : ''}

  name                 = ${several ? 'each.value' : settingOf('name')}
  image_tag_mutability = ${mutability}
  force_delete         = ${settingOf('force-delete')}
  tags                 = ${settingOf('tags')}

  image_scanning_configuration {
    scan_on_push = ${settingOf('scan-on-push')}
  }
${encryption}
}
`;
}

/** The repetition of a policy that exists under a condition, and the repository it is for. */
function repeated(given: GivenInputs, condition: string): string {
  return given.has('names')
    ? `
  for_each   = { for name, repository in aws_ecr_repository.this : name => repository if ${condition} }
  repository = each.value.name`
    : `
  count      = ${condition} ? 1 : 0
  repository = aws_ecr_repository.this.name`;
}

function lifecycleText(given: GivenInputs, settingOf: SettingOf): string {
  const policy = settingOf('lifecycle-policy');
  const isGiven = given.has('lifecycle-policy') ? `${policy} != null && ${policy} != ""` : null;
  const isWanted = given.has('create-lifecycle-policy') ? settingOf('create-lifecycle-policy') : null;
  const conditions = [isWanted, isGiven].filter((condition) => condition !== null);
  const condition = conditions.length === 0 ? `${policy} != null` : conditions.join(' && ');
  return `
resource "aws_ecr_lifecycle_policy" "this" {
${repeated(given, condition)}
  policy = ${policy}
}
`;
}

const PULL = ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];
const PUSH = ['ecr:CompleteLayerUpload', 'ecr:InitiateLayerUpload', 'ecr:PutImage', 'ecr:UploadLayerPart'];

/** Access as principals, and else as a policy; nothing where the configuration tells of neither. */
function policyText(given: GivenInputs, settingOf: SettingOf): string {
  const lists = (['read-principals', 'write-principals'] as const).filter((meaning) => given.has(meaning));
  if (lists.length > 0) {
    const statements = lists.map((meaning) => {
      const actions = meaning === 'read-principals' ? PULL : [...PULL, ...PUSH];
      return `
  dynamic "statement" {
    for_each = length(${settingOf(meaning)}) > 0 ? [${settingOf(meaning)}] : []

    content {
      actions = ${strings(actions)}

      principals {
        type        = "AWS"
        identifiers = statement.value
      }
    }
  }`;
    });
    return `
data "aws_iam_policy_document" "access" {
${statements.join('\n')}
}

resource "aws_ecr_repository_policy" "this" {
${repeated(given, lists.map((meaning) => `length(${settingOf(meaning)}) > 0`).join(' || '))}
  policy = data.aws_iam_policy_document.access.json
}
`;
  }
  if (!given.has('repository-policy')) return '';
  const policy = settingOf('repository-policy');
  return `
resource "aws_ecr_repository_policy" "this" {
${repeated(given, `${policy} != null && ${policy} != ""`)}
  policy = ${policy}
}
`;
}
