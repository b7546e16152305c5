import { ACTIONS, ACTIONS_AS_OF } from '../src/ecr/actions/table.ts';
import type { AccessPolicy, EcrFacts } from '../src/ecr/facts.ts';
import { checkPolicy, type Violation } from '../src/ecr/iam/check-policy.ts';
import { CONDITION_OPERATORS } from '../src/ecr/iam/operators.ts';
import { STATEMENT_MEMBERS } from '../src/ecr/iam-statement.ts';
import { describeValue } from '../src/lint/describe.ts';
import type { Fix } from '../src/lint/fix.ts';
import { always, type Rule, type RuleContext } from '../src/lint/rule.ts';
import { didYouMean, suggest } from '../src/lint/suggest.ts';
import type { Value } from '../src/terraform/value.ts';

const rule: Rule = {
  id: 'repository-policy-valid',
  title: 'Repository policy that AWS refuses',
  category: 'access',
  aliases: [
    'aws_ecr_repository_policy_invalid_policy',
    'aws_ecr_registry_policy_invalid_policy',
    'aws_ecrpublic_repository_policy_invalid_policy',
  ],
  severity: always('error'),
  presets: ['recommended', 'strict'],
  securitySeverity: null,
  fix: 'safe',
  documentation: {
    what:
      'The policy of a repository, a creation template, a registry or a public repository breaks a rule of AWS, or has a part that does nothing. Terraform checks only that it is JSON. AWS asks that\n\n' +
      '- the policy of a repository or template has no `Resource`, because it is about that repository, and the policy of a registry has one;\n' +
      '- every statement has `Effect` (`Allow` or `Deny`), a principal and an action, and no element that IAM does not know, such as `Actions`;\n' +
      '- actions are those of ECR, and exist;\n' +
      '- a principal is `*` or an object with the types `AWS`, `Service`, `Federated` or `CanonicalUser`; under `AWS` stand ARNs and accounts, whose ids have twelve digits; an ARN has no wildcard in it;\n' +
      '- condition operators are spelt as IAM spells them, and the version is `2012-10-17` or `2008-10-17`;\n' +
      '- the text has no more than 10,240 characters, not counting white space.\n\n' +
      'An action that is unlike any known one is listed as unresolved: AWS may have added it. A wildcard in place of an account is left to `no-public-principal`.',
    why: '`validate` and `plan` pass, and `apply` fails with `InvalidParameterException: Invalid repository policy provided`, which does not say where. Until it is mended the repository keeps the policy it had, or none.',
    how: 'Correct the part that is pointed at. In place of a wildcard in an ARN, name the account as the principal and put the pattern in a condition: `ArnLike` on `aws:PrincipalArn`.',
    references: [
      {
        title: 'Private repository policies in Amazon ECR',
        url: 'https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policies.html',
      },
      {
        title: 'IAM JSON policy element reference',
        url: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html',
      },
      {
        title: 'SetRepositoryPolicy',
        url: 'https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_SetRepositoryPolicy.html',
      },
    ],
  },
  examples: {
    good: [
      {
        title: 'A policy with everything it needs',
        code: `
resource "aws_ecr_repository_policy" "app" {
  repository = "app"

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "Pull"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::111122223333:root" }
      Action    = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
      Condition = { ArnLike = { "aws:PrincipalArn" = "arn:aws:iam::111122223333:role/ci-*" } }
    }]
  })
}
`,
      },
      {
        title: 'A registry, which names its repositories',
        code: `
resource "aws_ecr_registry_policy" "this" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::111122223333:root" }
      Action    = ["ecr:CreateRepository", "ecr:ReplicateImage"]
      Resource  = "arn:aws:ecr:eu-west-1:444455556666:repository/*"
    }]
  })
}
`,
      },
    ],
    bad: [
      {
        title: 'A resource in the policy of a repository',
        code: `
data "aws_iam_policy_document" "pull" {
  statement {
    actions   = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::111122223333:root"]
    }
  }
}

resource "aws_ecr_repository_policy" "app" {
  repository = "app"
  policy     = data.aws_iam_policy_document.pull.json
}
`,
        findings: [
          {
            severity: 'error',
            message:
              'The policy of a repository cannot have a Resource: it is about that repository. AWS refuses it. Remove the Resource.',
            resource: 'aws_ecr_repository_policy.app',
            at: '"*"',
          },
        ],
      },
      {
        title: 'A resource in the text of a policy',
        code: `
resource "aws_ecr_repository_policy" "app" {
  repository = "app"

  policy = <<-EOF
    {
      "Version": "2012-10-17",
      "Statement": [
        {
          "Effect": "Allow",
          "Principal": { "AWS": "111122223333" },
          "Action": ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
          "Resource": "*"
        }
      ]
    }
  EOF
}
`,
        findings: [
          {
            severity: 'error',
            message:
              'The policy of a repository cannot have a Resource: it is about that repository. AWS refuses it. Remove the Resource.',
            resource: 'aws_ecr_repository_policy.app',
            at: '"*"',
          },
        ],
        fixed: `
resource "aws_ecr_repository_policy" "app" {
  repository = "app"

  policy = <<-EOF
    {
      "Version": "2012-10-17",
      "Statement": [
        {
          "Effect": "Allow",
          "Principal": { "AWS": "111122223333" },
          "Action": ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
        }
      ]
    }
  EOF
}
`,
      },
      {
        title: 'A misspelt action, a pattern of roles and a misspelt operator',
        code: `
resource "aws_ecr_repository_policy" "app" {
  repository = "app"

  policy = <<-EOF
    {
      "Version": "2012-10-17",
      "Statement": [
        {
          "Effect": "Allow",
          "Principal": { "AWS": "arn:aws:iam::111122223333:role/ci-*" },
          "Action": ["ecr:BatchGetImages", "ecr:GetDownloadUrlForLayer"],
          "Condition": { "StringEqual": { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } }
        }
      ]
    }
  EOF
}
`,
        findings: [
          {
            severity: 'error',
            message:
              'AWS accepts no wildcard in the ARN of a principal, and this is "arn:aws:iam::111122223333:role/ci-*". Name the account, and put the pattern in a condition: ArnLike on aws:PrincipalArn.',
            resource: 'aws_ecr_repository_policy.app',
            at: '"arn:aws:iam::111122223333:role/ci-*"',
          },
          {
            severity: 'error',
            message: 'ECR has no action ecr:BatchGetImages. Did you mean ecr:BatchGetImage?',
            resource: 'aws_ecr_repository_policy.app',
            at: '"ecr:BatchGetImages"',
          },
          {
            severity: 'error',
            message: 'IAM has no condition operator StringEqual. Did you mean StringEquals?',
            resource: 'aws_ecr_repository_policy.app',
            at: '"o-a1b2c3d4e5"',
          },
        ],
      },
      {
        title: 'A statement that lacks its effect',
        code: `
resource "aws_ecr_repository_policy" "app" {
  repository = "app"

  policy = jsonencode({
    Statement = [{ Principal = "*", Action = "ecr:BatchGetImage" }]
  })
}
`,
        findings: [
          {
            severity: 'error',
            message: 'A statement has no Effect, and AWS refuses the policy. Add it.',
            resource: 'aws_ecr_repository_policy.app',
            at: '{ Principal = "*", Action = "ecr:BatchGetImage" }',
          },
        ],
      },
    ],
  },

  check(facts: EcrFacts, context: RuleContext): void {
    for (const policy of facts.accessPolicies) {
      const { body, name } = policy.policy;
      const { violations, questions } = checkPolicy(policy);
      for (const violation of violations) {
        const value = blamed(violation);
        const evidence = { kind: 'value', value, body, argument: name } as const;
        if (violation.kind === 'unknown-action' && similarAction(violation.action) === null) {
          const message = `${violation.action} is no action that ECR had in ${ACTIONS_AS_OF}`;
          const reason = { kind: 'unsupported', message, place: value.origin } as const;
          context.unresolved({ subject: policy, reason, evidence });
        } else {
          const aspect = 'element' in violation ? `${violation.kind} ${violation.element}` : violation.kind;
          const message = describe(violation, policy.kind);
          context.report({ subject: policy, message, evidence, aspect, fix: fixOf(violation, policy) });
        }
      }
      for (const { reason, value } of questions) {
        context.unresolved({ subject: policy, reason, evidence: { kind: 'value', value, body, argument: name } });
      }
    }
  },
};

/** The offending value; where a text is no JSON, the place at which reading it stopped. */
function blamed(violation: Violation): Value {
  const { value } = violation;
  return violation.kind === 'unreadable' ? { ...value, origin: violation.place ?? value.origin } : value;
}

/**
 * Takes a `Resource` away where the statement is written in the policy argument itself. What is written elsewhere, such
 * as in a data source, may also serve an identity policy, which needs it.
 */
function fixOf(violation: Violation, { policy: { body, name } }: AccessPolicy): Fix | null {
  if (violation.kind !== 'resource') return null;
  const { origin } = violation.statement;
  const argument = body.attributePlace(name);
  if (origin === null || argument === null || origin.file !== argument.file) return null;
  if (origin.start < argument.start || origin.end > argument.end) return null;
  const { element } = violation;
  return {
    safety: 'safe',
    description: `Remove the ${element}, which AWS refuses in the policy of a repository.`,
    edits: [{ kind: 'remove-property', object: origin, name: element }],
  };
}

function similarAction(action: string): string | null {
  return suggest(
    action.slice(action.indexOf(':') + 1),
    ACTIONS.map(({ name }) => name),
  );
}

function describe(violation: Violation, kind: AccessPolicy['kind']): string {
  const shown = describeValue(violation.value);
  switch (violation.kind) {
    case 'unreadable':
      return `The policy cannot be read: ${violation.message}.`;
    case 'no-statement':
      return 'The policy has no Statement, and AWS refuses it.';
    case 'version':
      return `AWS knows the policy versions "2012-10-17" and "2008-10-17", and this is ${shown}.`;
    case 'too-long':
      return `The policy is too long: it has ${violation.length} characters without white space, and no more than 10,240 are possible.`;
    case 'resource': {
      const about = kind === 'template' ? 'the repositories that get it' : 'that repository';
      return `The policy of a repository cannot have a ${violation.element}: it is about ${about}. AWS refuses it. Remove the ${violation.element}.`;
    }
    case 'missing':
      return violation.element === 'Resource'
        ? 'The policy of a registry has to say for which repositories: a statement has no Resource, and AWS refuses the policy. Add it.'
        : `A statement has no ${violation.element}, and AWS refuses the policy. Add it.`;
    case 'both':
      return `A statement has both ${violation.element} and Not${violation.element}, and AWS refuses the policy. Keep one of them.`;
    case 'effect':
      return `Effect is ${shown}, and can only be "Allow" or "Deny", spelt like that.`;
    case 'unknown-element':
      return `A statement has no element ${violation.element}.${didYouMean(violation.element, STATEMENT_MEMBERS)}`;
    case 'unknown-action':
      return `ECR has no action ${violation.action}. Did you mean ecr:${similarAction(violation.action)}?`;
    case 'foreign-action':
      return `${shown} is no action of ECR but of ${violation.service}, which the policy of a repository cannot allow. Remove it.`;
    case 'principal-form':
      return 'A principal is "*", or an object that says of what type it is, such as { AWS = "arn:aws:iam::111122223333:root" }. AWS refuses the policy.';
    case 'principal-name':
      return `The principal ${shown} is no ARN and no account, and AWS refuses the policy. A service belongs under Service; of a role or user, give the ARN.`;
    case 'principal-type':
      return `There is no type of principal called ${violation.type}.${didYouMean(violation.type, ['AWS', 'Service', 'Federated', 'CanonicalUser'])}`;
    case 'principal-wildcard':
      return `AWS accepts no wildcard in the ARN of a principal, and this is ${shown}. Name the account, and put the pattern in a condition: ArnLike on aws:PrincipalArn.`;
    case 'account-id':
      return `The id of an account has twelve digits, and this is ${shown}.`;
    case 'unknown-operator':
      return `IAM has no condition operator ${violation.operator}.${didYouMean(violation.operator, CONDITION_OPERATORS)}`;
  }
}

export default rule;
