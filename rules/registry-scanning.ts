import {
  type Answer,
  type Argument,
  agree,
  argumentOf,
  evidenceOf,
  isAbsent,
  judge,
  knownText,
  reasonOf,
  textOf,
} from '../src/ecr/argument.ts';
import type { EcrFacts } from '../src/ecr/facts.ts';
import { sameRegistry } from '../src/ecr/registry.ts';
import { filterCovers } from '../src/ecr/scanning.ts';
import { rivalsAmong } from '../src/ecr/singleton.ts';
import { always, type Rule, type RuleContext, type Subject } from '../src/lint/rule.ts';
import type { EvaluatedBody } from '../src/terraform/resource.ts';

const rule: Rule = {
  id: 'registry-scanning',
  title: 'Registry scanning that AWS refuses or that does not do what it seems to',
  category: 'scanning',
  aliases: ['aws_ecr_registry_scanning_configuration_invalid_scan_type'],
  severity: always('warning'),
  presets: ['recommended', 'strict'],
  securitySeverity: 4,
  documentation: {
    what:
      'An `aws_ecr_registry_scanning_configuration`, of which each account has one per region:\n\n' +
      '- has a `scan_type` other than `BASIC` and `ENHANCED`;\n' +
      '- asks for `CONTINUOUS_SCAN` with `BASIC` scanning, or for `MANUAL` with `ENHANCED`;\n' +
      '- has more than the two rules AWS takes, or two for the same frequency;\n' +
      '- has a filter without `*`, which matches every repository whose name contains it, and not only the one of that name; where no such repository is in sight, that is told as information;\n' +
      '- is declared twice for one registry, so that the one which is applied last wins.\n\n' +
      'Also an `aws_ecr_account_setting` that chooses the Clair scanner, which AWS has switched off, or that gives the scanner a value AWS does not know.',
    why: 'The provider checks none of this. The apply fails, or repositories are scanned, and paid for, that were not meant, and others are not scanned although it seems so.',
    how:
      'Use `SCAN_ON_PUSH` with `BASIC`, and `SCAN_ON_PUSH` or `CONTINUOUS_SCAN` with `ENHANCED`. Put all filters of one frequency into one rule. ' +
      'Write filters with `*`: `prod*` for names that begin with it, `*prod*` where any part of the name is meant. Declare the configuration once per registry.',
    references: [
      {
        title: 'RegistryScanningRule',
        url: 'https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_RegistryScanningRule.html',
      },
      {
        title: 'Filters to choose which repositories are scanned in Amazon ECR',
        url: 'https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning-filters.html',
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
        title: 'A rule for each frequency',
        code: `
resource "aws_ecr_registry_scanning_configuration" "this" {
  scan_type = "ENHANCED"

  rule {
    scan_frequency = "SCAN_ON_PUSH"

    repository_filter {
      filter      = "*"
      filter_type = "WILDCARD"
    }
  }

  rule {
    scan_frequency = "CONTINUOUS_SCAN"

    repository_filter {
      filter      = "prod-*"
      filter_type = "WILDCARD"
    }
  }
}
`,
      },
      {
        title: 'A filter that is the whole name of one repository',
        code: `
resource "aws_ecr_repository" "app" {
  name = "payments-api"
}

resource "aws_ecr_registry_scanning_configuration" "this" {
  scan_type = "BASIC"

  rule {
    scan_frequency = "SCAN_ON_PUSH"

    repository_filter {
      filter      = aws_ecr_repository.app.name
      filter_type = "WILDCARD"
    }
  }
}
`,
      },
    ],
    bad: [
      {
        title: 'Continuous scanning, which basic scanning does not have',
        code: `
resource "aws_ecr_registry_scanning_configuration" "this" {
  scan_type = "BASIC"

  rule {
    scan_frequency = "CONTINUOUS_SCAN"

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
              'Basic scanning has no CONTINUOUS_SCAN, and AWS refuses the rule. Use "SCAN_ON_PUSH", or scan_type = "ENHANCED".',
            resource: 'aws_ecr_registry_scanning_configuration.this',
            at: '"CONTINUOUS_SCAN"',
          },
        ],
      },
      {
        title: 'A filter that matches more than it seems to',
        code: `
resource "aws_ecr_repository" "app" {
  name = "nonprod-api"
}

resource "aws_ecr_registry_scanning_configuration" "this" {
  scan_type = "ENHANCED"

  rule {
    scan_frequency = "CONTINUOUS_SCAN"

    repository_filter {
      filter      = "prod"
      filter_type = "WILDCARD"
    }
  }
}
`,
        findings: [
          {
            severity: 'warning',
            message:
              'A filter without * matches every repository whose name contains it: "prod" matches "nonprod-api" too. Write "prod*" for names that begin with it, or "*prod*" to say that any part is meant.',
            resource: 'aws_ecr_registry_scanning_configuration.this',
            at: '"prod"',
          },
        ],
      },
      {
        title: 'The scanner that AWS has switched off',
        code: `
resource "aws_ecr_account_setting" "scanner" {
  name  = "BASIC_SCAN_TYPE_VERSION"
  value = "CLAIR"
}
`,
        findings: [
          {
            severity: 'warning',
            message: 'AWS has switched off the Clair scanner and refuses this setting. Use "AWS_NATIVE".',
            resource: 'aws_ecr_account_setting.scanner',
            at: '"CLAIR"',
          },
        ],
      },
    ],
  },

  check(facts: EcrFacts, context: RuleContext): void {
    for (const configuration of facts.scanningConfigurations) {
      const subject = facts.subject(configuration);
      judgeType(subject, context);
      judgeFrequencies(subject, context);
      judgeNumber(subject, context);
      for (const filter of filtersOf(configuration.body)) judgeFilter(subject, filter, facts, context);
    }
    for (const { resource, earlier } of rivalsAmong(facts.scanningConfigurations)) {
      context.report({
        subject: facts.subject(resource),
        aspect: 'rival',
        message: `A registry has one scanning configuration, and ${earlier.address} sets it already: the one that is applied last wins. Keep one of them.`,
        evidence: { kind: 'missing', body: resource.body, what: 'another registry' },
      });
    }
    for (const resource of facts.deployment.resources('aws_ecr_account_setting')) {
      judgeScanner(facts.subject(resource), context);
    }
  },
};

function judgeType(subject: Subject, context: RuleContext): void {
  const type = argumentOf(subject.resource.body, 'scan_type');
  // Terraform itself says that it is missing.
  const isRight = judge(type, (value) => value === null || ['BASIC', 'ENHANCED'].includes(textOf(value) ?? ''));
  if (isRight !== 'no') return;
  const message = 'The type of scanning is "BASIC" or "ENHANCED", in capital letters; AWS refuses any other.';
  context.report({ subject, aspect: 'type', message, evidence: evidenceOf(type) });
}

/** What each type of scanning does not have. */
const REFUSED = [
  {
    type: 'BASIC',
    frequency: 'CONTINUOUS_SCAN',
    message:
      'Basic scanning has no CONTINUOUS_SCAN, and AWS refuses the rule. Use "SCAN_ON_PUSH", or scan_type = "ENHANCED".',
  },
  {
    type: 'ENHANCED',
    frequency: 'MANUAL',
    message: 'Enhanced scanning has no MANUAL, and AWS refuses the rule. Use "SCAN_ON_PUSH" or "CONTINUOUS_SCAN".',
  },
] as const;

function judgeFrequencies(subject: Subject, context: RuleContext): void {
  const { body } = subject.resource;
  const type = argumentOf(body, 'scan_type');
  for (const rule of body.blocks('rule').items) {
    const frequency = argumentOf(rule, 'scan_frequency');
    for (const refused of REFUSED) {
      const hasType = judge(type, (value) => textOf(value) === refused.type);
      const hasFrequency = judge(frequency, (value) => textOf(value) === refused.frequency);
      if (hasType === 'no' || hasFrequency === 'no') continue;
      const answer: Answer = agree([hasType, hasFrequency]);
      if (answer === 'yes') {
        context.report({ subject, aspect: 'frequency', message: refused.message, evidence: evidenceOf(frequency) });
      } else {
        const open = hasFrequency === 'unknown' ? frequency : type;
        context.unresolved({ subject, reason: reasonOf(open), evidence: evidenceOf(open) });
      }
    }
  }
}

/** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_PutRegistryScanningConfiguration.html, rules */
const MOST_RULES = 2;

function judgeNumber(subject: Subject, context: RuleContext): void {
  const { items } = subject.resource.body.blocks('rule');
  const surplus = items[MOST_RULES];
  if (surplus !== undefined) {
    const message = `AWS takes at most ${MOST_RULES} rules, one for each frequency, and there are ${items.length}. Put all filters of one frequency into one rule.`;
    context.report({ subject, aspect: 'number', message, evidence: { kind: 'missing', body: surplus, what: 'room' } });
    return;
  }
  const [first, second] = items.map((rule) => knownText(rule.attribute('scan_frequency')));
  const repeated = items[1];
  if (repeated === undefined || first === undefined || first === null || first !== second) return;
  const message = `Both rules are for ${first}, and AWS takes one for each frequency. Put all filters into one rule.`;
  context.report({ subject, aspect: 'number', message, evidence: evidenceOf(argumentOf(repeated, 'scan_frequency')) });
}

function filtersOf(configuration: EvaluatedBody): readonly Argument[] {
  const rules = configuration.blocks('rule').items;
  return rules.flatMap((rule) => rule.blocks('repository_filter').items.map((block) => argumentOf(block, 'filter')));
}

/** A filter that is the name of one repository and no part of another's is as good as that name. */
function judgeFilter(subject: Subject, filter: Argument, facts: EcrFacts, context: RuleContext): void {
  const text = knownText(filter.value);
  if (text === null || text === '' || text.includes('*')) return;
  const names = facts.repositories
    .filter(({ resource }) => sameRegistry(resource, subject.resource) !== 'no')
    .filter(({ name }) => filterCovers(filter.value, name.value) === 'yes')
    .map(({ name }) => knownText(name.value));
  const other = names.find((name) => name !== null && name !== text);
  if (other === undefined && names.includes(text)) return;
  const isProven = other !== undefined && other !== null;
  const example = isProven ? `: "${text}" matches "${other}" too` : '';
  const message = `A filter without * matches every repository whose name contains it${example}. Write "${text}*" for names that begin with it, or "*${text}*" to say that any part is meant.`;
  const evidence = evidenceOf(filter);
  // Without a repository that it matches by mistake, it may well be meant.
  context.report({ subject, aspect: 'filter', message, evidence, ...(isProven ? {} : { atMost: 'info' }) });
}

/** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_PutAccountSetting.html */
function judgeScanner(subject: Subject, context: RuleContext): void {
  const { body } = subject.resource;
  if (knownText(body.attribute('name')) !== 'BASIC_SCAN_TYPE_VERSION') return;
  const value = argumentOf(body, 'value');
  if (isAbsent(value.value)) return;
  const isRight = judge(value, (known) => textOf(known) === 'AWS_NATIVE');
  if (isRight === 'yes') return;
  const evidence = evidenceOf(value);
  if (isRight === 'unknown') {
    context.unresolved({ subject, reason: reasonOf(value), evidence });
    return;
  }
  const message =
    knownText(value.value) === 'CLAIR'
      ? 'AWS has switched off the Clair scanner and refuses this setting. Use "AWS_NATIVE".'
      : 'The scanner of basic scanning can only be set to "AWS_NATIVE".';
  context.report({ subject, message, evidence });
}

export default rule;
