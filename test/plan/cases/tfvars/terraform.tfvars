region      = "eu-west-1"
environment = "development"
tags = {
  Team = "shop"
}
