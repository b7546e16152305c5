import { type EcrAction, expand, isDangerous, listActions } from '../src/ecr/actions/actions.ts';
import { ACTIONS } from '../src/ecr/actions/table.ts';
import { knownText } from '../src/ecr/argument.ts';
import type { AccessPolicy, EcrFacts } from '../src/ecr/facts.ts';
import { accountOf } from '../src/ecr/iam/accounts.ts';
import {
  judgeDocuments,
  judgeIfAllowed,
  judgeStatements,
  NOTHING,
  type Verdicts,
} from '../src/ecr/iam/judge-documents.ts';
import type { PolicyStatement } from '../src/ecr/policy-document.ts';
import { describeValue } from '../src/lint/describe.ts';
import { always, type Rule, type RuleContext } from '../src/lint/rule.ts';
import type { EvaluatedResource } from '../src/terraform/resource.ts';
import { definitionsOf, type Value } from '../src/terraform/value.ts';

const rule: Rule = {
  id: 'no-wildcard-action',
  title: 'A policy allows every action',
  category: 'access',
  aliases: [],
  severity: always('error'),
  presets: ['recommended', 'strict'],
  securitySeverity: 7,
  documentation: {
    what:
      'A statement in the policy of a repository, a registry, a creation template or a public repository allows `*`, `ecr:*`, or everything but some actions with `NotAction`. ' +
      'It is also found where a narrower wildcard joins reading with what deletes images or decides who has access: `ecr:Batch*` has `ecr:BatchDeleteImage` in it.\n\n' +
      'Wildcards of one kind, such as `ecr:Get*`, are fine, and so is whatever a statement denies. ' +
      'A statement for the root of the account that the repository is in gives nobody anything, as IAM policies decide there, and is left alone.',
    why: 'Whoever is to pull may then delete the images, and give the repository to others by setting another policy. In a registry policy that goes for every repository.',
    how: 'List the actions that are needed. To pull that is `ecr:BatchGetImage` and `ecr:GetDownloadUrlForLayer`; to push, `ecr:BatchCheckLayerAvailability`, `ecr:InitiateLayerUpload`, `ecr:UploadLayerPart`, `ecr:CompleteLayerUpload` and `ecr:PutImage`.',
    references: [
      {
        title: 'Private repository policy examples in Amazon ECR',
        url: 'https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policy-examples.html',
      },
      {
        title: 'Actions, resources, and condition keys for Amazon Elastic Container Registry',
        url: 'https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html',
      },
    ],
  },
  examples: {
    good: [
      {
        title: 'The actions of a pull',
        code: `
resource "aws_ecr_repository_policy" "app" {
  repository = "app"

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::111122223333:role/worker" }
      Action    = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer", "ecr:Describe*"]
    }]
  })
}
`,
      },
      {
        title: 'Everything, denied',
        code: `
resource "aws_ecr_repository_policy" "app" {
  repository = "app"

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Deny"
      Principal = "*"
      Action    = "ecr:*"
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }]
  })
}
`,
      },
      {
        title: 'The account itself',
        code: `
data "aws_caller_identity" "current" {}

resource "aws_ecr_repository_policy" "app" {
  repository = "app"

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::\${data.aws_caller_identity.current.account_id}:root" }
      Action    = "ecr:*"
    }]
  })
}
`,
      },
    ],
    bad: [
      {
        title: 'Every action of ECR',
        code: `
data "aws_iam_policy_document" "app" {
  statement {
    actions = ["ecr:*"]

    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::111122223333:role/worker"]
    }
  }
}

resource "aws_ecr_repository_policy" "app" {
  repository = "app"
  policy     = data.aws_iam_policy_document.app.json
}
`,
        findings: [
          {
            severity: 'error',
            message:
              '"ecr:*" allows everything, also to delete images and to change this policy. List the actions that are needed.',
            resource: 'aws_ecr_repository_policy.app',
            at: '"ecr:*"',
          },
        ],
      },
      {
        title: 'Everything but one action',
        code: `
resource "aws_ecr_repository_policy" "app" {
  repository = "app"

  policy = <<-EOF
    {
      "Version": "2012-10-17",
      "Statement": [
        {
          "Effect": "Allow",
          "Principal": { "AWS": "arn:aws:iam::111122223333:role/worker" },
          "NotAction": "ecr:DeleteRepository"
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
              'NotAction allows everything but what it names, also what AWS adds later. List the actions that are needed in Action.',
            resource: 'aws_ecr_repository_policy.app',
            at: '"ecr:DeleteRepository"',
          },
        ],
      },
      {
        title: 'A wildcard with more in it than it seems',
        code: `
resource "aws_ecr_repository_policy" "app" {
  repository = "app"

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::111122223333:role/worker" }
      Action    = ["ecr:Batch*", "ecr:Get*"]
    }]
  })
}
`,
        findings: [
          {
            severity: 'error',
            message: '"ecr:Batch*" allows ecr:BatchDeleteImage along with reading. List the actions that are needed.',
            resource: 'aws_ecr_repository_policy.app',
            at: '"ecr:Batch*"',
          },
        ],
      },
    ],
  },

  check(facts: EcrFacts, context: RuleContext): void {
    for (const policy of facts.accessPolicies) {
      const { body, name } = policy.policy;
      const { found, questions } = judgeDocuments(policy, (document) =>
        judgeStatements(document, (statement) => judgeIfAllowed(statement, () => judge(statement, policy))),
      );
      for (const { value, kind, dangerous } of found) {
        const message = describe(value, kind, dangerous);
        context.report({ subject: policy, message, evidence: { kind: 'value', value, body, argument: name } });
      }
      for (const { reason, value } of questions) {
        context.unresolved({ subject: policy, reason, evidence: { kind: 'value', value, body, argument: name } });
      }
    }
  },
};

interface Wildcard {
  readonly value: Value;
  readonly kind: 'all' | 'all-but' | 'mixed';
  /** What is dangerous in it. */
  readonly dangerous: readonly EcrAction[];
}

function judge(statement: PolicyStatement, policy: AccessPolicy): Verdicts<Wildcard> {
  if (isOnlyOwnRoot(statement, policy.resource)) return NOTHING;
  const { actions, notActions } = statement;
  if (notActions !== null) {
    const value = notActions[0] ?? statement.value;
    return { found: [{ value, kind: 'all-but', dangerous: [] }], questions: [] };
  }
  const found = (actions ?? []).flatMap((value) => wildcardIn(value, policy.kind) ?? []);
  const questions = (actions ?? []).flatMap((value) =>
    value.kind === 'unknown' ? [{ reason: value.reason, value }] : [],
  );
  return { found, questions: found.length === 0 ? questions.slice(0, 1) : [] };
}

function wildcardIn(value: Value, kind: AccessPolicy['kind']): Wildcard | null {
  const pattern = knownText(value)?.toLowerCase() ?? '';
  if (!/[*?]/.test(pattern)) return null;
  if (/^(?:\*+|\*+:\*+)$/.test(pattern)) return { value, kind: 'all', dangerous: [] };
  if (kind === 'public-repository') return pattern === 'ecr-public:*' ? { value, kind: 'all', dangerous: [] } : null;
  const actions = expand(pattern);
  if (actions.length === ACTIONS.length) return { value, kind: 'all', dangerous: [] };
  const dangerous = actions.filter(isDangerous);
  const reads = actions.some(({ access }) => access === 'Read' || access === 'List');
  return reads && dangerous.length > 0 ? { value, kind: 'mixed', dangerous } : null;
}

/** Whether a statement names nobody but the root of the account that the policy is in. */
function isOnlyOwnRoot({ principals }: PolicyStatement, resource: EvaluatedResource): boolean {
  if (principals === null || principals.rest !== null || principals.items.length === 0) return false;
  return principals.items.every(({ type, value }) => {
    if (type !== 'AWS' || accountOf(value, resource).kind !== 'own') return false;
    const pieces = value.kind === 'unknown' ? (value.text?.pieces ?? []) : [];
    const last = pieces.at(-1);
    return pieces.length === 0 ? isCallerId(value) : last?.kind === 'text' && last.part.value.endsWith(':root');
  });
}

function isCallerId(value: Value): boolean {
  return /aws_caller_identity\..*\.(?:account_id|id)$/.test(definitionsOf(value)[0]?.name ?? '');
}

function describe(value: Value, kind: Wildcard['kind'], dangerous: readonly EcrAction[]): string {
  switch (kind) {
    case 'all':
      return `${describeValue(value)} allows everything, also to delete images and to change this policy. List the actions that are needed.`;
    case 'all-but':
      return 'NotAction allows everything but what it names, also what AWS adds later. List the actions that are needed in Action.';
    case 'mixed':
      return `${describeValue(value)} allows ${listActions(dangerous)} along with reading. List the actions that are needed.`;
  }
}

export default rule;
