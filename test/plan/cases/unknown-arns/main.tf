provider "aws" {
  region = "eu-central-1"
}

variable "key" {
  type    = string
  default = null
}

resource "aws_kms_key" "images" {
  enable_key_rotation = true
}

resource "aws_ecr_repository" "encrypted" {
  name = "encrypted"

  encryption_configuration {
    encryption_type = "KMS"
    kms_key         = aws_kms_key.images.arn
  }
}

resource "aws_ecr_repository" "null_key" {
  name = "null-key"

  encryption_configuration {
    encryption_type = "KMS"
    kms_key         = var.key
  }
}

resource "aws_ecr_repository" "unnamed" {
  name = aws_kms_key.images.key_id

  tags = {
    Key  = aws_kms_key.images.key_id
    Team = "images"
  }
}

resource "aws_ecr_lifecycle_policy" "unnamed" {
  repository = aws_ecr_repository.unnamed.name
  policy = jsonencode({
    rules = [{
      rulePriority = 1
      selection    = { tagStatus = "untagged", countType = "imageCountMoreThan", countNumber = 1 }
      action       = { type = "expire" }
    }]
  })
}

resource "aws_ecr_repository_policy" "composed" {
  repository = aws_ecr_repository.encrypted.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::444455556666:root" }
      Action    = "ecr:*"
      Condition = { StringEquals = { "kms:KeyId" = aws_kms_key.images.key_id } }
    }]
  })
}
