import { actionsOf, changes, describeUse, type EcrAction, listActions } from '../src/ecr/actions/actions.ts';
import type { EcrFacts } from '../src/ecr/facts.ts';
import { identityPoliciesOf, isEcrPattern, judgeIdentityPolicy } from '../src/ecr/iam/identity-policies.ts';
import { judgeIfAllowed, judgeStatements, NOTHING, type Verdicts } from '../src/ecr/iam/judge-documents.ts';
import { type Attachment, managedPoliciesOf } from '../src/ecr/iam/managed-policies.ts';
import { reachOf } from '../src/ecr/iam/resources.ts';
import { limitsResources } from '../src/ecr/iam/tag-conditions.ts';
import { effectOf, type PolicyDocument, type PolicyStatement } from '../src/ecr/policy-document.ts';
import { describeValue } from '../src/lint/describe.ts';
import { always, type Rule, type RuleContext } from '../src/lint/rule.ts';
import type { Value } from '../src/terraform/value.ts';

const rule: Rule = {
  id: 'iam-resource-scope',
  title: 'Identity policy that changes every repository',
  category: 'access',
  aliases: [],
  severity: always('warning'),
  presets: ['recommended', 'strict'],
  securitySeverity: 6,
  documentation: {
    what:
      'A policy of an IAM role, user or group, or of a permission set, allows actions of ECR that push, delete, or change settings or permissions, on the resource `*` or on the repositories of every account and region. ' +
      'It is found only for actions that can be limited to repositories: `ecr:GetAuthorizationToken`, for one, cannot, and reading is left alone. Wildcards stand for the actions they match.\n\n' +
      'Not found are statements for the repositories of one account and region (`…:repository/*`), which somebody has thought about, statements with a condition on `aws:ResourceTag`, `ecr:ResourceTag` or `aws:RequestTag`, ' +
      'actions that another statement of the policy denies everywhere, and policies for administrators that allow all services at once. ' +
      'Of the policies that AWS manages, `AmazonEC2ContainerRegistryFullAccess` and `AmazonEC2ContainerRegistryPowerUser` are found where they are attached.',
    why: 'A pipeline that may push to every repository may replace the image of every application. Whoever takes over the least guarded of them has them all.',
    how: 'Name the repositories: `Resource = aws_ecr_repository.app.arn`, or a prefix such as `arn:aws:ecr:eu-west-1:111122223333:repository/team-a/*`. Keep `ecr:GetAuthorizationToken` in a statement of its own, on `*`.',
    references: [
      {
        title: 'Actions, resources, and condition keys for Amazon Elastic Container Registry',
        url: 'https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html',
      },
      {
        title: 'Amazon ECR identity-based policy examples',
        url: 'https://docs.aws.amazon.com/AmazonECR/latest/userguide/security_iam_id-based-policy-examples.html',
      },
    ],
  },
  examples: {
    good: [
      {
        title: 'One repository, and the login on everything',
        code: `
resource "aws_ecr_repository" "app" {
  name = "app"
}

data "aws_iam_policy_document" "push" {
  statement {
    actions   = ["ecr:GetAuthorizationToken"]
    resources = ["*"]
  }

  statement {
    actions = [
      "ecr:BatchCheckLayerAvailability",
      "ecr:CompleteLayerUpload",
      "ecr:InitiateLayerUpload",
      "ecr:PutImage",
      "ecr:UploadLayerPart",
    ]
    resources = [aws_ecr_repository.app.arn]
  }
}

resource "aws_iam_policy" "push" {
  name   = "push"
  policy = data.aws_iam_policy_document.push.json
}
`,
      },
      {
        title: 'Reading everything',
        code: `
resource "aws_iam_role_policy" "pull" {
  name = "pull" # for aws_ecr_repository.app
  role = "worker"

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["ecr:GetAuthorizationToken", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
      Resource = "*"
    }]
  })
}
`,
      },
      {
        title: 'Repositories with a tag',
        code: `
resource "aws_ecr_repository" "app" {
  name = "app"
  tags = { Team = "a" }
}

resource "aws_iam_policy" "clean" {
  name = "clean"

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "ecr:BatchDeleteImage"
      Resource  = "*"
      Condition = { StringEquals = { "aws:ResourceTag/Team" = "a" } }
    }]
  })
}
`,
      },
    ],
    bad: [
      {
        title: 'Pushing to every repository',
        code: `
resource "aws_ecr_repository" "app" {
  name = "app"
}

resource "aws_iam_role_policy" "push" {
  name = "push"
  role = "pipeline"

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      Action = [
        "ecr:GetAuthorizationToken",
        "ecr:BatchCheckLayerAvailability",
        "ecr:CompleteLayerUpload",
        "ecr:InitiateLayerUpload",
        "ecr:PutImage",
        "ecr:UploadLayerPart",
      ]
      Resource = "*"
    }]
  })
}
`,
        findings: [
          {
            severity: 'warning',
            message:
              'The holder of this policy may push images in every repository: ecr:CompleteLayerUpload, ecr:InitiateLayerUpload, ecr:PutImage and ecr:UploadLayerPart are allowed on "*". Name the repositories; only a login needs "*".',
            resource: 'aws_iam_role_policy.push',
            at: '"*"',
          },
        ],
      },
      {
        title: 'A wildcard that deletes as well',
        code: `
resource "aws_ecr_repository" "app" {
  name = "app"
}

resource "aws_iam_policy" "pull" {
  name = "pull"

  policy = <<-EOF
    {
      "Version": "2012-10-17",
      "Statement": { "Effect": "Allow", "Action": "ecr:Batch*", "Resource": "*" }
    }
  EOF
}
`,
        findings: [
          {
            severity: 'warning',
            message:
              'The holder of this policy may delete images in every repository: ecr:BatchDeleteImage is allowed on "*". Name the repositories; only a login needs "*".',
            resource: 'aws_iam_policy.pull',
            at: '"*"',
          },
        ],
      },
      {
        title: "One of AWS's own policies",
        code: `
resource "aws_ecr_repository" "app" {
  name = "app"
}

resource "aws_iam_role_policy_attachment" "ci" {
  role       = "ci"
  policy_arn = "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPowerUser"
}
`,
        findings: [
          {
            severity: 'warning',
            message:
              'AmazonEC2ContainerRegistryPowerUser lets its holder push images in every repository. Attach a policy that names the repositories; to pull from all, AmazonEC2ContainerRegistryPullOnly is enough.',
            resource: 'aws_iam_role_policy_attachment.ci',
            at: '"arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPowerUser"',
          },
        ],
      },
    ],
  },

  // The name of an attached policy may be all that a module has to do with ECR.
  markers: ['ContainerRegistryFullAccess', 'ContainerRegistryPowerUser'],

  check(facts: EcrFacts, context: RuleContext): void {
    for (const policy of identityPoliciesOf(facts.deployment)) {
      if (policy.kind === 'endpoint') continue;
      const { body, name } = policy.policy;
      const { found, questions } = judgeIdentityPolicy(policy, judgeDocument);
      const subject = facts.subject(policy.resource);
      for (const { actions, value } of found) {
        const evidence = { kind: 'value', value, body, argument: name } as const;
        context.report({ subject, message: describe(actions, value), evidence });
      }
      for (const { reason, value } of questions) {
        context.unresolved({ subject, reason, evidence: { kind: 'value', value, body, argument: name } });
      }
    }
    for (const attachment of managedPoliciesOf(facts.deployment)) {
      const { resource, policy, body, argument, value } = attachment;
      if (!policy.forEcr || ![...policy.actions].some(changes)) continue;
      const evidence = { kind: 'value', value, body, argument } as const;
      context.report({ subject: facts.subject(resource), message: describeAttached(attachment), evidence });
    }
  },
};

function describeAttached({ policy }: Attachment): string {
  const use = describeUse([...policy.actions].filter(changes));
  return `${policy.name} lets its holder ${use} in every repository. Attach a policy that names the repositories; to pull from all, AmazonEC2ContainerRegistryPullOnly is enough.`;
}

interface Breadth {
  readonly actions: readonly EcrAction[];
  /** The resource that is too wide. */
  readonly value: Value;
}

function judgeDocument(document: PolicyDocument): Verdicts<Breadth> {
  const denied = deniedEverywhere(document);
  return judgeStatements(document, (statement) => judgeIfAllowed(statement, () => judgeStatement(statement, denied)));
}

function judgeStatement(statement: PolicyStatement, denied: ReadonlySet<EcrAction>): Verdicts<Breadth> {
  const { actions: named, rest } = actionsOf(statement);
  const isOwn = statement.notActions?.some(isEcrPattern) ?? false;
  const actions = [...named].flatMap(([action, by]) =>
    changes(action) && action.onRepositories && !denied.has(action) && (isOwn || isEcrPattern(by)) ? [action] : [],
  );
  if (actions.length === 0 && rest === null) return NOTHING;
  const reach = reachOf(statement);
  if (reach.kind === 'limited') return NOTHING;
  const { value } = reach;
  const limited = limitsResources(statement.conditions);
  if (limited === true) return NOTHING;
  const reason =
    reach.kind === 'unknown' ? reach.reason : limited !== false ? limited : actions.length === 0 ? rest : null;
  return reason === null
    ? { found: [{ actions, value }], questions: [] }
    : { found: [], questions: [{ reason, value }] };
}

/** What no statement can allow, because one denies it for every repository whatever the conditions. */
function deniedEverywhere({ statements }: PolicyDocument): ReadonlySet<EcrAction> {
  const denied = new Set<EcrAction>();
  for (const statement of statements) {
    const { items, rest } = statement.conditions;
    if (effectOf(statement) !== 'Deny' || items.length > 0 || rest !== null) continue;
    if (reachOf(statement).kind === 'everything')
      for (const action of actionsOf(statement).actions.keys()) denied.add(action);
  }
  return denied;
}

function describe(actions: readonly EcrAction[], value: Value): string {
  const are = actions.length === 1 ? 'is' : 'are';
  return `The holder of this policy may ${describeUse(actions)} in every repository: ${listActions(actions)} ${are} allowed on ${describeValue(value)}. Name the repositories; only a login needs "*".`;
}

export default rule;
