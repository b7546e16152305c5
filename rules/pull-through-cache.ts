import {
  type Answer,
  argumentOf,
  evidenceOf,
  isAbsent,
  judge,
  knownText,
  reasonOf,
  textOf,
} from '../src/ecr/argument.ts';
import { appliesTo } from '../src/ecr/creation-template.ts';
import type { CreationTemplate, EcrFacts } from '../src/ecr/facts.ts';
import { hasSecretPrefix, intendedHost, needsLogin, SECRET_PREFIX } from '../src/ecr/upstream.ts';
import { always, type Rule, type RuleContext, type Subject } from '../src/lint/rule.ts';
import type { Value } from '../src/terraform/value.ts';

const rule: Rule = {
  id: 'pull-through-cache',
  title: 'Pull-through cache that cannot fetch or update images',
  category: 'registry',
  aliases: [],
  severity: always('error'),
  presets: ['recommended', 'strict'],
  securitySeverity: null,
  documentation: {
    what:
      'An `aws_ecr_pull_through_cache_rule` does not work as written:\n\n' +
      '- its upstream is an address that AWS does not take, such as `docker.io` for `registry-1.docker.io`;\n' +
      '- its upstream is Docker Hub, GitHub, GitLab or Azure, which need a login, and there is no `credential_arn`;\n' +
      `- the secret with the login has a name that does not begin with \`${SECRET_PREFIX}\`.\n\n` +
      'Or an `aws_ecr_repository_creation_template` for `PULL_THROUGH_CACHE` makes its repositories `IMMUTABLE`.',
    why:
      'AWS refuses the rule, or each pull through it fails: ECR may read only secrets of that name. ' +
      'Terraform notices none of it before it is applied. And in an immutable repository the cache cannot follow a tag that moves upstream: it keeps serving the old image, with its vulnerabilities.',
    how:
      `Use the address that AWS documents. Store the login, \`username\` and \`accessToken\`, in a secret whose name begins with \`${SECRET_PREFIX}\`, in the account and region of the rule, and name it in \`credential_arn\`. ` +
      'Leave tags in caches mutable, or exclude those that move.',
    references: [
      {
        title: 'Sync an upstream registry with an Amazon ECR private registry',
        url: 'https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html',
      },
      {
        title: 'Storing your upstream repository credentials in an AWS Secrets Manager secret',
        url: 'https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-creating-secret.html',
      },
      {
        title: 'aws_ecr_pull_through_cache_rule',
        url: 'https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ecr_pull_through_cache_rule',
      },
    ],
  },
  examples: {
    good: [
      {
        title: 'Docker Hub with a login',
        code: `
resource "aws_secretsmanager_secret" "docker_hub" {
  name = "ecr-pullthroughcache/docker-hub"
}

resource "aws_ecr_pull_through_cache_rule" "docker_hub" {
  ecr_repository_prefix = "docker-hub"
  upstream_registry_url = "registry-1.docker.io"
  credential_arn        = aws_secretsmanager_secret.docker_hub.arn
}
`,
      },
      {
        title: 'A registry that needs no login, with a template that leaves tags mutable',
        code: `
resource "aws_ecr_pull_through_cache_rule" "public" {
  ecr_repository_prefix = "ecr-public"
  upstream_registry_url = "public.ecr.aws"
}

resource "aws_ecr_repository_creation_template" "public" {
  prefix               = "ecr-public"
  applied_for          = ["PULL_THROUGH_CACHE"]
  image_tag_mutability = "MUTABLE"
}
`,
      },
    ],
    bad: [
      {
        title: 'No login for Docker Hub',
        code: `
resource "aws_ecr_pull_through_cache_rule" "docker_hub" {
  ecr_repository_prefix = "docker-hub"
  upstream_registry_url = "registry-1.docker.io"
}
`,
        findings: [
          {
            severity: 'error',
            message:
              'A pull-through cache fetches from registry-1.docker.io only with a login. Set credential_arn to a secret whose name begins with ecr-pullthroughcache/.',
            resource: 'aws_ecr_pull_through_cache_rule.docker_hub',
            at: 'resource "aws_ecr_pull_through_cache_rule" "docker_hub"',
          },
        ],
      },
      {
        title: 'A secret that ECR may not read',
        code: `
resource "aws_secretsmanager_secret" "github" {
  name = "github-packages"
}

resource "aws_ecr_pull_through_cache_rule" "github" {
  ecr_repository_prefix = "github"
  upstream_registry_url = "ghcr.io"
  credential_arn        = aws_secretsmanager_secret.github.arn
}
`,
        findings: [
          {
            severity: 'error',
            message:
              'ECR reads the login only from a secret whose name begins with ecr-pullthroughcache/, and this one does not. Give the secret such a name.',
            resource: 'aws_ecr_pull_through_cache_rule.github',
            at: 'credential_arn        = aws_secretsmanager_secret.github.arn',
          },
        ],
      },
      {
        title: 'An address that AWS does not take',
        code: `
resource "aws_ecr_pull_through_cache_rule" "docker_hub" {
  ecr_repository_prefix = "docker-hub"
  upstream_registry_url = "docker.io"
  credential_arn        = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:ecr-pullthroughcache/docker-hub-AbCdEf"
}
`,
        findings: [
          {
            severity: 'error',
            message: 'AWS does not take "docker.io" as an upstream registry. Use "registry-1.docker.io".',
            resource: 'aws_ecr_pull_through_cache_rule.docker_hub',
            at: '"docker.io"',
          },
        ],
      },
      {
        title: 'A cache that cannot be updated',
        code: `
resource "aws_ecr_repository_creation_template" "public" {
  prefix               = "ecr-public"
  applied_for          = ["PULL_THROUGH_CACHE"]
  image_tag_mutability = "IMMUTABLE"
}
`,
        findings: [
          {
            severity: 'error',
            message:
              'Repositories of a pull-through cache get this setting, and with "IMMUTABLE" ECR cannot update a tag that moves upstream. Use "MUTABLE", or exclude the tags that move.',
            resource: 'aws_ecr_repository_creation_template.public',
            at: '"IMMUTABLE"',
          },
        ],
      },
    ],
  },

  check(facts: EcrFacts, context: RuleContext): void {
    for (const resource of facts.pullThroughCacheRules) {
      const subject = facts.subject(resource);
      judgeUpstream(subject, context);
      judgeCredential(subject, context);
    }
    for (const template of facts.creationTemplates) judgeTemplate(template, context);
  },
};

function judgeUpstream(subject: Subject, context: RuleContext): void {
  const upstream = argumentOf(subject.resource.body, 'upstream_registry_url');
  const address = knownText(upstream.value);
  const intended = address === null ? null : intendedHost(address);
  if (intended === null) return;
  const message = `AWS does not take "${address}" as an upstream registry. Use "${intended}".`;
  context.report({ subject, message, evidence: evidenceOf(upstream) });
}

function judgeCredential(subject: Subject, context: RuleContext): void {
  const { body } = subject.resource;
  const upstream = argumentOf(body, 'upstream_registry_url');
  const credential = argumentOf(body, 'credential_arn');
  const { value } = credential;
  const isMissing = isReference(value) ? 'no' : judge(credential, (known) => known === null || textOf(known) === '');
  if (isMissing === 'no' && value !== null) {
    judgeSecret(subject, value, context);
    return;
  }
  const isNeeded = judge(upstream, (known) => {
    const address = textOf(known) ?? '';
    return needsLogin(intendedHost(address) ?? address);
  });
  if (isNeeded === 'no') return;
  const evidence = evidenceOf(isAbsent(value) ? { ...credential, value: null } : credential);
  if (isNeeded === 'yes' && isMissing === 'yes') {
    const from = knownText(upstream.value) ?? 'this upstream';
    const message = `A pull-through cache fetches from ${from} only with a login. Set credential_arn to a secret whose name begins with ${SECRET_PREFIX}.`;
    context.report({ subject, aspect: `login ${from}`, message, evidence });
    return;
  }
  const open = isMissing === 'unknown' ? credential : upstream;
  context.unresolved({ subject, reason: reasonOf(open), evidence: evidenceOf(open) });
}

function judgeSecret(subject: Subject, value: Value, context: RuleContext): void {
  const { body } = subject.resource;
  const answer: Answer = hasSecretPrefix(value);
  if (answer === 'yes') return;
  const argument = 'credential_arn';
  if (answer === 'unknown') {
    const reason = reasonOf(argumentOf(body, argument));
    context.unresolved({ subject, reason, evidence: { kind: 'value', value, body, argument } });
    return;
  }
  const message = `ECR reads the login only from a secret whose name begins with ${SECRET_PREFIX}, and this one does not. Give the secret such a name.`;
  const evidence = { kind: 'place', place: body.attributePlace(argument), body, argument } as const;
  context.report({ subject, aspect: 'secret', message, evidence });
}

/** What a resource or data source gives is not empty. */
function isReference(value: Value | null): boolean {
  if (value?.kind !== 'unknown' || value.candidates !== null) return false;
  for (let step = value.via; step !== null; step = step.earlier) {
    if (step.kind === 'resource' || step.kind === 'data') return true;
  }
  return value.text !== null;
}

function judgeTemplate(template: CreationTemplate, context: RuleContext): void {
  const { setting } = template.mutability;
  const isImmutable = judge(setting, (value) => textOf(value) === 'IMMUTABLE');
  const isCache = appliesTo(template.appliedFor, 'PULL_THROUGH_CACHE');
  if (isImmutable === 'no' || isCache === 'no') return;
  if (isImmutable === 'yes' && isCache === 'yes') {
    const message =
      'Repositories of a pull-through cache get this setting, and with "IMMUTABLE" ECR cannot update a tag that moves upstream. Use "MUTABLE", or exclude the tags that move.';
    context.report({ subject: template, message, evidence: evidenceOf(setting) });
    return;
  }
  const open = isImmutable === 'unknown' ? setting : template.appliedFor;
  context.unresolved({ subject: template, reason: reasonOf(open), evidence: evidenceOf(open) });
}

export default rule;
