resource "terraform_data" "source" {
  input = "known"
}

locals {
  id    = terraform_data.source.id
  known = terraform_data.source.input
}

resource "terraform_data" "dependent" {
  input = {
    known       = local.known
    id          = local.id
    text        = "prefix-${local.id}"
    list        = ["a", local.id]
    same_arms   = local.id == "x" ? "same" : "same"
    choice      = local.id == "x" ? "one" : "two"
    and         = local.id == "x" && false
    or          = local.id == "x" || true
    merged      = merge({ a = local.id }, { b = "known" })
    first       = coalesce("first", local.id)
    length      = length(["a", local.id])
    tried       = try(local.id, "fallback")
    looked_up   = lookup({ a = "x", b = local.id }, "a", "none")
    encoded     = jsonencode({ id = local.id })
    type_of     = can(local.id)
    for_known   = [for s in ["a", "b"] : "${s}-${local.known}"]
    for_unknown = [for s in ["a", "b"] : "${s}-${local.id}"]
    equal       = [local.id] == ["a", "b"]
  }
}
