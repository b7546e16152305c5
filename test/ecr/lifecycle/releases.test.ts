import { describe, expect, it } from 'vitest';
import rule from '../../../rules/lifecycle-protects-releases.ts';
import { findReleaseRisks, type ReleaseRisk, type ReleaseSafety } from '../../../src/ecr/lifecycle/releases.ts';
import type { Criteria } from '../../../src/ecr/lifecycle/simulate.ts';
import { testCases } from '../rules/cases.ts';
import { rule as criteria, documentOf, matching, tagged, writtenRule } from './build.ts';

const SAFETY: ReleaseSafety = {
  tags: ['v1.4.0', '1.4.0', 'release-1.4.0', 'prod-41', 'production-41', 'prod', 'production'],
  days: 365,
  releases: 3,
  images: 10,
};

/** Each risk as `priority because tag`. */
function risksIn(rules: readonly Criteria[], safety: Partial<ReleaseSafety> = {}): string[] {
  const { problems } = findReleaseRisks(documentOf(rules.map(writtenRule)), { ...SAFETY, ...safety });
  return problems.map(describeRisk);
}

function describeRisk({ rule: { priority }, because, tag }: ReleaseRisk): string {
  return `${priority.kind === 'known' ? priority.is : '?'} ${because} ${tag}`;
}

const ANY = { kind: 'any' } as const;
const days = (countNumber: number) => ({ countType: 'sinceImagePushed', countNumber }) as const;
const count = (countNumber: number) => ({ countNumber });

describe('a rule for any image', () => {
  it('is a danger by age, up to the days that a release has to stay', () => {
    expect(risksIn([criteria(1, ANY, days(30))])).toEqual(['1 age v1.4.0']);
    expect(risksIn([criteria(1, ANY, days(364))])).toEqual(['1 age v1.4.0']);
    expect(risksIn([criteria(1, ANY, days(365))])).toEqual([]);
  });

  it('is a danger when it keeps few images', () => {
    expect(risksIn([criteria(1, ANY, count(9))])).toEqual(['1 newer-images v1.4.0']);
    expect(risksIn([criteria(1, ANY, count(10))])).toEqual([]);
    expect(risksIn([criteria(1, ANY, count(500))])).toEqual([]);
  });

  it('is none for what a rule of higher priority keeps', () => {
    expect(risksIn([criteria(1, tagged('v'), count(20)), criteria(2, ANY, days(30))])).toEqual([]);
    expect(risksIn([criteria(1, matching('v*'), count(999_999)), criteria(2, ANY, days(30))])).toEqual([]);
  });

  it('is none where another convention is kept: those are the releases of this repository', () => {
    expect(risksIn([criteria(1, tagged('deployed-to'), count(20)), criteria(2, ANY, days(30))])).toEqual([]);
    expect(risksIn([criteria(1, tagged('main'), count(100)), criteria(2, ANY, count(5))])).toEqual([]);
  });

  it('is one where only builds, other environments or moving tags are kept', () => {
    for (const prefix of ['dev-', 'staging', 'latest', 'pr-', 'feature', 'nightly-']) {
      expect(risksIn([criteria(1, tagged(prefix), count(20)), criteria(2, ANY, days(30))])).toEqual(['2 age v1.4.0']);
    }
  });

  it('is one where what is named goes as well', () => {
    expect(risksIn([criteria(1, tagged('main'), days(14)), criteria(2, ANY, days(30))])).toEqual(['2 age v1.4.0']);
    expect(risksIn([criteria(1, tagged('main'), count(2)), criteria(2, ANY, days(30))])).toEqual(['2 age v1.4.0']);
  });

  it('is one where the list of what is kept is met by no single tag, or by none at all', () => {
    expect(risksIn([criteria(1, tagged('v', 'release'), count(20)), criteria(2, ANY, days(90))])).toEqual([
      '2 age v1.4.0',
    ]);
    expect(risksIn([criteria(1, tagged('v/'), count(20)), criteria(2, ANY, days(90))])).toEqual(['2 age v1.4.0']);
  });

  it('is none after an archive rule, which keeps images where they can be restored', () => {
    const archive = { countType: 'sinceImagePulled', countNumber: 90, action: 'transition' } as const;
    expect(risksIn([criteria(1, matching('*'), archive), criteria(2, ANY, days(30))])).toEqual([]);
  });

  it('is none in the archive', () => {
    const gone = { storageClass: 'archive', countType: 'sinceImageTransitioned', countNumber: 90 } as const;
    expect(risksIn([criteria(1, ANY, gone)])).toEqual([]);
  });
});

describe('a rule for certain tags', () => {
  it('is a danger by age when releases have them', () => {
    expect(risksIn([criteria(1, tagged('prod'), days(30))])).toEqual(['1 age prod-41']);
    expect(risksIn([criteria(1, matching('release-*'), days(180))])).toEqual(['1 age release-1.4.0']);
    expect(risksIn([criteria(1, matching('*.*.*'), days(30))])).toEqual(['1 age v1.4.0']);
    expect(risksIn([criteria(1, matching('prod'), days(30))])).toEqual(['1 age prod']);
  });

  it('is a danger when it keeps too few to go back', () => {
    expect(risksIn([criteria(1, tagged('v'), count(1))])).toEqual(['1 newer-releases v1.4.0']);
    expect(risksIn([criteria(1, tagged('v'), count(2))])).toEqual(['1 newer-releases v1.4.0']);
    expect(risksIn([criteria(1, tagged('v'), count(3))])).toEqual([]);
  });

  it('is none where one image at a time has the tag', () => {
    expect(risksIn([criteria(1, matching('production'), count(1))])).toEqual([]);
  });

  it('is none for tags that releases do not have', () => {
    expect(risksIn([criteria(1, tagged('dev', 'latest'), days(7)), criteria(2, tagged('pr-'), count(1))])).toEqual([]);
  });

  it('is found for pull requests, when their prefix takes production as well', () => {
    expect(risksIn([criteria(1, tagged('pr'), days(7))])).toEqual(['1 age prod-41']);
    expect(risksIn([criteria(1, tagged('prod'), count(9)), criteria(2, tagged('pr'), days(7))])).toEqual([]);
  });

  it('is found beside another', () => {
    expect(risksIn([criteria(1, tagged('v'), days(7)), criteria(2, tagged('release-'), count(1))])).toEqual([
      '1 age v1.4.0',
      '2 newer-releases release-1.4.0',
    ]);
  });
});

describe('what has to be safe', () => {
  it('can be told', () => {
    const rules = [criteria(1, ANY, days(30))];
    expect(risksIn(rules, { days: 30 })).toEqual([]);
    expect(risksIn([criteria(1, ANY, count(9))], { images: 9 })).toEqual([]);
    expect(risksIn([criteria(1, tagged('v'), count(4))], { releases: 5 })).toEqual(['1 newer-releases v1.4.0']);
    expect(risksIn([criteria(1, tagged('live-'), days(9))], { tags: ['live-7'] })).toEqual(['1 age live-7']);
  });
});

const repository = 'resource "aws_ecr_repository" "app" {\n  name = "shop-prod"\n}\n';

const policyOf = (rules: string) => `${repository}
resource "aws_ecr_lifecycle_policy" "app" {
  repository = aws_ecr_repository.app.name
  policy     = jsonencode({ rules = [${rules}] })
}
`;

const expire = (priority: string, tags: string, counts: string) =>
  `{ rulePriority = ${priority}, selection = { ${tags}, ${counts} }, action = { type = "expire" } }`;

const AGE = 'countType = "sinceImagePushed", countUnit = "days", countNumber = 30';
const PREFIX = 'tagStatus = "tagged", tagPrefixList = ["v"]';

testCases(rule, {
  good: [
    {
      title: 'a repository that is not production',
      code: policyOf(expire('1', 'tagStatus = "any"', AGE)).replace('shop-prod', 'shop-staging'),
    },
    {
      title: 'a policy that AWS refuses',
      code: policyOf(expire('1', 'tagStatus = "tagged"', AGE)),
    },
    {
      title: 'a number that is not known, which may be small',
      code: `variable "keep" {}\n${policyOf(expire('1', PREFIX, 'countType = "imageCountMoreThan", countNumber = var.keep'))}`,
      unresolved: ['aws_ecr_lifecycle_policy.app: var.keep has no value'],
    },
    {
      title: 'a number that is not known, and does not matter',
      code: `variable "keep" {}\n${policyOf(
        expire('1', 'tagStatus = "untagged"', 'countType = "imageCountMoreThan", countNumber = var.keep'),
      )}`,
    },
    {
      title: 'tags that are not known, which may protect the releases',
      code: `variable "tags" {}\n${policyOf(
        `${expire('1', 'tagStatus = "tagged", tagPrefixList = var.tags', 'countType = "imageCountMoreThan", countNumber = 9')}, ${expire('2', 'tagStatus = "any"', AGE)}`,
      )}`,
      unresolved: ['aws_ecr_lifecycle_policy.app: var.tags has no value'],
    },
    {
      title: 'rules that are not known',
      code: `variable "rules" {}\n${repository}
resource "aws_ecr_lifecycle_policy" "app" {
  repository = aws_ecr_repository.app.name
  policy     = jsonencode({ rules = var.rules })
}
`,
      unresolved: ['aws_ecr_lifecycle_policy.app: var.rules has no value'],
    },
  ],
  bad: [
    {
      title: 'the worst environment of the repositories that share a policy',
      code: `
locals {
  policy = jsonencode({ rules = [${expire('1', 'tagStatus = "any"', 'countType = "imageCountMoreThan", countNumber = 5')}] })
}

resource "aws_ecr_repository" "app" {
  for_each = toset(["dev", "prod"])
  name     = "app-\${each.key}"
}

resource "aws_ecr_lifecycle_policy" "app" {
  for_each   = aws_ecr_repository.app
  repository = each.value.name
  policy     = local.policy
}
`,
      findings: [
        {
          severity: 'error',
          message:
            'A release such as "v1.4.0" is expired as soon as 5 other images are pushed, builds included, even if it still runs. Keep releases with a rule of higher priority, or at least 10 images.',
          resource: 'aws_ecr_lifecycle_policy.app["prod"]',
          at: '5',
        },
      ],
    },
    {
      title: 'a rule before one that is not known',
      code: `variable "tags" {}\n${policyOf(
        `${expire('1', PREFIX, AGE)}, ${expire('2', 'tagStatus = "tagged", tagPrefixList = var.tags', 'countType = "imageCountMoreThan", countNumber = 9')}`,
      )}`,
      unresolved: ['aws_ecr_lifecycle_policy.app: var.tags has no value'],
      findings: [
        {
          severity: 'error',
          message:
            'A release such as "v1.4.0" is expired 30 days after it was pushed, also when it is the newest one and runs. Keep releases by number, with a rule of higher priority.',
          resource: 'aws_ecr_lifecycle_policy.app',
          at: '30',
        },
      ],
    },
    {
      title: 'a template for production',
      code: `
resource "aws_ecr_repository_creation_template" "app" {
  prefix           = "prod"
  applied_for      = ["CREATE_ON_PUSH"]
  lifecycle_policy = jsonencode({ rules = [${expire('1', PREFIX, 'countType = "imageCountMoreThan", countNumber = 2')}] })
}
`,
      findings: [
        {
          severity: 'error',
          message:
            'A release such as "v1.4.0" is expired as soon as 2 newer ones are pushed, which leaves little to go back to. Keep at least 3.',
          resource: 'aws_ecr_repository_creation_template.app',
          at: '2',
        },
      ],
    },
    {
      title: 'what it is told',
      code: policyOf(expire('1', PREFIX, 'countType = "imageCountMoreThan", countNumber = 4')),
      options: { releases: 5 },
      findings: [
        {
          severity: 'error',
          message:
            'A release such as "v1.4.0" is expired as soon as 4 newer ones are pushed, which leaves little to go back to. Keep at least 5.',
          resource: 'aws_ecr_lifecycle_policy.app',
          at: '4',
        },
      ],
    },
  ],
});
