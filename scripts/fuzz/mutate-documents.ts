import type { Random } from './random.ts';

/** Words that policies are made of, in their right places and in wrong ones. */
const WORDS = [
  ...[
    '*',
    'ecr:*',
    'ecr:Get*',
    'ecr:PutImage',
    'ecr:BatchGetImage',
    'ecr:DeleteRepository',
    'sts:AssumeRole',
    '**',
    '',
  ],
  ...['arn:aws:iam::111122223333:root', 'arn:aws:iam::*:role/x', '111122223333', 'codebuild.amazonaws.com', 'AWS'],
  ...[
    'Allow',
    'Deny',
    'allow',
    'untagged',
    'tagged',
    'any',
    'imageCountMoreThan',
    'sinceImagePushed',
    'days',
    'expire',
  ],
  ...[
    'v*',
    'release-*',
    'prod',
    'latest',
    '*-rc',
    'o-a1b2c3d4e5',
    'aws:PrincipalOrgID',
    'StringEquals',
    'StringNotLike',
  ],
  ...['2012-10-17', '2008-10-17', 'true', 'false', '0', '10.0.0.0/8', '${aws:username}', '${var.x}', '%{ if true }x'],
];

/**
 * Changes what is between quotes and the numbers, and leaves the syntax as it is: what comes out is read as far as
 * the rules that judge documents.
 */
export function changeDocuments(text: string, random: Random): string {
  let changed = text;
  for (let left = 1 + random.below(8); left > 0; left--) {
    const tokens = [...changed.matchAll(/"[^"\n\\$]*"|\b\d+\b|\b(?:true|false|null)\b/g)];
    if (tokens.length === 0) return changed;
    const { index, 0: token } = random.pick(tokens);
    changed = changed.slice(0, index) + otherToken(token, tokens, random) + changed.slice(index + token.length);
  }
  return changed;
}

function otherToken(token: string, tokens: readonly RegExpExecArray[], random: Random): string {
  if (random.oneIn(4)) return random.pick(tokens)[0];
  if (random.oneIn(10)) return random.pick(['null', '[]', '{}', 'true', '-1', '1.5', '1e30', '[""]', 'var.x']);
  if (token.startsWith('"')) return `"${random.pick(WORDS)}"`;
  return String(random.pick([0, 1, 2, 9, 10, 100, 999]));
}
