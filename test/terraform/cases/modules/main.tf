module "single" {
  source = "./modules/child"
  name   = "one"
}

module "counted" {
  source = "./modules/child"
  count  = 2
  name   = "counted-${count.index}"
  tags   = { index = count.index }
}

module "each" {
  source   = "./modules/child"
  for_each = toset(["a", "b"])
  name     = each.key
  mode     = null
}

module "chained" {
  source = "./modules/child"
  name   = module.single.name
  tags   = merge(module.counted[1].tags, { from = module.each["a"].name })
}

# Its arguments and outputs depend on each other one by one.
module "looped" {
  source = "./modules/child"
  name   = "looped"
  tags   = { from = module.looped.grandchild }
}

resource "terraform_data" "outputs" {
  input = {
    single  = module.single.name
    counted = module.counted[*].name
    each    = { for key, value in module.each : key => value.name }
    nested  = module.single.grandchild
    path    = path.module
    root    = path.root
  }
}
