resource "terraform_data" "merged" {
  input = "z_override"
}
