provider "aws" {
  region = "eu-west-1"
}

variable "account" {
  type      = string
  sensitive = true
}

variable "owner" {
  type      = string
  sensitive = true
  default   = "somebody@example.com"
}

resource "aws_ecr_repository" "secret" {
  name = "secret"

  tags = {
    Environment = "production"
    Owner       = var.owner
  }
}

resource "aws_ecr_repository" "named" {
  name = "app-${var.account}"
}

resource "aws_ecr_repository_policy" "secret" {
  repository = aws_ecr_repository.secret.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::${var.account}:root" }
      Action    = "ecr:*"
    }]
  })
}
