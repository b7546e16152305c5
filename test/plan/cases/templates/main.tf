provider "aws" {
  region = "us-west-2"
}

resource "aws_ecr_repository_creation_template" "root" {
  prefix               = "ROOT"
  description          = "Everything else"
  applied_for          = ["REPLICATION", "PULL_THROUGH_CACHE"]
  image_tag_mutability = "IMMUTABLE"

  encryption_configuration {
    encryption_type = "AES256"
  }

  lifecycle_policy = <<EOT
{"rules":[{"rulePriority":1,"selection":{"tagStatus":"untagged","countType":"sinceImagePushed","countUnit":"days","countNumber":3},"action":{"type":"expire"}}]}
EOT

  resource_tags = {
    Environment = "prod"
  }
}

resource "aws_ecr_repository_creation_template" "hub" {
  prefix      = "docker-hub"
  applied_for = ["PULL_THROUGH_CACHE"]

  repository_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = "*", Action = ["ecr:BatchGetImage"] }]
  })
}

resource "aws_ecr_pull_through_cache_rule" "hub" {
  ecr_repository_prefix = "docker-hub"
  upstream_registry_url = "registry-1.docker.io"
  credential_arn        = "arn:aws:secretsmanager:us-west-2:111122223333:secret:ecr-pullthroughcache/hub-a1b2c3"
}
