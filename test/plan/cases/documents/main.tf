provider "aws" {
  region = "eu-central-1"
}

resource "aws_ecr_repository" "app" {
  name = "app"
}

data "aws_iam_policy_document" "known" {
  statement {
    sid     = "Pull"
    actions = ["ecr:GetDownloadUrlForLayer", "ecr:BatchGetImage"]

    principals {
      type        = "AWS"
      identifiers = ["*"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:PrincipalOrgID"
      values   = ["o-abcdefghij"]
    }
  }
}

data "aws_iam_policy_document" "unknown" {
  count = 1

  statement {
    actions   = ["ecr:*"]
    resources = [aws_ecr_repository.app.arn]

    principals {
      type        = "*"
      identifiers = ["*"]
    }
  }

  statement {
    effect  = "Deny"
    actions = ["ecr:DeleteRepository"]

    not_principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::111122223333:root"]
    }
  }
}

data "aws_iam_policy_document" "merged" {
  source_policy_documents = [data.aws_iam_policy_document.known.json]

  statement {
    sid     = "Push"
    actions = ["ecr:PutImage"]

    principals {
      type        = "AWS"
      identifiers = [aws_kms_key.app.arn]
    }
  }
}

resource "aws_kms_key" "app" {}

data "aws_ecr_lifecycle_policy_document" "app" {
  rule {
    priority = 1

    selection {
      tag_status       = "tagged"
      tag_pattern_list = ["v*"]
      count_type       = "imageCountMoreThan"
      count_number     = 20
    }
  }
}

resource "aws_ecr_lifecycle_policy" "app" {
  repository = aws_ecr_repository.app.name
  policy     = data.aws_ecr_lifecycle_policy_document.app.json
}

resource "aws_ecr_repository_policy" "known" {
  repository = aws_ecr_repository.app.name
  policy     = data.aws_iam_policy_document.known.json
}

resource "aws_ecr_repository_policy" "unknown" {
  repository = aws_ecr_repository.app.name
  policy     = data.aws_iam_policy_document.unknown[0].json
}

resource "aws_ecr_repository_policy" "merged" {
  repository = aws_ecr_repository.app.name
  policy     = data.aws_iam_policy_document.merged.json
}
