import rule from '../../../rules/vpc-endpoints.ts';
import { testCases } from './cases.ts';

const REPOSITORY = `
resource "aws_ecr_repository" "app" {
  name = "app"
}
`;

testCases(rule, {
  good: [
    {
      title: 'A map of services, services that are looked up, and a VPC that is read by its subnet',
      code: `${REPOSITORY}
data "aws_region" "current" {}

locals {
  interfaces = {
    api = { service = "ecr.api" }
    ssm = { service = "ssm" }
  }
}

resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_subnet" "a" {
  vpc_id     = aws_vpc.main.id
  cidr_block = "10.0.1.0/24"
}

data "aws_vpc_endpoint_service" "dkr" {
  service = "ecr.dkr"
}

resource "aws_vpc_endpoint" "interface" {
  for_each     = local.interfaces
  vpc_id       = aws_vpc.main.id
  service_name = "com.amazonaws.\${data.aws_region.current.name}.\${each.value.service}"
}

resource "aws_vpc_endpoint" "dkr" {
  vpc_id       = aws_subnet.a.vpc_id
  service_name = data.aws_vpc_endpoint_service.dkr.service_name
}

data "aws_vpc_endpoint" "s3" {
  vpc_id       = aws_vpc.main.id
  service_name = "com.amazonaws.\${data.aws_region.current.name}.s3"
}
`,
    },
    {
      title: 'Endpoints of a VPC that is made elsewhere',
      unresolved: ['aws_vpc_endpoint.ecr["ecr.api"]: the VPC is made elsewhere, and its S3 endpoint may be, too'],
      code: `${REPOSITORY}
module "vpc" {
  source = "terraform-aws-modules/vpc/aws"
}

resource "aws_vpc_endpoint" "ecr" {
  for_each     = toset(["ecr.api", "ecr.dkr"])
  vpc_id       = module.vpc.vpc_id
  service_name = "com.amazonaws.eu-west-1.\${each.key}"
}
`,
    },
    {
      title: 'Endpoints that may be there',
      unresolved: ['aws_vpc_endpoint.api: var.services has no value'],
      code: `${REPOSITORY}
variable "services" {
  type = set(string)
}

resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_vpc_endpoint" "api" {
  vpc_id       = aws_vpc.main.id
  service_name = "com.amazonaws.eu-west-1.ecr.api"
}

resource "aws_vpc_endpoint" "others" {
  for_each     = var.services
  vpc_id       = aws_vpc.main.id
  service_name = "com.amazonaws.eu-west-1.\${each.key}"
}
`,
    },
  ],
  bad: [
    {
      title: 'Each VPC for itself',
      code: `${REPOSITORY}
resource "aws_vpc" "a" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_vpc" "b" {
  cidr_block = "10.1.0.0/16"
}

resource "aws_vpc_endpoint" "a" {
  for_each     = toset(["ecr.api", "ecr.dkr", "s3"])
  vpc_id       = aws_vpc.a.id
  service_name = "com.amazonaws.eu-west-1.\${each.key}"
}

resource "aws_vpc_endpoint" "b" {
  vpc_id       = aws_vpc.b.id
  service_name = "com.amazonaws.eu-west-1.ecr.api"
}
`,
      findings: [
        {
          severity: 'warning',
          message:
            'The VPC has an endpoint for ecr.api, but none for ecr.dkr and s3. A pull takes all of them, so it goes through the internet or fails. Add those that are missing.',
          resource: 'aws_vpc_endpoint.b',
          at: '"com.amazonaws.eu-west-1.ecr.api"',
        },
      ],
    },
    {
      title: 'A network that speaks of ECR only in a list of services',
      code: `
resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_vpc_endpoint" "services" {
  for_each     = toset(["ecr.api", "logs", "s3"])
  vpc_id       = aws_vpc.main.id
  service_name = "com.amazonaws.eu-west-1.\${each.key}"
}
`,
      findings: [
        {
          severity: 'warning',
          message:
            'The VPC has endpoints for ecr.api and s3, but none for ecr.dkr. A pull takes all of them, so it goes through the internet or fails. Add the missing one.',
          resource: 'aws_vpc_endpoint.services["ecr.api"]',
          at: '"com.amazonaws.eu-west-1.${each.key}"',
        },
      ],
    },
  ],
});
