provider "aws" {
  region = "eu-west-1"
}

resource "aws_ecr_repository" "bare" {
  name = "bare"
}

resource "aws_ecr_repository" "full" {
  name                 = "team/full"
  image_tag_mutability = "IMMUTABLE"
  force_delete         = true

  image_scanning_configuration {
    scan_on_push = "true"
  }

  encryption_configuration {
    encryption_type = "KMS"
    kms_key         = "arn:aws:kms:eu-west-1:111122223333:key/0b3a3f0e-52a1-4d4f-9a4e-2f6b8f0f7c11"
  }

  tags = {
    Environment = "production"
    Owner       = "platform"
  }

  timeouts {
    delete = "5m"
  }
}

resource "aws_ecr_repository" "defaults" {
  name                 = "defaults"
  image_tag_mutability = null

  encryption_configuration {}

  image_scanning_configuration {
    scan_on_push = false
  }

  tags = {}
}

resource "aws_ecr_repository" "managed_key" {
  name = "managed-key"

  encryption_configuration {
    encryption_type = "KMS"
  }
}

resource "aws_ecr_lifecycle_policy" "heredoc" {
  repository = aws_ecr_repository.bare.name
  policy     = <<-EOT
    {
      "rules": [
        {
          "rulePriority": 1,
          "selection": {
            "tagStatus": "untagged",
            "countType": "sinceImagePushed",
            "countUnit": "days",
            "countNumber": 14
          },
          "action": { "type": "expire" }
        }
      ]
    }
  EOT
}

resource "aws_ecr_repository_policy" "encoded" {
  repository = aws_ecr_repository.full.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "Open"
      Effect    = "Allow"
      Principal = { AWS = ["*"] }
      Action    = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
    }]
  })
}

resource "aws_ecr_repository_policy" "by_name" {
  repository = "managed-key"
  policy     = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"ecr:*\"}]}"
}
