import { knownText } from '../src/ecr/argument.ts';
import type { EcrFacts } from '../src/ecr/facts.ts';
import { type ImageVerdict, judgeImage, reasonOfImage } from '../src/ecr/image-reference.ts';
import { type ImageUse, imageUsesOf, splitImagesOf } from '../src/ecr/image-use.ts';
import { always, type Evidence, type Rule, type RuleContext } from '../src/lint/rule.ts';
import { elementOf } from '../src/terraform/value.ts';

const rule: Rule = {
  id: 'no-latest-tag',
  title: 'A workload runs the tag `latest` of an ECR repository',
  category: 'tags',
  aliases: [],
  severity: always('warning'),
  presets: ['recommended', 'strict'],
  securitySeverity: 3,
  documentation: {
    what:
      'An ECS task definition, Lambda function, App Runner service, Batch job, Kubernetes workload or Helm release runs an image of a private ECR repository by the tag `latest`, or without any tag, which means the same. ' +
      'An image counts as one of ECR when it begins with the `repository_url` of an `aws_ecr_repository`, or its host is that of an ECR registry. ' +
      'Where `ignore_changes` leaves the image to a pipeline, nothing is said.',
    why:
      'Nobody can tell from the code which image runs. A new push of `latest` changes nothing in Terraform, so that nothing is rolled out, until a task is restarted for another reason and starts something else than the one beside it. ' +
      'Going back to the image of yesterday is not possible by the tag. With immutable tags, `latest` can only be pushed once.',
    how:
      'Give each build a tag of its own, such as the commit or the version, and pass it in: `"${aws_ecr_repository.app.repository_url}:${var.image_tag}"`, without a default for the variable. ' +
      'Stricter still is the digest: `data "aws_ecr_image"` looks it up, and its `image_uri` can be used as it is.',
    references: [
      {
        title: 'Best practices for Amazon ECS container images',
        url: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/container-considerations.html',
      },
      {
        title: 'Preventing image tags from being overwritten in Amazon ECR',
        url: 'https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html',
      },
      {
        title: 'aws_ecr_image data source',
        url: 'https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/ecr_image',
      },
    ],
  },
  examples: {
    good: [
      {
        title: 'A tag that is passed in, and a digest',
        code: `
variable "image_tag" {
  type = string
}

resource "aws_ecr_repository" "app" {
  name = "app"
}

data "aws_ecr_image" "app" {
  repository_name = aws_ecr_repository.app.name
  image_tag       = var.image_tag
}

resource "aws_lambda_function" "by_digest" {
  function_name = "by-digest"
  role          = "arn:aws:iam::123456789012:role/app"
  package_type  = "Image"
  image_uri     = data.aws_ecr_image.app.image_uri
}

resource "aws_lambda_function" "by_tag" {
  function_name = "by-tag"
  role          = "arn:aws:iam::123456789012:role/app"
  package_type  = "Image"
  image_uri     = "\${aws_ecr_repository.app.repository_url}:\${var.image_tag}"
}
`,
        unresolved: [
          {
            resource: 'aws_lambda_function.by_tag',
            reason: 'var.image_tag has no value',
            at: 'image_uri     = "${aws_ecr_repository.app.repository_url}:${var.image_tag}"',
          },
        ],
      },
      {
        title: 'An image that is not from ECR',
        code: `
resource "aws_ecr_repository" "app" {
  name = "app"
}

resource "aws_ecs_task_definition" "proxy" {
  family = "proxy"

  container_definitions = jsonencode([
    { name = "proxy", image = "docker.io/library/nginx:latest" },
  ])
}
`,
      },
    ],
    bad: [
      {
        title: 'A task definition with latest',
        code: `
resource "aws_ecr_repository" "app" {
  name = "app"
}

resource "aws_ecs_task_definition" "app" {
  family = "app"

  container_definitions = jsonencode([
    {
      name  = "app"
      image = "\${aws_ecr_repository.app.repository_url}:latest"
    },
  ])
}
`,
        findings: [
          {
            severity: 'warning',
            message:
              'This runs the tag "latest" of an ECR repository, which may be another image each time it starts. Use a tag that each build has for itself, or a digest.',
            resource: 'aws_ecs_task_definition.app',
            at: '"${aws_ecr_repository.app.repository_url}:latest"',
          },
        ],
      },
      {
        title: 'No tag at all',
        code: `
resource "aws_ecr_repository" "app" {
  name = "app"
}

resource "aws_lambda_function" "app" {
  function_name = "app"
  role          = "arn:aws:iam::123456789012:role/app"
  package_type  = "Image"
  image_uri     = aws_ecr_repository.app.repository_url
}
`,
        findings: [
          {
            severity: 'warning',
            message:
              'This runs an image of an ECR repository without a tag, which means "latest" and may be another image each time it starts. Use a tag that each build has for itself, or a digest.',
            resource: 'aws_lambda_function.app',
            at: 'image_uri     = aws_ecr_repository.app.repository_url',
          },
        ],
      },
      {
        title: 'A tag that is latest by default',
        code: `
variable "image_tag" {
  type    = string
  default = "latest"
}

resource "aws_ecr_repository" "app" {
  name = "app"
}

resource "aws_apprunner_service" "app" {
  service_name = "app"

  source_configuration {
    image_repository {
      image_identifier      = "\${aws_ecr_repository.app.repository_url}:\${var.image_tag}"
      image_repository_type = "ECR"
    }
  }
}
`,
        findings: [
          {
            severity: 'warning',
            message:
              'This runs the tag "latest" of an ECR repository, which may be another image each time it starts. Use a tag that each build has for itself, or a digest.',
            resource: 'aws_apprunner_service.app',
            at: '"latest"',
          },
        ],
      },
    ],
  },

  check(facts: EcrFacts, context: RuleContext): void {
    const { images, hidden } = imageUsesOf(facts.deployment);
    for (const use of images) judgeUse(use, facts, context);
    for (const { resource, body, argument, value, reason } of hidden) {
      context.unresolved({
        subject: facts.subject(resource),
        reason,
        evidence: { kind: 'value', value, body, argument },
      });
    }
    for (const { resource, repository, tag, body } of splitImagesOf(facts.deployment)) {
      if (judgeImage(repository).kind !== 'untagged' || knownText(tag) !== 'latest') continue;
      const evidence = { kind: 'value', value: tag, body, argument: 'value' } as const;
      context.report({ subject: facts.subject(resource), message: describe('latest'), evidence });
    }
  },
};

function judgeUse({ resource, body, argument, image, written }: ImageUse, facts: EcrFacts, context: RuleContext): void {
  const verdict = judgeImage(image);
  const subject = facts.subject(resource);
  switch (verdict.kind) {
    case 'pinned':
    case 'elsewhere':
      return;
    case 'unknown': {
      const reason = reasonOfImage(image);
      if (reason === null) return;
      context.unresolved({ subject, reason, evidence: { kind: 'value', value: image, body, argument } });
      return;
    }
    case 'latest': {
      const value = verdict.tag === null ? image : elementOf(image, verdict.tag);
      context.report({ subject, message: describe('latest'), evidence: { kind: 'value', value, body, argument } });
      return;
    }
    case 'untagged': {
      // What is read from the repository itself is written where it is read.
      const isRead = image.kind === 'unknown' && image.text === null;
      const evidence: Evidence = isRead
        ? { kind: 'place', place: written ?? body.attributePlace(argument), body, argument }
        : { kind: 'value', value: image, body, argument };
      context.report({ subject, message: describe('untagged'), evidence });
    }
  }
}

function describe(kind: Extract<ImageVerdict['kind'], 'latest' | 'untagged'>): string {
  const what =
    kind === 'latest'
      ? 'the tag "latest" of an ECR repository, which'
      : 'an image of an ECR repository without a tag, which means "latest" and';
  return `This runs ${what} may be another image each time it starts. Use a tag that each build has for itself, or a digest.`;
}

export default rule;
