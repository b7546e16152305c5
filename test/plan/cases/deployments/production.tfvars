environment = "production"
mutability  = "MUTABLE"
