provider "aws" {
  region = "us-east-1"
}

variable "create" {
  type    = bool
  default = true
}

variable "replicas" {
  type    = number
  default = 2
}

resource "aws_ecr_repository" "maybe" {
  count = var.create ? 1 : 0
  name  = "maybe"
}

resource "aws_ecr_repository" "never" {
  count = var.create ? 0 : 1
  name  = "never"
}

resource "aws_ecr_repository" "many" {
  count                = var.replicas
  name                 = "many-${count.index}"
  image_tag_mutability = "IMMUTABLE"
}

resource "aws_ecr_lifecycle_policy" "maybe" {
  count      = var.create ? 1 : 0
  repository = aws_ecr_repository.maybe[0].id
  policy     = file("${path.module}/policy.json")
}

resource "aws_ecr_lifecycle_policy" "many" {
  count      = var.replicas
  repository = aws_ecr_repository.many[count.index].id
  policy     = file("${path.module}/policy.json")
}

resource "aws_ecr_repository_policy" "joined" {
  repository = join("", aws_ecr_repository.maybe[*].id)
  policy     = templatefile("${path.module}/access.tftpl", { action = "ecr:ListImages" })
}

resource "aws_ecr_repository_policy" "chosen" {
  repository = var.create ? aws_ecr_repository.many[1].id : aws_ecr_repository.never[0].id
  policy     = templatefile("${path.module}/access.tftpl", { action = "ecr:*" })
}
