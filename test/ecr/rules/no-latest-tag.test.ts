import rule from '../../../rules/no-latest-tag.ts';
import { testCases } from './cases.ts';

const LATEST =
  'This runs the tag "latest" of an ECR repository, which may be another image each time it starts. Use a tag that each build has for itself, or a digest.';
const UNTAGGED =
  'This runs an image of an ECR repository without a tag, which means "latest" and may be another image each time it starts. Use a tag that each build has for itself, or a digest.';

const REPOSITORY = `
resource "aws_ecr_repository" "app" {
  name = "app"
}
`;

testCases(rule, {
  good: [
    {
      title: 'A pipeline that changes the image by itself',
      code: `${REPOSITORY}
resource "aws_lambda_function" "app" {
  function_name = "app"
  package_type  = "Image"
  image_uri     = "\${aws_ecr_repository.app.repository_url}:latest"

  lifecycle {
    ignore_changes = [image_uri]
  }
}

resource "aws_ecs_task_definition" "app" {
  family                = "app"
  container_definitions = jsonencode([{ image = "\${aws_ecr_repository.app.repository_url}:latest" }])

  lifecycle {
    ignore_changes = all
  }
}
`,
    },
    {
      title: 'Digests, tags that only begin like latest, and other registries',
      code: `${REPOSITORY}
locals {
  registry = "123456789012.dkr.ecr.eu-west-1.amazonaws.com"
  images = [
    "\${local.registry}/app@sha256:0000000000000000000000000000000000000000000000000000000000000000",
    "\${local.registry}/app:latest-1",
    "\${aws_ecr_repository.app.repository_url}:v1",
    "public.ecr.aws/nginx/nginx:latest",
    "localhost:5000/app:latest",
    "nginx",
  ]
}

resource "aws_ecs_task_definition" "app" {
  family                = "app"
  container_definitions = jsonencode([for image in local.images : { image = image }])
}
`,
    },
    {
      title: 'What is not known is no finding',
      unresolved: [
        'aws_ecs_task_definition.document: var.definitions has no value',
        'aws_lambda_function.image: var.image has no value',
        'aws_lambda_function.tag: var.tag has no value',
      ],
      code: `${REPOSITORY}
variable "definitions" {
  type = string
}

variable "image" {
  type = string
}

variable "tag" {
  type = string
}

resource "aws_ecs_task_definition" "document" {
  family                = "app"
  container_definitions = var.definitions
}

resource "aws_lambda_function" "image" {
  function_name = "image"
  image_uri     = var.image
}

resource "aws_lambda_function" "tag" {
  function_name = "tag"
  image_uri     = "\${aws_ecr_repository.app.repository_url}:\${var.tag}"
}
`,
    },
  ],
  bad: [
    {
      title: 'A heredoc with the address of a registry, and repositories of a for_each',
      code: `
data "aws_caller_identity" "current" {}

data "aws_ecr_repository" "shared" {
  name = "shared"
}

resource "aws_ecr_repository" "app" {
  for_each = toset(["api"])
  name     = each.key
}

resource "aws_ecs_task_definition" "heredoc" {
  family                = "app"
  container_definitions = <<-EOF
    [
      { "name": "app", "image": "\${data.aws_caller_identity.current.account_id}.dkr.ecr.eu-west-1.amazonaws.com/app:latest" }
    ]
  EOF
}

resource "aws_batch_job_definition" "each" {
  for_each = aws_ecr_repository.app
  name     = each.key
  type     = "container"

  container_properties = jsonencode({ image = "\${each.value.repository_url}:latest" })
}

resource "aws_lambda_function" "shared" {
  function_name = "shared"
  image_uri     = data.aws_ecr_repository.shared.repository_url
}
`,
      findings: [
        {
          severity: 'warning',
          message: LATEST,
          resource: 'aws_ecs_task_definition.heredoc',
          at: '"${data.aws_caller_identity.current.account_id}.dkr.ecr.eu-west-1.amazonaws.com/app:latest"',
        },
        {
          severity: 'warning',
          message: LATEST,
          resource: 'aws_batch_job_definition.each["api"]',
          at: '"${each.value.repository_url}:latest"',
        },
        {
          severity: 'warning',
          message: UNTAGGED,
          resource: 'aws_lambda_function.shared',
          at: 'image_uri     = data.aws_ecr_repository.shared.repository_url',
        },
      ],
    },
    {
      title: 'Kubernetes, by block, manifest and chart, with the repository of a module',
      code: {
        'main.tf': `
module "repository" {
  source = "./repository"
}

resource "kubernetes_deployment_v1" "app" {
  spec {
    template {
      spec {
        container {
          image = "\${module.repository.url}:latest"
        }

        container {
          image = "nginx"
        }
      }
    }
  }
}

resource "kubernetes_manifest" "app" {
  manifest = {
    kind = "CronJob"
    spec = {
      template = {
        spec = {
          containers = [{ image = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/app" }]
        }
      }
    }
  }
}

resource "helm_release" "app" {
  name = "app"

  set {
    name  = "web.image.repository"
    value = module.repository.url
  }

  set {
    name  = "web.image.tag"
    value = "latest"
  }
}
`,
        'repository/main.tf': `
resource "aws_ecr_repository" "this" {
  name = "app"
}

output "url" {
  value = aws_ecr_repository.this.repository_url
}
`,
      },
      findings: [
        {
          severity: 'warning',
          message: LATEST,
          resource: 'kubernetes_deployment_v1.app',
          at: '"${module.repository.url}:latest"',
        },
        {
          severity: 'warning',
          message: UNTAGGED,
          resource: 'kubernetes_manifest.app',
          at: '"123456789012.dkr.ecr.eu-west-1.amazonaws.com/app"',
        },
        { severity: 'warning', message: LATEST, resource: 'helm_release.app', at: '"latest"' },
      ],
    },
    {
      title: 'The address of a repository inside a document',
      code: `${REPOSITORY}
resource "aws_ecs_task_definition" "encoded" {
  family = "app"
  container_definitions = jsonencode([
    { name = "image", essential = true, image = aws_ecr_repository.app.repository_url },
    {
      "name"  = "quoted"
      "image" : lower(aws_ecr_repository.app.repository_url)
    },
  ])
}

resource "aws_ecs_task_definition" "heredoc" {
  family                = "app"
  container_definitions = <<-EOF
    [{ "image": "\${aws_ecr_repository.app.repository_url}", "name": "app" }]
  EOF
}
`,
      findings: [
        {
          severity: 'warning',
          message: UNTAGGED,
          resource: 'aws_ecs_task_definition.encoded',
          at: 'aws_ecr_repository.app.repository_url',
          line: 9,
        },
        {
          severity: 'warning',
          message: UNTAGGED,
          resource: 'aws_ecs_task_definition.encoded',
          at: 'lower(aws_ecr_repository.app.repository_url)',
        },
        {
          severity: 'warning',
          message: UNTAGGED,
          resource: 'aws_ecs_task_definition.heredoc',
          at: '"${aws_ecr_repository.app.repository_url}"',
        },
      ],
    },
  ],
});
