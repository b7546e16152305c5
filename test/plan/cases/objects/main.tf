provider "aws" {
  region = "eu-west-1"
}

variable "repositories" {
  type = map(object({
    mutability = optional(string, "IMMUTABLE")
    scan       = optional(bool, true)
    kms_key    = optional(string)
    pullers    = optional(list(string), [])
    tags       = optional(map(string), {})
  }))
  default = {
    api = {}
    web = { mutability = "MUTABLE", scan = false, tags = { Environment = "prod" } }
    job = {
      kms_key = "arn:aws:kms:eu-west-1:111122223333:key/0b3a3f0e-52a1-4d4f-9a4e-2f6b8f0f7c11"
      pullers = ["444455556666"]
    }
  }
}

resource "aws_ecr_repository" "this" {
  for_each             = var.repositories
  name                 = each.key
  image_tag_mutability = each.value.mutability
  tags                 = each.value.tags

  image_scanning_configuration {
    scan_on_push = each.value.scan
  }

  encryption_configuration {
    encryption_type = "KMS"
    kms_key         = each.value.kms_key
  }
}

data "aws_iam_policy_document" "pull" {
  for_each = { for name, repository in var.repositories : name => repository.pullers if length(repository.pullers) > 0 }

  statement {
    actions = ["ecr:BatchGetImage"]

    principals {
      type        = "AWS"
      identifiers = [for account in each.value : "arn:aws:iam::${account}:root"]
    }

    condition {
      test     = "ArnEquals"
      variable = "aws:SourceArn"
      values   = [aws_ecr_repository.this[each.key].arn]
    }
  }
}

resource "aws_ecr_repository_policy" "this" {
  for_each   = data.aws_iam_policy_document.pull
  repository = aws_ecr_repository.this[each.key].id
  policy     = each.value.json
}
