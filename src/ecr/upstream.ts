import type { EvaluatedResource } from '../terraform/resource.ts';
import type { Value } from '../terraform/value.ts';
import { type Answer, argumentOf, isAbsent, judgeValue, textOf } from './argument.ts';
import { shapeOf } from './text-shape.ts';

/**
 * Upstream registries from which a pull-through cache fetches only with a login.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html
 */
const WITH_LOGIN = /^(?:registry-1\.docker\.io|ghcr\.io|registry\.gitlab\.com|[\w-]+\.azurecr\.io)$/;

/** Addresses people know a registry by, and the one that a pull-through cache takes for it. */
const OTHER_NAMES: ReadonlyMap<string, string> = new Map([
  ['docker.io', 'registry-1.docker.io'],
  ['index.docker.io', 'registry-1.docker.io'],
  ['hub.docker.com', 'registry-1.docker.io'],
  ['registry.hub.docker.com', 'registry-1.docker.io'],
  ['docker.com', 'registry-1.docker.io'],
  ['github.com', 'ghcr.io'],
  ['docker.pkg.github.com', 'ghcr.io'],
  ['gitlab.com', 'registry.gitlab.com'],
  ['k8s.gcr.io', 'registry.k8s.io'],
  ['gallery.ecr.aws', 'public.ecr.aws'],
]);

/** The host that was meant by an address that AWS does not take as an upstream; null for any other address. */
export function intendedHost(address: string): string | null {
  return OTHER_NAMES.get(hostOf(address)) ?? null;
}

/** Whether a pull-through cache fetches from an upstream only with a login. */
export function needsLogin(address: string): boolean {
  return WITH_LOGIN.test(hostOf(address));
}

function hostOf(address: string): string {
  return address
    .replace(/^https?:\/\//, '')
    .replace(/\/.*$/, '')
    .toLowerCase();
}

/** The beginning that the name of a secret for a pull-through cache must have. */
export const SECRET_PREFIX = 'ecr-pullthroughcache/';

/**
 * Whether `credential_arn` leads to a secret whose name begins as ECR wants it, by the name of the secret that is
 * referenced or by what is known of the ARN.
 */
export function hasSecretPrefix(credential: Value): Answer {
  const secret = referencedSecret(credential);
  if (secret !== null) return secretIsNamed(secret);
  return judgeShape(credential, (text) => {
    const name = /:secret:(.*)$/s.exec(text)?.[1];
    return name ?? null;
  });
}

function secretIsNamed(secret: EvaluatedResource): Answer {
  for (const name of ['name', 'name_prefix']) {
    const { value } = argumentOf(secret.body, name);
    if (value !== null && !isAbsent(value)) return judgeShape(value, (text) => text);
  }
  const id = secret.body.attribute('arn') ?? secret.body.attribute('secret_id');
  return id === null || isAbsent(id) ? 'unknown' : hasSecretPrefix(id);
}

/** Stands for what is not known of a text. */
const HOLE = '\uE000';

/** Judges the name that `nameIn` finds in a text of which parts may be unknown; null where it finds none. */
function judgeShape(value: Value, nameIn: (text: string) => string | null): Answer {
  if (value.kind === 'unknown' && value.candidates === null) {
    const name = nameIn((shapeOf(value) ?? [null]).map((part) => part ?? HOLE).join(''));
    if (name === null) return 'unknown';
    const [known = ''] = name.split(HOLE);
    if (known.startsWith(SECRET_PREFIX)) return 'yes';
    return SECRET_PREFIX.startsWith(known) ? 'unknown' : 'no';
  }
  return judgeValue(value, (known) => {
    const name = nameIn(textOf(known) ?? '');
    return name === null ? 'unknown' : name.startsWith(SECRET_PREFIX);
  });
}

const SECRETS = new Set(['aws_secretsmanager_secret', 'aws_secretsmanager_secret_version']);

/** The secret that a value was read from; a version of one leads on to it. */
function referencedSecret(value: Value): EvaluatedResource | null {
  for (let step = value.via; step !== null; step = step.earlier) {
    if (step.resource !== null && SECRETS.has(step.resource.type)) {
      const of = step.resource.body.attribute('secret_id');
      return of === null ? step.resource : (referencedSecret(of) ?? step.resource);
    }
  }
  return null;
}
