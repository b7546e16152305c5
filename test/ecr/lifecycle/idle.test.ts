import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import rule from '../../../rules/lifecycle-shadowed-rule.ts';
import { findIdleRules } from '../../../src/ecr/lifecycle/idle.ts';
import { type Criteria, criteriaOf, simulate } from '../../../src/ecr/lifecycle/simulate.ts';
import { isPossible, selectsTags, type TagSelection } from '../../../src/ecr/lifecycle/tag-selection.ts';
import { testCases } from '../rules/cases.ts';
import {
  anyCriteria,
  anyImages,
  rule as criteria,
  documentOf,
  matching,
  standardImage,
  tagged,
  writtenRule,
} from './build.ts';

/** The priorities of the rules that never act. */
function idleIn(rules: readonly Criteria[]): number[] {
  const { problems } = findIdleRules(documentOf(rules.map(writtenRule)));
  return problems.flatMap((problem) => (problem.rule.priority.kind === 'known' ? [problem.rule.priority.is] : []));
}

const anyRules = fc
  .array(anyCriteria(), { minLength: 1, maxLength: 5 })
  .map((rules) => rules.map((each, i) => ({ ...each, priority: i + 1 })));

describe('rules that never act', () => {
  it('are never seen to act, whatever is in the repository', () => {
    let claims = 0;
    fc.assert(
      fc.property(anyRules, fc.array(anyImages(), { minLength: 5, maxLength: 5 }), (rules, repositories) => {
        const idle = idleIn(rules);
        claims += idle.length;
        for (const images of repositories) {
          for (const by of simulate(rules, images).values()) expect(idle).not.toContain(by.priority);
        }
      }),
      { numRuns: 1000 },
    );
    expect(claims).toBeGreaterThan(100);
  });

  it('are all that there are for certain tags: any other acts on an image made for it', () => {
    fc.assert(
      fc.property(anyRules, (rules) => {
        const idle = idleIn(rules);
        for (const each of rules) {
          if (each.tags.kind !== 'tagged' || idle.includes(each.priority)) continue;
          const behindAny = rules.some(
            (other) =>
              other.priority < each.priority && other.storageClass === each.storageClass && other.tags.kind === 'any',
          );
          if (behindAny) continue;
          const tags = each.tags.patterns.map((pattern) => pattern.map((part) => part ?? 'z').join(''));
          const images = Array.from({ length: each.countNumber + 1 }, (_, i) => ({
            ...standardImage(tags, 100 + i),
            storageClass: each.storageClass,
            transitioned: 100,
          }));
          expect([...simulate(rules, images).values()]).toContain(each);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('are found whatever order they are written in', () => {
    expect(idleIn([criteria(2, matching('v1*')), criteria(1, matching('v*'))])).toEqual([2]);
    expect(idleIn([criteria(1, matching('v1*')), criteria(2, matching('v*'))])).toEqual([]);
  });

  it('look at another storage class', () => {
    expect(idleIn([criteria(1, matching('*')), criteria(2, matching('v*'), { storageClass: 'archive' })])).toEqual([]);
  });

  it('may need two to be covered: untagged and tagged images are all there are', () => {
    const any = criteria(3, { kind: 'any' });
    expect(idleIn([criteria(1, { kind: 'untagged' }), criteria(2, matching('*')), any])).toEqual([3]);
    expect(idleIn([criteria(1, { kind: 'untagged' }), criteria(2, matching('v*')), any])).toEqual([]);
    expect(idleIn([criteria(2, matching('*')), any])).toEqual([]);
  });

  it('do not have lists that ask for more than one behind it has', () => {
    expect(idleIn([criteria(1, tagged('a', 'b')), criteria(2, tagged('a'))])).toEqual([]);
    expect(idleIn([criteria(1, tagged('a')), criteria(2, tagged('b', 'a'))])).toEqual([2]);
  });

  it('ask for tags that cannot exist', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 5 }), fc.stringMatching(/^\w[\w.-]{0,6}$/), (text, tag) => {
        const selection: TagSelection = { kind: 'tagged', patterns: [[text, null]] };
        if (!isPossible([text, null])) expect(selectsTags(selection, [tag])).toBe(false);
      }),
    );
  });

  it('have everything that decides', () => {
    const [first] = documentOf([writtenRule(criteria(7, matching('v*', 'x')))]).rules;
    expect(first === undefined ? null : criteriaOf(first)).toEqual(criteria(7, matching('v*', 'x')));
  });
});

const policyOf = (rules: string) => `
resource "aws_ecr_lifecycle_policy" "app" {
  repository = "app"
  policy = jsonencode({
    rules = [
${rules}
    ]
  })
}
`;

const taggedRule = (priority: string, list: string) =>
  `      { rulePriority = ${priority}, selection = { tagStatus = "tagged", ${list}, countType = "imageCountMoreThan", countNumber = 9 }, action = { type = "expire" } },`;
const otherRule = (priority: string, status: string) =>
  `      { rulePriority = ${priority}, selection = { tagStatus = "${status}", countType = "imageCountMoreThan", countNumber = 9 }, action = { type = "expire" } },`;

testCases(rule, {
  good: [
    {
      title: 'what AWS refuses, which another rule says',
      code: policyOf(
        [
          otherRule('1', 'any'),
          otherRule('2', 'untagged'),
          otherRule('3', 'untagged'),
          taggedRule('4', 'tagPrefixList = ["v"]'),
          taggedRule('5', 'tagPrefixList = ["v"]'),
        ].join('\n'),
      ),
    },
    {
      title: 'tags that are not known',
      code: `variable "prefix" {\n  type = string\n}\n${policyOf(
        [taggedRule('1', 'tagPrefixList = [var.prefix]'), taggedRule('2', 'tagPrefixList = ["v1"]')].join('\n'),
      )}`,
      unresolved: ['aws_ecr_lifecycle_policy.app: var.prefix has no value'],
    },
    {
      title: 'priorities that are not known',
      code: `variable "first" {\n  type = number\n}\n${policyOf(
        [taggedRule('var.first', 'tagPrefixList = ["v"]'), taggedRule('2', 'tagPrefixList = ["v1"]')].join('\n'),
      )}`,
      unresolved: ['aws_ecr_lifecycle_policy.app: var.first has no value'],
    },
    {
      title: 'prefixes of which none begins with another',
      code: policyOf(
        [taggedRule('1', 'tagPrefixList = ["prod-"]'), taggedRule('2', 'tagPrefixList = ["prod"]')].join('\n'),
      ),
    },
  ],
  bad: [
    {
      title: 'a prefix within another',
      code: policyOf(
        [taggedRule('1', 'tagPrefixList = ["prod"]'), taggedRule('5', 'tagPrefixList = ["prod-eu-"]')].join('\n'),
      ),
      findings: [
        {
          severity: 'warning',
          message:
            'The rule with rulePriority 5 never acts: all that it selects is selected by that with 1, which keeps it from all later rules. Let this rule come before, or remove it.',
          resource: 'aws_ecr_lifecycle_policy.app',
          at: '["prod-eu-"]',
        },
      ],
    },
    {
      title: 'any image behind all untagged and all tagged ones',
      code: policyOf(
        [otherRule('1', 'untagged'), taggedRule('2', 'tagPatternList = ["*"]'), otherRule('3', 'any')].join('\n'),
      ),
      findings: [
        {
          severity: 'warning',
          message:
            'The rule with rulePriority 3 never acts: all that it selects is selected by those with 1 and 2, which keep it from all later rules. Let this rule come before, or remove it.',
          resource: 'aws_ecr_lifecycle_policy.app',
          at: '"any"',
        },
      ],
    },
    {
      title: 'a slash in a pattern',
      code: policyOf(taggedRule('1', 'tagPatternList = ["release/*"]')),
      findings: [
        {
          severity: 'warning',
          message:
            'The rule with rulePriority 1 never acts: no tag can match "release/*", as tags consist of letters, digits, _, . and -, and begin with none of the last two.',
          resource: 'aws_ecr_lifecycle_policy.app',
          at: '"release/*"',
        },
      ],
    },
  ],
});
