provider "aws" {
  region = "eu-west-1"
}

variable "environment" {
  type    = string
  default = "development"
}

variable "mutability" {
  type = string
}

variable "scan" {
  type    = bool
  default = false
}

resource "aws_ecr_repository" "app" {
  name                 = "app"
  image_tag_mutability = var.mutability

  image_scanning_configuration {
    scan_on_push = var.scan
  }
}
