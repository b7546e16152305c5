import { evidenceOf } from '../src/ecr/argument.ts';
import type { EcrFacts } from '../src/ecr/facts.ts';
import { type EndpointSet, endpointSetsOf, SERVICES, type Service } from '../src/ecr/vpc-endpoints.ts';
import { always, type Rule, type RuleContext } from '../src/lint/rule.ts';

const rule: Rule = {
  id: 'vpc-endpoints',
  title: 'VPC endpoints for only a part of what a pull takes',
  category: 'registry',
  aliases: [],
  severity: always('warning'),
  presets: ['recommended', 'strict'],
  securitySeverity: null,
  documentation: {
    what:
      'A VPC has an endpoint for `ecr.api` or `ecr.dkr`, but not for both, or none for S3. ' +
      'Endpoints count by their `vpc_id`. Where the VPC is made elsewhere, a missing S3 endpoint is not reported: it is often made with the VPC.',
    why:
      'A pull asks the ECR API for a login, the Docker registry for the manifest, and S3 for the layers. ' +
      'In a subnet without a way to the internet it fails at the first of these that has no endpoint, after a long time-out; with a NAT gateway it works, but all layers go through it and are paid for.',
    how:
      'Declare all three: interface endpoints for `com.amazonaws.<region>.ecr.api` and `com.amazonaws.<region>.ecr.dkr`, both with `private_dns_enabled = true`, and a gateway endpoint for `com.amazonaws.<region>.s3` in the route tables of the subnets. ' +
      'Tasks that log to CloudWatch also need `logs`.',
    references: [
      {
        title: 'Amazon ECR interface VPC endpoints (AWS PrivateLink)',
        url: 'https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html',
      },
      {
        title: 'aws_vpc_endpoint',
        url: 'https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/vpc_endpoint',
      },
    ],
  },
  examples: {
    good: [
      {
        title: 'All three',
        code: `
data "aws_region" "current" {}

resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_ecr_repository" "app" {
  name = "app"
}

resource "aws_vpc_endpoint" "ecr" {
  for_each = toset(["ecr.api", "ecr.dkr"])

  vpc_id              = aws_vpc.main.id
  service_name        = "com.amazonaws.\${data.aws_region.current.name}.\${each.key}"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
}

resource "aws_vpc_endpoint" "s3" {
  vpc_id       = aws_vpc.main.id
  service_name = "com.amazonaws.\${data.aws_region.current.name}.s3"
}
`,
      },
      {
        title: 'No endpoint for ECR at all',
        code: `
resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_ecr_repository" "app" {
  name = "app"
}

resource "aws_vpc_endpoint" "s3" {
  vpc_id       = aws_vpc.main.id
  service_name = "com.amazonaws.eu-west-1.s3"
}
`,
      },
    ],
    bad: [
      {
        title: 'Nothing for the layers',
        code: `
resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_ecr_repository" "app" {
  name = "app"
}

resource "aws_vpc_endpoint" "api" {
  vpc_id            = aws_vpc.main.id
  service_name      = "com.amazonaws.eu-west-1.ecr.api"
  vpc_endpoint_type = "Interface"
}

resource "aws_vpc_endpoint" "dkr" {
  vpc_id            = aws_vpc.main.id
  service_name      = "com.amazonaws.eu-west-1.ecr.dkr"
  vpc_endpoint_type = "Interface"
}
`,
        findings: [
          {
            severity: 'warning',
            message:
              'The VPC has endpoints for ecr.api and ecr.dkr, but none for s3. A pull takes all of them, so it goes through the internet or fails. Add the missing one.',
            resource: 'aws_vpc_endpoint.api',
            at: '"com.amazonaws.eu-west-1.ecr.api"',
          },
        ],
      },
      {
        title: 'The registry without its API',
        code: `
variable "vpc_id" {
  type = string
}

variable "region" {
  type = string
}

resource "aws_ecr_repository" "app" {
  name = "app"
}

resource "aws_vpc_endpoint" "dkr" {
  vpc_id            = var.vpc_id
  service_name      = "com.amazonaws.\${var.region}.ecr.dkr"
  vpc_endpoint_type = "Interface"
}

resource "aws_vpc_endpoint" "s3" {
  vpc_id       = var.vpc_id
  service_name = "com.amazonaws.\${var.region}.s3"
}
`,
        findings: [
          {
            severity: 'warning',
            message:
              'The VPC has endpoints for ecr.dkr and s3, but none for ecr.api. A pull takes all of them, so it goes through the internet or fails. Add the missing one.',
            resource: 'aws_vpc_endpoint.dkr',
            at: '"com.amazonaws.${var.region}.ecr.dkr"',
          },
        ],
      },
    ],
  },

  // Endpoints for a list of services hold no more than the ends of their names.
  markers: SERVICES.filter((service) => service !== 's3'),

  check(facts: EcrFacts, context: RuleContext): void {
    for (const set of endpointSetsOf(facts.deployment)) judgeSet(set, facts, context);
  },
};

function judgeSet({ endpoints, isDeclared, doubt }: EndpointSet, facts: EcrFacts, context: RuleContext): void {
  const present = SERVICES.filter((service) => endpoints.some((endpoint) => endpoint.service === service));
  const missing = SERVICES.filter((service) => !present.includes(service));
  const endpoint = endpoints.find(({ service }) => service !== 's3');
  if (missing.length === 0 || endpoint === undefined) return;
  const subject = facts.subject(endpoint.resource);
  const evidence = evidenceOf(endpoint.name);
  const [only, ...others] = missing;
  if (doubt !== null) {
    context.unresolved({ subject, reason: doubt, evidence });
  } else if (!isDeclared && only === 's3' && others.length === 0) {
    const message = 'the VPC is made elsewhere, and its S3 endpoint may be, too';
    context.unresolved({ subject, reason: { kind: 'unsupported', message, place: null }, evidence });
  } else {
    const certain = isDeclared ? missing : missing.filter((service) => service !== 's3');
    context.report({ subject, message: describe(present, certain), evidence });
  }
}

function describe(present: readonly Service[], missing: readonly Service[]): string {
  const has = `${present.length === 1 ? 'an endpoint' : 'endpoints'} for ${present.join(' and ')}`;
  const add = missing.length === 1 ? 'the missing one' : 'those that are missing';
  return `The VPC has ${has}, but none for ${missing.join(' and ')}. A pull takes all of them, so it goes through the internet or fails. Add ${add}.`;
}

export default rule;
