locals {
  apps = {
    api = { size = 2 }
    web = { size = 3 }
  }
}

resource "terraform_data" "counted" {
  count = 2
  input = "item-${count.index}"
}

resource "terraform_data" "none" {
  count = 0
  input = "never"
}

resource "terraform_data" "maybe" {
  count = length(local.apps) > 1 ? 1 : 0
  input = "present"
}

resource "terraform_data" "by_map" {
  for_each = local.apps
  input    = { key = each.key, size = each.value.size }
}

resource "terraform_data" "by_set" {
  for_each = toset(["x/y", "a\"b", "plain"])
  input    = each.value
}

resource "terraform_data" "chained" {
  for_each = terraform_data.by_map
  input    = [each.key, each.value.input.size]
}

resource "terraform_data" "references" {
  input = {
    first   = terraform_data.counted[0].input
    legacy  = terraform_data.counted.1.input
    splat   = terraform_data.counted[*].input
    old     = terraform_data.counted.*.input
    by_key  = terraform_data.by_map["api"].input.size
    values  = [for item in values(terraform_data.by_map) : item.input.size]
    one     = one(terraform_data.maybe[*].input)
    none    = one(terraform_data.none[*].input)
    joined  = join(",", terraform_data.none[*].input)
    tried   = try(terraform_data.none[0].input, "fallback")
    element = element(terraform_data.counted.*.input, 3)
    keys    = keys(terraform_data.by_set)
    filter  = { for k, v in terraform_data.by_map : k => v.input.size if v.input.size > 2 }
  }
}
