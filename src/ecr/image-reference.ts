import type { Reason, Value } from '../terraform/value.ts';
import type { Answer } from './argument.ts';
import { shapeOf } from './text-shape.ts';

/** Which image of an ECR repository a container is started from. */
export type ImageVerdict =
  /** By digest, or by a tag of its own. */
  | { readonly kind: 'pinned' }
  /** By the tag `latest`; `tag` is the value that says so, where that is written apart from the rest. */
  | { readonly kind: 'latest'; readonly tag: Value | null }
  /** Without any tag, which means `latest`. */
  | { readonly kind: 'untagged' }
  /** Not from a private ECR repository. */
  | { readonly kind: 'elsewhere' }
  | { readonly kind: 'unknown' };

/** Stands for an unknown part of a reference. */
const HOLE = '\uE000';

/** The host of a private registry. https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html */
const HOST = /\.dkr[.-]ecr(?:-fips)?\./;

/** Judges an image reference of which parts may be unknown. */
export function judgeImage(value: Value): ImageVerdict {
  if (value.kind === 'unknown' && value.candidates !== null) {
    const verdicts = value.candidates.map(judgeImage);
    const [first = { kind: 'unknown' }] = verdicts;
    return verdicts.every(({ kind }) => kind === first.kind) ? first : { kind: 'unknown' };
  }
  const shape = shapeOf(value);
  if (shape === null) return { kind: 'unknown' };
  // What the data source gives has a digest.
  if (isRead(value, /(?:^|\.)aws_ecr_image\..*\.image_uri$/s)) return { kind: 'pinned' };
  const text = shape.map((part) => part ?? HOLE).join('');
  const isEcr = comesFromEcr(value, text);
  if (isEcr === 'no') return { kind: 'elsewhere' };
  const verdict = judgeTag(text, value);
  return isEcr === 'yes' || verdict.kind === 'pinned' ? verdict : { kind: 'unknown' };
}

function comesFromEcr(value: Value, text: string): Answer {
  const [host = ''] = text.split('/');
  if (HOST.test(host)) return 'yes';
  const first = firstPiece(value);
  if (first !== null && isRepositoryUrl(first)) return 'yes';
  return host.includes(HOLE) ? 'unknown' : 'no';
}

function judgeTag(text: string, value: Value): ImageVerdict {
  if (text.includes('@')) return { kind: 'pinned' };
  const last = text.slice(text.lastIndexOf('/') + 1);
  const colon = last.indexOf(':');
  if (colon === -1) {
    // What is not known could bring a tag along, unless it is the address of a repository.
    const bare = isRepositoryUrl(firstPiece(value) ?? value) ? last.replace(HOLE, '') : last;
    return bare.includes(HOLE) ? { kind: 'unknown' } : { kind: 'untagged' };
  }
  const tag = last.slice(colon + 1);
  if (tag === 'latest') return { kind: 'latest', tag: lastPiece(value) };
  return tag.replaceAll(HOLE, '') === '' ? { kind: 'unknown' } : { kind: 'pinned' };
}

/** True for the `repository_url` of a repository, whether it is declared or looked up. */
function isRepositoryUrl(value: Value): boolean {
  return isRead(value, /(?:^|\.)aws_ecr_repository\..*\.repository_url$/s);
}

/** True for the unknown attribute of a resource or data source that `name` describes, and not for a text around it. */
function isRead(value: Value, name: RegExp): boolean {
  if (value.kind !== 'unknown' || value.text?.pieces != null) return false;
  for (let step = value.via; step !== null; step = step.earlier) {
    if ((step.kind === 'resource' || step.kind === 'data') && name.test(step.name)) return true;
  }
  return false;
}

/** The interpolated value that a text begins with; the value itself where it is not put together. */
function firstPiece(value: Value): Value | null {
  if (value.kind !== 'string' && value.kind !== 'unknown') return null;
  const pieces = value.text?.pieces ?? null;
  if (pieces === null) return value;
  const [first] = pieces;
  return first?.kind === 'value' ? firstPiece(first.value) : null;
}

/** The interpolated value that is the tag, in a text that ends with it. */
function lastPiece(value: Value): Value | null {
  if (value.kind !== 'string' && value.kind !== 'unknown') return null;
  const last = value.text?.pieces?.at(-1);
  if (last?.kind !== 'value' || last.value.kind !== 'string') return null;
  return last.value.value === 'latest' ? last.value : lastPiece(last.value);
}

/** Why it is not known which image a reference names: because of the part that ends it, which is its tag. */
export function reasonOfImage(value: Value): Reason | null {
  if (value.kind !== 'unknown') return null;
  const last = value.text?.pieces?.at(-1);
  return (last?.kind === 'value' ? reasonOfImage(last.value) : null) ?? value.reason;
}
