provider "aws" {
  region = "eu-west-1"
}

variable "environment" {
  type = string
}

locals {
  teams = {
    "payments/v1.0" = { mutability = "IMMUTABLE", keep = 30 }
    "say \"hi\""    = { mutability = "MUTABLE", keep = 10 }
  }
}

module "team" {
  source   = "./modules/repository"
  for_each = local.teams

  name        = "team-${index(keys(local.teams), each.key)}"
  mutability  = each.value.mutability
  keep        = each.value.keep
  environment = var.environment
}

module "single" {
  source = "./modules/repository"

  name        = "single"
  environment = var.environment
}

module "counted" {
  source = "./modules/repository"
  count  = 2

  name        = "counted-${count.index}"
  mutability  = count.index == 0 ? "IMMUTABLE" : "MUTABLE"
  environment = "staging"
}

resource "aws_ecr_repository_policy" "outside" {
  repository = module.single.id
  policy     = data.aws_iam_policy_document.outside.json
}

resource "aws_ecr_repository_policy" "outside_keyed" {
  for_each   = module.team
  repository = each.value.id
  policy     = data.aws_iam_policy_document.outside.json
}

data "aws_iam_policy_document" "outside" {
  statement {
    actions = ["ecr:BatchGetImage"]

    principals {
      type        = "AWS"
      identifiers = ["111122223333"]
    }
  }
}
