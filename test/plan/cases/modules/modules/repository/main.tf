variable "name" {
  type = string
}

variable "mutability" {
  type    = string
  default = "MUTABLE"
}

variable "keep" {
  type    = number
  default = 5
}

variable "environment" {
  type = string
}

resource "aws_ecr_repository" "this" {
  name                 = var.name
  image_tag_mutability = var.mutability

  tags = {
    Environment = var.environment
  }
}

module "policy" {
  source     = "./modules/policy"
  repository = aws_ecr_repository.this.id
  keep       = var.keep
}

output "id" {
  value = aws_ecr_repository.this.id
}

output "name" {
  value = aws_ecr_repository.this.name
}
