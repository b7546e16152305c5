import { describe, expect, it } from 'vitest';
import rule from '../../rules/iam-complete-actions.ts';
import { expectFixed, expectNoFix, proposed } from './support.ts';

const data = (actions: string): string => `
data "aws_iam_policy_document" "pull" {
  statement {
    sid       = "Pull"
    actions   = ${actions}
    resources = ["arn:aws:ecr:eu-west-1:111122223333:repository/app"]
  }
}

resource "aws_ecr_repository_policy" "app" {
  repository = "app"
  policy     = data.aws_iam_policy_document.pull.json
}
`;

const heredoc = (action: string): string => `
resource "aws_iam_policy" "push" {
  policy = <<-EOT
    {
      "Statement": [
        {
          "Effect": "Allow",
          "Action": ${action},
          "Resource": "*"
        }
      ]
    }
  EOT
}
`;

describe('the missing half of a pull or push is added', () => {
  it('to a list of a data source', () =>
    expectFixed(
      rule,
      data('["ecr:BatchCheckLayerAvailability", "ecr:GetDownloadUrlForLayer"]'),
      data('["ecr:BatchCheckLayerAvailability", "ecr:GetDownloadUrlForLayer", "ecr:BatchGetImage"]'),
    ));

  it('to a list of one, which the provider writes as that one', () =>
    expectFixed(
      rule,
      data('["ecr:GetDownloadUrlForLayer"]'),
      data('["ecr:GetDownloadUrlForLayer", "ecr:BatchGetImage"]'),
    ));

  it('to a list of one on lines of its own', () =>
    expectFixed(
      rule,
      data('[\n      "ecr:GetDownloadUrlForLayer",\n    ]'),
      data('[\n      "ecr:GetDownloadUrlForLayer",\n      "ecr:BatchGetImage",\n    ]'),
    ));

  it('to a list in a heredoc', () =>
    expectFixed(
      rule,
      heredoc('["ecr:UploadLayerPart", "ecr:PutImage"]'),
      heredoc(
        '["ecr:UploadLayerPart", "ecr:PutImage", "ecr:BatchCheckLayerAvailability", "ecr:InitiateLayerUpload", "ecr:CompleteLayerUpload"]',
      ),
    ));

  it('to a single action in a heredoc', () =>
    expectFixed(
      rule,
      heredoc('"ecr:GetDownloadUrlForLayer"').replace('iam_policy" "push', 'ecr_repository_policy" "push'),
      heredoc('["ecr:GetDownloadUrlForLayer", "ecr:BatchGetImage"]').replace(
        'iam_policy" "push',
        'ecr_repository_policy" "push',
      ),
    ));

  it('to a single action of an object', () => {
    const policy = (action: string): string => `
resource "aws_ecr_repository_policy" "app" {
  repository = "app"
  policy = jsonencode({
    Statement = {
      Effect    = "Allow"
      Principal = { AWS = "111122223333" }
      Action    = ${action}
    }
  })
}
`;
    return expectFixed(
      rule,
      policy('"ecr:GetDownloadUrlForLayer"'),
      policy('["ecr:GetDownloadUrlForLayer", "ecr:BatchGetImage"]'),
    );
  });

  it('to a list in the JSON syntax', () => {
    const file = (actions: readonly string[]): Readonly<Record<string, string>> => ({
      'main.tf.json': `${JSON.stringify(
        {
          data: { aws_iam_policy_document: { pull: { statement: [{ actions, resources: ['*'] }] } } },
          resource: {
            aws_ecr_repository_policy: {
              app: { repository: 'app', policy: '${data.aws_iam_policy_document.pull.json}' },
            },
          },
        },
        null,
        2,
      )}\n`,
    });
    return expectFixed(
      rule,
      file(['ecr:GetDownloadUrlForLayer', 'ecr:BatchCheckLayerAvailability']),
      file(['ecr:GetDownloadUrlForLayer', 'ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage']),
    );
  });

  it('to the list of a local', () => {
    const code = (actions: string): string => `
locals {
  pull = [${actions}]
}
${data('local.pull')}`;
    return expectFixed(
      rule,
      code('"ecr:BatchCheckLayerAvailability", "ecr:GetDownloadUrlForLayer"'),
      code('"ecr:BatchCheckLayerAvailability", "ecr:GetDownloadUrlForLayer", "ecr:BatchGetImage"'),
    );
  });

  it('to a list that a condition chooses', () => {
    const code = (actions: string): string =>
      `variable "pull" {\n  default = true\n}\n${data(`var.pull ? [${actions}] : []`)}`;
    return expectFixed(
      rule,
      code('"ecr:GetDownloadUrlForLayer", "ecr:ListImages"'),
      code('"ecr:GetDownloadUrlForLayer", "ecr:ListImages", "ecr:BatchGetImage"'),
    );
  });

  it('to a list in a file of its own', () => {
    const main =
      'resource "aws_ecr_repository_policy" "app" {\n  repository = "app"\n  policy     = file("${path.module}/policy.json")\n}\n';
    const policy = (actions: string): string =>
      `{ "Statement": [{ "Effect": "Allow", "Principal": { "AWS": "111122223333" }, "Action": [${actions}] }] }\n`;
    return expectFixed(
      rule,
      { 'main.tf': main, 'policy.json': policy('"ecr:GetDownloadUrlForLayer"') },
      { 'policy.json': policy('"ecr:GetDownloadUrlForLayer", "ecr:BatchGetImage"') },
    );
  });

  it('of both, to one list', () =>
    expectFixed(
      rule,
      heredoc('["ecr:GetDownloadUrlForLayer", "ecr:UploadLayerPart"]').replace(
        'iam_policy" "push',
        'ecr_repository_policy" "push',
      ),
      heredoc(
        '["ecr:GetDownloadUrlForLayer", "ecr:UploadLayerPart", "ecr:BatchCheckLayerAvailability", "ecr:InitiateLayerUpload", "ecr:CompleteLayerUpload", "ecr:PutImage", "ecr:BatchGetImage"]',
      ).replace('iam_policy" "push', 'ecr_repository_policy" "push'),
    ));

  it('safely, in words', async () => {
    expect(await proposed(rule, data('["ecr:GetDownloadUrlForLayer"]'))).toEqual([
      'safe: Adds ecr:BatchGetImage, which a pull needs as well.',
    ]);
  });
});

describe('nothing is added', () => {
  it('to a list that a function makes', () =>
    expectNoFix(rule, data('concat(["ecr:GetDownloadUrlForLayer"], ["ecr:DescribeImages"])')));

  it('to a list that callers give', () =>
    expectNoFix(rule, {
      'main.tf': `
module "pull" {
  source  = "./pull"
  actions = ["ecr:GetDownloadUrlForLayer", "ecr:DescribeImages"]
}
`,
      'pull/main.tf': `
variable "actions" {
  type = list(string)
}
${data('var.actions')}`,
    }));

  it('to what is open to everyone', () =>
    expectNoFix(
      rule,
      `
resource "aws_ecr_repository_policy" "app" {
  repository = "app"
  policy = jsonencode({
    Statement = [{
      Effect    = "Allow"
      Principal = "*"
      Action    = ["ecr:GetDownloadUrlForLayer"]
    }]
  })
}
`,
    ));

  it('to a list that a for expression makes', () =>
    expectNoFix(rule, data('[for name in ["GetDownloadUrlForLayer", "DescribeImages"] : "ecr:${name}"]')));
});
