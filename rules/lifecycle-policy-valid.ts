import { isAbsent } from '../src/ecr/argument.ts';
import type { EcrFacts, LifecyclePolicy } from '../src/ecr/facts.ts';
import { checkLifecyclePolicy } from '../src/ecr/lifecycle/check-policy.ts';
import type { Violation } from '../src/ecr/lifecycle/violation.ts';
import { describeValue } from '../src/lint/describe.ts';
import { document, type Fix } from '../src/lint/fix.ts';
import { defaultLifecyclePolicy } from '../src/lint/mending/default-lifecycle.ts';
import { violationFix } from '../src/lint/mending/lifecycle-violation.ts';
import { always, type Rule, type RuleContext } from '../src/lint/rule.ts';
import { didYouMean } from '../src/lint/suggest.ts';
import type { Value } from '../src/terraform/value.ts';

const rule: Rule = {
  id: 'lifecycle-policy-valid',
  title: 'Lifecycle policy that AWS refuses',
  category: 'lifecycle',
  aliases: ['aws_ecr_lifecycle_policy_invalid_policy'],
  severity: always('error'),
  fix: 'safe',
  presets: ['recommended', 'strict'],
  securitySeverity: null,
  documentation: {
    what:
      'The policy of an `aws_ecr_lifecycle_policy`, or the `lifecycle_policy` of a repository creation template, breaks a rule of AWS. ' +
      'Terraform checks only that it is JSON: `validate` and `plan` pass, and `apply` fails with an `InvalidParameterException`. AWS asks that\n\n' +
      '- the text has 100 to 30,720 characters, not counting white space, and no more than 50 rules;\n' +
      '- each rule has `rulePriority`, `selection` and `action`, each selection `tagStatus`, `countType` and `countNumber`, each action `type`, and nothing has a key that AWS does not know or that is `null`;\n' +
      '- each `rulePriority` is used once, and a rule for `any` image has the highest one of its storage class;\n' +
      '- one rule of each storage class selects `untagged` images, and no two have the same prefixes;\n' +
      '- `tagged` comes with either `tagPrefixList` or `tagPatternList`, and not an empty one, `untagged` and `any` with neither; a pattern has no more than four `*`;\n' +
      '- `countNumber` is a whole number from 1, and `countUnit` is `days` for a time and absent for `imageCountMoreThan`;\n' +
      '- `sinceImageTransitioned` has `storageClass` `archive`, at least 90 days and the action `expire`; the others look at `standard` images, and `sinceImagePulled` has the action `transition`;\n' +
      '- `transition` has `targetStorageClass` `archive`, and `expire` has none.\n\n' +
      'A part that is not known is listed as unresolved.',
    why:
      'The mistake shows only when the change is applied, when other resources have been changed already. ' +
      'Until it is mended the repository has no lifecycle policy at all: Terraform deletes the old one before it creates the new one.',
    how:
      'Correct the value that is pointed at. `aws_ecr_lifecycle_policy_document` knows the keys and leaves out what is not set, but checks no more than that. ' +
      'Where `jsonencode` gets objects with optional attributes, drop the nulls: `{ for key, value in rule.selection : key => value if value != null }`.',
    references: [
      {
        title: 'Lifecycle policy properties in Amazon ECR',
        url: 'https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html',
      },
      {
        title: 'PutLifecyclePolicy',
        url: 'https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_PutLifecyclePolicy.html',
      },
      {
        title: 'Amazon ECR service quotas',
        url: 'https://docs.aws.amazon.com/AmazonECR/latest/userguide/service-quotas.html',
      },
      {
        title: 'aws_ecr_lifecycle_policy',
        url: 'https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ecr_lifecycle_policy',
      },
    ],
  },
  examples: {
    good: [
      {
        title: 'Rules of each kind',
        code: `
resource "aws_ecr_lifecycle_policy" "app" {
  repository = "app"

  policy = jsonencode({
    rules = [
      {
        rulePriority = 1
        selection = {
          tagStatus   = "untagged"
          countType   = "sinceImagePushed"
          countUnit   = "days"
          countNumber = 14
        }
        action = { type = "expire" }
      },
      {
        rulePriority = 2
        selection = {
          tagStatus      = "tagged"
          tagPatternList = ["release-*"]
          countType      = "imageCountMoreThan"
          countNumber    = 50
        }
        action = { type = "expire" }
      },
      {
        rulePriority = 10
        selection = {
          tagStatus   = "any"
          countType   = "sinceImagePulled"
          countUnit   = "days"
          countNumber = 180
        }
        action = { type = "transition", targetStorageClass = "archive" }
      },
      {
        rulePriority = 11
        selection = {
          tagStatus    = "any"
          storageClass = "archive"
          countType    = "sinceImageTransitioned"
          countUnit    = "days"
          countNumber  = 365
        }
        action = { type = "expire" }
      },
    ]
  })
}
`,
      },
      {
        title: 'A policy document',
        code: `
data "aws_ecr_lifecycle_policy_document" "app" {
  rule {
    priority = 1

    selection {
      tag_status   = "any"
      count_type   = "imageCountMoreThan"
      count_number = 100
    }
  }
}

resource "aws_ecr_lifecycle_policy" "app" {
  repository = "app"
  policy     = data.aws_ecr_lifecycle_policy_document.app.json
}
`,
      },
    ],
    bad: [
      {
        title: 'Tagged images without a list of tags',
        code: `
resource "aws_ecr_lifecycle_policy" "app" {
  repository = "app"

  policy = <<EOF
{
  "rules": [
    {
      "rulePriority": 1,
      "selection": {
        "tagStatus": "tagged",
        "countType": "imageCountMoreThan",
        "countNumber": 10
      },
      "action": { "type": "expire" }
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
              'tagStatus "tagged" needs a tagPrefixList or a tagPatternList; for all tags that is the pattern "*". AWS refuses the policy: "Must specify tagPrefixList or tagPatternList when tagStatus=TAGGED."',
            resource: 'aws_ecr_lifecycle_policy.app',
            at: '"tagged"',
          },
        ],
      },
      {
        title: 'A rule for any image before another',
        code: `
data "aws_ecr_lifecycle_policy_document" "app" {
  rule {
    priority = 1

    selection {
      tag_status   = "any"
      count_type   = "imageCountMoreThan"
      count_number = 100
    }
  }

  rule {
    priority = 2

    selection {
      tag_status   = "untagged"
      count_type   = "imageCountMoreThan"
      count_number = 5
    }
  }
}

resource "aws_ecr_lifecycle_policy" "app" {
  repository = "app"
  policy     = data.aws_ecr_lifecycle_policy_document.app.json
}
`,
        findings: [
          {
            severity: 'error',
            message:
              'A rule for any image has to come last: give it the highest rulePriority of the rules for standard images. AWS refuses the policy: "Rule for tagStatus=ANY must have the lowest priority per storage class"',
            resource: 'aws_ecr_lifecycle_policy.app',
            at: '"any"',
          },
        ],
      },
      {
        title: 'Days for a number of images',
        code: `
resource "aws_ecr_lifecycle_policy" "app" {
  repository = "app"

  policy = jsonencode({
    rules = [{
      rulePriority = 1
      selection = {
        tagStatus   = "any"
        countType   = "imageCountMoreThan"
        countUnit   = "days"
        countNumber = 100
      }
      action = { type = "expire" }
    }]
  })
}
`,
        findings: [
          {
            severity: 'error',
            message:
              'countUnit does not go with imageCountMoreThan, which counts images: remove it. AWS refuses the policy.',
            resource: 'aws_ecr_lifecycle_policy.app',
            at: '"days"',
          },
        ],
        fixed: `
resource "aws_ecr_lifecycle_policy" "app" {
  repository = "app"

  policy = jsonencode({
    rules = [{
      rulePriority = 1
      selection = {
        tagStatus   = "any"
        countType   = "imageCountMoreThan"
        countNumber = 100
      }
      action = { type = "expire" }
    }]
  })
}
`,
      },
      {
        title: 'A null in place of a key that is not needed',
        code: `
variable "keep" {
  type    = number
  default = 100
}

variable "unit" {
  type    = string
  default = null
}

resource "aws_ecr_lifecycle_policy" "app" {
  repository = "app"

  policy = jsonencode({
    rules = [{
      rulePriority = 1
      selection = {
        tagStatus   = "any"
        countType   = var.unit == null ? "imageCountMoreThan" : "sinceImagePushed"
        countUnit   = var.unit
        countNumber = var.keep
      }
      action = { type = "expire" }
    }]
  })
}
`,
        findings: [
          {
            severity: 'error',
            message:
              'countUnit is null. A key that is not set has to be left out. AWS refuses the policy: "instance failed to match exactly one schema (matched 0 out of 2)"',
            resource: 'aws_ecr_lifecycle_policy.app',
            at: 'null',
            line: 9,
          },
        ],
      },
    ],
  },

  check(facts: EcrFacts, context: RuleContext): void {
    for (const policy of facts.lifecyclePolicies) {
      const { body, name, value } = policy.policy;
      if (value === null || isAbsent(value)) continue;
      const { violations, questions } = checkLifecyclePolicy(policy);
      for (const violation of violations) {
        const evidence = { kind: 'value', value: blamed(violation), body, argument: name } as const;
        const isForgotten = violation.kind === 'empty-text' && policy.resource.published !== null;
        const fix = isForgotten ? givenFix(policy, context) : violationFix(violation);
        const message = isForgotten ? FORGOTTEN : describe(violation);
        context.report({ subject: policy, message, evidence, aspect: violation.kind, fix });
      }
      for (const { reason, value: open } of questions) {
        context.unresolved({ subject: policy, reason, evidence: { kind: 'value', value: open, body, argument: name } });
      }
    }
  },
};

const FORGOTTEN =
  'The module is given no lifecycle policy and creates one all the same, which is empty. AWS refuses the policy: "Member must have length greater than or equal to 100". Give it one, or let it create none.';

/** The policy that a published module is waiting for. */
function givenFix({ policy: { body, name } }: LifecyclePolicy, { defaults }: RuleContext): Fix | null {
  if (body.place === null) return null;
  const days = defaults.untaggedExpiryDays;
  return {
    safety: 'safe',
    description: `Gives the module a lifecycle policy that expires untagged images after ${days} days.`,
    edits: [{ kind: 'set-argument', block: body.place, name, value: document(defaultLifecyclePolicy(days)) }],
  };
}

/** The offending value; where a text is no JSON, the place at which reading it stopped. */
function blamed(violation: Violation): Value {
  const { value } = violation;
  return violation.kind === 'no-json' ? { ...value, origin: violation.place ?? value.origin } : value;
}

function describe(violation: Violation): string {
  const said = answerOfAws(violation);
  return `${explain(violation)} AWS refuses the policy${said === null ? '.' : `: "${said}"`}`;
}

const TYPES = { object: 'an object', array: 'a list', string: 'a string', integer: 'a whole number' } as const;

function explain(violation: Violation): string {
  const shown = describeValue(violation.value);
  switch (violation.kind) {
    case 'no-json':
      return `The lifecycle policy cannot be read: ${violation.message}.`;
    case 'empty-text':
      return 'The lifecycle policy is empty. Leave out the resource where there is to be no policy.';
    case 'short-text':
      return `The lifecycle policy is too short to say anything: it has ${violation.length} characters.`;
    case 'long-text':
      return `The lifecycle policy is too long: it has ${violation.length} characters without white space.`;
    case 'missing-keys':
      return `The ${violation.of} has no ${violation.keys.join(' and no ')}.`;
    case 'unknown-key':
      return `A lifecycle ${violation.of} has no key ${violation.key}.${didYouMean(violation.key, violation.allowed)}`;
    case 'null-value':
      return `${violation.key} is null. A key that is not set has to be left out.`;
    case 'wrong-type':
      return `${violation.key} takes ${TYPES[violation.expected]}, not ${shown}.`;
    case 'unknown-word':
      return `${violation.key} is ${shown}, and can only be ${violation.allowed.map((word) => `"${word}"`).join(' or ')}.`;
    case 'below-one':
      return `${violation.key} is ${shown}, and has to be at least 1.`;
    case 'tags-without-list':
      return 'tagStatus "tagged" needs a tagPrefixList or a tagPatternList; for all tags that is the pattern "*".';
    case 'both-tag-lists':
      return 'A rule has either a tagPrefixList or a tagPatternList, not both. The prefix "v" is the pattern "v*".';
    case 'empty-tag-list':
      return `${violation.key} is empty. Name at least one tag; for all tags that is the pattern "*".`;
    case 'list-without-tags':
      return `${violation.key} does not go with tagStatus "${violation.tagStatus}": remove it, or use "tagged".`;
    case 'many-wildcards':
      return `The pattern ${shown} has ${violation.wildcards} wildcards, and no more than four are possible.`;
    case 'missing-unit':
      return `${violation.countType} counts days and has to say so: add countUnit "days".`;
    case 'needless-unit':
      return 'countUnit does not go with imageCountMoreThan, which counts images: remove it.';
    case 'missing-class':
      return 'sinceImageTransitioned looks at archived images and has to say so: add storageClass "archive".';
    case 'wrong-class':
      return `${violation.countType} does not go with storageClass ${shown}.`;
    case 'wrong-action':
      return `The action of sinceImagePulled can only be "transition", that of sinceImageTransitioned only "expire". This is ${shown}.`;
    case 'missing-target':
      return 'An action of type "transition" has to say where to: add targetStorageClass "archive".';
    case 'needless-target':
      return 'targetStorageClass does not go with an action of type "expire": remove it.';
    case 'short-archive':
      return `Images stay in the archive for at least 90 days, and this is ${shown}.`;
    case 'many-rules':
      return `The policy has ${violation.rules} rules, and no more than 50 are possible.`;
    case 'same-priority':
      return `Another rule has rulePriority ${shown} already, and each needs its own.`;
    case 'any-not-last':
      return `A rule for any image has to come last: give it the highest rulePriority of the rules for ${violation.storageClass} images.`;
    case 'second-untagged':
      return `Another rule selects untagged ${violation.storageClass} images already, and only one can.`;
    case 'same-prefixes':
      return `Another rule has the same prefixes already (${violation.prefixes.map(describeValue).join(', ')}), and each needs its own.`;
  }
}

/** What PutLifecyclePolicy answers, where that is known. */
function answerOfAws(violation: Violation): string | null {
  switch (violation.kind) {
    case 'no-json':
      return 'Could not map policyString into LifecyclePolicy.';
    case 'empty-text':
    case 'short-text':
      return 'Member must have length greater than or equal to 100';
    case 'long-text':
      return 'Member must have length less than or equal to 30720';
    case 'missing-keys':
      return `object has missing required properties (${JSON.stringify(violation.keys)})`;
    case 'unknown-key':
      return `object instance has properties which are not allowed by the schema: (${JSON.stringify([violation.key])})`;
    case 'null-value':
      return 'instance failed to match exactly one schema (matched 0 out of 2)';
    case 'below-one':
      return `numeric instance is lower than the required minimum (minimum: 1, found: ${describeValue(violation.value)})`;
    case 'tags-without-list':
      return 'Must specify tagPrefixList or tagPatternList when tagStatus=TAGGED.';
    case 'any-not-last':
      return 'Rule for tagStatus=ANY must have the lowest priority per storage class';
    case 'second-untagged':
      return 'Only one rule can select Untagged images per storage class';
    default:
      return null;
  }
}

export default rule;
