import { decides, type ModuleAdapter, variables } from './adapter.ts';

export const LGALLARD_NAME = 'lgallard/ecr/aws';
export const LGALLARD_GIT = 'github.com/lgallard/terraform-aws-ecr';

const CACHE = 'aws_ecr_pull_through_cache_rule';

/** The type of the rules for pull-through caches. */
export const CACHE_RULES =
  'list(object({ ecr_repository_prefix = string, upstream_registry_url = string, credential_arn = optional(string) }))';

const CACHE_TEXT = `${variables([
  ['name', 'string'],
  ['aws_account_id', 'string'],
  ['pull_through_cache_rules', CACHE_RULES, '[]'],
])}
resource "aws_ecr_pull_through_cache_rule" "cache_rules" {
  count = length(var.pull_through_cache_rules)

  ecr_repository_prefix = var.pull_through_cache_rules[count.index].ecr_repository_prefix
  upstream_registry_url = var.pull_through_cache_rules[count.index].upstream_registry_url
  credential_arn        = var.pull_through_cache_rules[count.index].credential_arn
}

resource "aws_iam_role" "pull_through_cache" {
  count = length(var.pull_through_cache_rules) > 0 ? 1 : 0
  name  = "ecr-pull-through-cache-\${var.name}"

  assume_role_policy = "{}"
}

resource "aws_iam_role_policy" "pull_through_cache" {
  count = length(var.pull_through_cache_rules) > 0 ? 1 : 0
  role  = aws_iam_role.pull_through_cache[0].id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["ecr:CreateRepository", "ecr:BatchImportLayerAvailability", "ecr:PutImage", "ecr:InitiateLayerUpload", "ecr:UploadLayerPart", "ecr:CompleteLayerUpload"]
      Resource = ["arn:aws:ecr:*:\${var.aws_account_id}:repository/*"]
    }]
  })
}
`;

/** Only what the key itself is: its policy says nothing of repositories. */
const KMS_TEXT = `${variables([['enable_key_rotation', 'bool', 'true']])}
resource "aws_kms_key" "this" {
  enable_key_rotation = var.enable_key_rotation
}

output "key_arn" {
  value = aws_kms_key.this.arn
}
`;

/** Its module for pull-through caches. */
export const LGALLARD_CACHE: ModuleAdapter = {
  name: `${LGALLARD_NAME}//modules/pull-through-cache`,
  sources: [`${LGALLARD_NAME}//modules/pull-through-cache`, `${LGALLARD_GIT}//modules/pull-through-cache`],
  before: '3.0.0',
  others: ['tags'],
  lines: [
    {
      from: '0.0.0',
      inputs: ['ecr_repository_prefix', 'upstream_registry_url', 'credential_arn'].map((argument) =>
        decides('pull_through_cache_rules', `${CACHE}.${argument}`),
      ),
      text: CACHE_TEXT,
    },
  ],
};

/** Its module for a KMS key. */
export const LGALLARD_KMS: ModuleAdapter = {
  name: `${LGALLARD_NAME}//modules/kms`,
  sources: [`${LGALLARD_NAME}//modules/kms`, `${LGALLARD_GIT}//modules/kms`],
  before: '3.0.0',
  others: [],
  openInputs: true,
  lines: [{ from: '0.0.0', inputs: [], text: KMS_TEXT }],
};
