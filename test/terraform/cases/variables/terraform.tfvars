from_terraform_tfvars = "terraform.tfvars"
from_auto             = "terraform.tfvars"
names                 = ["b", "a", "b"]
settings = {
  name   = "api"
  labels = { team = "x" }
  nested = { note = "kept" }
}
nullable         = null
json_after_plain = "terraform.tfvars"
