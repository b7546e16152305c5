import rule from '../../../rules/prevent-destroy.ts';
import { testCases } from './cases.ts';

testCases(rule, {
  good: [
    {
      title: 'Nothing says that it is production',
      code: `
resource "aws_ecr_repository" "app" {
  name = "app"
}
`,
    },
    {
      title: 'A quoted bool',
      code: `
resource "aws_ecr_repository" "app" {
  name = "app-prod"

  lifecycle {
    prevent_destroy = "true"
  }
}
`,
    },
  ],
  bad: [
    {
      title: 'A lifecycle block without it, and a public repository',
      code: `
resource "aws_ecr_repository" "app" {
  name = "app-prod"

  lifecycle {
    ignore_changes = [name]
  }
}

resource "aws_ecrpublic_repository" "app" {
  repository_name = "app-prod"
}
`,
      findings: [
        {
          severity: 'error',
          message:
            'Terraform may destroy this production repository. Add lifecycle { prevent_destroy = true }, so that a plan which would do that fails.',
          resource: 'aws_ecr_repository.app',
          at: 'lifecycle',
        },
        {
          severity: 'error',
          message:
            'Terraform may destroy this production repository. Add lifecycle { prevent_destroy = true }, so that a plan which would do that fails.',
          resource: 'aws_ecrpublic_repository.app',
          at: 'resource "aws_ecrpublic_repository" "app"',
        },
      ],
    },
  ],
});
