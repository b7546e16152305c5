provider "aws" {
  region = "eu-west-1"
}

locals {
  teams = {
    api = {
      mutability = "MUTABLE"
      policy     = <<-JSON
        {
          "Version": "2012-10-17",
          "Statement": [
            { "Sid": "Open", "Effect": "Allow", "Principal": { "AWS": ["*"] }, "Action": ["ecr:*"] }
          ]
        }
      JSON
    }
  }
  repositories = { for name, team in local.teams : "team/${name}" => team }
}

resource "aws_ecr_repository" "this" {
  for_each             = local.repositories
  name                 = each.key
  image_tag_mutability = each.value.mutability
}

resource "aws_ecr_repository_policy" "this" {
  for_each   = local.repositories
  repository = aws_ecr_repository.this[each.key].name
  policy     = each.value.policy
}

resource "aws_ecr_lifecycle_policy" "this" {
  for_each   = local.repositories
  repository = aws_ecr_repository.this[each.key].name
  policy = jsonencode({
    rules = [{
      rulePriority = 1
      selection    = { tagStatus = "any", countType = "imageCountMoreThan", countNumber = 2 }
      action       = { type = "expire" }
    }]
  })
}
