variable "label" {}

resource "terraform_data" "label" {
  input = "${path.module}: ${var.label}"
}

output "label" {
  value = var.label
}
