import { type Answer, argumentOf, either, evidenceOf, judge, reasonOf, textOf } from '../src/ecr/argument.ts';
import type { EcrFacts } from '../src/ecr/facts.ts';
import { sameRegistry } from '../src/ecr/registry.ts';
import { always, type Rule, type RuleContext } from '../src/lint/rule.ts';
import type { EvaluatedResource } from '../src/terraform/resource.ts';
import type { Value } from '../src/terraform/value.ts';

const rule: Rule = {
  id: 'enhanced-scanning',
  title: 'Registry without enhanced scanning',
  category: 'scanning',
  aliases: [],
  severity: always('warning'),
  presets: ['strict'],
  securitySeverity: 4,
  documentation: {
    what:
      'The `aws_ecr_registry_scanning_configuration` asks for `BASIC` scanning. An `aws_inspector2_enabler` for `ECR` in the same account and region counts as enhanced scanning. ' +
      'A configuration without any of these is not judged: the registry may be set up elsewhere.',
    why:
      'Basic scanning looks at the packages of the operating system when an image is pushed, and never again. ' +
      'Enhanced scanning by Amazon Inspector also reads the packages of programming languages, and reports a vulnerability that becomes known later, while the image is in use.',
    how: 'Set `scan_type = "ENHANCED"`, with a rule that covers the repositories that matter, continuously for production. Amazon Inspector charges for every image. Results of basic scanning are no longer shown after the change.',
    references: [
      {
        title: 'Scan images for OS and programming language package vulnerabilities in Amazon ECR',
        url: 'https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning-enhanced.html',
      },
      {
        title: 'aws_ecr_registry_scanning_configuration',
        url: 'https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ecr_registry_scanning_configuration',
      },
      {
        title: 'aws_inspector2_enabler',
        url: 'https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/inspector2_enabler',
      },
    ],
  },
  examples: {
    good: [
      {
        title: 'Enhanced scanning of everything',
        code: `
resource "aws_ecr_registry_scanning_configuration" "this" {
  scan_type = "ENHANCED"

  rule {
    scan_frequency = "CONTINUOUS_SCAN"

    repository_filter {
      filter      = "*"
      filter_type = "WILDCARD"
    }
  }
}
`,
      },
      {
        title: 'A registry that is set up elsewhere',
        code: `
resource "aws_ecr_repository" "app" {
  name = "app"
}
`,
        unresolved: [
          {
            resource: 'aws_ecr_repository.app',
            reason: 'no aws_ecr_registry_scanning_configuration is here; the registry may be set up elsewhere',
            at: 'resource "aws_ecr_repository" "app"',
          },
        ],
      },
    ],
    bad: [
      {
        title: 'Basic scanning',
        code: `
resource "aws_ecr_registry_scanning_configuration" "this" {
  scan_type = "BASIC"
}
`,
        findings: [
          {
            severity: 'warning',
            message:
              'Basic scanning looks at an image once and only at packages of the operating system. Set scan_type to "ENHANCED".',
            resource: 'aws_ecr_registry_scanning_configuration.this',
            at: '"BASIC"',
          },
        ],
      },
      {
        title: 'Inspector for something else',
        code: `
resource "aws_inspector2_enabler" "this" {
  account_ids    = ["123456789012"]
  resource_types = ["EC2"]
}

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
`,
        findings: [
          {
            severity: 'warning',
            message:
              'Basic scanning looks at an image once and only at packages of the operating system. Set scan_type to "ENHANCED".',
            resource: 'aws_ecr_registry_scanning_configuration.this',
            at: '"BASIC"',
          },
        ],
      },
    ],
  },

  check(facts: EcrFacts, context: RuleContext): void {
    const enablers = facts.deployment.resources('aws_inspector2_enabler');
    for (const configuration of facts.scanningConfigurations) {
      const type = argumentOf(configuration.body, 'scan_type');
      const isEnhanced = either([
        judge(type, (value) => textOf(value) === 'ENHANCED'),
        ...enablers.map((enabler) => enables(enabler, configuration)),
      ]);
      if (isEnhanced === 'yes') continue;
      const subject = facts.subject(configuration);
      const evidence = evidenceOf(type);
      if (isEnhanced === 'no') {
        const message =
          'Basic scanning looks at an image once and only at packages of the operating system. Set scan_type to "ENHANCED".';
        context.report({ subject, message, evidence });
      } else {
        context.unresolved({ subject, reason: reasonOf(type), evidence });
      }
    }
    const [repository] = facts.repositories;
    if (facts.scanningConfigurations.length > 0 || repository === undefined) return;
    if (enablers.some((enabler) => enables(enabler, repository.resource) === 'yes')) return;
    const { body } = repository.resource;
    const message = 'no aws_ecr_registry_scanning_configuration is here; the registry may be set up elsewhere';
    context.unresolved({
      subject: repository,
      reason: { kind: 'unsupported', message, place: body.place },
      evidence: { kind: 'missing', body, what: 'aws_ecr_registry_scanning_configuration' },
    });
  },
};

/** Whether Inspector is switched on for the images of the registry that a resource belongs to. */
function enables(enabler: EvaluatedResource, resource: EvaluatedResource): Answer {
  const same = sameRegistry(enabler, resource);
  const types = enabler.body.attribute('resource_types');
  if (same === 'no' || types === null || types.kind === 'null') return 'no';
  const covers = 'items' in types ? either(types.items.map(isEcr)) : 'unknown';
  if (covers !== 'yes') return covers;
  return enabler.presence.kind === 'certain' ? same : 'unknown';
}

function isEcr(type: Value): Answer {
  if (type.kind === 'unknown') return 'unknown';
  return type.kind === 'string' && type.value === 'ECR' ? 'yes' : 'no';
}

export default rule;
