import rule from '../../../rules/pull-through-cache.ts';
import { testCases } from './cases.ts';

testCases(rule, {
  good: [
    {
      title: 'Secrets of the right name, however they are referenced',
      code: `
variable "team" {
  type = string
}

resource "aws_secretsmanager_secret" "prefixed" {
  name_prefix = "ecr-pullthroughcache/\${var.team}-"
}

resource "aws_secretsmanager_secret_version" "prefixed" {
  secret_id     = aws_secretsmanager_secret.prefixed.id
  secret_string = "{}"
}

data "aws_secretsmanager_secret" "existing" {
  name = "ecr-pullthroughcache/existing"
}

data "aws_caller_identity" "current" {}

resource "aws_ecr_pull_through_cache_rule" "version" {
  ecr_repository_prefix = "version"
  upstream_registry_url = "acme.azurecr.io"
  credential_arn        = aws_secretsmanager_secret_version.prefixed.arn
}

resource "aws_ecr_pull_through_cache_rule" "existing" {
  ecr_repository_prefix = "existing"
  upstream_registry_url = "registry.gitlab.com"
  credential_arn        = data.aws_secretsmanager_secret.existing.arn
}

resource "aws_ecr_pull_through_cache_rule" "composed" {
  ecr_repository_prefix = "composed"
  upstream_registry_url = "ghcr.io"
  credential_arn        = "arn:aws:secretsmanager:eu-west-1:\${data.aws_caller_identity.current.account_id}:secret:ecr-pullthroughcache/composed"
}

resource "aws_ecr_pull_through_cache_rule" "kubernetes" {
  ecr_repository_prefix = "kubernetes"
  upstream_registry_url = "registry.k8s.io"
  credential_arn        = null
}
`,
    },
    {
      title: 'What is not known is no finding',
      unresolved: ['aws_ecr_pull_through_cache_rule.app: var.credential has no value'],
      code: `
variable "credential" {
  type = string
}

resource "aws_ecr_pull_through_cache_rule" "app" {
  ecr_repository_prefix = "app"
  upstream_registry_url = "registry-1.docker.io"
  credential_arn        = var.credential
}
`,
    },
    {
      title: 'Templates for something else, and with tags that may move',
      code: `
resource "aws_ecr_repository_creation_template" "replicas" {
  prefix               = "ROOT"
  applied_for          = ["REPLICATION"]
  image_tag_mutability = "IMMUTABLE"
}

resource "aws_ecr_repository_creation_template" "cache" {
  prefix               = "cache"
  applied_for          = ["PULL_THROUGH_CACHE"]
  image_tag_mutability = "IMMUTABLE_WITH_EXCLUSION"

  image_tag_mutability_exclusion_filter {
    filter      = "latest"
    filter_type = "WILDCARD"
  }
}
`,
    },
  ],
  bad: [
    {
      title: 'One upstream of a map that needs a login',
      code: `
locals {
  upstreams = {
    quay = { url = "quay.io" }
    hub  = { url = "registry-1.docker.io" }
  }
}

resource "aws_ecr_pull_through_cache_rule" "app" {
  for_each = local.upstreams

  ecr_repository_prefix = each.key
  upstream_registry_url = each.value.url
  credential_arn        = try(each.value.credential_arn, null)
}
`,
      findings: [
        {
          severity: 'error',
          message:
            'A pull-through cache fetches from registry-1.docker.io only with a login. Set credential_arn to a secret whose name begins with ecr-pullthroughcache/.',
          resource: 'aws_ecr_pull_through_cache_rule.app["hub"]',
          at: 'resource "aws_ecr_pull_through_cache_rule" "app"',
        },
      ],
    },
    {
      title: 'An ARN of another secret',
      code: `
resource "aws_ecr_pull_through_cache_rule" "app" {
  ecr_repository_prefix = "app"
  upstream_registry_url = "hub.docker.com"
  credential_arn        = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:docker-hub-AbCdEf"
}
`,
      findings: [
        {
          severity: 'error',
          message: 'AWS does not take "hub.docker.com" as an upstream registry. Use "registry-1.docker.io".',
          resource: 'aws_ecr_pull_through_cache_rule.app',
          at: '"hub.docker.com"',
        },
        {
          severity: 'error',
          message:
            'ECR reads the login only from a secret whose name begins with ecr-pullthroughcache/, and this one does not. Give the secret such a name.',
          resource: 'aws_ecr_pull_through_cache_rule.app',
          at: 'credential_arn        = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:docker-hub-AbCdEf"',
        },
      ],
    },
  ],
});
