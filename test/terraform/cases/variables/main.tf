variable "from_default" {
  default = "default"
}

variable "from_terraform_tfvars" {
  default = "default"
}

variable "from_auto" {
  default = "default"
}

variable "auto_order" {
  default = "default"
}

variable "json_after_plain" {
  default = "default"
}

variable "port" {
  type    = number
  default = "8080"
}

variable "flag" {
  type    = bool
  default = "true"
}

variable "text" {
  type    = string
  default = 12
}

variable "names" {
  type = set(string)
}

variable "settings" {
  type = object({
    name     = string
    replicas = optional(number, 2)
    labels   = optional(map(string), {})
    nested = optional(object({
      enabled = optional(bool, true)
      note    = optional(string)
    }), {})
  })
}

variable "list_of_settings" {
  type = list(object({
    name = string
    size = optional(string, "small")
  }))
  default = [{ name = "a" }, { name = "b", size = "large", extra = "dropped" }]
}

variable "nullable" {
  type    = string
  default = "default"
}

variable "untyped" {
  default = {
    a = [1, 2]
    b = "x"
  }
}

resource "terraform_data" "simple" {
  input = {
    from_default          = var.from_default
    from_terraform_tfvars = var.from_terraform_tfvars
    from_auto             = var.from_auto
    auto_order            = var.auto_order
    json_after_plain      = var.json_after_plain
    port                  = var.port
    flag                  = var.flag
    text                  = var.text
    names                 = var.names
    nullable              = var.nullable
    untyped               = var.untyped
  }
}

resource "terraform_data" "settings" {
  input = var.settings
}

resource "terraform_data" "list_of_settings" {
  input = var.list_of_settings
}
