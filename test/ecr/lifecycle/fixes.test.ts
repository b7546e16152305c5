import { describe, expect, it } from 'vitest';
import expiresUntagged from '../../../rules/lifecycle-expires-untagged.ts';
import policyValid from '../../../rules/lifecycle-policy-valid.ts';
import tagListAnd from '../../../rules/lifecycle-tag-list-and.ts';
import { expectFixed, expectNoFix, proposed } from '../../fix-rules/support.ts';

const encoded = (rules: string) => `resource "aws_ecr_lifecycle_policy" "app" {
  repository = "app"
  policy     = jsonencode({ rules = ${rules} })
}
`;

const heredoc = (rules: string) => `resource "aws_ecr_lifecycle_policy" "app" {
  repository = "app"
  policy     = <<EOF
{ "rules": ${rules} }
EOF
}
`;

const ANY = '{ rulePriority = 1, selection = { tagStatus = "any", COUNT }, action = { ACTION } }';
const counting = (count: string, action = 'type = "expire"') =>
  encoded(`[${ANY.replace('COUNT', count).replace('ACTION', action)}]`);

describe('what AWS refuses', () => {
  it.each([
    [
      'adds days',
      'countType = "sinceImagePushed", countNumber = 9',
      'countType = "sinceImagePushed", countNumber = 9, countUnit = "days"',
    ],
    [
      'removes days',
      'countType = "imageCountMoreThan", countUnit = "days", countNumber = 9',
      'countType = "imageCountMoreThan", countNumber = 9',
    ],
    [
      'names the archive',
      'countType = "sinceImageTransitioned", countUnit = "days", countNumber = 90',
      'countType = "sinceImageTransitioned", countUnit = "days", countNumber = 90, storageClass = "archive"',
    ],
    [
      'spells words as AWS does',
      'countType = "sinceimagepushed", countUnit = "Days", countNumber = 9',
      'countType = "sinceImagePushed", countUnit = "days", countNumber = 9',
    ],
    [
      'writes numbers as numbers',
      'countType = "imageCountMoreThan", countNumber = "9"',
      'countType = "imageCountMoreThan", countNumber = 9',
    ],
  ])('%s', (_, before, after) => expectFixed(policyValid, counting(before), counting(after)));

  it('names the target of a transition, and none otherwise', async () => {
    const count = 'countType = "imageCountMoreThan", countNumber = 9';
    const moving = 'type = "transition", targetStorageClass = "archive"';
    await expectFixed(policyValid, counting(count, 'type = "transition"'), counting(count, moving));
    await expectFixed(policyValid, counting(count, moving.replace('transition', 'expire')), counting(count));
  });

  it('is mended in JSON, and in the blocks of a policy document', async () => {
    const json = (count: string) =>
      heredoc(`[{ "rulePriority": 1, "selection": { "tagStatus": "any", ${count} }, "action": { "type": "expire" } }]`);
    await expectFixed(
      policyValid,
      json('"countType": "imageCountMoreThan", "countUnit": "days", "countNumber": "9"'),
      json('"countType": "imageCountMoreThan", "countNumber": 9'),
    );
    const document = (more: string) => `data "aws_ecr_lifecycle_policy_document" "app" {
  rule {
    priority = 1
    selection {
      tag_status   = "any"
      count_type   = "sinceImagePushed"
      count_number = 9
${more}    }
  }
}

resource "aws_ecr_lifecycle_policy" "app" {
  repository = "app"
  policy     = data.aws_ecr_lifecycle_policy_document.app.json
}
`;
    await expectFixed(policyValid, document(''), document('      count_unit   = "days"\n'));
  });

  it('is left to people where it depends on who calls', async () => {
    const type = 'variable "type" {\n  default = "imageCountMoreThan"\n}\n';
    await expectNoFix(policyValid, `${type}${counting('countType = var.type, countUnit = "days", countNumber = 9')}`);
    const unit = 'variable "unit" {\n  default = "days"\n}\n';
    const count = 'countType = "imageCountMoreThan", countUnit = var.unit, countNumber = 9';
    await expectNoFix(policyValid, `${unit}${counting(count)}`);
    const either = 'countType = "imageCountMoreThan", countUnit = true ? "days" : "weeks", countNumber = 9';
    await expectNoFix(policyValid, counting(either));
  });

  it('is left to people where it says what is selected, or when', async () => {
    await expectNoFix(policyValid, counting('countType = "imageCountMoreThan", countNumber = 0'));
    await expectNoFix(policyValid, counting('countType = "images", countNumber = 9'));
    const two = `${ANY}, ${ANY.replace('any', 'untagged').replace('= 1', '= 2')}`;
    const count = 'countType = "imageCountMoreThan", countNumber = 9';
    await expectNoFix(
      policyValid,
      encoded(`[${two.replaceAll('COUNT', count).replaceAll('ACTION', 'type = "expire"')}]`),
    );
  });
});

describe('untagged images that stay', () => {
  const TAGGED =
    '{ rulePriority = 3, selection = { tagStatus = "tagged", tagPrefixList = ["v"], countType = "imageCountMoreThan", countNumber = 9 }, action = { type = "expire" } }';

  it('get a rule behind the others, as many days as are told', async () => {
    const json =
      '{ "rulePriority": 3, "selection": { "tagStatus": "tagged", "tagPrefixList": ["v"], "countType": "imageCountMoreThan", "countNumber": 9 }, "action": { "type": "expire" } }';
    const added =
      '{"rulePriority": 4, "description": "Expire untagged images after 7 days", "selection": {"tagStatus": "untagged", "countType": "sinceImagePushed", "countUnit": "days", "countNumber": 7}, "action": {"type": "expire"}}';
    await expectFixed(expiresUntagged, heredoc(`[${json}]`), heredoc(`[${json}, ${added}]`), {
      defaults: { untaggedExpiryDays: 7 },
    });
    expect(await proposed(expiresUntagged, encoded(`[${TAGGED}]`))).toEqual([
      'safe: Adds a rule that expires untagged images after 30 days.',
    ]);
  });

  it('are left to people where the rules are computed, or given by the caller', async () => {
    await expectNoFix(expiresUntagged, encoded(`[for i in [1] : ${TAGGED}]`));
    await expectNoFix(expiresUntagged, `variable "rules" {\n  default = [${TAGGED}]\n}\n${encoded('var.rules')}`);
  });

  it('are left alone where the same rules are right for another repository', async () => {
    const shared = `resource "aws_ecr_lifecycle_policy" "app" {
  for_each   = toset(["tagged", "any"])
  repository = each.key
  policy = jsonencode({
    rules = [{
      rulePriority = 1
      selection    = { tagStatus = each.key, countType = "imageCountMoreThan", countNumber = 9 }
      action       = { type = "expire" }
    }]
  })
}
`;
    await expectNoFix(expiresUntagged, shared);
  });

  it('are left to people where the document is one of permissions', async () => {
    const mixedUp = `data "aws_iam_policy_document" "app" {
  statement {
    actions = ["ecr:BatchGetImage"]
  }
}

resource "aws_ecr_lifecycle_policy" "app" {
  repository = "app"
  policy     = data.aws_iam_policy_document.app.json
}
`;
    await expectNoFix(expiresUntagged, mixedUp);
  });

  it('are left to people where they go to the archive', async () => {
    const archive = TAGGED.replace('"tagged", tagPrefixList = ["v"]', '"any"').replace(
      'type = "expire"',
      'type = "transition", targetStorageClass = "archive"',
    );
    await expectNoFix(expiresUntagged, encoded(`[${archive}]`));
  });
});

describe('a list of which all entries have to match', () => {
  const taggedRule = (priority: number, list: string) =>
    `{ rulePriority = ${priority}, selection = { tagStatus = "tagged", tagPrefixList = ${list}, countType = "imageCountMoreThan", countNumber = 9 }, action = { type = "expire" } }`;
  const anyRule = (priority: number) =>
    `{ rulePriority = ${priority}, selection = { tagStatus = "any", countType = "imageCountMoreThan", countNumber = 9 }, action = { type = "expire" } }`;

  it('becomes a rule for each, and later rules make room where there is none', async () => {
    const listed = (priority: number, list: string) =>
      `{"rulePriority": ${priority}, "selection": {"tagStatus": "tagged", "tagPrefixList": ${list}, "countType": "imageCountMoreThan", "countNumber": 9}, "action": {"type": "expire"}}`;
    const any = (priority: number) =>
      `{"rulePriority": ${priority}, "selection": {"tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": 9}, "action": {"type": "expire"}}`;
    await expectFixed(
      tagListAnd,
      heredoc(`[${listed(1, '["v", "prod", "rel"]')}, ${any(2)}]`),
      heredoc(`[${listed(1, '["v"]')}, ${any(4)}, ${listed(2, '["prod"]')}, ${listed(3, '["rel"]')}]`),
    );
    await expectFixed(
      tagListAnd,
      heredoc(`[${listed(10, '["v", "prod"]')}, ${any(20)}]`),
      heredoc(`[${listed(10, '["v"]')}, ${any(20)}, ${listed(11, '["prod"]')}]`),
    );
  });

  it('becomes several blocks of a policy document', async () => {
    const block = (priority: number, list: string, more = '') => `  rule {
    priority = ${priority}
${more === '' ? '' : '\n'}    selection {
      tag_status       = "tagged"
      tag_pattern_list = ${list}
      count_type       = "imageCountMoreThan"
      count_number     = 9
    }
${more}  }
`;
    const document = (blocks: string) => `data "aws_ecr_lifecycle_policy_document" "app" {
${blocks}}

resource "aws_ecr_lifecycle_policy" "app" {
  repository = "app"
  policy     = data.aws_ecr_lifecycle_policy_document.app.json
}
`;
    const expire = '\n    action {\n      type = "expire"\n    }\n';
    await expectFixed(
      tagListAnd,
      document(block(1, '["v*", "prod*"]')),
      document(`${block(1, '["v*"]')}\n${block(2, '["prod*"]', expire)}`),
    );
  });

  it('is unsafe: it starts to select images', async () => {
    expect(await proposed(tagListAnd, encoded(`[${taggedRule(1, '["v", "prod"]')}]`))).toEqual([
      'unsafe: Writes a rule for each entry of tagPrefixList. They select more images than now, and expire them.',
    ]);
  });

  it('is left to people where a part of the rule, or a priority, is not written out', async () => {
    const variable = 'variable "n" {\n  default = 2\n}\n';
    const list = '["v", "prod"]';
    await expectNoFix(tagListAnd, `${variable}${encoded(`[${taggedRule(1, list).replace('= 9', '= var.n')}]`)}`);
    const second = anyRule(2).replace('= 2', '= var.n');
    await expectNoFix(tagListAnd, `${variable}${encoded(`[${taggedRule(1, list)}, ${second}]`)}`);
    await expectNoFix(tagListAnd, encoded(`[for list in [${list}] : ${taggedRule(1, 'list')}]`));
    const prefixes = `variable "prefixes" {\n  default = ${list}\n}\n`;
    await expectNoFix(tagListAnd, `${prefixes}${encoded(`[${taggedRule(1, 'var.prefixes')}]`)}`);
  });
});
