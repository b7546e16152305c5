resource "aws_ecr_repository" "inside" {
  name = "inside"
}
