import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { knownText } from '../../src/ecr/argument.ts';
import { parseExpressionText } from '../../src/hcl/parser.ts';
import { SourceFile } from '../../src/hcl/source.ts';
import { mayHold } from '../../src/terraform/written-text.ts';
import { evaluateText } from './evaluate-text.ts';

function asked(text: string): boolean {
  const { expression, errors } = parseExpressionText(new SourceFile('policy.tf', text));
  expect(errors).toEqual([]);
  return mayHold(expression, 'ecr');
}

/** Everything that is written in a text, and in the JSON that it may be. */
function textsIn(text: string): readonly string[] {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return [text];
  }
  const visit = (value: unknown): readonly string[] => {
    if (typeof value === 'string') return value === text ? [value] : textsIn(value);
    if (typeof value !== 'object' || value === null) return [];
    return Object.entries(value).flatMap(([key, item]) => [key, ...visit(item)]);
  };
  return [text, ...visit(document)];
}

describe('a value may hold a text', () => {
  test.each([
    ['a text that is written', '"ecr:BatchGetImage"'],
    ['in another case', '"ECR:*"'],
    ['in a list of an object', 'jsonencode({ Statement = [{ Action = ["s3:*", "ecr:*"] }] })'],
    ['as a key', '{ ecr = "s3:*" }'],
    ['as a key in quotes', '{ "the ecr" = "s3:*" }'],
    ['in a heredoc', '<<JSON\n{"Action": "ecr:*"}\nJSON\n'],
    ['by the number of a character in JSON', '<<JSON\n{"Action": "\\u0065cr:*"}\nJSON\n'],
    ['by the number of a character in HCL', '"\\u0065cr:*"'],
    ['of a variable', 'jsonencode({ Action = var.actions })'],
    ['of a local value', 'local.policy'],
    ['of a data source', 'data.aws_iam_policy_document.push.json'],
    ['of an argument of a resource', 'aws_iam_policy.push.policy'],
    ['put together', '"e${"cr:*"}"'],
    ['put together with what is not known', '"e${var.rest}"'],
    ['put together by a function', 'join("", ["e", "cr:*"])'],
    ['of one of two', 'true ? "s3:*" : "s3:Get*"'],
    ['in a directive', '"%{ if true }s3%{ endif }"'],
    ['of an ARN that is a variable', 'jsonencode(var.arn)'],
    ['of an item that has an ARN', '[for policy in local.policies : policy.arn]'],
  ])('%s', (_, text) => {
    expect(asked(text)).toBe(true);
  });

  test.each([
    ['a text without it', '"s3:GetObject"'],
    ['a number', '12'],
    ['a policy about something else', 'jsonencode({ Statement = [{ Action = ["s3:*"], Resource = "*" }] })'],
    ['with ARNs of resources', 'jsonencode([aws_s3_bucket.data.arn, "${aws_s3_bucket.data[0].arn}/*"])'],
    ['in a heredoc', '<<-JSON\n  {"Action": "s3:*", "Resource": "${aws_s3_bucket.data.arn}/*"}\n  JSON\n'],
    ['in parentheses', '("s3:*")'],
  ])('or not: %s', (_, text) => {
    expect(asked(text)).toBe(false);
  });

  test('and never does where it may not', () => {
    const word = fc.constantFrom('s3', 'e', 'ec', 'cr:*', 'ecr:*', 'EC', '\\u0065cr', '\\\\u0065cr:x', 'ECR', 'x');
    const { value } = fc.letrec<{ value: string; text: string }>((tie) => ({
      text: fc
        .array(
          fc.oneof(
            { depthSize: 'small' },
            word,
            tie('value').map((inner) => `\${${inner}}`),
          ),
          { maxLength: 3 },
        )
        .map((parts) => `"${parts.join('')}"`),
      value: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        tie('text'),
        fc.constantFrom('1', 'true', 'null'),
        tie('value').map((inner) => `jsonencode(${inner})`),
        tie('value').map((inner) => `upper(jsonencode(${inner}))`),
        tie('value').map((inner) => `jsondecode(jsonencode(${inner}))`),
        tie('value').map((inner) => `(${inner})`),
        fc.array(tie('value'), { maxLength: 3 }).map((items) => `[${items.join(', ')}]`),
        fc
          .tuple(
            word.filter((each) => /^\w+$/.test(each)),
            tie('value'),
          )
          .map(([key, item]) => `{ ${key} = ${item} }`),
        fc.tuple(tie('value'), tie('value')).map(([a, b]) => `(true ? ${a} : ${b})`),
      ),
    }));
    let without = 0;
    fc.assert(
      fc.property(value, (text) => {
        if (asked(text)) return;
        without++;
        const known = knownText(evaluateText(`jsonencode(${text})`));
        if (known !== null) expect(textsIn(known).join('\n').toLowerCase()).not.toContain('ecr');
      }),
      { numRuns: 3000 },
    );
    expect(without).toBeGreaterThan(300);
  });
});
