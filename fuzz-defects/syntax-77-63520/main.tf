environment = "staging"
environment = "staging"
environment = "staging"
constructor  = "IMMUTA\