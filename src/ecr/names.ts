import type { TextShape } from './text-shape.ts';
import { wholeText } from './text-shape.ts';

/** What AWS accepts as the name of a repository, or as the prefix that names begin with. */
export interface NameRules {
  readonly minimum: number;
  readonly maximum: number;
  /** Whether `ROOT` stands for no prefix, and a `/` may close it. */
  readonly isPrefix: boolean;
  /** What may stand between the letters and digits of one path segment. */
  readonly separator: RegExp;
}

/** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html, repositoryName */
const REPOSITORY_SEPARATOR = /^(?:\.|_|__|-+)$/;

/** https://docs.aws.amazon.com/AmazonECRPublic/latest/APIReference/API_CreateRepository.html, repositoryName */
const SINGLE_SEPARATOR = /^[._-]$/;

export const REPOSITORY_NAME: NameRules = {
  minimum: 2,
  maximum: 256,
  isPrefix: false,
  separator: REPOSITORY_SEPARATOR,
};

export const PUBLIC_REPOSITORY_NAME: NameRules = {
  minimum: 2,
  maximum: 205,
  isPrefix: false,
  separator: SINGLE_SEPARATOR,
};

/** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepositoryCreationTemplate.html, prefix */
export const TEMPLATE_PREFIX: NameRules = { minimum: 2, maximum: 256, isPrefix: true, separator: REPOSITORY_SEPARATOR };

/** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreatePullThroughCacheRule.html */
export const CACHE_PREFIX: NameRules = { minimum: 2, maximum: 30, isPrefix: true, separator: SINGLE_SEPARATOR };

/**
 * What is wrong with a name of which parts may be unknown, as a clause that goes on from "it"; null when it is right,
 * and `unknown` when that depends on those parts.
 */
export function nameProblem(shape: TextShape, rules: NameRules): string | 'unknown' | null {
  const whole = wholeText(shape);
  if (whole !== null) return problemOfText(whole, rules);
  return problemOfParts(shape, rules) ?? 'unknown';
}

function problemOfText(name: string, rules: NameRules): string | null {
  const { minimum, maximum, isPrefix } = rules;
  if (isPrefix && name === 'ROOT') return null;
  const length = [...name].length;
  if (length < minimum) return length === 0 ? 'is empty' : `has fewer than ${minimum} characters`;
  if (length > maximum) return `has ${length} characters, and ${maximum} are allowed`;
  const segments = (isPrefix ? name.replace(/\/$/, '') : name).split('/');
  return problemOfCharacters(name) ?? firstProblem(segments, (segment) => problemOfSegment(segment, rules));
}

function problemOfCharacters(text: string): string | null {
  if (/[A-Z]/.test(text)) return 'has upper-case letters';
  const other = /[^a-z0-9._/-]/u.exec(text)?.[0];
  return other === undefined ? null : `contains ${other === ' ' ? 'a space' : `"${other}"`}`;
}

function problemOfSegment(segment: string, { separator }: NameRules): string | null {
  if (segment === '') return 'has a / at an end or two in a row';
  if (/^[._-]|[._-]$/.test(segment)) return 'has a part that begins or ends with a separator';
  const wrong = segment.match(/[._-]+/g)?.find((run) => !separator.test(run));
  return wrong === undefined ? null : `contains "${wrong}"`;
}

/** What no unknown part can put right. */
function problemOfParts(shape: TextShape, { maximum, isPrefix }: NameRules): string | null {
  const known = shape.filter((part) => part !== null);
  const length = known.reduce((sum, part) => sum + part.length, 0);
  if (length > maximum) return `has more than ${maximum} characters`;
  const [first] = shape;
  const last = shape.at(-1);
  if (typeof first === 'string' && /^[._/-]/.test(first)) return 'begins with a separator';
  if (typeof last === 'string' && (isPrefix ? /[._-]$/ : /[._/-]$/).test(last)) return 'ends with a separator';
  return firstProblem(known, (part) => problemOfCharacters(part) ?? (part.includes('//') ? 'contains "//"' : null));
}

function firstProblem(texts: readonly string[], problemOf: (text: string) => string | null): string | null {
  for (const text of texts) {
    const problem = problemOf(text);
    if (problem !== null) return problem;
  }
  return null;
}
