provider "aws" {
  region = "eu-west-1"
}

resource "aws_ecr_repository" "app" {
  name                 = "app"
  image_tag_mutability = "IMMUTABLE"
}

# Read when the plan is applied, because of what it waits for; all of it is known before.
data "aws_iam_policy_document" "open" {
  statement {
    sid     = "Pull"
    actions = ["ecr:BatchGetImage"]

    principals {
      type        = "*"
      identifiers = ["*"]
    }
  }

  depends_on = [aws_ecr_repository.app]
}

resource "aws_ecr_repository_policy" "app" {
  repository = aws_ecr_repository.app.name
  policy     = data.aws_iam_policy_document.open.json
}

data "aws_ecr_lifecycle_policy_document" "app" {
  rule {
    priority = 1

    selection {
      tag_status   = "any"
      count_type   = "imageCountMoreThan"
      count_number = 3
    }
  }

  depends_on = [aws_ecr_repository.app]
}

resource "aws_ecr_lifecycle_policy" "app" {
  repository = aws_ecr_repository.app.name
  policy     = data.aws_ecr_lifecycle_policy_document.app.json
}
