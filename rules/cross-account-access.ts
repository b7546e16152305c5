import { actionsOf, changes, describeUse, type EcrAction, listActions } from '../src/ecr/actions/actions.ts';
import { knownText } from '../src/ecr/argument.ts';
import type { AccessPolicy, EcrFacts } from '../src/ecr/facts.ts';
import { accountOf, ownIds } from '../src/ecr/iam/accounts.ts';
import {
  judgeDocuments,
  judgeIfAllowed,
  judgeStatements,
  NOTHING,
  type Verdicts,
} from '../src/ecr/iam/judge-documents.ts';
import type { PolicyDocument, PolicyStatement, Principal } from '../src/ecr/policy-document.ts';
import type { GivenOptions } from '../src/lint/options.ts';
import { always, type Rule, type RuleContext } from '../src/lint/rule.ts';
import type { Reason, Value } from '../src/terraform/value.ts';

const rule: Rule = {
  id: 'cross-account-access',
  title: 'Another account may push or delete, or is not trusted',
  category: 'access',
  aliases: [],
  severity: always('warning'),
  presets: ['recommended', 'strict'],
  options: {
    'trusted-accounts': {
      type: 'strings',
      description:
        'The ids of the accounts that may pull. Once it names any, every account that it does not name is reported.',
      default: [],
    },
    'pushing-accounts': {
      type: 'strings',
      description: 'The ids of the accounts that may push and delete as well.',
      default: [],
    },
  },
  securitySeverity: 6,
  documentation: {
    what:
      'The policy of a repository, a registry or a creation template lets another account push, delete or change settings; or it lets an account pull that is not one of the `trusted-accounts`, where that option is set. ' +
      'Replication into a registry, with `ecr:ReplicateImage` and `ecr:CreateRepository`, counts as pulling: the policy of a registry is there for that.\n\n' +
      'An account is another one when the provider says which accounts are its own, with `allowed_account_ids` or the role it assumes, or a registry policy does with its resources. ' +
      'What `aws_caller_identity` or a role of the same provider says is the own account. ' +
      'Of two literal ids one must be another account. A single one may be the own account and is listed as unresolved, unless it is on one of the lists. ' +
      'Statements for a whole organization are found when they allow more than to pull.',
    why: 'Who may push decides what runs. With another account that is up to people and pipelines you do not see, and a deleted image is gone for both. Pulling alone is the usual way to share images.',
    how: 'Let other accounts pull, with `ecr:BatchGetImage` and `ecr:GetDownloadUrlForLayer`, and push from the account of the repository. Where a build account has to push, name it in `pushing-accounts`.',
    references: [
      {
        title: 'Private repository policy examples in Amazon ECR',
        url: 'https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policy-examples.html',
      },
      {
        title: 'Private registry permissions in Amazon ECR',
        url: 'https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry-permissions.html',
      },
    ],
  },
  examples: {
    good: [
      {
        title: 'Other accounts that pull',
        code: `
resource "aws_ecr_repository_policy" "app" {
  repository = "app"

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = ["arn:aws:iam::111122223333:root", "444455556666"] }
      Action    = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
    }]
  })
}
`,
      },
      {
        title: 'A role of the same account that pushes',
        code: `
data "aws_caller_identity" "current" {}

resource "aws_ecr_repository_policy" "app" {
  repository = "app"

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::\${data.aws_caller_identity.current.account_id}:role/ci" }
      Action    = ["ecr:PutImage", "ecr:BatchDeleteImage"]
    }]
  })
}
`,
      },
      {
        title: 'A build account that may push',
        options: { 'pushing-accounts': ['444455556666'] },
        code: `
provider "aws" {
  allowed_account_ids = ["111122223333"]
}

resource "aws_ecr_repository_policy" "app" {
  repository = "app"

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::444455556666:role/build" }
      Action    = "ecr:PutImage"
    }]
  })
}
`,
      },
    ],
    bad: [
      {
        title: 'Another account that pushes',
        code: `
provider "aws" {
  allowed_account_ids = ["111122223333"]
}

resource "aws_ecr_repository_policy" "app" {
  repository = "app"

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::444455556666:root" }
      Action    = ["ecr:BatchGetImage", "ecr:PutImage", "ecr:BatchDeleteImage"]
    }]
  })
}
`,
        findings: [
          {
            severity: 'warning',
            message:
              'Another account, 444455556666, may push and delete images (ecr:PutImage and ecr:BatchDeleteImage). Let it pull only, or name it in pushing-accounts.',
            resource: 'aws_ecr_repository_policy.app',
            at: '"arn:aws:iam::444455556666:root"',
          },
        ],
      },
      {
        title: 'Two accounts, of which one must be another',
        code: `
data "aws_iam_policy_document" "push" {
  statement {
    actions = ["ecr:PutImage"]

    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::111122223333:role/ci", "arn:aws:iam::444455556666:role/ci"]
    }
  }
}

resource "aws_ecr_repository_policy" "app" {
  repository = "app"
  policy     = data.aws_iam_policy_document.push.json
}
`,
        findings: [
          {
            severity: 'warning',
            message:
              'Several accounts, 111122223333 and 444455556666, may push images (ecr:PutImage), and only one of them can be the own. Let the others pull only, or name them in pushing-accounts.',
            resource: 'aws_ecr_repository_policy.app',
            at: '"arn:aws:iam::111122223333:role/ci"',
          },
        ],
      },
      {
        title: 'An account that is not on the list',
        options: { 'trusted-accounts': ['111122223333'] },
        code: `
resource "aws_ecr_repository_policy" "app" {
  repository = "app"

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = ["111122223333", "444455556666"] }
      Action    = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
    }]
  })
}
`,
        findings: [
          {
            severity: 'warning',
            message:
              'Account 444455556666 has access (ecr:BatchGetImage and ecr:GetDownloadUrlForLayer) and is not one of the trusted accounts. Remove it, or name it in trusted-accounts.',
            resource: 'aws_ecr_repository_policy.app',
            at: '"444455556666"',
          },
        ],
      },
      {
        title: 'A whole organization that pushes',
        code: `
resource "aws_ecr_repository_policy" "app" {
  repository = "app"

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = "*"
      Action    = "ecr:PutImage"
      Condition = { StringEquals = { "aws:PrincipalOrgID" = "o-a1b2c3d4e5" } }
    }]
  })
}
`,
        findings: [
          {
            severity: 'warning',
            message:
              'Every account of the organization may push images (ecr:PutImage). Let the organization pull only, and name the accounts that push.',
            resource: 'aws_ecr_repository_policy.app',
            at: '"*"',
          },
        ],
      },
    ],
  },

  check(facts: EcrFacts, context: RuleContext): void {
    const lists = listsOf(context.options);
    for (const policy of facts.accessPolicies) {
      if (policy.kind === 'public-repository') continue;
      const { body, name } = policy.policy;
      const { found, questions } = judgeDocuments(policy, (document) => judgeDocument(document, policy, lists));
      for (const guest of found) {
        const evidence = { kind: 'value', value: guest.value, body, argument: name } as const;
        context.report({ subject: policy, message: describe(guest), evidence });
      }
      for (const { reason, value } of questions) {
        context.unresolved({ subject: policy, reason, evidence: { kind: 'value', value, body, argument: name } });
      }
    }
  },
};

interface Lists {
  readonly trusted: ReadonlySet<string>;
  readonly pushing: ReadonlySet<string>;
}

/** Somebody outside the account who may do too much. */
type Guest = {
  readonly value: Value;
  readonly actions: readonly EcrAction[];
} & (
  | { readonly kind: 'another' | 'perhaps-own' | 'untrusted'; readonly id: string }
  | { readonly kind: 'several'; readonly ids: readonly string[] }
  | { readonly kind: 'organization' }
);

function listsOf(options: GivenOptions): Lists {
  return { trusted: idsIn(options['trusted-accounts']), pushing: idsIn(options['pushing-accounts']) };
}

function idsIn(option: GivenOptions[string] | undefined): ReadonlySet<string> {
  return new Set(typeof option === 'object' ? option : []);
}

function judgeDocument(document: PolicyDocument, policy: AccessPolicy, lists: Lists): Verdicts<Guest> {
  const own = ownIds(policy.resource) ?? (policy.kind === 'registry' ? registryIds(document) : null);
  const { found, questions } = judgeStatements(document, (statement) =>
    judgeIfAllowed(statement, () => judgeStatement(statement, policy, own, lists)),
  );
  const certain = found.filter(({ kind }) => kind !== 'perhaps-own');
  const open = found.flatMap((guest) => (guest.kind === 'perhaps-own' ? [guest] : []));
  const [first] = open;
  const second = open.find(({ id }) => id !== first?.id);
  if (first === undefined) return { found: certain, questions };
  if (second !== undefined) {
    const ids = [...new Set(open.map(({ id }) => id))].sort();
    const actions = [...new Set(open.flatMap((guest) => guest.actions))];
    return { found: [...certain, { kind: 'several', ids, actions, value: second.value }], questions };
  }
  const message = `whether ${first.id} is another account is not known`;
  const reason: Reason = { kind: 'computed', message, place: first.value.origin };
  return { found: certain, questions: [...questions, { reason, value: first.value }] };
}

/** The account of a registry, which its policy names in its resources. */
function registryIds({ statements }: PolicyDocument): readonly string[] | null {
  for (const { resources } of statements) {
    for (const resource of resources ?? []) {
      const id = /^arn:[^:]*:ecr:[^:]*:(\d{12}):/.exec(knownText(resource) ?? '')?.[1];
      if (id !== undefined) return [id];
    }
  }
  return null;
}

function judgeStatement(
  statement: PolicyStatement,
  policy: AccessPolicy,
  own: readonly string[] | null,
  lists: Lists,
): Verdicts<Guest> {
  const named = actionsOf(statement);
  const all = [...named.actions.keys()];
  const risky = all.filter((action) => changes(action) && !isReplication(action, policy.kind));
  const isListed = lists.trusted.size > 0;
  if (risky.length === 0 && (!isListed || all.length === 0)) return NOTHING;
  const verdicts = (statement.principals?.items ?? []).map((principal): Verdicts<Guest> => {
    const { type, value } = principal;
    if (type !== 'AWS' && type !== null && type !== '*') return NOTHING;
    if (isOrganization(principal, statement)) {
      return risky.length === 0 ? NOTHING : { found: [{ kind: 'organization', actions: risky, value }], questions: [] };
    }
    const account = accountOf(value, policy.resource);
    if (account.kind === 'unknown') return { found: [], questions: [{ reason: account.reason, value }] };
    if (account.kind !== 'id' || own?.includes(account.id) === true) return NOTHING;
    const { id } = account;
    if (lists.pushing.has(id)) return NOTHING;
    const isTrusted = lists.trusted.has(id);
    if (isListed && !isTrusted) return { found: [{ kind: 'untrusted', id, actions: all, value }], questions: [] };
    if (risky.length === 0) return NOTHING;
    const kind = own !== null || isTrusted ? 'another' : 'perhaps-own';
    return { found: [{ kind, id, actions: risky, value }], questions: [] };
  });
  return { found: verdicts.flatMap(({ found }) => found), questions: verdicts.flatMap(({ questions }) => questions) };
}

/** What the policy of a registry is there for. */
function isReplication({ name }: EcrAction, kind: AccessPolicy['kind']): boolean {
  return name === 'ReplicateImage' || (kind === 'registry' && name === 'CreateRepository');
}

/** Everyone, with a condition on the organization and no other. */
function isOrganization({ value }: Principal, { conditions }: PolicyStatement): boolean {
  const [only, ...others] = conditions.items;
  if (knownText(value) !== '*' || only === undefined || others.length > 0 || conditions.rest !== null) return false;
  return (
    /^aws:PrincipalOrg(?:ID|Paths)$/i.test(only.key) && /^(?:ForAnyValue:)?String(?:Equals|Like)$/i.test(only.operator)
  );
}

function describe(guest: Guest): string {
  const actions = listActions(guest.actions);
  switch (guest.kind) {
    case 'another':
    case 'perhaps-own':
      return `Another account, ${guest.id}, may ${describeUse(guest.actions)} (${actions}). Let it pull only, or name it in pushing-accounts.`;
    case 'several':
      return `Several accounts, ${guest.ids.slice(0, -1).join(', ')} and ${guest.ids.at(-1)}, may ${describeUse(guest.actions)} (${actions}), and only one of them can be the own. Let the others pull only, or name them in pushing-accounts.`;
    case 'untrusted':
      return `Account ${guest.id} has access (${actions}) and is not one of the trusted accounts. Remove it, or name it in trusted-accounts.`;
    case 'organization':
      return `Every account of the organization may ${describeUse(guest.actions)} (${actions}). Let the organization pull only, and name the accounts that push.`;
  }
}

export default rule;
