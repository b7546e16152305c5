variable "size" {
  default = 2
}

locals {
  replaced = "override"
}

resource "terraform_data" "merged" {
  input = "override"
}
