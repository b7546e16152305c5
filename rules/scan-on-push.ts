import { type Argument, evidenceOf } from '../src/ecr/argument.ts';
import type { EcrFacts } from '../src/ecr/facts.ts';
import { scanningOf } from '../src/ecr/scanning.ts';
import { type Fix, literal } from '../src/lint/fix.ts';
import { hasDynamicBlock } from '../src/lint/mending/block.ts';
import { settingEdits } from '../src/lint/mending/setting.ts';
import { always, type Rule, type RuleContext } from '../src/lint/rule.ts';

const rule: Rule = {
  id: 'scan-on-push',
  title: 'Pushed images are not scanned for vulnerabilities',
  category: 'scanning',
  aliases: [
    'CKV_AWS_163',
    'AWS-0030',
    'AVD-AWS-0030',
    'aws-ecr-enable-image-scans',
    'AWS023',
    '9630336b-3fed-4096-8173-b9afdfe346a7',
    'AC_AWS_0083',
    'AWS.ECR.DataSecurity.High.0578',
    'aws-ecr-image-scanning-disabled',
    'ecr-image-scan-on-push',
    'ecr_repository_use_image_scanning',
    'ecr-image-scanning-enabled',
    'ecr-private-image-scanning-enabled',
    'CB_TFAWS_155',
    'ECR.1',
    'CT.ECR.PR.2',
  ],
  severity: always('error'),
  presets: ['recommended', 'strict', 'security-hub'],
  securitySeverity: 6.5,
  fix: 'safe',
  documentation: {
    what:
      'Nothing scans the images of this repository when they are pushed: its `scan_on_push` is missing or false, and no rule of ' +
      '`aws_ecr_registry_scanning_configuration` in the same configuration covers its name.\n\n' +
      'With `scan_type = "ENHANCED"` only the rules of the registry count. A repository that none of their filters matches is not scanned at all, whatever its own `scan_on_push` says. ' +
      'A filter without `*` matches every name that contains it; one with `*` has to match the whole name.',
    why: 'An image that nobody scans runs with whatever vulnerabilities its base image and packages had on the day it was built. Without a scan, nothing can raise an alarm about them or stop a deployment.',
    how:
      'Add `image_scanning_configuration { scan_on_push = true }` to the repository, or cover it with a rule of `aws_ecr_registry_scanning_configuration`, which AWS prefers. ' +
      'Both are changed in place. Images that were pushed before are not scanned by that; start a scan for them, or use continuous scanning.',
    references: [
      {
        title: 'Scan images for software vulnerabilities in Amazon ECR',
        url: 'https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning.html',
      },
      {
        title: 'Security Hub control ECR.1',
        url: 'https://docs.aws.amazon.com/securityhub/latest/userguide/ecr-controls.html#ecr-1',
      },
      {
        title: 'aws_ecr_registry_scanning_configuration',
        url: 'https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ecr_registry_scanning_configuration',
      },
    ],
  },
  examples: {
    good: [
      {
        title: 'Scanning on push',
        code: `
resource "aws_ecr_repository" "app" {
  name = "app"

  image_scanning_configuration {
    scan_on_push = true
  }
}
`,
      },
      {
        title: 'A registry that scans everything',
        code: `
resource "aws_ecr_registry_scanning_configuration" "this" {
  scan_type = "BASIC"

  rule {
    scan_frequency = "SCAN_ON_PUSH"

    repository_filter {
      filter      = "*"
      filter_type = "WILDCARD"
    }
  }
}

resource "aws_ecr_repository" "app" {
  name = "app"
}
`,
      },
    ],
    bad: [
      {
        title: 'No scan block',
        code: `
resource "aws_ecr_repository" "app" {
  name = "app"
}
`,
        findings: [
          {
            severity: 'error',
            message:
              'Pushed images are not scanned: the repository has no image_scanning_configuration, and no registry scanning rule here covers it. Add the block with scan_on_push = true.',
            resource: 'aws_ecr_repository.app',
            at: 'resource "aws_ecr_repository" "app"',
          },
        ],
        fixed: `
resource "aws_ecr_repository" "app" {
  name = "app"

  image_scanning_configuration {
    scan_on_push = true
  }
}
`,
      },
      {
        title: 'Scanning switched off',
        code: `
resource "aws_ecr_repository" "app" {
  name = "app"

  image_scanning_configuration {
    scan_on_push = false
  }
}
`,
        findings: [
          {
            severity: 'error',
            message:
              'Pushed images are not scanned: scan_on_push is false, and no registry scanning rule here covers the repository. Set it to true.',
            resource: 'aws_ecr_repository.app',
            at: 'false',
          },
        ],
        fixed: `
resource "aws_ecr_repository" "app" {
  name = "app"

  image_scanning_configuration {
    scan_on_push = true
  }
}
`,
      },
      {
        title: 'Enhanced scanning whose filters leave a repository out',
        code: `
resource "aws_ecr_registry_scanning_configuration" "this" {
  scan_type = "ENHANCED"

  rule {
    scan_frequency = "CONTINUOUS_SCAN"

    repository_filter {
      filter      = "team-a/*"
      filter_type = "WILDCARD"
    }
  }
}

resource "aws_ecr_repository" "covered" {
  name = "team-a/app"
}

resource "aws_ecr_repository" "left_out" {
  name = "team-b/app"

  image_scanning_configuration {
    scan_on_push = true
  }
}
`,
        findings: [
          {
            severity: 'error',
            message:
              'Pushed images are not scanned: enhanced scanning covers only repositories that a rule of the registry matches, whatever their scan_on_push says, and no rule matches this one. Add a filter for it.',
            resource: 'aws_ecr_repository.left_out',
            at: 'resource "aws_ecr_registry_scanning_configuration" "this"',
          },
        ],
      },
    ],
  },

  check(facts: EcrFacts, context: RuleContext): void {
    for (const repository of facts.repositories) {
      const scanning = scanningOf(repository.resource, repository.name, facts.scanningConfigurations);
      switch (scanning.kind) {
        case 'scanned':
          break;
        case 'unknown':
          context.unresolved({
            subject: repository,
            reason: scanning.reason,
            evidence: evidenceOf(scanning.argument),
          });
          break;
        case 'off': {
          const { hidden } = facts.deployment;
          if (hidden !== null) {
            context.unresolved({ subject: repository, reason: hidden, evidence: evidenceOf(scanning.argument) });
            break;
          }
          context.report({
            subject: repository,
            message: describeMissing(scanning.argument),
            evidence: evidenceOf(scanning.argument),
            fix: fixOf(scanning.argument),
          });
          break;
        }
        case 'uncovered': {
          const { configuration } = scanning;
          context.report({
            subject: repository,
            message:
              'Pushed images are not scanned: enhanced scanning covers only repositories that a rule of the registry matches, whatever their scan_on_push says, and no rule matches this one. Add a filter for it.',
            evidence: { kind: 'missing', body: configuration.body, what: 'rule', owner: configuration },
          });
          break;
        }
      }
    }
  },
};

function describeMissing(argument: Argument): string {
  if (argument.value === null) {
    return argument.name === 'image_scanning_configuration'
      ? 'Pushed images are not scanned: the repository has no image_scanning_configuration, and no registry scanning rule here covers it. Add the block with scan_on_push = true.'
      : 'Pushed images are not scanned: scan_on_push is not set, and no registry scanning rule here covers the repository. Set it to true.';
  }
  return 'Pushed images are not scanned: scan_on_push is false, and no registry scanning rule here covers the repository. Set it to true.';
}

const BLOCK = 'image_scanning_configuration';

function fixOf(argument: Argument): Fix | null {
  const { body, name, value } = argument;
  const description = 'Switches on scanning of every image that is pushed.';
  if (value !== null || name !== BLOCK) {
    const edits = settingEdits(argument, { to: true, meant: /scan/i });
    return edits === null ? null : { safety: 'safe', description, edits };
  }
  // A dynamic block that makes none here may make one elsewhere, and there may only be one.
  if (body.place === null || hasDynamicBlock(body.place, BLOCK)) return null;
  const content = { arguments: [['scan_on_push', literal(true)]], blocks: [] } as const;
  return { safety: 'safe', description, edits: [{ kind: 'add-block', block: body.place, type: BLOCK, content }] };
}

export default rule;
