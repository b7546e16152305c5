provider "aws" {
  region = "eu-west-1"
}

resource "aws_ecr_repository" "replaced" {
  name         = "replaced"
  force_delete = true

  encryption_configuration {
    encryption_type = "KMS"
  }
}

resource "aws_ecr_repository" "kept" {
  name = "kept"

  encryption_configuration {
    encryption_type = "KMS"
  }
}

resource "aws_ecr_repository" "updated" {
  name                 = "updated"
  image_tag_mutability = "IMMUTABLE"
}

resource "aws_ecr_repository" "renamed" {
  name = "moved"
}

resource "aws_ecr_lifecycle_policy" "kept" {
  repository = aws_ecr_repository.kept.name
  policy = jsonencode({
    rules = [{
      rulePriority = 1
      selection    = { tagStatus = "any", countType = "imageCountMoreThan", countNumber = 3 }
      action       = { type = "expire" }
    }]
  })
}

resource "aws_ecr_repository" "new" {
  name = "new"
}

moved {
  from = aws_ecr_repository.before
  to   = aws_ecr_repository.renamed
}

removed {
  from = aws_ecr_repository.forgotten

  lifecycle {
    destroy = false
  }
}
