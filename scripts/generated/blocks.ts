import type { Random } from '../fuzz/random.ts';
import { MOCK_PROVIDER } from '../terraform/run.ts';
import type { Files } from './configuration.ts';
import { ExpressionWriter, type Name } from './expression.ts';
import { BOOL, listOf, mapOf, NUMBER, type ObjectShape, type Shape, STRING, setOf } from './shape.ts';

const RULE: ObjectShape = {
  kind: 'object',
  members: [
    { name: 'filters', shape: listOf(STRING), optional: false, fallback: null },
    { name: 'on', shape: BOOL, optional: false, fallback: null },
  ],
};

/** A configuration with `dynamic` blocks in each other. Only a provider's resources have blocks. */
export function generateBlocks(random: Random): Files {
  const write = new ExpressionWriter(random, []);
  const locals: Name[] = [
    { text: 'local.rules', shape: random.pick([listOf, mapOf])(RULE) },
    { text: 'local.names', shape: random.pick([listOf, setOf])(STRING) },
  ];
  const lines = locals.map(({ text, shape }) => `  ${text.replace('local.', '')} = ${write.of(shape, 3)}\n`);
  const rules = random.oneIn(2) ? writtenRule(random, locals) : '';
  return {
    'main.tf': [
      MOCK_PROVIDER,
      `locals {\n${lines.join('')}}\n`,
      `resource "aws_ecr_replication_configuration" "r" {\n  replication_configuration {\n${rules}${dynamicRule(random, locals)}  }\n}\n`,
    ].join('\n'),
  };
}

function writtenRule(random: Random, names: readonly Name[]): string {
  return `rule {\n${destination(random, names)}${dynamicFilter(random, names)}}\n`;
}

function dynamicRule(random: Random, names: readonly Name[]): string {
  const rules = names[0];
  if (rules === undefined || rules.shape.kind === 'object' || !('element' in rules.shape)) return '';
  const iterator = random.pick(['rule', 'each_rule']);
  const key: Shape = rules.shape.kind === 'map' ? STRING : NUMBER;
  const inner = [
    ...names,
    { text: `${iterator}.value`, shape: rules.shape.element },
    { text: `${iterator}.key`, shape: key },
  ];
  const condition = random.oneIn(3) ? `[for item in local.rules : item if item.on]` : rules.text;
  const isMap = rules.shape.kind === 'map' && condition !== rules.text;
  const scope = isMap ? inner.filter(({ text }) => !text.endsWith('.key')) : inner;
  return `dynamic "rule" {
  for_each = ${condition}
${iterator === 'rule' ? '' : `  iterator = ${iterator}\n`}  content {
${destination(random, scope)}${dynamicFilter(random, scope)}${dynamicFilter(random, scope)}  }
}
`;
}

function destination(random: Random, names: readonly Name[]): string {
  const write = new ExpressionWriter(random, names);
  return `    destination {
      region      = ${write.of(BOOL, 2)} ? "eu-west-1" : "us-east-1"
      registry_id = format("%012d", length(${write.of(listOf(STRING), 2)}))
    }
`;
}

function dynamicFilter(random: Random, names: readonly Name[]): string {
  const shape = random.pick([listOf(STRING), mapOf(STRING), setOf(STRING)]);
  const write = new ExpressionWriter(random, names);
  const key: Shape = shape.kind === 'list' ? NUMBER : STRING;
  const inner = write.with(
    { text: 'repository_filter.value', shape: STRING },
    { text: 'repository_filter.key', shape: key },
  );
  return `    dynamic "repository_filter" {
      for_each = ${write.of(shape, 2)}
      content {
        filter      = "p-\${substr(md5(${inner.of(STRING, 2)}), 0, 8)}"
        filter_type = "PREFIX_MATCH"
      }
    }
`;
}
