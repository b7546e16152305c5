import { actionNamed, actionsOf, type EcrAction, listActions, PULL, PUSH, UPLOAD } from '../src/ecr/actions/actions.ts';
import { knownText } from '../src/ecr/argument.ts';
import type { EcrFacts } from '../src/ecr/facts.ts';
import { identityPoliciesOf, judgeIdentityPolicy } from '../src/ecr/iam/identity-policies.ts';
import { judgeDocuments, type ReadablePolicy, type Verdicts } from '../src/ecr/iam/judge-documents.ts';
import { isAllowedByAws } from '../src/ecr/iam/managed-policies.ts';
import { effectOf, type PolicyDocument, type PolicyStatement } from '../src/ecr/policy-document.ts';
import type { Fix } from '../src/lint/fix.ts';
import { addActionsEdits } from '../src/lint/mending/action-list.ts';
import { always, type Rule, type RuleContext, type Subject } from '../src/lint/rule.ts';
import type { Reason, Value } from '../src/terraform/value.ts';

const rule: Rule = {
  id: 'iam-complete-actions',
  title: 'Policy that allows only part of a pull or push',
  category: 'access',
  aliases: [],
  severity: always('warning'),
  presets: ['recommended', 'strict'],
  securitySeverity: null,
  fix: 'safe',
  documentation: {
    what:
      'An identity policy, the policy of a VPC endpoint, or a policy of repositories names some of the actions that Docker needs together, and lacks the rest:\n\n' +
      '- a push needs `ecr:BatchCheckLayerAvailability`, `ecr:InitiateLayerUpload`, `ecr:UploadLayerPart`, `ecr:CompleteLayerUpload` and `ecr:PutImage`; it is looked for where one of the three about uploads is named;\n' +
      '- a pull needs `ecr:BatchGetImage` and `ecr:GetDownloadUrlForLayer`; it is looked for where the latter is named, or the former together with `ecr:BatchCheckLayerAvailability`.\n\n' +
      'All statements of a policy count together, and wildcards for the actions they match. Where only reading is missing in an identity policy, that is listed as unresolved: a role often reads by another policy, such as `ReadOnlyAccess`. `ecr:PutImage` and `ecr:BatchGetImage` alone are fine: that is what it takes to give an image another tag.',
    why: 'Nothing is wrong until the first image is moved: the pull or push then stops half-way with `AccessDeniedException` or `denied`, in a pipeline or on a node that is just starting.',
    how: 'Add the actions that are missing to the same statement, or remove those that are left over. If another policy of the same role has the rest, put both parts in one place.',
    references: [
      {
        title: 'IAM permissions for pushing an image to an Amazon ECR private repository',
        url: 'https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-push-iam.html',
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
        title: 'A pull and a push',
        code: `
resource "aws_ecr_repository" "app" {
  name = "app"
}

resource "aws_iam_policy" "push" {
  name = "push"

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      Action = [
        "ecr:BatchCheckLayerAvailability",
        "ecr:BatchGetImage",
        "ecr:CompleteLayerUpload",
        "ecr:GetDownloadUrlForLayer",
        "ecr:InitiateLayerUpload",
        "ecr:PutImage",
        "ecr:UploadLayerPart",
      ]
      Resource = aws_ecr_repository.app.arn
    }]
  })
}
`,
      },
      {
        title: 'Another tag for an image',
        code: `
resource "aws_ecr_repository" "app" {
  name = "app"
}

resource "aws_iam_policy" "promote" {
  name = "promote"

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["ecr:BatchGetImage", "ecr:PutImage"]
      Resource = aws_ecr_repository.app.arn
    }]
  })
}
`,
      },
    ],
    bad: [
      {
        title: 'Uploads that cannot be completed',
        code: `
resource "aws_ecr_repository" "app" {
  name = "app"
}

resource "aws_iam_policy" "push" {
  name = "push"

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      Action = [
        "ecr:BatchCheckLayerAvailability",
        "ecr:InitiateLayerUpload",
        "ecr:PutImage",
        "ecr:UploadLayerPart",
      ]
      Resource = aws_ecr_repository.app.arn
    }]
  })
}
`,
        findings: [
          {
            severity: 'warning',
            message:
              'A push needs more than this policy allows: ecr:CompleteLayerUpload is missing beside "ecr:InitiateLayerUpload". Add it, or remove what is left over.',
            resource: 'aws_iam_policy.push',
            at: '"ecr:InitiateLayerUpload"',
          },
        ],
        fixed: `
resource "aws_ecr_repository" "app" {
  name = "app"
}

resource "aws_iam_policy" "push" {
  name = "push"

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      Action = [
        "ecr:BatchCheckLayerAvailability",
        "ecr:InitiateLayerUpload",
        "ecr:PutImage",
        "ecr:UploadLayerPart",
        "ecr:CompleteLayerUpload",
      ]
      Resource = aws_ecr_repository.app.arn
    }]
  })
}
`,
      },
      {
        title: 'Layers without the image',
        code: `
resource "aws_ecr_repository_policy" "app" {
  repository = "app"

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::111122223333:root" }
      Action    = ["ecr:BatchCheckLayerAvailability", "ecr:GetDownloadUrlForLayer"]
    }]
  })
}
`,
        findings: [
          {
            severity: 'warning',
            message:
              'A pull needs more than this policy allows: ecr:BatchGetImage is missing beside "ecr:GetDownloadUrlForLayer". Add it, or remove what is left over.',
            resource: 'aws_ecr_repository_policy.app',
            at: '"ecr:GetDownloadUrlForLayer"',
          },
        ],
        fixed: `
resource "aws_ecr_repository_policy" "app" {
  repository = "app"

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::111122223333:root" }
      Action    = ["ecr:BatchCheckLayerAvailability", "ecr:GetDownloadUrlForLayer", "ecr:BatchGetImage"]
    }]
  })
}
`,
      },
    ],
  },

  check(facts: EcrFacts, context: RuleContext): void {
    for (const policy of identityPoliciesOf(facts.deployment)) {
      const { found, questions } = judgeIdentityPolicy(policy, judgeDocument);
      // A role often reads by another policy, such as ReadOnlyAccess of AWS; pushes, where one that allows it is attached.
      const mayBeAllowed = (missing: readonly EcrAction[]): boolean =>
        missing.every(({ access }) => access !== 'Write') ||
        (policy.kind === 'identity' && isAllowedByAws(facts.deployment, missing));
      const [certain, open] = split(found, ({ missing }) => !mayBeAllowed(missing));
      const asked = open.map(({ missing, value }) => ({ reason: mayBeElsewhere(missing, value), value }));
      const subject = facts.subject(policy.resource);
      report(policy, subject, { found: certain, questions: [...questions, ...asked] }, context);
    }
    for (const policy of facts.accessPolicies) {
      if (policy.kind !== 'public-repository')
        report(policy, policy, judgeDocuments(policy, judgeDocument, false), context);
    }
  },
};

interface Half {
  readonly of: 'pull' | 'push';
  readonly missing: readonly EcrAction[];
  /** An action of it that is there. */
  readonly value: Value;
  /** Where that is. */
  readonly statement: PolicyStatement;
}

function split<T>(items: readonly T[], isFirst: (item: T) => boolean): readonly [readonly T[], readonly T[]] {
  return [items.filter(isFirst), items.filter((item) => !isFirst(item))];
}

function mayBeElsewhere(missing: readonly EcrAction[], value: Value): Reason {
  const message = `whether another policy of the same holder allows ${listActions(missing)} is not known`;
  return { kind: 'computed', message, place: value.origin };
}

function report(
  { policy }: ReadablePolicy,
  subject: Subject,
  { found, questions }: Verdicts<Half>,
  context: RuleContext,
): void {
  const { body, name } = policy;
  for (const half of found) {
    const { of, missing, value } = half;
    const are = missing.length === 1 ? 'is' : 'are';
    const them = missing.length === 1 ? 'it' : 'them';
    const message = `A ${of} needs more than this policy allows: ${listActions(missing)} ${are} missing beside "${knownText(value)}". Add ${them}, or remove what is left over.`;
    const evidence = { kind: 'value', value, body, argument: name } as const;
    context.report({ subject, message, evidence, aspect: of, fix: fixOf(half) });
  }
  for (const { reason, value } of questions) {
    context.unresolved({ subject, reason, evidence: { kind: 'value', value, body, argument: name } });
  }
}

function fixOf({ of, missing, value, statement }: Half): Fix | null {
  // What half works for everyone would then work wholly.
  if (statement.principals?.items.some((principal) => knownText(principal.value) === '*') === true) return null;
  const edits = addActionsEdits(
    statement,
    value,
    missing.map(({ name }) => `ecr:${name}`),
  );
  if (edits === null) return null;
  return { safety: 'safe', description: `Adds ${listActions(missing)}, which a ${of} needs as well.`, edits };
}

const [BATCH_GET_IMAGE, DOWNLOAD] = ['BatchGetImage', 'GetDownloadUrlForLayer'].map(actionNamed);
const [CHECK_LAYERS, PUT_IMAGE] = ['BatchCheckLayerAvailability', 'PutImage'].map(actionNamed);

function judgeDocument(document: PolicyDocument): Verdicts<Half> {
  const { granted, named, rest } = grantsOf(document);
  const halves: Half[] = [];
  const expect = (of: Half['of'], set: readonly EcrAction[], sign: EcrAction | undefined) => {
    const missing = set.filter((action) => !granted.has(action));
    const place = sign === undefined ? undefined : named.get(sign);
    if (missing.length > 0 && place !== undefined) halves.push({ of, missing, ...place });
  };
  const upload = UPLOAD.find((action) => named.has(action));
  expect('push', PUSH, upload);
  const pushes = upload !== undefined || (PUT_IMAGE !== undefined && granted.has(PUT_IMAGE));
  const looksForLayers = CHECK_LAYERS !== undefined && named.has(CHECK_LAYERS) && !pushes;
  const isPull = DOWNLOAD !== undefined && named.has(DOWNLOAD);
  expect('pull', PULL, isPull ? DOWNLOAD : looksForLayers ? BATCH_GET_IMAGE : undefined);
  if (rest === null) return { found: halves, questions: [] };
  return { found: [], questions: halves.map(({ value }) => ({ reason: rest, value })) };
}

interface Grants {
  readonly granted: ReadonlySet<EcrAction>;
  /** Those that are spelt out, with the value that does so and its statement. */
  readonly named: ReadonlyMap<EcrAction, { readonly value: Value; readonly statement: PolicyStatement }>;
  /** Set when there may be others. */
  readonly rest: Reason | null;
}

/** Everything the statements of a document allow together, also those that may not be there. */
function grantsOf({ statements, possible }: PolicyDocument): Grants {
  const granted = new Set<EcrAction>();
  const named = new Map<EcrAction, { value: Value; statement: PolicyStatement }>();
  let rest: Reason | null = null;
  for (const { sample, reason } of possible) {
    const mayAllow = sample === null || effectOf(sample) === 'Deny' ? null : actionsOf(sample);
    if (sample === null || (mayAllow !== null && mayAllow.actions.size > 0)) rest ??= reason;
  }
  for (const statement of statements) {
    const effect = effectOf(statement);
    if (effect === 'Deny' || effect === 'none') continue;
    const found = actionsOf(statement);
    rest ??= found.rest;
    for (const [action, value] of found.actions) {
      granted.add(action);
      const isSpeltOut = knownText(value)?.toLowerCase() === `ecr:${action.name.toLowerCase()}`;
      if (isSpeltOut && statement.notActions === null && !named.has(action)) named.set(action, { value, statement });
    }
  }
  return { granted, named, rest };
}

export default rule;
