import rule from '../../../rules/auth-token-data-source.ts';
import { testCases } from './cases.ts';

testCases(rule, {
  good: [
    {
      title: 'One that is not read',
      code: `
data "aws_ecr_authorization_token" "login" {
  count = 0
}
`,
    },
  ],
  bad: [
    {
      title: 'In a module, once for all its instances',
      code: {
        'main.tf': `
module "app" {
  source   = "./app"
  for_each = toset(["a", "b"])
}
`,
        'app/main.tf': `
data "aws_ecr_authorization_token" "login" {}
`,
      },
      findings: [
        {
          severity: 'warning',
          message:
            'This data source writes a registry password, valid for up to twelve hours, into the Terraform state. Use an ephemeral "aws_ecr_authorization_token" block instead.',
          resource: 'module.app["a"].data.aws_ecr_authorization_token.login',
          at: 'data "aws_ecr_authorization_token" "login"',
          file: 'app/main.tf',
        },
      ],
    },
  ],
});
