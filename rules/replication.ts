import { argumentOf, evidenceOf, knownText, reasonOf } from '../src/ecr/argument.ts';
import type { EcrFacts } from '../src/ecr/facts.ts';
import {
  type Destination,
  destinationsOf,
  hasSettings,
  isOwnAccount,
  isOwnRegion,
  keyOfDestination,
  rulesOf,
} from '../src/ecr/replication.ts';
import { rivalsAmong } from '../src/ecr/singleton.ts';
import { always, type Rule, type RuleContext, type Subject } from '../src/lint/rule.ts';
import type { EvaluatedBody } from '../src/terraform/resource.ts';

/** https://docs.aws.amazon.com/AmazonECR/latest/userguide/service-quotas.html */
const MOST_RULES = 10;
const MOST_DESTINATIONS = 25;
const MOST_FILTERS = 100;

const rule: Rule = {
  id: 'replication',
  title: 'Replication that AWS refuses, or replicas that nobody set up',
  category: 'registry',
  aliases: [],
  severity: always('warning'),
  presets: ['recommended', 'strict'],
  securitySeverity: null,
  documentation: {
    what:
      'An `aws_ecr_replication_configuration`, of which each account has one per region:\n\n' +
      '- copies images to the registry they come from;\n' +
      '- names a destination twice in one rule;\n' +
      `- has more than ${MOST_RULES} rules, ${MOST_DESTINATIONS} destinations or ${MOST_FILTERS} filters in a rule;\n` +
      '- is declared twice for one registry, so that the one which is applied last wins;\n' +
      '- copies to another region of the same account, for which neither an `aws_ecr_repository_creation_template` with `REPLICATION` nor a repository is declared here.',
    why:
      'AWS refuses what is beyond its limits only when it is applied. And replication copies images, not settings: AWS creates the repository at the destination with mutable tags, no scanning, ' +
      'encryption with its own key, no lifecycle policy and no repository policy, unless a creation template in that region says otherwise.',
    how:
      'Leave the own region out and name each destination once. For every region that images are copied to, declare an `aws_ecr_repository_creation_template` with `applied_for = ["REPLICATION"]`, ' +
      'with a provider for that region or, since version 6, the argument `region`. Where the templates are part of another configuration, suppress the finding with that reason.',
    references: [
      {
        title: 'Private image replication in Amazon ECR',
        url: 'https://docs.aws.amazon.com/AmazonECR/latest/userguide/replication.html',
      },
      {
        title: 'Templates to control repositories created during replication',
        url: 'https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-creation-templates.html',
      },
      {
        title: 'aws_ecr_replication_configuration',
        url: 'https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ecr_replication_configuration',
      },
    ],
  },
  examples: {
    good: [
      {
        title: 'A template where the images go',
        code: `
data "aws_caller_identity" "current" {}

provider "aws" {
  region = "eu-west-1"
}

provider "aws" {
  alias  = "us"
  region = "us-east-1"
}

resource "aws_ecr_replication_configuration" "this" {
  replication_configuration {
    rule {
      destination {
        region      = "us-east-1"
        registry_id = data.aws_caller_identity.current.account_id
      }
    }
  }
}

resource "aws_ecr_repository_creation_template" "replicas" {
  provider             = aws.us
  prefix               = "ROOT"
  applied_for          = ["REPLICATION"]
  image_tag_mutability = "IMMUTABLE"
}
`,
      },
      {
        title: 'The same region of another account',
        code: `
provider "aws" {
  region = "eu-west-1"
}

resource "aws_ecr_replication_configuration" "this" {
  replication_configuration {
    rule {
      destination {
        region      = "eu-west-1"
        registry_id = "210987654321"
      }
    }
  }
}
`,
      },
    ],
    bad: [
      {
        title: 'Replicas with the defaults of AWS',
        code: `
data "aws_caller_identity" "current" {}

resource "aws_ecr_replication_configuration" "this" {
  replication_configuration {
    rule {
      destination {
        region      = "us-east-1"
        registry_id = data.aws_caller_identity.current.account_id
      }
    }
  }
}
`,
        findings: [
          {
            severity: 'warning',
            message:
              'Replicas in us-east-1 get the defaults of AWS: mutable tags, no scanning and no lifecycle policy. Declare an aws_ecr_repository_creation_template with applied_for = ["REPLICATION"] there.',
            resource: 'aws_ecr_replication_configuration.this',
            at: '"us-east-1"',
          },
        ],
      },
      {
        title: 'The registry the images come from',
        code: `
data "aws_caller_identity" "current" {}

provider "aws" {
  region = "eu-west-1"
}

resource "aws_ecr_replication_configuration" "this" {
  replication_configuration {
    rule {
      destination {
        region      = "eu-west-1"
        registry_id = data.aws_caller_identity.current.account_id
      }
    }
  }
}
`,
        findings: [
          {
            severity: 'warning',
            message:
              'Images would be copied to the registry they come from, which AWS refuses. Name another region or another account.',
            resource: 'aws_ecr_replication_configuration.this',
            at: '"eu-west-1"',
            line: 12,
          },
        ],
      },
      {
        title: 'A destination twice',
        code: `
resource "aws_ecr_replication_configuration" "this" {
  replication_configuration {
    rule {
      destination {
        region      = "eu-central-1"
        registry_id = "210987654321"
      }

      destination {
        region      = "eu-central-1"
        registry_id = "210987654321"
      }
    }
  }
}
`,
        findings: [
          {
            severity: 'warning',
            message: 'This destination is in the rule already. Remove one of the two.',
            resource: 'aws_ecr_replication_configuration.this',
            at: 'destination',
            line: 10,
          },
        ],
      },
    ],
  },

  check(facts: EcrFacts, context: RuleContext): void {
    const configurations = facts.deployment.resources('aws_ecr_replication_configuration');
    for (const configuration of configurations) {
      const subject = facts.subject(configuration);
      const rules = rulesOf(configuration);
      judgeLimits(subject, rules, context);
      for (const each of rules) {
        judgeDuplicates(subject, each, context);
        for (const destination of destinationsOf(each)) judgeDestination(subject, destination, facts, context);
      }
    }
    for (const { resource, earlier } of rivalsAmong(configurations)) {
      context.report({
        subject: facts.subject(resource),
        aspect: 'rival',
        message: `A registry has one replication configuration, and ${earlier.address} sets it already: the one that is applied last wins. Put all rules into one of them.`,
        evidence: { kind: 'missing', body: resource.body, what: 'another registry' },
      });
    }
  },
};

function judgeLimits(subject: Subject, rules: readonly EvaluatedBody[], context: RuleContext): void {
  const report = (body: EvaluatedBody, message: string): void =>
    context.report({ subject, aspect: 'limit', message, evidence: { kind: 'missing', body, what: 'room' } });

  const surplus = rules[MOST_RULES];
  if (surplus !== undefined) {
    report(
      surplus,
      `AWS takes at most ${MOST_RULES} replication rules, and there are ${rules.length}. Join some of them.`,
    );
  }
  const destinations = new Set(
    rules
      .flatMap(destinationsOf)
      .map(keyOfDestination)
      .filter((key) => key !== null),
  );
  if (destinations.size > MOST_DESTINATIONS) {
    report(
      subject.resource.body,
      `AWS takes at most ${MOST_DESTINATIONS} different destinations in all rules, and there are ${destinations.size}.`,
    );
  }
  for (const rule of rules) {
    const filters = rule.blocks('repository_filter').items;
    if (filters.length > MOST_FILTERS) {
      report(rule, `AWS takes at most ${MOST_FILTERS} filters in a rule, and there are ${filters.length}.`);
    }
  }
}

function judgeDuplicates(subject: Subject, rule: EvaluatedBody, context: RuleContext): void {
  const seen = new Set<string>();
  for (const destination of destinationsOf(rule)) {
    const key = keyOfDestination(destination);
    if (key !== null && seen.has(key)) {
      const evidence = evidenceOf({ ...argumentOf(destination.body, 'region'), value: null });
      const message = 'This destination is in the rule already. Remove one of the two.';
      context.report({ subject, aspect: 'duplicate', message, evidence });
    }
    if (key !== null) seen.add(key);
  }
}

function judgeDestination(subject: Subject, destination: Destination, facts: EcrFacts, context: RuleContext): void {
  const { region, registry } = destination;
  const { resource } = subject;
  const isHere = isOwnRegion(resource, destination);
  const isOwn = isOwnAccount(resource, destination);
  const evidence = evidenceOf(region);
  if (isOwn === 'unknown') {
    // Another account sets its replicas up by itself; which account this is, mostly nothing says.
    if (isHere === 'yes' && knownText(registry.value) === null) {
      context.unresolved({ subject, reason: reasonOf(registry), evidence: evidenceOf(registry) });
    }
    return;
  }
  if (isHere === 'yes') {
    const message =
      'Images would be copied to the registry they come from, which AWS refuses. Name another region or another account.';
    const { body, name } = region;
    const written = { kind: 'place', place: body.attributePlace(name), body, argument: name } as const;
    const isKnown = knownText(region.value) !== null;
    context.report({ subject, aspect: 'own', message, evidence: isKnown ? evidence : written });
    return;
  }
  const known = knownText(region.value);
  const settings = known === null ? 'unknown' : hasSettings(destination, facts.creationTemplates, facts.repositories);
  if (settings === 'yes') return;
  if (settings === 'unknown') {
    const message = 'it is not known whether a creation template applies to its region';
    const reason = known === null ? reasonOf(region) : ({ kind: 'unset', message, place: null } as const);
    context.unresolved({ subject, reason, evidence });
    return;
  }
  const message = `Replicas in ${known} get the defaults of AWS: mutable tags, no scanning and no lifecycle policy. Declare an aws_ecr_repository_creation_template with applied_for = ["REPLICATION"] there.`;
  context.report({ subject, aspect: 'settings', message, evidence });
}

export default rule;
