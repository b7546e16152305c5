import type { EcrFacts } from '../src/ecr/facts.ts';
import { always, type Rule, type RuleContext } from '../src/lint/rule.ts';

const DATA_SOURCES = ['aws_ecr_authorization_token', 'aws_ecrpublic_authorization_token'];

const rule: Rule = {
  id: 'auth-token-data-source',
  title: 'A registry login is written into the Terraform state',
  category: 'access',
  aliases: ['aws_ephemeral_resources'],
  severity: always('warning'),
  presets: ['recommended', 'strict'],
  securitySeverity: 5,
  documentation: {
    what: 'The data source `aws_ecr_authorization_token` or `aws_ecrpublic_authorization_token` is read. Terraform keeps what a data source gives in its state, and in every plan file, here the password of a registry login.',
    why:
      'Whoever can read the state or a stored plan can log in to the registry with the permissions of whoever ran Terraform, for up to twelve hours. ' +
      'Marking values as sensitive only hides them on the screen; in the state they are in clear text.',
    how:
      'Since Terraform 1.10, an `ephemeral "aws_ecr_authorization_token"` block gives the same values without keeping them, and they can be used in provider configurations. ' +
      'It takes a recent version 6 of the AWS provider. For the public registry, or with older versions, log in outside of Terraform: `aws ecr get-login-password`, or the Docker credential helper for Amazon ECR.',
    references: [
      {
        title: 'Ephemeral values in resources',
        url: 'https://developer.hashicorp.com/terraform/language/manage-sensitive-data/ephemeral',
      },
      {
        title: 'aws_ecr_authorization_token data source',
        url: 'https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/ecr_authorization_token',
      },
      {
        title: 'Private registry authentication in Amazon ECR',
        url: 'https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry_auth.html',
      },
    ],
  },
  examples: {
    good: [
      {
        title: 'An ephemeral login',
        code: `
ephemeral "aws_ecr_authorization_token" "login" {}

provider "docker" {
  registry_auth {
    address  = ephemeral.aws_ecr_authorization_token.login.proxy_endpoint
    username = ephemeral.aws_ecr_authorization_token.login.user_name
    password = ephemeral.aws_ecr_authorization_token.login.password
  }
}
`,
      },
      {
        title: 'A data source that holds no secret',
        code: `
data "aws_ecr_repository" "app" {
  name = "app"
}
`,
      },
    ],
    bad: [
      {
        title: 'A login for the Docker provider',
        code: `
data "aws_ecr_authorization_token" "login" {}

provider "docker" {
  registry_auth {
    address  = data.aws_ecr_authorization_token.login.proxy_endpoint
    username = data.aws_ecr_authorization_token.login.user_name
    password = data.aws_ecr_authorization_token.login.password
  }
}
`,
        findings: [
          {
            severity: 'warning',
            message:
              'This data source writes a registry password, valid for up to twelve hours, into the Terraform state. Use an ephemeral "aws_ecr_authorization_token" block instead.',
            resource: 'data.aws_ecr_authorization_token.login',
            at: 'data "aws_ecr_authorization_token" "login"',
          },
        ],
      },
      {
        title: 'A login for the public registry',
        code: `
data "aws_ecrpublic_authorization_token" "login" {}
`,
        findings: [
          {
            severity: 'warning',
            message:
              'This data source writes a registry password, valid for up to twelve hours, into the Terraform state. Log in outside of Terraform instead.',
            resource: 'data.aws_ecrpublic_authorization_token.login',
            at: 'data "aws_ecrpublic_authorization_token" "login"',
          },
        ],
      },
    ],
  },

  check(facts: EcrFacts, context: RuleContext): void {
    for (const resource of DATA_SOURCES.flatMap((type) => facts.deployment.dataSources(type))) {
      const instead =
        resource.type === 'aws_ecr_authorization_token'
          ? 'Use an ephemeral "aws_ecr_authorization_token" block instead.'
          : 'Log in outside of Terraform instead.';
      context.report({
        subject: facts.subject(resource),
        message: `This data source writes a registry password, valid for up to twelve hours, into the Terraform state. ${instead}`,
        evidence: { kind: 'missing', body: resource.body, what: 'ephemeral' },
      });
    }
  },
};

export default rule;
