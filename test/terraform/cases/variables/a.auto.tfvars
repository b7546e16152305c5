from_auto  = "a.auto.tfvars"
auto_order = "a"
