import { describe, expect, it } from 'vitest';
import rule from '../../rules/no-public-principal.ts';
import type { FixDefaults } from '../../src/lint/fix-defaults.ts';
import { expectFixed, expectNoFix, proposed } from './support.ts';

const ORGANIZATION: Partial<FixDefaults> = { trusted: { organization: 'o-a1b2c3d4e5', accounts: [] } };
const ACCOUNT: Partial<FixDefaults> = { trusted: { organization: null, accounts: ['444455556666'] } };
const ACCOUNTS: Partial<FixDefaults> = {
  trusted: { organization: 'o-a1b2c3d4e5', accounts: ['444455556666', 'arn:aws:iam::777788889999:role/ci'] },
};

const ROOT = 'arn:aws:iam::444455556666:root';
const ROLE = 'arn:aws:iam::777788889999:role/ci';

function heredoc(principal: string, condition = ''): string {
  return `
resource "aws_ecr_repository_policy" "app" {
  repository = "app"

  policy = <<-EOF
    {
      "Version": "2012-10-17",
      "Statement": [
        {
          "Effect": "Allow",
          "Principal": ${principal},
          "Action": "ecr:BatchGetImage"${condition === '' ? '' : `,\n          "Condition": ${condition}`}
        }
      ]
    }
  EOF
}
`;
}

function encoded(principal: string, condition = ''): string {
  return `
resource "aws_ecr_repository_policy" "app" {
  repository = "app"

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = {
      Effect    = "Allow"
      Principal = ${principal}
      Action    = "ecr:BatchGetImage"
${condition}    }
  })
}
`;
}

function blocks(inside: string): string {
  return `
data "aws_iam_policy_document" "pull" {
  statement {
    actions = ["ecr:BatchGetImage"]
${inside}
  }
}

resource "aws_ecr_repository_policy" "app" {
  repository = "app"
  policy     = data.aws_iam_policy_document.pull.json
}
`;
}

describe('no-public-principal names trusted accounts', () => {
  it('in every spelling of a heredoc', async () => {
    const defaults = ACCOUNT;
    await expectFixed(rule, heredoc('{ "AWS": "*" }'), heredoc(`{ "AWS": "${ROOT}" }`), { defaults });
    await expectFixed(rule, heredoc('{ "AWS": ["*"] }'), heredoc(`{ "AWS": ["${ROOT}"] }`), { defaults });
    await expectFixed(rule, heredoc('{"*": "*"}'), heredoc(`{"AWS": "${ROOT}"}`), { defaults });
    await expectFixed(rule, heredoc('{ "AWS": "arn:aws:iam::*:root" }'), heredoc(`{ "AWS": "${ROOT}" }`), { defaults });
  });

  it('several, beside those that are there', async () => {
    const defaults = ACCOUNTS;
    const other = 'arn:aws:iam::111122223333:root';
    await expectFixed(
      rule,
      heredoc(`{ "AWS": ["${other}", "*"] }`),
      heredoc(`{ "AWS": ["${other}", "${ROOT}", "${ROLE}"] }`),
      { defaults },
    );
    await expectFixed(rule, encoded('{ AWS = "*" }'), encoded(`{ AWS = ["${ROOT}", "${ROLE}"] }`), { defaults });
    await expectFixed(
      rule,
      encoded(`{ AWS = ["${ROLE}", "*", "${ROOT}"] }`),
      encoded(`{ AWS = ["${ROLE}", "${ROOT}"] }`),
      { defaults },
    );
  });

  it('in the blocks of a policy document, in the partition it speaks of', async () => {
    const principals = (type: string, identifiers: string): string =>
      blocks(`
    principals {
      type        = "${type}"
      identifiers = [${identifiers}]
    }`);
    await expectFixed(rule, principals('AWS', '"*"'), principals('AWS', `"${ROOT}"`), { defaults: ACCOUNT });
    const china = 'arn:aws-cn:iam::111122223333:root';
    await expectFixed(
      rule,
      principals('AWS', `"${china}", "*"`),
      principals('AWS', `"${china}", "arn:aws-cn:iam::444455556666:root"`),
      { defaults: ACCOUNT },
    );
  });

  it('in a policy that a file holds', () =>
    expectFixed(
      rule,
      {
        'main.tf': `
resource "aws_ecr_repository_policy" "app" {
  repository = "app"
  policy     = file("\${path.module}/policy.json")
}
`,
        'policy.json': '{"Statement": [{"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "ecr:*"}]}\n',
      },
      { 'policy.json': `{"Statement": [{"Effect": "Allow", "Principal": {"AWS": "${ROOT}"}, "Action": "ecr:*"}]}\n` },
      { defaults: ACCOUNT },
    ));
});

describe('no-public-principal asks for the organization', () => {
  const defaults = ORGANIZATION;

  it('beside the conditions that are there', async () => {
    await expectFixed(
      rule,
      heredoc('"*"', '{"Bool": {"aws:SecureTransport": "true"}}'),
      heredoc(
        '"*"',
        '{"Bool": {"aws:SecureTransport": "true"}, "StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}',
      ),
      { defaults },
    );
    await expectFixed(
      rule,
      heredoc('"*"', '{"StringEquals": {"aws:ResourceTag/public": "yes"}}'),
      heredoc('"*"', '{"StringEquals": {"aws:ResourceTag/public": "yes", "aws:PrincipalOrgID": "o-a1b2c3d4e5"}}'),
      { defaults },
    );
    await expectFixed(
      rule,
      encoded(
        '"*"',
        `      Condition = {
        Bool = { "aws:SecureTransport" = "true" }
      }
`,
      ),
      encoded(
        '"*"',
        `      Condition = {
        Bool = { "aws:SecureTransport" = "true" }
        StringEquals = {
          "aws:PrincipalOrgID" = "o-a1b2c3d4e5"
        }
      }
`,
      ),
      { defaults },
    );
  });

  it('and no other, where any was enough', () =>
    expectFixed(
      rule,
      heredoc('"*"', '{"StringEquals": {"aws:principalorgid": "*"}}'),
      heredoc('"*"', '{"StringEquals": {"aws:principalorgid": "o-a1b2c3d4e5"}}'),
      { defaults },
    ));

  it('of the accounts that AWS would not take', () =>
    expectFixed(
      rule,
      heredoc('{ "AWS": "arn:aws:iam::*:root" }', '{"StringEquals": {"aws:ResourceTag/public": "yes"}}'),
      heredoc(
        '{ "AWS": "*" }',
        '{"StringEquals": {"aws:ResourceTag/public": "yes", "aws:PrincipalOrgID": "o-a1b2c3d4e5"}}',
      ),
      { defaults },
    ));

  it('in a statement block, whatever its identifiers come from', () => {
    const principals = `
    principals {
      type        = "AWS"
      identifiers = local.everyone
    }`;
    const local = '\nlocals {\n  everyone = ["*"]\n}\n';
    return expectFixed(
      rule,
      blocks(principals) + local,
      blocks(`${principals}

    condition {
      test     = "StringEquals"
      variable = "aws:PrincipalOrgID"
      values   = ["o-a1b2c3d4e5"]
    }`) + local,
      { defaults },
    );
  });
});

describe('no-public-principal proposes', () => {
  it('only what is unsafe, and says what it costs', async () => {
    expect(await proposed(rule, heredoc('"*"'), { defaults: ACCOUNT })).toEqual([
      'unsafe: Lets in only 444455556666; everyone else who uses it loses access.',
    ]);
    expect(await proposed(rule, heredoc('"*"'), { defaults: ORGANIZATION })).toEqual([
      'unsafe: Lets in only the organization o-a1b2c3d4e5; everyone else who uses it loses access.',
    ]);
  });

  it('nothing where nobody is trusted', () => expectNoFix(rule, heredoc('"*"')));

  it('nothing for services and identity providers', async () => {
    await expectNoFix(rule, heredoc('{"Service": "*"}'), { defaults: ACCOUNT });
    await expectNoFix(rule, heredoc('{"Federated": "*"}'), { defaults: ORGANIZATION });
  });

  it('nothing where everyone comes from elsewhere', async () => {
    const local = '\nlocals {\n  everyone = "*"\n}\n';
    await expectNoFix(rule, heredoc('"${local.everyone}"') + local, { defaults: ACCOUNT });
    const principals = `
    principals {
      type        = "AWS"
      identifiers = local.everyone
    }`;
    await expectNoFix(rule, blocks(principals) + local.replace('"*"', '["*"]'), { defaults: ACCOUNT });
  });

  it('nothing where a dynamic block makes statements for others as well', () =>
    expectNoFix(
      rule,
      `
data "aws_iam_policy_document" "pull" {
  dynamic "statement" {
    for_each = ["*", "arn:aws:iam::111122223333:root"]

    content {
      actions = ["ecr:BatchGetImage"]

      principals {
        type        = "AWS"
        identifiers = [statement.value]
      }
    }
  }
}

resource "aws_ecr_repository_policy" "app" {
  repository = "app"
  policy     = data.aws_iam_policy_document.pull.json
}
`,
      { defaults: ORGANIZATION },
    ));

  it('nothing where a block already asks for any organization, for the provider would join the two', () =>
    expectNoFix(
      rule,
      blocks(`
    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:PrincipalOrgID"
      values   = ["*"]
    }`),
      { defaults: ORGANIZATION },
    ));
});
