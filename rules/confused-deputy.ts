import { actionsOf, PULL } from '../src/ecr/actions/actions.ts';
import { knownText } from '../src/ecr/argument.ts';
import { scopeOf } from '../src/ecr/condition-scope.ts';
import type { AccessPolicy, EcrFacts } from '../src/ecr/facts.ts';
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
import type { Value } from '../src/terraform/value.ts';

const rule: Rule = {
  id: 'confused-deputy',
  title: 'An AWS service may come for anybody',
  category: 'access',
  aliases: [],
  severity: always('warning'),
  presets: ['recommended', 'strict'],
  securitySeverity: 5,
  documentation: {
    what:
      'A statement in the policy of a repository, a registry or a creation template lets an AWS service in, and no condition says on whose behalf: ' +
      '`aws:SourceArn` with an account in it, `aws:SourceAccount`, or `aws:SourceOrgID`, with an operator that fails when the key is missing.\n\n' +
      'AWS Lambda with the actions of a pull is left alone: that statement is what Lambda itself writes for functions in the same account.',
    why: 'The service acts for all its customers. Somebody else can point their own project at your repository, and the service, which you let in, fetches your image for them.',
    how: 'Add a condition such as `StringEquals` on `aws:SourceAccount` with the id of your account, and where one project needs it, `ArnLike` on `aws:SourceArn`.',
    references: [
      {
        title: 'The confused deputy problem',
        url: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html',
      },
      {
        title: 'Private repository policy examples in Amazon ECR',
        url: 'https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policy-examples.html',
      },
    ],
  },
  examples: {
    good: [
      {
        title: 'A service for the own account',
        code: `
data "aws_caller_identity" "current" {}

resource "aws_ecr_repository_policy" "app" {
  repository = "app"

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "codebuild.amazonaws.com" }
      Action    = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
      Condition = { StringEquals = { "aws:SourceAccount" = data.aws_caller_identity.current.account_id } }
    }]
  })
}
`,
      },
      {
        title: 'Lambda functions of the same account',
        code: `
resource "aws_ecr_repository_policy" "app" {
  repository = "app"

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "LambdaECRImageRetrievalPolicy"
      Effect    = "Allow"
      Principal = { Service = "lambda.amazonaws.com" }
      Action    = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
    }]
  })
}
`,
      },
    ],
    bad: [
      {
        title: 'A service without a condition',
        code: `
resource "aws_ecr_repository_policy" "app" {
  repository = "app"

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "codebuild.amazonaws.com" }
      Action    = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
    }]
  })
}
`,
        findings: [
          {
            severity: 'warning',
            message:
              '"codebuild.amazonaws.com" may use this on behalf of any AWS account. Add a condition on aws:SourceAccount or aws:SourceArn that says for whom.',
            resource: 'aws_ecr_repository_policy.app',
            at: '"codebuild.amazonaws.com"',
          },
        ],
      },
      {
        title: 'Lambda that may push',
        code: `
data "aws_iam_policy_document" "app" {
  statement {
    actions = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer", "ecr:PutImage"]

    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }

    condition {
      test     = "StringLike"
      variable = "aws:SourceArn"
      values   = ["arn:aws:lambda:*:*:function:*"]
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
            severity: 'warning',
            message:
              '"lambda.amazonaws.com" may use this on behalf of any AWS account: its condition (StringLike on aws:SourceArn) does not say for whom. Add one on aws:SourceAccount, or an account to aws:SourceArn.',
            resource: 'aws_ecr_repository_policy.app',
            at: '"lambda.amazonaws.com"',
          },
        ],
      },
    ],
  },

  check(facts: EcrFacts, context: RuleContext): void {
    for (const policy of facts.accessPolicies) {
      if (policy.kind === 'public-repository') continue;
      const { body, name } = policy.policy;
      const { found, questions } = judgeDocuments(policy, (document) =>
        judgeStatements(document, (statement) => judgeIfAllowed(statement, () => judge(statement, policy))),
      );
      for (const { service, ignored } of found) {
        const evidence = { kind: 'value', value: service, body, argument: name } as const;
        context.report({ subject: policy, message: describe(service, ignored), evidence });
      }
      for (const { reason, value } of questions) {
        context.unresolved({ subject: policy, reason, evidence: { kind: 'value', value, body, argument: name } });
      }
    }
  },
};

interface Deputy {
  readonly service: Value;
  /** Conditions that are there and do not say for whom it acts. */
  readonly ignored: readonly string[];
}

function judge(statement: PolicyStatement, { kind }: AccessPolicy): Verdicts<Deputy> {
  const services = (statement.principals?.items ?? []).flatMap(({ type, value }) =>
    type === 'Service' ? [value] : [],
  );
  const exposed = services.filter((service) => {
    const name = knownText(service);
    // A wildcard lets in far more, which is another mistake.
    return name !== '*' && !(name?.startsWith('lambda.amazonaws.com') && kind !== 'registry' && onlyPulls(statement));
  });
  const [first] = exposed;
  if (first === undefined) return NOTHING;
  const scope = scopeOf(statement.conditions);
  if (scope.kind === 'narrow') return NOTHING;
  if (scope.kind === 'unknown') return { found: [], questions: [{ reason: scope.reason, value: first }] };
  const ignored = scope.ignored.map(({ operator, key }) => `${operator} on ${key}`);
  return {
    found: exposed.flatMap((service) => (service.kind === 'unknown' ? [] : [{ service, ignored }])),
    questions: exposed.flatMap((value) => (value.kind === 'unknown' ? [{ reason: value.reason, value }] : [])),
  };
}

/** What Lambda asks for when it writes the statement itself. */
const LAMBDA_ACTIONS = new Set([
  ...PULL.map(({ name }) => name),
  'SetRepositoryPolicy',
  'GetRepositoryPolicy',
  'DeleteRepositoryPolicy',
]);

function onlyPulls(statement: PolicyStatement): boolean {
  const { actions, rest } = actionsOf(statement);
  return (
    rest === null &&
    [...actions.keys()].every(({ name, access }) => access === 'Read' || access === 'List' || LAMBDA_ACTIONS.has(name))
  );
}

function describe(service: Value, ignored: readonly string[]): string {
  const start = `${describeValue(service)} may use this on behalf of any AWS account`;
  if (ignored.length === 0) {
    return `${start}. Add a condition on aws:SourceAccount or aws:SourceArn that says for whom.`;
  }
  const [conditions, verb] = ignored.length === 1 ? ['condition', 'does'] : ['conditions', 'do'];
  return `${start}: its ${conditions} (${ignored.join(', ')}) ${verb} not say for whom. Add one on aws:SourceAccount, or an account to aws:SourceArn.`;
}

export default rule;
