variable "stage" {
  type    = string
  default = "production"
}

provider "aws" {
  region = "eu-west-1"

  default_tags {
    tags = {
      Environment = var.stage
      Owner       = "platform"
    }
  }
}

provider "aws" {
  alias  = "replica"
  region = "us-east-1"

  default_tags {
    tags = {
      Environment = "dr-test"
    }
  }
}

resource "aws_ecr_repository" "here" {
  name = "app"

  tags = {
    Owner = "images"
  }
}

resource "aws_ecr_repository" "there" {
  provider = aws.replica
  name     = "app"
}

resource "aws_ecr_lifecycle_policy" "there" {
  provider   = aws.replica
  repository = "app"
  policy = jsonencode({
    rules = [{
      rulePriority = 1
      selection    = { tagStatus = "untagged", countType = "imageCountMoreThan", countNumber = 1 }
      action       = { type = "expire" }
    }]
  })
}

module "inside" {
  source = "./inside"

  providers = {
    aws = aws.replica
  }
}
