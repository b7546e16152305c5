import rule from '../../../rules/enhanced-scanning.ts';
import { testCases } from './cases.ts';

testCases(rule, {
  good: [
    {
      title: 'Inspector for container images',
      code: `
data "aws_caller_identity" "current" {}

resource "aws_inspector2_enabler" "this" {
  account_ids    = [data.aws_caller_identity.current.account_id]
  resource_types = ["EC2", "ECR"]
}

resource "aws_ecr_registry_scanning_configuration" "this" {
  scan_type = "BASIC"
}
`,
    },
    {
      title: 'A registry that may be set up elsewhere, and a type that is not known',
      unresolved: [
        'aws_ecr_registry_scanning_configuration.this: var.scan_type has no value',
        'aws_ecr_repository.app: no aws_ecr_registry_scanning_configuration is here; the registry may be set up elsewhere',
      ],
      code: {
        'a/main.tf': `
variable "scan_type" {
  type = string
}

resource "aws_ecr_registry_scanning_configuration" "this" {
  scan_type = var.scan_type
}
`,
        'b/main.tf': `
resource "aws_ecr_repository" "app" {
  name = "app"
}

resource "aws_ecr_repository" "web" {
  name = "web"
}
`,
      },
    },
  ],
  bad: [
    {
      title: 'Inspector in another region',
      code: `
provider "aws" {
  region = "eu-west-1"
}

provider "aws" {
  alias  = "us"
  region = "us-east-1"
}

resource "aws_inspector2_enabler" "us" {
  provider       = aws.us
  account_ids    = ["123456789012"]
  resource_types = ["ECR"]
}

resource "aws_ecr_registry_scanning_configuration" "this" {
  scan_type = "BASIC"
}
`,
      findings: [
        {
          severity: 'warning',
          message:
            'Basic scanning looks at an image once and only at packages of the operating system. Set scan_type to "ENHANCED".',
          resource: 'aws_ecr_registry_scanning_configuration.this',
          at: '"BASIC"',
        },
      ],
    },
  ],
});
