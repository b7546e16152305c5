import { describe, expect, it } from 'vitest';
import { publicAccess } from '../../src/ecr/access.ts';
import { readPolicy } from '../../src/ecr/policy-document.ts';
import type { Value } from '../../src/terraform/value.ts';
import { string, unknown } from '../../src/terraform/value.ts';
import { evaluateText } from '../terraform/evaluate-text.ts';

/** What is said of the first statement of `jsonencode`d policies. */
function judge(statements: string, variables: Record<string, Value> = {}): string {
  const reading = readPolicy(evaluateText(`jsonencode({ Statement = ${statements} })`, { variables }));
  if (reading.kind !== 'document') return reading.kind;
  const [first] = reading.document.statements;
  if (first === undefined) throw new Error('There is no statement.');
  const access = publicAccess(first, reading.document);
  return access.kind === 'open' ? access.to : access.kind;
}

function allow(principal: string, rest = '', variables: Record<string, Value> = {}): string {
  return judge(`[{ Effect = "Allow", Action = "ecr:BatchGetImage", ${principal}, ${rest} }]`, variables);
}

/** An `"AWS": "*"` that depends on one condition. */
function under(operator: string, key: string, value: string, variables: Record<string, Value> = {}): string {
  return allow('Principal = { AWS = "*" }', `Condition = { "${operator}" = { "${key}" = ${value} } }`, variables);
}

const unset = unknown(
  { kind: 'unset', message: 'var.x has no value', place: null },
  { origin: null },
  { type: { kind: 'string' } },
);

describe('the principals of a statement that allows', () => {
  it.each([
    ['Principal = "*"', 'everyone'],
    ['Principal = ["*"]', 'everyone'],
    ['Principal = { AWS = "*" }', 'everyone'],
    ['Principal = { AWS = ["*"] }', 'everyone'],
    ['Principal = { AWS = ["arn:aws:iam::111122223333:root", "*"] }', 'everyone'],
    ['Principal = { "*" = "*" }', 'everyone'],
    ['NotPrincipal = { AWS = "arn:aws:iam::111122223333:root" }', 'everyone-else'],
    ['NotPrincipal = { AWS = [] }', 'everyone-else'],
    ['Principal = { AWS = "arn:aws:iam::*:root" }', 'every-account'],
    ['Principal = { AWS = "arn:aws-cn:iam::*:role/x" }', 'every-account'],
    ['Principal = { Service = "*" }', 'every-service'],
    ['Principal = { Federated = "*" }', 'every-identity-provider'],
    ['Principal = { AWS = "arn:aws:iam::111122223333:root" }', 'closed'],
    ['Principal = { AWS = "111122223333" }', 'closed'],
    ['Principal = { AWS = "arn:aws:iam::111122223333:role/ci-*" }', 'closed'],
    ['Principal = { Service = "lambda.amazonaws.com" }', 'closed'],
    ['Principal = { AWS = [] }', 'closed'],
    ['Resource = "*"', 'closed'],
  ])('%s', (principal, expected) => {
    expect(allow(principal)).toBe(expected);
  });

  it('are open whatever the statement allows', () => {
    expect(judge('[{ Effect = "Allow", Principal = "*", NotAction = "ecr:PutImage" }]')).toBe('everyone');
    expect(judge('[{ Effect = "Allow", Principal = "*", Action = "*" }]')).toBe('everyone');
    expect(judge('{ Effect = "Allow", Principal = "*" }')).toBe('everyone');
  });

  it('are judged by their shape where parts are unknown', () => {
    const variables = { x: unset };
    expect(allow('Principal = { AWS = "arn:aws:iam::${x}:root" }', '', variables)).toBe('closed');
    expect(allow('Principal = { AWS = "arn:aws:iam::*:role/${x}" }', '', variables)).toBe('every-account');
    expect(allow('Principal = { AWS = x }', '', variables)).toBe('unknown');
    expect(allow('Principal = x', '', variables)).toBe('unknown');
    expect(allow('Principal = { AWS = [x, "*"] }', '', variables)).toBe('everyone');
    expect(allow('Principal = { AWS = x == "" ? "*" : "arn:aws:iam::111122223333:root" }', '', variables)).toBe(
      'unknown',
    );
    expect(allow('Principal = { AWS = x == "" ? "111122223333" : "444455556666" }', '', variables)).toBe('closed');
    expect(judge('[{ Effect = x, Principal = "*" }]', variables)).toBe('unknown');
    expect(judge('[{ Effect = x, Principal = { AWS = "111122223333" } }]', variables)).toBe('closed');
  });
});

describe('a statement', () => {
  it('that denies lets nobody in', () => {
    expect(judge('[{ Effect = "Deny", Principal = "*", Action = "ecr:*" }]')).toBe('closed');
    expect(judge('[{ Effect = "Deny", NotPrincipal = { AWS = "111122223333" } }]')).toBe('closed');
  });

  it('without a valid effect is refused by AWS and left open', () => {
    expect(judge('[{ Principal = "*", Action = "ecr:*" }]')).toBe('unknown');
    expect(judge('[{ Effect = "allow", Principal = "*" }]')).toBe('unknown');
  });

  it.each([
    ['"ecr:*"', 'StringNotEquals', 'closed'],
    ['"*"', 'StringNotLike', 'closed'],
    ['["ecr:Put*", "ecr:Batch*"]', 'StringNotEquals', 'closed'],
    ['"ecr:PutImage"', 'StringNotEquals', 'everyone'],
    ['"ecr:*"', 'StringEquals', 'everyone'],
    ['"ecr:*"', 'ForAllValues:StringNotEquals', 'everyone'],
  ])('is closed by one that denies %s to all others with %s', (actions, operator, expected) => {
    const allowed = '{ Effect = "Allow", Principal = "*", Action = "ecr:BatchGetImage" }';
    const condition = `{ "${operator}" = { "aws:PrincipalOrgID" = "o-1" } }`;
    const denied = `{ Effect = "Deny", Principal = "*", Action = ${actions}, Condition = ${condition} }`;
    expect(judge(`[${allowed}, ${denied}]`)).toBe(expected);
  });
});

describe('conditions that limit who calls', () => {
  it.each([
    ['StringEquals', 'aws:PrincipalOrgID', '"o-a1b2c3"'],
    ['StringEqualsIgnoreCase', 'aws:principalorgid', '"o-a1b2c3"'],
    ['ForAnyValue:StringEquals', 'aws:PrincipalOrgID', '["o-a1b2c3", "o-d4e5f6"]'],
    ['ForAnyValue:StringLike', 'aws:PrincipalOrgPaths', '"o-a1b2c3/*/ou-ab12-*/*"'],
    ['StringEquals', 'aws:PrincipalAccount', '["111122223333"]'],
    ['ArnLike', 'aws:PrincipalArn', '"arn:aws:iam::111122223333:*"'],
    ['StringLike', 'aws:PrincipalArn', '"arn:aws:iam::111122223333:role/ci-*"'],
    ['StringEquals', 'aws:SourceAccount', '"111122223333"'],
    ['ArnLike', 'aws:sourceArn', '"arn:aws:lambda:eu-west-1:111122223333:function:*"'],
    ['ArnEquals', 'aws:SourceArn', '"arn:aws:s3:::bucket"'],
    ['StringEquals', 'aws:SourceOrgID', '"o-a1b2c3"'],
    ['StringEquals', 'aws:SourceVpce', '"vpce-0a1b2c3d"'],
    ['StringEquals', 'aws:SourceVpc', '["vpc-1", "vpc-2"]'],
    ['IpAddress', 'aws:SourceIp', '["203.0.113.0/24", "2001:db8::/32"]'],
    ['IpAddress', 'aws:SourceIp', '"10.0.0.0/8"'],
    ['StringLike', 'aws:userid', '"AROAEXAMPLEEXAMPLEID:*"'],
  ])('%s on %s of %s', (operator, key, value) => {
    expect(under(operator, key, value)).toBe('closed');
  });

  it('may be as lenient as they like about a key that has to be there', () => {
    const present = 'Null = { "aws:PrincipalOrgID" = "false" }';
    const lenient = '"ForAllValues:StringEquals" = { "aws:PrincipalOrgID" = "o-1" }';
    expect(allow('Principal = "*"', `Condition = { ${lenient}, ${present} }`)).toBe('closed');
    expect(allow('Principal = "*"', `Condition = { ${lenient}, Null = { "aws:PrincipalOrgID" = "true" } }`)).toBe(
      'everyone',
    );
  });

  it('need only be one of several', () => {
    const conditions =
      'Condition = { Bool = { "aws:SecureTransport" = "true" }, StringEquals = { "aws:PrincipalOrgID" = "o-1" } }';
    expect(allow('Principal = "*"', conditions)).toBe('closed');
  });
});

describe('conditions that limit nobody', () => {
  it.each([
    ['StringNotEquals', 'aws:PrincipalOrgID', '"o-a1b2c3"'],
    ['StringNotLike', 'aws:PrincipalArn', '"arn:aws:iam::111122223333:*"'],
    ['ArnNotLike', 'aws:SourceArn', '"arn:aws:s3:::bucket"'],
    ['NotIpAddress', 'aws:SourceIp', '"203.0.113.0/24"'],
    ['StringEqualsIfExists', 'aws:PrincipalOrgID', '"o-a1b2c3"'],
    ['ForAllValues:StringEquals', 'aws:PrincipalOrgID', '"o-a1b2c3"'],
    ['ForAllValues:StringLike', 'aws:PrincipalOrgPaths', '"o-a1b2c3/*"'],
    ['StringLike', 'aws:PrincipalOrgPaths', '"o-a1b2c3/*"'],
    ['ForAnyValue:StringLike', 'aws:PrincipalOrgPaths', '"o-*/ou-ab12-*/*"'],
    ['Null', 'aws:PrincipalOrgID', '"false"'],
    ['StringLike', 'aws:PrincipalOrgID', '"*"'],
    ['StringLike', 'aws:PrincipalOrgID', '["o-a1b2c3", "o-*"]'],
    ['StringLike', 'aws:PrincipalArn', '"arn:aws:iam::*:role/deploy"'],
    ['StringLike', 'aws:PrincipalAccount', '"*"'],
    ['ArnLike', 'aws:SourceArn', '"arn:aws:lambda:*:*:function:x"'],
    ['ArnLike', 'aws:SourceArn', '"arn:aws:s3:::*"'],
    ['StringLike', 'aws:SourceVpce', '"vpce-*"'],
    ['IpAddress', 'aws:SourceIp', '"0.0.0.0/0"'],
    ['IpAddress', 'aws:SourceIp', '"::/0"'],
    ['IpAddress', 'aws:SourceIp', '["0.0.0.0/1", "128.0.0.0/1"]'],
    ['StringLike', 'aws:userid', '"*:session"'],
    ['StringEquals', 'aws:username', '"deploy"'],
    ['StringEquals', 'aws:ResourceAccount', '"111122223333"'],
    ['StringEquals', 'aws:ResourceOrgID', '"o-a1b2c3"'],
    ['StringEquals', 'ecr:ResourceTag/team', '"a"'],
    ['StringEquals', 'aws:PrincipalTag/team', '"a"'],
    ['StringEquals', 'aws:PrincipalType', '"User"'],
    ['Bool', 'aws:PrincipalIsAWSService', '"true"'],
    ['Bool', 'aws:SecureTransport', '"true"'],
    ['Bool', 'aws:MultiFactorAuthPresent', '"true"'],
    ['StringEquals', 'aws:RequestedRegion', '"eu-west-1"'],
    ['StringLike', 'aws:Referer', '"https://example.com/*"'],
    ['StringEquals', 'ecr:ImageTag', '"latest"'],
  ])('%s on %s of %s', (operator, key, value) => {
    expect(under(operator, key, value)).toBe('everyone');
  });
});

describe('conditions with unknown values', () => {
  it.each([
    ['StringEquals', 'aws:PrincipalOrgID', 'x', 'unknown'],
    ['StringEquals', 'aws:PrincipalOrgID', '["o-1", x]', 'unknown'],
    ['StringLike', 'aws:PrincipalOrgID', '["o-*", x]', 'everyone'],
    ['StringEquals', 'aws:PrincipalOrgID', '"o-${x}"', 'closed'],
    ['ArnLike', 'aws:SourceArn', '"arn:aws:lambda:eu-west-1:${x}:function:*"', 'closed'],
    ['StringLike', 'aws:PrincipalArn', '"arn:aws:iam::*:role/${x}"', 'everyone'],
    ['IpAddress', 'aws:SourceIp', '["203.0.113.0/24", x]', 'unknown'],
    ['IpAddress', 'aws:SourceIp', '["0.0.0.0/0", x]', 'everyone'],
    ['StringEquals', 'aws:PrincipalOrgID', '[]', 'unknown'],
    ['Bool', 'aws:SecureTransport', 'x', 'everyone'],
  ])('%s on %s of %s: %4$s', (operator, key, value, expected) => {
    expect(under(operator, key, value, { x: unset })).toBe(expected);
  });

  it('leave everything open where the conditions themselves are unknown', () => {
    expect(allow('Principal = "*"', 'Condition = x', { x: unset })).toBe('unknown');
    expect(allow('Principal = { AWS = "111122223333" }', 'Condition = x', { x: unset })).toBe('closed');
  });

  it('count what is known of a string', () => {
    expect(under('StringEquals', 'aws:PrincipalOrgID', 'x', { x: string('o-1') })).toBe('closed');
  });
});
