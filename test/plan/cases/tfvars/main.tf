provider "aws" {
  region = var.region
}

variable "region" {
  type = string
}

variable "environment" {
  type = string
}

variable "mutability" {
  type    = string
  default = "MUTABLE"
}

variable "retention" {
  type = object({
    days = optional(number, 30)
    tags = optional(list(string), ["v"])
  })
  default = {}
}

variable "tags" {
  type    = map(string)
  default = {}
}

locals {
  name = "shop-${var.environment}"
}

resource "aws_ecr_repository" "shop" {
  name                 = local.name
  image_tag_mutability = var.mutability

  image_scanning_configuration {
    scan_on_push = var.environment == "production"
  }

  tags = merge(var.tags, { Name = local.name })
}

resource "aws_ecr_lifecycle_policy" "shop" {
  repository = aws_ecr_repository.shop.name

  policy = jsonencode({
    rules = [
      {
        rulePriority = 1
        selection = {
          tagStatus   = "untagged"
          countType   = "sinceImagePushed"
          countUnit   = "days"
          countNumber = var.retention.days
        }
        action = { type = "expire" }
      },
      {
        rulePriority = 2
        selection = {
          tagStatus     = "tagged"
          tagPrefixList = var.retention.tags
          countType     = "imageCountMoreThan"
          countNumber   = 50
        }
        action = { type = "expire" }
      },
    ]
  })
}
