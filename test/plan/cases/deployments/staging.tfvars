environment = "staging"
mutability  = "IMMUTABLE"
