provider "aws" {
  region = "us-east-1"
}

locals {
  names = toset(["team-a/api", "team-a/web.v2", "plain"])
}

resource "aws_ecr_repository" "set" {
  for_each = local.names
  name     = each.value

  image_scanning_configuration {
    scan_on_push = each.key != "plain"
  }
}

resource "aws_ecr_repository" "map" {
  for_each = {
    "key with \"quotes\"" = "quotes"
    "a.b/c"               = "dots"
    "$${not}"             = "dollar"
  }
  name                 = each.value
  image_tag_mutability = each.key == "a.b/c" ? "IMMUTABLE" : "MUTABLE"
}

resource "aws_ecr_lifecycle_policy" "by_resource" {
  for_each   = aws_ecr_repository.set
  repository = each.value.id
  policy     = local.policy
}

resource "aws_ecr_lifecycle_policy" "by_key" {
  for_each   = { for key, repository in aws_ecr_repository.map : key => repository.name }
  repository = aws_ecr_repository.map[each.key].id
  policy     = local.policy
}

resource "aws_ecr_repository_policy" "literal_key" {
  repository = aws_ecr_repository.set["team-a/api"].id
  policy     = local.access
}

resource "aws_ecr_repository_policy" "by_value" {
  for_each   = toset(["team-a/web.v2"])
  repository = aws_ecr_repository.set[each.value].id
  policy     = local.access
}

locals {
  policy = jsonencode({
    rules = [
      {
        rulePriority = 1
        description  = "Keep ten"
        selection = {
          tagStatus     = "tagged"
          tagPrefixList = ["v", "release"]
          countType     = "imageCountMoreThan"
          countNumber   = 10
        }
        action = { type = "expire" }
      },
      {
        rulePriority = 2
        selection = {
          tagStatus   = "untagged"
          countType   = "sinceImagePushed"
          countUnit   = "days"
          countNumber = 7
        }
        action = { type = "expire" }
      },
    ]
  })
  access = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = "*", Action = "ecr:BatchGetImage" }]
  })
}
