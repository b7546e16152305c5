import { describe, expect, it } from 'vitest';
import { copyOf, document, type Edit, expression, literal } from '../../src/lint/fix.ts';
import { Found, fixed, NO_BLOCKS } from './edit.ts';

const PRETTY = `{
  "resource": {
    "aws_ecr_repository": {
      "this": {
        "count": "\${var.count}",
        "name": "app",
        "image_scanning_configuration": {
          "scan_on_push": false
        }
      }
    }
  }
}
`;

function lifecyclePolicy(found: Found): Edit {
  return {
    kind: 'add-resource',
    after: found.at('"this"'),
    type: 'aws_ecr_lifecycle_policy',
    name: 'this',
    content: {
      arguments: [
        ['count', copyOf(found.at('"count": "${var.count}"'))],
        ['repository', expression('aws_ecr_repository.this[count.index].name')],
        ['policy', document({ rules: ['${'] })],
      ],
      blocks: NO_BLOCKS,
    },
  };
}

function setArgument(found: Found, header: string, name: string, value: string): Edit {
  return { kind: 'set-argument', block: found.at(header), name, value: literal(value) };
}

describe('a file in the JSON syntax', () => {
  it('gets an argument behind the others', () => {
    const found = new Found(PRETTY, 'main.tf.json');
    expect(fixed(setArgument(found, '"this"', 'image_tag_mutability', 'IMMUTABLE'))).toBe(
      PRETTY.replace('        }\n', '        },\n        "image_tag_mutability": "IMMUTABLE"\n'),
    );
  });

  it('gets another value, as deep as blocks go', () => {
    const found = new Found(PRETTY, 'main.tf.json');
    const block = found.at('"image_scanning_configuration"');
    expect(fixed({ kind: 'set-argument', block, name: 'scan_on_push', value: literal(true) })).toBe(
      PRETTY.replace('false', 'true'),
    );
    expect(fixed({ kind: 'replace-value', value: found.at('false'), by: literal(true) })).toBe(
      PRETTY.replace('false', 'true'),
    );
  });

  it('loses an argument and a block', () => {
    const found = new Found(PRETTY, 'main.tf.json');
    expect(fixed({ kind: 'remove-argument', argument: found.at('"name": "app"') })).toBe(
      PRETTY.replace('        "name": "app",\n', ''),
    );
    expect(fixed({ kind: 'remove-block', block: found.at('"image_scanning_configuration"') })).toBe(
      PRETTY.replace(/,\n *"image_scanning_configuration"[^}]*\}/, ''),
    );
  });

  it('gets a resource of a type of its own', () => {
    const found = new Found(PRETTY, 'main.tf.json');
    expect(fixed(lifecyclePolicy(found))).toBe(
      PRETTY.replace(
        '      }\n    }\n  }\n',
        () => `      }
    },
    "aws_ecr_lifecycle_policy": {
      "this": {
        "count": "\${var.count}",
        "repository": "\${aws_ecr_repository.this[count.index].name}",
        "policy": "{\\"rules\\":[\\"$\${\\"]}"
      }
    }
  }
`,
      ),
    );
  });

  it('gets a resource next to others of its type', () => {
    const text = PRETTY.replace(
      '"resource": {\n',
      '"resource": {\n    "aws_ecr_lifecycle_policy": {\n      "other": {}\n    },\n',
    );
    const found = new Found(text, 'main.tf.json');
    const result = fixed(lifecyclePolicy(found));
    expect(result).toContain('      "other": {},\n      "this": {\n        "count"');
    expect(Object.keys(JSON.parse(result).resource.aws_ecr_lifecycle_policy)).toEqual(['other', 'this']);
  });

  it('makes a list of a second block of a type', () => {
    const found = new Found('{"a": {"b": {"c": {"rule": {"x": 1}}}}}', 'main.tf.json');
    const content = { arguments: [['x', literal(2)]], blocks: NO_BLOCKS } as const;
    const edit: Edit = { kind: 'add-block', block: found.at('"c"'), type: 'rule', content };
    expect(fixed(edit)).toBe('{"a": {"b": {"c": {"rule": [{"x": 1}, {"x": 2}]}}}}');
    const list = new Found(fixed(edit), 'main.tf.json');
    expect(fixed({ ...edit, block: list.at('"c"') })).toBe(
      '{"a": {"b": {"c": {"rule": [{"x": 1}, {"x": 2}, {"x": 2}]}}}}',
    );
  });

  it('keeps to one line, to its own spacing, and to tabs', () => {
    const compact = new Found('{"resource":{"a":{"b":{"x":1}}}}', 'main.tf.json');
    expect(fixed(setArgument(compact, '"b"', 'y', 'z'))).toBe('{"resource":{"a":{"b":{"x":1,"y":"z"}}}}');
    const tabs = new Found('{\n\t"a" : {\n\t\t"b" : {}\n\t}\n}', 'main.tf.json');
    expect(fixed(setArgument(tabs, '"b"', 'y', 'z'))).toBe('{\n\t"a" : {\n\t\t"b" : {\n\t\t\t"y" : "z"\n\t\t}\n\t}\n}');
  });

  it('keeps carriage returns', () => {
    const found = new Found(PRETTY.replaceAll('\n', '\r\n'), 'main.tf.json');
    const result = fixed(setArgument(found, '"this"', 'image_tag_mutability', 'IMMUTABLE'));
    expect(result.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(JSON.parse(result).resource.aws_ecr_repository.this.image_tag_mutability).toBe('IMMUTABLE');
  });

  it('reads through lists of one body and the content of dynamic blocks', () => {
    const text = '{"resource": [{"a": {"b": [{"dynamic": {"scan": {"for_each": [1], "content": {"on": false}}}}]}}]}';
    const found = new Found(text, 'main.tf.json');
    expect(fixed({ kind: 'set-argument', block: found.at('"scan"'), name: 'on', value: literal(true) })).toBe(
      text.replace('false', 'true'),
    );
    expect(fixed(setArgument(found, '"b"', 'name', 'x'))).toBe(text.replace('}]}}]}', ', "name": "x"}]}}]}'));
  });

  it('is left alone where a header stands for several blocks', () => {
    const found = new Found('{"resource": {"a": {"b": [{}, {}]}}}', 'main.tf.json');
    expect(() => fixed(setArgument(found, '"b"', 'x', 'y'))).toThrow('several blocks');
  });

  it('writes literals so that they are no templates', () => {
    const found = new Found('{"a": {"b": {}}}', 'main.tf.json');
    expect(fixed(setArgument(found, '"b"', 'x', '${y} %{z}'))).toBe('{"a": {"b": {"x": "$${y} %%{z}"}}}');
  });
});
