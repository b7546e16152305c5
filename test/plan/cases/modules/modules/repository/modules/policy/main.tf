variable "repository" {
  type = string
}

variable "keep" {
  type = number
}

resource "aws_ecr_lifecycle_policy" "this" {
  repository = var.repository

  policy = jsonencode({
    rules = [{
      rulePriority = 1
      selection = {
        tagStatus   = "any"
        countType   = "imageCountMoreThan"
        countNumber = var.keep
      }
      action = { type = "expire" }
    }]
  })
}
