import { describe, expect, it } from 'vitest';
import { expression, literal } from '../../src/lint/fix.ts';
import { Found, fixed } from './edit.ts';

/** JSON documents inside other text. */
describe('a policy in a heredoc', () => {
  const POLICY = `resource "aws_ecr_repository_policy" "this" {
  repository = "app"
  policy     = <<EOF
{
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": "*",
            "Action": ["ecr:BatchGetImage"],
            "Resource": "arn:aws:ecr:eu-west-1:\${var.accounts["main"]}:repository/a"
        }
    ]
}
EOF
}
`;
  const statement = (found: Found) => found.span('{\n            "Effect"', '\n        }');

  it('gets another value', () => {
    const found = new Found(POLICY);
    expect(fixed({ kind: 'replace-value', value: found.at('"*"'), by: literal({ AWS: ['a"b', '${x}'] }) })).toBe(
      POLICY.replace('"*"', () => '{\n                "AWS": ["a\\"b", "$${x}"]\n            }'),
    );
  });

  it('gets a property in its own style', () => {
    const found = new Found(POLICY);
    const value = literal({ StringEquals: { 'aws:PrincipalOrgID': 'o-1' } });
    expect(fixed({ kind: 'set-property', object: statement(found), name: 'Condition', value })).toBe(
      POLICY.replace(
        'repository/a"\n',
        () =>
          'repository/a",\n            "Condition": {\n                "StringEquals": {\n' +
          '                    "aws:PrincipalOrgID": "o-1"\n                }\n            }\n',
      ),
    );
  });

  it('loses a property with its comma, the last one and another', () => {
    const found = new Found(POLICY);
    expect(fixed({ kind: 'remove-property', object: statement(found), name: 'Resource' })).toBe(
      POLICY.replace(/,\n *"Resource".*/, ''),
    );
    expect(fixed({ kind: 'remove-property', object: statement(found), name: 'Principal' })).toBe(
      POLICY.replace(/"Principal".*\n */, ''),
    );
  });

  it('loses and gets properties at once', () => {
    const found = new Found(POLICY);
    const object = statement(found);
    expect(
      fixed(
        { kind: 'remove-property', object, name: 'Resource' },
        { kind: 'set-property', object, name: 'Sid', value: literal('Pull') },
        { kind: 'set-property', object, name: 'Effect', value: literal('Deny') },
      ),
    ).toBe(POLICY.replace(/"Resource".*/, '"Sid": "Pull"').replace('Allow', 'Deny'));
  });

  it('gets an item of a list, and loses one', () => {
    const found = new Found(POLICY);
    const list = found.at('["ecr:BatchGetImage"]');
    expect(fixed({ kind: 'add-item', list, value: literal('ecr:GetDownloadUrlForLayer') })).toBe(
      POLICY.replace('["ecr:BatchGetImage"]', '["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]'),
    );
    expect(fixed({ kind: 'remove-item', item: found.at('"ecr:BatchGetImage"') })).toBe(
      POLICY.replace('["ecr:BatchGetImage"]', '[]'),
    );
  });

  it('keeps the indentation that an indented heredoc takes away', () => {
    const text =
      'locals {\n  policy = <<-EOF\n    {\n      "rules": [\n        {"rulePriority": 1}\n      ]\n    }\n  EOF\n}\n';
    const found = new Found(text);
    const list = found.span('[', ']');
    expect(fixed({ kind: 'add-item', list, value: literal({ rulePriority: 2 }) })).toBe(
      text.replace('1}\n', '1},\n        {\n          "rulePriority": 2\n        }\n'),
    );
  });

  it('keeps carriage returns', () => {
    const text = 'locals {\r\n  policy = <<EOF\r\n{\r\n  "a": 1\r\n}\r\nEOF\r\n}\r\n';
    const found = new Found(text);
    expect(fixed({ kind: 'set-property', object: found.span('{\r\n  "a"', '}'), name: 'b', value: literal(2) })).toBe(
      text.replace('1', '1,\r\n  "b": 2'),
    );
  });

  it('is left alone when a part of it is written by directives', () => {
    const found = new Found('locals {\n  policy = <<EOF\n{"a": 1%{ if var.x }, "b": 2%{ endif }}\nEOF\n}\n');
    expect(() => fixed({ kind: 'replace-value', value: found.at('1'), by: literal(2) })).toThrow('directives');
  });
});

describe('a policy in a quoted string', () => {
  it('is edited with its escapes', () => {
    const text = 'locals {\n  policy = "{\\"a\\": 1, \\"b\\": [\\"x\\"]}"\n}\n';
    const found = new Found(text);
    expect(fixed({ kind: 'replace-value', value: found.at('\\"x\\"'), by: literal('y"') })).toBe(
      text.replace('\\"x\\"', () => '\\"y\\\\\\"\\"'),
    );
    expect(
      fixed({ kind: 'set-property', object: found.span('{\\"', '}'), name: 'c', value: literal({ d: '%{' }) }),
    ).toBe(text.replace(']}', () => '], \\"c\\": {\\"d\\": \\"%%{\\"}}'));
  });
});

describe('a policy in a string of the JSON syntax', () => {
  const text = '{"locals": {"policy": "{\\"a\\": 1, \\"b\\": [\\"${var.x}\\"]}"}}\n';

  it('is edited with both escapes', () => {
    const found = new Found(text, 'main.tf.json');
    expect(fixed({ kind: 'replace-value', value: found.at('1'), by: literal('${') })).toBe(
      text.replace('1', () => '\\"$${\\"'),
    );
    expect(fixed({ kind: 'add-item', list: found.span('[', ']'), value: literal('y') })).toBe(
      text.replace(']', () => ', \\"y\\"]'),
    );
  });

  it('takes an expression in an interpolation', () => {
    const found = new Found('{"locals": {"a": "${jsonencode({ b = \\"MUTABLE\\" })}"}}\n', 'main.tf.json');
    expect(fixed({ kind: 'replace-value', value: found.at('\\"MUTABLE\\"'), by: literal('IMMUTABLE') })).toBe(
      '{"locals": {"a": "${jsonencode({ b = \\"IMMUTABLE\\" })}"}}\n',
    );
  });
});

describe('a policy in a file of its own', () => {
  it('is edited as JSON, in which a dollar sign is one', () => {
    const found = new Found('{\n\t"a": "*"\n}\n', 'policies/repository.json');
    expect(fixed({ kind: 'replace-value', value: found.at('"*"'), by: literal(['${x}']) })).toBe(
      '{\n\t"a": ["${x}"]\n}\n',
    );
  });

  it('is edited as a template where it is one', () => {
    const text = '{\n  "a": ${jsonencode(list)},\n  "b": "*"\n}\n';
    const found = new Found(text, 'policy.json.tftpl');
    expect(fixed({ kind: 'replace-value', value: found.at('"*"'), by: literal('${x}') })).toBe(
      text.replace('"*"', () => '"$${x}"'),
    );
  });
});

describe('a tfvars file', () => {
  it('gets another value on its line', () => {
    const found = new Found('mutability = "MUTABLE" # why\nscan       = true      # because\n', 'prod.tfvars');
    expect(fixed({ kind: 'replace-value', value: found.at('"MUTABLE"'), by: literal('IMMUTABLE') })).toBe(
      'mutability = "IMMUTABLE" # why\nscan       = true        # because\n',
    );
  });

  it('takes no expression', () => {
    const found = new Found('key = "a"\n', 'prod.tfvars');
    expect(() => fixed({ kind: 'replace-value', value: found.at('"a"'), by: expression('var.x') })).toThrow(
      'only literals',
    );
  });

  it('gets another value in JSON, where a dollar sign is one', () => {
    const found = new Found('{"key": "a"}\n', 'prod.auto.tfvars.json');
    expect(fixed({ kind: 'replace-value', value: found.at('"a"'), by: literal('${b}') })).toBe('{"key": "${b}"}\n');
    expect(() => fixed({ kind: 'replace-value', value: found.at('"a"'), by: expression('var.x') })).toThrow(
      'only a literal',
    );
  });
});
