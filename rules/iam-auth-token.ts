import { actionNamed, actionsOf } from '../src/ecr/actions/actions.ts';
import { knownText } from '../src/ecr/argument.ts';
import type { EcrFacts } from '../src/ecr/facts.ts';
import { identityPoliciesOf, judgeIdentityPolicy } from '../src/ecr/iam/identity-policies.ts';
import { judgeIfAllowed, judgeStatements, NOTHING, type Verdicts } from '../src/ecr/iam/judge-documents.ts';
import { isAllowedByAws } from '../src/ecr/iam/managed-policies.ts';
import { coversNoResource } from '../src/ecr/iam/resources.ts';
import { effectOf, type PolicyDocument, type PolicyStatement } from '../src/ecr/policy-document.ts';
import { always, type Rule, type RuleContext } from '../src/lint/rule.ts';
import type { Value } from '../src/terraform/value.ts';

const rule: Rule = {
  id: 'iam-auth-token',
  title: 'Login that is limited to a resource, and so not allowed',
  category: 'access',
  aliases: [],
  severity: always('error'),
  presets: ['recommended', 'strict'],
  securitySeverity: null,
  documentation: {
    what:
      'An identity policy, or the policy of a VPC endpoint, names `ecr:GetAuthorizationToken` in a statement of which no resource is `*`. ' +
      'A login is for the whole registry and belongs to no repository, so that the statement does not allow it. ' +
      'Policies that allow it on `*` in another statement are fine, and so are wildcards such as `ecr:*` on a repository, which are meant for other actions. ' +
      'Where some other policy of the same configuration allows the login, this one is told as information, and so is the action in the policy of a repository, where it does nothing; what a published module writes there by itself is left alone.',
    why: '`docker login` fails with `AccessDeniedException`, and with it every pull and push of a pipeline or a node, at run time rather than when the policy is applied.',
    how: 'Allow `ecr:GetAuthorizationToken` on `*`, in a statement of its own, and keep the repositories for the other actions. The token gives no access that its holder does not have anyway.',
    references: [
      {
        title: 'Actions, resources, and condition keys for Amazon Elastic Container Registry',
        url: 'https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html',
      },
      {
        title: 'GetAuthorizationToken',
        url: 'https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_GetAuthorizationToken.html',
      },
    ],
  },
  examples: {
    good: [
      {
        title: 'A statement of its own',
        code: `
resource "aws_ecr_repository" "app" {
  name = "app"
}

resource "aws_iam_policy" "pull" {
  name = "pull"

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ecr:GetAuthorizationToken", Resource = "*" },
      {
        Effect   = "Allow"
        Action   = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
        Resource = aws_ecr_repository.app.arn
      },
    ]
  })
}
`,
      },
      {
        title: 'A wildcard for a repository, which is not about the login',
        code: `
resource "aws_ecr_repository" "app" {
  name = "app"
}

resource "aws_iam_policy" "manage" {
  name = "manage"

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "ecr:*", Resource = aws_ecr_repository.app.arn }]
  })
}
`,
      },
    ],
    bad: [
      {
        title: 'A login to one repository',
        code: `
resource "aws_ecr_repository" "app" {
  name = "app"
}

data "aws_iam_policy_document" "pull" {
  statement {
    actions   = ["ecr:GetAuthorizationToken", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
    resources = [aws_ecr_repository.app.arn]
  }
}

resource "aws_iam_role_policy" "pull" {
  name   = "pull"
  role   = "worker"
  policy = data.aws_iam_policy_document.pull.json
}
`,
        findings: [
          {
            severity: 'error',
            message:
              'ecr:GetAuthorizationToken is not allowed by this statement: a login belongs to no repository, and only the resource "*" covers it. Unless another policy allows it, logging in fails. Allow it on "*" in a statement of its own.',
            resource: 'aws_iam_role_policy.pull',
            at: '"ecr:GetAuthorizationToken"',
          },
        ],
      },
      {
        title: 'A login to the repositories of an account',
        code: `
resource "aws_ecr_repository" "app" {
  name = "app"
}

resource "aws_iam_user_policy" "push" {
  name = "push"
  user = "ci"

  policy = <<-EOF
    {
      "Version": "2012-10-17",
      "Statement": [
        {
          "Effect": "Allow",
          "Action": "ecr:GetAuthorizationToken",
          "Resource": "arn:aws:ecr:eu-west-1:111122223333:repository/*"
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
              'ecr:GetAuthorizationToken is not allowed by this statement: a login belongs to no repository, and only the resource "*" covers it. Unless another policy allows it, logging in fails. Allow it on "*" in a statement of its own.',
            resource: 'aws_iam_user_policy.push',
            at: '"ecr:GetAuthorizationToken"',
          },
        ],
      },
      {
        title: 'A login in the policy of a repository',
        code: `
resource "aws_ecr_repository_policy" "app" {
  repository = "app"

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::111122223333:root" }
      Action    = ["ecr:GetAuthorizationToken", "ecr:BatchGetImage"]
    }]
  })
}
`,
        findings: [
          {
            severity: 'info',
            message:
              'ecr:GetAuthorizationToken has no effect in the policy of a repository, because a login belongs to no repository. Allow it in an identity policy, on "*".',
            resource: 'aws_ecr_repository_policy.app',
            at: '"ecr:GetAuthorizationToken"',
          },
        ],
      },
    ],
  },

  check(facts: EcrFacts, context: RuleContext): void {
    const policies = identityPoliciesOf(facts.deployment);
    // Whoever holds this policy may hold the other one, too. What passes an endpoint is decided by its own policy alone.
    const isAllowedElsewhere =
      isAllowedByAws(facts.deployment, [LOGIN]) ||
      policies.some((policy) => policy.kind === 'identity' && judgeIdentityPolicy(policy, findLogin).found.length > 0);
    for (const policy of policies) {
      const { body, name } = policy.policy;
      const { found, questions } = judgeIdentityPolicy(policy, judgeDocument);
      const subject = facts.subject(policy.resource);
      for (const value of found) {
        const evidence = { kind: 'value', value, body, argument: name } as const;
        context.report({
          subject,
          message: MESSAGE,
          evidence,
          ...(isAllowedElsewhere && policy.kind === 'identity' ? { atMost: 'info' } : {}),
        });
      }
      for (const { reason, value } of questions) {
        context.unresolved({ subject, reason, evidence: { kind: 'value', value, body, argument: name } });
      }
    }
    for (const policy of facts.accessPolicies) {
      const reading = policy.kind === 'repository' || policy.kind === 'template' ? policy.read() : null;
      if (reading?.kind !== 'document') continue;
      const { body, name } = policy.policy;
      for (const value of reading.document.statements.flatMap(({ actions }) => actions ?? [])) {
        if (knownText(value)?.toLowerCase() !== 'ecr:getauthorizationtoken') continue;
        // Whoever calls a published module cannot take it out of the statements that the module writes.
        if (policy.resource.published !== null && value.origin?.file.published !== false) continue;
        const evidence = { kind: 'value', value, body, argument: name } as const;
        context.report({ subject: policy, message: NO_EFFECT, evidence, atMost: 'info' });
      }
    }
  },
};

const NO_EFFECT =
  'ecr:GetAuthorizationToken has no effect in the policy of a repository, because a login belongs to no repository. Allow it in an identity policy, on "*".';

const MESSAGE =
  'ecr:GetAuthorizationToken is not allowed by this statement: a login belongs to no repository, and only the resource "*" covers it. Unless another policy allows it, logging in fails. Allow it on "*" in a statement of its own.';

const LOGIN = actionNamed('GetAuthorizationToken');

/** The statements of a document that allow a login, or may. */
function findLogin({ statements, possible }: PolicyDocument): Verdicts<PolicyStatement> {
  const found = [...statements, ...possible.flatMap(({ sample }) => sample ?? [])].filter(mayAllowLogin);
  return { found, questions: [] };
}

function judgeDocument(document: PolicyDocument): Verdicts<Value> {
  if (findLogin(document).found.length > 0) return NOTHING;
  return judgeStatements(document, (statement) => judgeIfAllowed(statement, () => judgeStatement(statement)));
}

function mayAllowLogin(statement: PolicyStatement): boolean {
  if (effectOf(statement) !== 'Allow') return false;
  return actionsOf(statement).actions.has(LOGIN) && coversNoResource(statement) === true;
}

function judgeStatement(statement: PolicyStatement): Verdicts<Value> {
  const value = statement.actions?.find((action) => knownText(action)?.toLowerCase() === 'ecr:getauthorizationtoken');
  if (value === undefined) return NOTHING;
  const covered = coversNoResource(statement);
  if (covered === true) return NOTHING;
  return covered === false ? { found: [value], questions: [] } : { found: [], questions: [{ reason: covered, value }] };
}

export default rule;
