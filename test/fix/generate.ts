import fc from 'fast-check';
import type { ProposedFix } from '../../src/fix/prepare.ts';
import { parseNative } from '../../src/hcl/parser.ts';
import { SourceFile } from '../../src/hcl/source.ts';
import type { Block } from '../../src/hcl/syntax.ts';
import { type Edit, expression, literal } from '../../src/lint/fix.ts';
import { NO_BLOCKS, proposals } from './edit.ts';

/** Lines that may stand in a block, in any order and any number, with what makes text hard to change. */
const LINE = fc.constantFrom(
  'name = "app"',
  'image_tag_mutability = "MUTABLE" # why',
  'force_delete=true',
  'region   = var.region // there',
  '# a comment',
  '/* of two',
  '',
  'tags = {\n    Team = "a" # team\n    "Env" = local.env,\n  }',
  'list = [1, 2 /* two */, 3]',
  'policy = <<EOF\n{ "a": "${b}" }\nEOF',
  'other = jsonencode({ "a" : { b = 1 } })',
  'scanning { scan_on_push = false }',
  'empty {}',
  'nested {\n    a = 1\n\n    # in it\n    deep {\n    }\n  } # behind',
  'lifecycle {\n    prevent_destroy = true\n  }',
);

/** A file of resources, some of them with names of one line repeated, which makes it wrong and is left out. */
export const TEXT = fc
  .record({
    mark: fc.constantFrom('', '\uFEFF'),
    top: fc.constantFrom('', '# top\n', '\n\n'),
    bodies: fc.array(fc.uniqueArray(LINE, { maxLength: 7 }), { minLength: 1, maxLength: 3 }),
    indent: fc.constantFrom('', '  ', '\t'),
    ending: fc.constantFrom('\n', '\r\n'),
    last: fc.constantFrom('', '\n', ' # end', '\n\n'),
    gap: fc.constantFrom('\n', '\n\n', '\n\n# between\n'),
  })
  .map(({ mark, top, bodies, indent, ending, last, gap }) => {
    const blocks = bodies.map((lines, index) => {
      const inside = lines.map((line) => (line === '/* of two' ? '/* of two\n  lines */' : line));
      const header = `resource "a" "r${index}" {`;
      return inside.length === 0 ? `${header}}` : `${header}\n${inside.map((line) => indent + line).join('\n')}\n}`;
    });
    return mark + (top + blocks.join(gap) + last).replaceAll('\n', ending);
  })
  .filter((text) => parseNative(new SourceFile('main.tf', text)).errors.length === 0);

/** Every fix that can be thought of for the blocks of a file. */
export function fixesOf(file: SourceFile): ProposedFix[] {
  const inBlock = (block: Block): Edit[][] => {
    const header = { file, start: block.start, end: block.headerEnd };
    const own: Edit[][] = [
      [{ kind: 'set-argument', block: header, name: 'image_tag_mutability', value: literal('IMMUTABLE') }],
      [{ kind: 'set-argument', block: header, name: 'x', value: expression('var.x') }],
      [
        {
          kind: 'add-block',
          block: header,
          type: 'encryption_configuration',
          content: { arguments: [['kms_key', expression('var.key')]], blocks: NO_BLOCKS },
        },
      ],
      ...block.body.attributes.map((argument): Edit[] => [{ kind: 'remove-argument', argument }]),
      ...block.body.attributes.flatMap(({ value }): Edit[][] =>
        value.kind === 'object'
          ? [[{ kind: 'set-property', object: value, name: 'DataClassification', value: literal({ a: [1] }) }]]
          : value.kind === 'tuple'
            ? [
                [{ kind: 'add-item', list: value, value: literal('x') }],
                [{ kind: 'remove-item', item: value.items[0]! }],
              ]
            : [[{ kind: 'replace-value', value, by: literal('some longer value') }]],
      ),
      ...block.body.blocks.map((inner): Edit[] => [
        { kind: 'remove-block', block: { file, start: inner.start, end: inner.headerEnd } },
      ]),
    ];
    return [...own, ...block.body.blocks.flatMap(inBlock)];
  };
  const edits = parseNative(file).body.blocks.flatMap((block): Edit[][] => [
    ...inBlock(block),
    [
      {
        kind: 'add-resource',
        after: { file, start: block.start, end: block.headerEnd },
        type: 'aws_ecr_lifecycle_policy',
        name: block.labels[1]!.value,
        content: { arguments: [['policy', { kind: 'document', document: { rules: [{ a: 1 }] } }]], blocks: NO_BLOCKS },
      },
    ],
  ]);
  return proposals(edits).map((fix, index) => ({ ...fix, rule: `rule-${index}` }));
}
