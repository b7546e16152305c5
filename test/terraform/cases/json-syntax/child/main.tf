variable "value" {}

resource "terraform_data" "child" {
  input = var.value
}
