variable "size" {
  type    = number
  default = 1
}

locals {
  kept     = "main"
  replaced = "main"
}

resource "terraform_data" "merged" {
  input            = "main"
  triggers_replace = ["main"]
}

resource "terraform_data" "untouched" {
  input = [var.size, local.kept, local.replaced]
}
