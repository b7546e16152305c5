import { REPOSITORY } from '../../test/terragrunt/evaluate.ts';
import type { Input } from './target.ts';

/** A repository in which everything is that is read of Terragrunt: what is damaged by the target of this name. */
export const TERRAGRUNT_TREE: Input = {
  ...REPOSITORY,
  'root.hcl': `locals {
  stage  = read_terragrunt_config(find_in_parent_folders("stage.hcl"))
  common = jsondecode(read_tfvars_file("\${get_repo_root()}/common.tfvars"))
  name   = basename(path_relative_to_include())
  tags   = merge(local.stage.locals.tags, { Unit = local.name })
}

generate "provider" {
  path      = "provider.tf"
  if_exists = "overwrite_terragrunt"
  contents  = <<EOF
provider "aws" {
  region = "\${local.common.region}"
  default_tags {
    tags = \${jsonencode(local.tags)}
  }
}
EOF
}

terraform {
  extra_arguments "files" {
    commands           = get_terraform_commands_that_need_vars()
    required_var_files = ["\${get_parent_terragrunt_dir()}/common.tfvars"]
    optional_var_files = [find_in_parent_folders("stage.tfvars", "none"), "\${get_terragrunt_dir()}/own.tfvars"]
  }
}

inputs = merge(local.common, {
  scan_on_push = local.stage.locals.scan
  tags         = local.tags
})
`,
  'common.tfvars': 'region = "eu-west-1"\nkeep   = 30\n',
  'live/prod/stage.hcl': 'locals {\n  scan = false\n  tags = { Environment = "production" }\n}\n',
  'live/prod/stage.tfvars': 'mutability = "MUTABLE"\n',
  'live/dev/stage.hcl':
    'locals {\n  scan = try(local.none, true)\n  tags = {}\n}\ninputs = { mutability = "MUTABLE" }\n',
  'live/envcommon/ecr.hcl': `terraform {
  source = "\${get_repo_root()}//modules/ecr"
}

inputs = {
  mutability = "IMMUTABLE"
  names      = ["api"]
}
`,
  'live/prod/app/terragrunt.hcl': `include "root" {
  path   = find_in_parent_folders("root.hcl")
  expose = true
}

include "envcommon" {
  path           = "\${dirname(find_in_parent_folders("stage.hcl"))}/../envcommon/ecr.hcl"
  merge_strategy = "deep"
}

dependency "key" {
  config_path  = "../key"
  mock_outputs = { arn = "arn:aws:kms:eu-west-1:111122223333:key/mock" }
}

inputs = {
  names   = ["\${include.root.locals.name}-web", "worker"]
  kms_key = dependency.key.outputs.arn
  keep    = 14
}
`,
  'live/dev/app/terragrunt.hcl': `include {
  path = find_in_parent_folders("root.hcl")
}

terraform {
  source = "../../../modules//ecr"

  extra_arguments "stage" {
    commands  = ["plan", "apply"]
    arguments = ["-lock-timeout=20m", "-var-file=\${get_terragrunt_dir()}/dev.tfvars"]
    env_vars  = { TF_IN_AUTOMATION = "1" }
  }
}

inputs = merge(
  { for key, value in read_terragrunt_config("../stage.hcl").inputs : key => value },
  { names = split(",", "a,b"), environment = "dev" },
)
`,
  'live/dev/app/dev.tfvars': 'keep = 7\n',
  'live/prod/published/terragrunt.hcl': `locals {
  parts = split("/", path_relative_to_include("root"))
}

include "root" {
  path = find_in_parent_folders("root.hcl")
}

terraform {
  source = "tfr:///terraform-aws-modules/ecr/aws?version=2.4.0"
}

inputs = {
  repository_name                 = join("-", local.parts)
  repository_image_tag_mutability = "MUTABLE"
  create_lifecycle_policy         = false
  repository_read_access_arns     = ["*"]
}
`,
  'live/prod/label/terragrunt.hcl': `terraform {
  source = "git::https://github.com/cloudposse/terraform-aws-ecr.git?ref=0.42.1"
}

generate = { backend = { path = "backend.tf", if_exists = "overwrite", contents = "" } }

inputs = merge({ image_names = ["x"] }, {
  name                 = "\${get_env("STAGE", "prod")}-label"
  image_tag_mutability = "MUTABLE"
  scan_images_on_push  = false
})
`,
  'live/prod/key/main.tf': 'resource "aws_ecr_repository" "base" {\n  name = var.name\n}\n\nvariable "name" {}\n',
  'live/prod/key/terragrunt.hcl': 'inputs = {\n  name = basename(get_original_terragrunt_dir())\n}\n',
  'modules/ecr/main.tf': `variable "names" {
  type = list(string)
}

variable "mutability" {
  default = "IMMUTABLE"
}

variable "scan_on_push" {
  type    = bool
  default = true
}

variable "kms_key" {
  default = null
}

variable "keep" {
  type    = number
  default = 30
}

variable "tags" {
  type    = map(string)
  default = {}
}

resource "aws_ecr_repository" "this" {
  for_each             = toset(var.names)
  name                 = each.value
  image_tag_mutability = var.mutability
  tags                 = var.tags

  image_scanning_configuration {
    scan_on_push = var.scan_on_push
  }

  dynamic "encryption_configuration" {
    for_each = var.kms_key == null ? [] : [var.kms_key]
    content {
      encryption_type = "KMS"
      kms_key         = encryption_configuration.value
    }
  }
}

resource "aws_ecr_lifecycle_policy" "this" {
  for_each   = aws_ecr_repository.this
  repository = each.value.name
  policy = jsonencode({
    rules = [{
      rulePriority = 1
      selection    = { tagStatus = "untagged", countType = "imageCountMoreThan", countNumber = var.keep }
      action       = { type = "expire" }
    }]
  })
}
`,
};

/** Expressions, arguments and blocks of Terragrunt, in their right places and in wrong ones. */
export const TERRAGRUNT_PIECES: readonly string[] = [
  ...[
    'find_in_parent_folders()',
    'find_in_parent_folders("root.hcl")',
    'find_in_parent_folders("terragrunt.hcl", "x")',
  ],
  ...['read_terragrunt_config("terragrunt.hcl")', 'read_terragrunt_config("../../../root.hcl", {})'],
  ...['read_terragrunt_config(find_in_parent_folders("stage.hcl")).inputs', 'read_tfvars_file("own.tfvars")'],
  ...['get_terragrunt_dir()', 'get_original_terragrunt_dir()', 'get_parent_terragrunt_dir("root")', 'get_repo_root()'],
  ...['path_relative_to_include()', 'path_relative_from_include("envcommon")', 'get_path_to_repo_root()'],
  ...['get_env("X")', 'get_env("X", "y")', 'get_aws_account_id()', 'run_cmd("date")', 'sops_decrypt_file("s.json")'],
  ...[
    'include.root.inputs',
    'include.root.locals.tags',
    'include.envcommon',
    'include.locals.x',
    'dependency.key.outputs',
  ],
  ...['local.name', 'local', 'feature.x.value', 'values.x', 'unit.x', 'terraform.source', 'inputs', 'inputs.names'],
  ...[
    'merge_strategy = "deep"',
    'merge_strategy = "no_merge"',
    'merge_strategy = "shallow"',
    'merge_strategy = local.x',
  ],
  ...[
    'expose = true',
    'expose = local.name',
    'path = "terragrunt.hcl"',
    'path = "/"',
    'path = ".."',
    'path = get_env("P")',
  ],
  ...['source = "."', 'source = ""', 'source = "//"', 'source = "/etc"', 'source = "../../../modules/ecr//"'],
  ...[
    'source = "tfr:///cloudposse/ecr/aws?version=0.30.0"',
    'source = "tfr://"',
    'source = local.name',
    'source = null',
  ],
  ...[
    'generate "x" {\n  contents = ""\n}\n',
    'generate "x" {\n  contents = "variable \\"x\\" {}"\n}\n',
    'generate = {}',
  ],
  ...[
    'include "other" {\n  path = "../../dev/app/terragrunt.hcl"\n}\n',
    'include {\n  path = "../key/terragrunt.hcl"\n}\n',
  ],
  ...['extra_arguments "x" {\n  arguments = ["-var", "keep=1"]\n}\n', 'env_vars = { TF_VAR_keep = 1 }'],
  ...['arguments = ["-var-file=${get_env("S")}.tfvars"]', 'required_var_files = ["none.tfvars"]', 'inputs = null'],
  ...[
    'dependencies {\n  paths = ["../key"]\n}\n',
    'remote_state {\n  backend = "s3"\n}\n',
    'skip = true',
    'download_dir = "x"',
  ],
];
