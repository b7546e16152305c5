variable "name" {
  type = string
}

variable "mode" {
  type     = string
  default  = "IMMUTABLE"
  nullable = false
}

variable "tags" {
  type    = map(string)
  default = {}
}

resource "terraform_data" "this" {
  input = {
    name = var.name
    mode = var.mode
    tags = var.tags
    path = path.module
    file = trimspace(file("${path.module}/note.txt"))
  }
}

module "grandchild" {
  source = "../grandchild"
  label  = upper(var.name)
}

output "name" {
  value = terraform_data.this.input.name
}

output "tags" {
  value = var.tags
}

output "grandchild" {
  value = module.grandchild.label
}
