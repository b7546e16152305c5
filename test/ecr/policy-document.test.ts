import { describe, expect, it } from 'vitest';
import type { EcrFacts } from '../../src/ecr/facts.ts';
import { type PolicyReading, type PolicyStatement, readPolicy } from '../../src/ecr/policy-document.ts';
import { shapeOf } from '../../src/ecr/text-shape.ts';
import { definitionsOf, type Value } from '../../src/terraform/value.ts';
import { textAt, withFacts } from './deployments.ts';

/** Hands over what was read of the only access policy of some files. */
function reading<T>(code: string | Readonly<Record<string, string>>, use: (reading: PolicyReading) => T): Promise<T> {
  return withFacts(code, ({ accessPolicies }: EcrFacts) => {
    const [policy] = accessPolicies;
    const found = policy?.read() ?? null;
    if (found === null) throw new Error('There is no policy.');
    return use(found);
  });
}

function statements<T>(
  code: string | Readonly<Record<string, string>>,
  use: (...statements: PolicyStatement[]) => T,
): Promise<T> {
  return reading(code, (found) => {
    if (found.kind !== 'document') throw new Error(`The policy is ${found.kind}.`);
    return use(...found.document.statements);
  });
}

function policy(expression: string): string {
  return `resource "aws_ecr_repository_policy" "app" {\n  repository = "app"\n  policy = ${expression}\n}\n`;
}

/** A leaf as its known parts with … for the rest, and what is written at its place. */
function seen(value: Value | null | undefined): string {
  if (value === null || value === undefined) return 'absent';
  const text = shapeOf(value)
    ?.map((part) => part ?? '…')
    .join('');
  return `${text} @ ${textAt(value.origin)}`;
}

function steps(value: Value | null | undefined): string[] {
  return value == null ? [] : definitionsOf(value).map(({ name }) => name);
}

const UNKNOWN = 'variable "x" {}\nvariable "list" {}\n';

describe('a policy in a heredoc', () => {
  it('has every leaf where it is written', () =>
    statements(
      policy(`<<-EOF
    {
      "Version": "2012-10-17",
      "Statement": [
        {
          "Sid": "Pull",
          "Effect": "Allow",
          "Principal": { "AWS": ["arn:aws:iam::111122223333:root", "444455556666"], "Service": "lambda.amazonaws.com" },
          "Action": "ecr:\\u0042atchGetImage",
          "Condition": { "StringLike": { "aws:PrincipalArn": ["a", "b"] } }
        }
      ]
    }
  EOF`),
      (statement) => {
        expect(seen(statement?.sid)).toBe('Pull @ "Pull"');
        expect(statement?.principals?.items.map(({ type, value }) => `${type} ${seen(value)}`)).toEqual([
          'AWS arn:aws:iam::111122223333:root @ "arn:aws:iam::111122223333:root"',
          'AWS 444455556666 @ "444455556666"',
          'Service lambda.amazonaws.com @ "lambda.amazonaws.com"',
        ]);
        expect(statement?.actions?.map(seen)).toEqual(['ecr:BatchGetImage @ "ecr:\\u0042atchGetImage"']);
        expect(statement?.conditions.items[0]?.values.map(seen)).toEqual(['a @ "a"', 'b @ "b"']);
        expect(textAt(statement?.value.origin ?? null)).toMatch(/^\{\s+"Sid".*\}$/s);
      },
    ));

  it('has holes for what is unknown, and the origin of what is interpolated as a whole', () =>
    statements(
      `${UNKNOWN}locals { principal = "arn:aws:iam::111122223333:root" }\n${policy(`<<EOF
{
  "Statement": [
    { "Sid": "\${var.x}", "Effect": "\${"Allow"}", "Principal": { "AWS": ["\${local.principal}", "arn:aws:iam::\${var.x}:root"] } },
    { "Sid": "a\\"\${var.x}\\u0062-\${local.principal}", "Action": \${var.list}, "Resource": [\${var.x}, "r"], "Condition": { "\${var.x}": {} } }
  ]
}
EOF`)}`,
      (first, second) => {
        expect(seen(first?.sid)).toBe('… @ variable "x"');
        expect(seen(first?.effect)).toBe('Allow @ "Allow"');
        expect(first?.principals?.items.map(({ value }) => seen(value))).toEqual([
          'arn:aws:iam::111122223333:root @ "arn:aws:iam::111122223333:root"',
          'arn:aws:iam::…:root @ "arn:aws:iam::${var.x}:root"',
        ]);
        expect(steps(first?.principals?.items[0]?.value)).toEqual(['local.principal']);
        expect(seen(second?.sid)).toBe(
          'a"…b-arn:aws:iam::111122223333:root @ "a\\"${var.x}\\u0062-${local.principal}"',
        );
        expect(second?.actions?.map((action) => action.kind)).toEqual(['unknown']);
        expect(second?.resources?.map(seen)).toEqual(['… @ variable "x"', 'r @ "r"']);
        expect(second?.conditions.rest?.message).toBe('var.x has no value');
      },
    ));

  it('may have encoded parts in it', () =>
    statements(
      `${UNKNOWN}${policy(`<<EOF
{ "Statement": [{ "Effect": "Allow", "Principal": { "AWS": \${jsonencode(["*", var.x])} }, "Action": \${jsonencode(["a"])} }] }
EOF`)}`,
      (statement) => {
        expect(statement?.principals?.items.map(({ value }) => seen(value))).toEqual(['* @ "*"', '… @ variable "x"']);
        expect(statement?.actions?.map(seen)).toEqual(['a @ "a"']);
      },
    ));

  it('that unknown parts may make invalid is unknown', () =>
    reading(`${UNKNOWN}${policy('"{ ${var.x} }"')}`, (found) => {
      expect(found).toMatchObject({ kind: 'unknown', reason: { message: 'var.x has no value' } });
    }));
});

describe('a policy written otherwise', () => {
  const written = '{"Statement":{"Effect":"Allow","Principal":"*"}}';

  it.each([
    ['a quoted string', policy(JSON.stringify(written)), '\\"*\\"'],
    ['a local', `locals {\n  p = <<EOF\n${written}\nEOF\n}\n${policy('local.p')}`, '"*"'],
    ['jsonencode', policy('jsonencode({ Statement = [{ Effect = "Allow", Principal = "*" }] })'), '"*"'],
  ])('%s: the place is exact', (_, code, expected) =>
    statements(code, (statement) => {
      expect(textAt(statement?.principals?.items[0]?.value.origin ?? null)).toBe(expected);
    }),
  );

  it('a file: the place is in the file', () =>
    statements({ 'main.tf': policy('file("p.json")'), 'p.json': written }, (statement) => {
      const origin = statement?.principals?.items[0]?.value.origin ?? null;
      expect([origin?.file.path, textAt(origin)]).toEqual(['p.json', '"*"']);
    }));

  it('a template file: the place is in the template, or where the value was given', () =>
    statements(
      {
        'main.tf': policy('templatefile("p.tftpl", { who = "*" })'),
        'p.tftpl': '{"Statement":[{"Effect":"Allow","Principal":"${who}","Action":"ecr:*"}]}',
      },
      (statement) => {
        expect(seen(statement?.principals?.items[0]?.value)).toBe('* @ "*"');
        expect(statement?.principals?.items[0]?.value.origin?.file.path).toBe('main.tf');
        expect(statement?.actions?.[0]?.origin?.file.path).toBe('p.tftpl');
      },
    ));

  it('an expression that keeps no places: the place is the expression', () =>
    statements(policy(`base64decode(base64encode(${JSON.stringify(written)}))`), (statement) => {
      expect(textAt(statement?.principals?.items[0]?.value.origin ?? null)).toMatch(/^base64decode\(/);
    }));

  it('a policy document: the place is the argument, and the way leads through the data source', () =>
    statements(
      `locals { ids = ["*"] }
data "aws_iam_policy_document" "p" {
  statement {
    actions = ["ecr:BatchGetImage"]
    principals {
      type        = "AWS"
      identifiers = local.ids
    }
  }
}
${policy('data.aws_iam_policy_document.p.json')}`,
      (statement) => {
        const value = statement?.principals?.items[0]?.value;
        expect(seen(value)).toBe('* @ "*"');
        expect(steps(value)).toEqual(['data.aws_iam_policy_document.p.json', 'local.ids']);
      },
    ));
});

it('a policy document made from others: the way leads through all of them', () =>
  statements(
    `data "aws_iam_policy_document" "base" {
  statement {
    sid = "A"
    principals {
      type        = "AWS"
      identifiers = ["*"]
    }
  }
}
data "aws_iam_policy_document" "all" {
  source_policy_documents = [data.aws_iam_policy_document.base.json]
}
${policy('data.aws_iam_policy_document.all.json')}`,
    (statement) => {
      const value = statement?.principals?.items[0]?.value;
      expect(seen(value)).toBe('* @ "*"');
      expect(steps(value)).toEqual(['data.aws_iam_policy_document.all.json', 'data.aws_iam_policy_document.base.json']);
    },
  ));

describe('a policy document with unknown parts', () => {
  const document = (body: string) =>
    `${UNKNOWN}data "aws_iam_policy_document" "p" {\n${body}\n}\n${policy('data.aws_iam_policy_document.p.json')}`;

  it('keeps what is known', () =>
    statements(document('statement {\nsid = var.x\nactions = ["a", var.x]\nresources = var.list\n}'), (statement) => {
      expect(seen(statement?.effect)).toMatch(/^Allow @ statement/);
      expect(statement?.actions?.map((action) => shapeOf(action))).toEqual([['a'], [null]]);
      expect(statement?.resources?.map(({ kind }) => kind)).toEqual(['unknown']);
    }));

  it('remembers that there may be more statements, and what they would look like', () =>
    reading(
      document(
        'statement {\nsid = "A"\n}\ndynamic "statement" {\nfor_each = var.list\ncontent {\nactions = ["b"]\n}\n}',
      ),
      (found) => {
        if (found.kind !== 'document') throw new Error('There is no document.');
        expect(found.document.statements.map(({ sid }) => shapeOf(sid!))).toEqual([['A']]);
        expect(found.document.possible.map(({ sample }) => sample?.actions?.map(seen))).toEqual([['b @ "b"']]);
      },
    ));

  it('may have any statement replaced by an override that is not known', () =>
    reading(
      document('override_policy_documents = [var.x]\nstatement {\nsid = "A"\n}\nstatement {\nactions = ["b"]\n}'),
      (found) => {
        if (found.kind !== 'document') throw new Error('There is no document.');
        expect(found.document.statements.map(({ actions }) => actions?.map(seen))).toEqual([['b @ "b"']]);
        expect(found.document.possible.map(({ sample }) => sample)).toEqual([null, null]);
      },
    ));

  it('is unknown where the provider refuses it', () =>
    reading(document('source_policy_documents = ["{"]'), (found) => {
      expect(found).toMatchObject({ kind: 'unknown', reason: { kind: 'invalid' } });
    }));
});

describe('what is no policy', () => {
  it.each([
    ['"no JSON"', 'expected a JSON value'],
    ['""', 'it is empty'],
    ['"[]"', 'it is not a JSON object'],
    ['jsonencode({ Statement = ["x"] })', 'a statement is not a JSON object'],
    ['"{\\"Statement\\": 1}"', 'a statement is not a JSON object'],
    ['{ Statement = [] }', 'it is no string'],
  ])('%s', (expression, message) =>
    reading(policy(expression), (found) => {
      expect(found).toMatchObject({ kind: 'invalid', message });
    }),
  );

  it('has the place of the error', () =>
    reading(policy('<<EOF\n{ "Statement": [ nope ] }\nEOF'), (found) => {
      expect(found.kind === 'invalid' ? textAt(found.place) : null).toContain('n');
    }));

  it('never throws', () => {
    for (const text of [
      '{"a":',
      '{"a":1,}',
      '\uFEFF{}',
      '{"Statement":null}',
      'null',
      '"\uE000"',
      '{"Statement":{}}',
    ]) {
      expect(() =>
        readPolicy({ kind: 'string', value: text, text: null, origin: null, via: null, marks: 0 }),
      ).not.toThrow();
    }
  });
});
