# Data sources whose rendering by the provider is recorded in ../data-sources.recorded.json.

data "aws_iam_policy_document" "empty" {}

data "aws_iam_policy_document" "bare_statement" {
  statement {}
}

data "aws_iam_policy_document" "single_elements" {
  policy_id = "access"

  statement {
    sid       = "Pull"
    actions   = ["ecr:BatchGetImage"]
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::111122223333:root"]
    }
  }
}

data "aws_iam_policy_document" "several_elements" {
  version = "2008-10-17"

  statement {
    effect        = "Deny"
    not_actions   = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer", "ecr:BatchGetImage", "ECR:A"]
    not_resources = ["b", "a", "é", "Z"]

    not_principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com", "codebuild.amazonaws.com"]
    }
  }
}

data "aws_iam_policy_document" "everyone" {
  statement {
    actions = ["ecr:BatchGetImage"]

    principals {
      type        = "*"
      identifiers = ["*"]
    }
  }
}

data "aws_iam_policy_document" "every_account" {
  statement {
    actions = ["ecr:BatchGetImage"]

    principals {
      type        = "AWS"
      identifiers = ["*"]
    }
  }
}

data "aws_iam_policy_document" "star_type_with_account" {
  statement {
    principals {
      type        = "*"
      identifiers = ["111122223333"]
    }
  }
}

data "aws_iam_policy_document" "mixed_principals" {
  statement {
    principals {
      type        = "*"
      identifiers = ["*"]
    }

    principals {
      type        = "AWS"
      identifiers = ["111122223333", "444455556666"]
    }

    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
}

data "aws_iam_policy_document" "principals_of_one_type" {
  statement {
    principals {
      type        = "AWS"
      identifiers = ["111122223333"]
    }

    principals {
      type        = "AWS"
      identifiers = ["444455556666"]
    }
  }

  statement {
    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::111122223333:role/a", "arn:aws:iam::111122223333:role/b"]
    }

    principals {
      type        = "AWS"
      identifiers = ["777788889999"]
    }

    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::222233334444:role/z", "arn:aws:iam::222233334444:role/é"]
    }

    principals {
      type        = "AWS"
      identifiers = ["777788889999"]
    }
  }
}

data "aws_iam_policy_document" "conditions" {
  statement {
    condition {
      test     = "StringEquals"
      variable = "aws:PrincipalOrgID"
      values   = ["o-one"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:PrincipalOrgID"
      values   = ["o-two"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceVpce"
      values   = ["vpce-2", "vpce-1", "vpce-2"]
    }

    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = [true]
    }

    condition {
      test     = "StringLike"
      variable = "aws:PrincipalArn"
      values   = []
    }
  }
}

data "aws_iam_policy_document" "escapes" {
  statement {
    actions   = ["a<b>&c", "tab\there", "quote\"and\\slash", "line\nfeed", "\u2028", "\u007f", "é🙂"]
    resources = ["arn:aws:s3:::bucket/&{aws:username}/$${aws:userid}"]

    condition {
      test     = "StringEquals"
      variable = "aws:PrincipalTag/&{x}"
      values   = ["&{aws:username}&{b}"]
    }
  }
}

locals {
  source_one = jsonencode({
    Version = "2008-10-17"
    Id      = "one"
    Extra   = true
    Statement = [
      {
        Sid       = "Kept"
        Effect    = "Allow"
        Principal = "*"
        Action    = ["b", "a", "c"]
        Resource  = "*"
        Other     = "dropped"
        Condition = { Bool = { "aws:SecureTransport" = true }, StringLike = { "aws:x" = ["b", "a"], "aws:y" = "z" } }
      },
      { Sid = "Replaced", Effect = "Allow", Principal = { AWS = ["1", "3", "2"], Service = "s" }, NotAction = "x" },
    ]
  })
  source_two = jsonencode({
    Statement = [
      { Effect = "Deny", Principal = "arn:aws:iam::111122223333:root", Action = [] },
      { Sid = "", Effect = "Deny", NotPrincipal = { AWS = ["1"] } },
    ]
  })
}

data "aws_iam_policy_document" "sources" {
  source_policy_documents = [local.source_one, local.source_two]

  statement {
    sid     = "Replaced"
    actions = ["new"]
  }

  statement {
    actions = ["last"]
  }
}

data "aws_iam_policy_document" "overrides" {
  policy_id                 = "own"
  override_policy_documents = [local.source_one, local.source_two]

  statement {
    sid     = "Replaced"
    effect  = "Deny"
    actions = ["old"]
  }

  statement {
    sid     = "Own"
    actions = ["own"]
  }
}

data "aws_iam_policy_document" "nested_source" {
  source_policy_documents = [data.aws_iam_policy_document.mixed_principals.json, data.aws_iam_policy_document.conditions.minified_json]
}

data "aws_ecr_lifecycle_policy_document" "rules" {
  rule {
    priority    = 2
    description = "Keep ten <releases> & more"

    selection {
      tag_status      = "tagged"
      tag_prefix_list = ["v", "release"]
      count_type      = "imageCountMoreThan"
      count_number    = 10
    }

    action {
      type = "expire"
    }
  }

  rule {
    priority = 1

    selection {
      tag_status   = "untagged"
      count_type   = "sinceImagePushed"
      count_unit   = "days"
      count_number = 30
    }
  }

  rule {
    priority    = 3
    description = ""

    selection {
      tag_status       = "tagged"
      tag_pattern_list = ["*prod*"]
      tag_prefix_list  = []
      count_type       = "imageCountMoreThan"
      count_unit       = ""
      count_number     = 5
    }
  }

  rule {
    priority = 4

    selection {
      tag_status       = "tagged"
      tag_pattern_list = ["v*", "r*"]
      tag_prefix_list  = ["b", "a"]
      count_type       = "sinceImagePushed"
      count_unit       = "days"
      count_number     = 1
    }
  }
}
