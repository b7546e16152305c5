provider "aws" {
  region = "eu-west-1"
}

variable "kms_key" {
  type    = string
  default = null
}

variable "scan" {
  type    = bool
  default = true
}

variable "readers" {
  type    = list(string)
  default = ["arn:aws:iam::111122223333:root", "*"]
}

resource "aws_kms_key" "own" {}

resource "aws_ecr_repository" "dynamic" {
  name = "dynamic"

  dynamic "image_scanning_configuration" {
    for_each = var.scan ? [true] : []

    content {
      scan_on_push = image_scanning_configuration.value
    }
  }

  dynamic "encryption_configuration" {
    for_each = var.kms_key == null ? [] : [var.kms_key]

    content {
      encryption_type = "KMS"
      kms_key         = encryption_configuration.value
    }
  }
}

resource "aws_ecr_repository" "keyed" {
  name = "keyed"

  dynamic "encryption_configuration" {
    for_each = [aws_kms_key.own.arn]

    content {
      encryption_type = "KMS"
      kms_key         = encryption_configuration.value
    }
  }
}

data "aws_iam_policy_document" "readers" {
  dynamic "statement" {
    for_each = var.readers

    content {
      sid     = "Reader${statement.key}"
      actions = ["ecr:BatchGetImage"]

      principals {
        type        = "AWS"
        identifiers = [statement.value]
      }
    }
  }
}

resource "aws_ecr_repository_policy" "readers" {
  repository = aws_ecr_repository.dynamic.name
  policy     = data.aws_iam_policy_document.readers.json
}
