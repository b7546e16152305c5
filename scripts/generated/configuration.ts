import type { Random } from '../fuzz/random.ts';
import { ExpressionWriter, type Name, TEMPLATE, TEMPLATE_TEXT } from './expression.ts';
import { listOf, literal, mapOf, NUMBER, randomShape, type Shape, STRING, setOf, typeText } from './shape.ts';

/** Files of a whole configuration by name: a root module with its values, and modules that it calls. */
export type Files = Readonly<Record<string, string>>;

/** How deep expressions nest. */
const DEPTH = 3;

/** What others may read of a module. */
interface Written {
  readonly files: Files;
  readonly variables: readonly Variable[];
  readonly outputs: readonly Name[];
}

interface Variable {
  readonly name: string;
  readonly shape: Shape;
  readonly hasDefault: boolean;
  /** Whether it is never null: a null that is given leaves it its default. */
  readonly strict: boolean;
}

/** A configuration without any provider, in which what Terraform evaluates is the input of `terraform_data`. */
export function generateConfiguration(random: Random): Files {
  const child = random.oneIn(3) ? null : writeModule(random, 'modules/child/', random.oneIn(2) ? null : leaf(random));
  const root = writeModule(
    random,
    '',
    child === null ? null : { name: 'child', path: './modules/child', module: child },
  );
  return { ...root.files, ...valuesFor(root.variables, random), ...overrides(root.files, random) };
}

interface Child {
  readonly name: string;
  readonly path: string;
  readonly module: Written;
}

function leaf(random: Random): Child {
  return { name: 'leaf', path: '../leaf', module: writeModule(random, 'modules/leaf/', null) };
}

function writeModule(random: Random, folder: string, child: Child | null): Written {
  const blocks: string[] = [];
  const variables = times(1 + random.below(3), (i): Variable => {
    const variable = {
      name: `v${i}`,
      shape: randomShape(random, 2),
      hasDefault: !random.oneIn(3),
      strict: random.oneIn(3),
    };
    blocks.push(variableBlock(variable, random));
    return variable;
  });
  let names: Name[] = variables.map(({ name, shape }) => ({ text: `var.${name}`, shape }));
  const writer = (): ExpressionWriter => new ExpressionWriter(random, names);

  blocks.push(
    `locals {\n${times(1 + random.below(3), (i) => {
      const shape = randomShape(random, 2);
      const line = `  l${i} = ${writer().of(shape, DEPTH)}\n`;
      names.push({ text: `local.l${i}`, shape });
      return line;
    }).join('')}}\n`,
  );
  // Before it is applied, its output is not known.
  const later = randomShape(random, 2);
  blocks.push(`resource "terraform_data" "later" {\n  input = ${writer().of(later, 1)}\n}\n`);
  const known = names;
  const unknown: Name = { text: 'terraform_data.later.output', shape: later };

  if (child !== null) {
    const { call, outputs } = callOf(child, random, known);
    blocks.push(call);
    names = [...names, ...outputs];
  }
  names = random.oneIn(3) ? [...names, unknown] : names;
  const resources = times(2 + random.below(3), (i) => resourceOf(`r${i}`, random, known, names));
  const outputs = times(1 + random.below(2), (i): Name => {
    const shape = randomShape(random, 2);
    blocks.push(`output "o${i}" {\n  value = ${writer().of(shape, DEPTH)}\n}\n`);
    return { text: `o${i}`, shape };
  });
  return {
    files: { ...filesOf(folder, blocks, resources, random), ...child?.module.files },
    variables,
    // What a root puts out is not read by anything.
    outputs,
  };
}

function variableBlock({ name, shape, hasDefault, strict }: Variable, random: Random): string {
  const lines = [`type = ${typeText(shape)}`];
  if (hasDefault) lines.push(`default = ${literal(shape, random)}`);
  if (strict) lines.push('nullable = false');
  return `variable "${name}" {\n${lines.map((line) => `  ${line}\n`).join('')}}\n`;
}

function callOf(
  { name, path, module }: Child,
  random: Random,
  names: readonly Name[],
): { call: string; outputs: Name[] } {
  const { head, key, each } = repetition(random, names);
  const write = new ExpressionWriter(random, [...names, ...each]);
  const given = module.variables.filter(({ hasDefault }) => !hasDefault || random.oneIn(2));
  const values = given.map(
    (variable) =>
      `  ${variable.name} = ${leavesDefault(variable, random) ? 'null' : write.of(variable.shape, DEPTH - 1)}\n`,
  );
  const outputs = module.outputs.map(({ text, shape }): Name => {
    if (key === null) return { text: `module.${name}.${text}`, shape };
    if (key === 'count') return { text: `module.${name}[*].${text}`, shape: listOf(shape) };
    return { text: `{ for at, each in module.${name} : at => each.${text} }`, shape: mapOf(shape) };
  });
  return { call: `module "${name}" {\n  source = "${path}"\n${head}${values.join('')}}\n`, outputs };
}

function leavesDefault({ hasDefault, strict }: Variable, random: Random): boolean {
  return hasDefault && strict && random.oneIn(3);
}

interface Repeated {
  readonly head: string;
  readonly key: 'count' | 'for_each' | null;
  readonly each: readonly Name[];
}

function repetition(random: Random, names: readonly Name[]): Repeated {
  const write = new ExpressionWriter(random, names);
  switch (random.below(5)) {
    case 0:
      return {
        head: `  count = ${random.pick(['0', '2', `min(2, length(${write.of(listOf(STRING), 1)}))`])}\n`,
        key: 'count',
        each: [{ text: 'count.index', shape: NUMBER }],
      };
    case 1: {
      const shape = randomShape(random, 1);
      const each = [
        { text: 'each.key', shape: STRING },
        { text: 'each.value', shape },
      ];
      return { head: `  for_each = ${write.of(mapOf(shape), 2)}\n`, key: 'for_each', each };
    }
    case 2:
      return {
        head: `  for_each = ${write.of(setOf(STRING), 2)}\n`,
        key: 'for_each',
        each: [
          { text: 'each.key', shape: STRING },
          { text: 'each.value', shape: STRING },
        ],
      };
    default:
      return { head: '', key: null, each: [] };
  }
}

/** A resource in native syntax; the arguments of one that is not repeated can be told apart, to be written in JSON. */
interface Resource {
  readonly name: string;
  readonly head: string;
  readonly input: string;
  readonly isHeredoc: boolean;
}

function resourceOf(name: string, random: Random, known: readonly Name[], names: readonly Name[]): Resource {
  const { head, each } = repetition(random, known);
  const write = new ExpressionWriter(random, [...names, ...each]);
  if (random.oneIn(5)) {
    const input = `${random.pick(['<<EOT', '<<-EOT'])}\n${write.lines(DEPTH - 1)}\nEOT`;
    return { name, head, input, isHeredoc: true };
  }
  return { name, head, input: write.of(randomShape(random, 2), DEPTH), isHeredoc: false };
}

function filesOf(folder: string, blocks: readonly string[], resources: readonly Resource[], random: Random): Files {
  const native: string[] = [];
  const json: Record<string, object> = {};
  for (const resource of resources) {
    const { name, head, input, isHeredoc } = resource;
    if (!isHeredoc && head === '' && random.oneIn(4)) json[name] = { input: `\${${input}}` };
    else native.push(`resource "terraform_data" "${name}" {\n${head}  input = ${input}\n}\n`);
  }
  const main = [...blocks, ...native].join('\n');
  const files: Record<string, string> = { [`${folder}main.tf`]: main };
  if ([main, JSON.stringify(json)].some((text) => text.includes(TEMPLATE)))
    files[`${folder}${TEMPLATE}`] = TEMPLATE_TEXT;
  if (Object.keys(json).length > 0) {
    files[`${folder}more.tf.json`] = `${JSON.stringify({ resource: { terraform_data: json } }, null, 2)}\n`;
  }
  return files;
}

/** Values of the root's variables, in one of the files that Terraform reads by itself. */
function valuesFor(variables: readonly Variable[], random: Random): Files {
  const lines = variables
    .filter(({ hasDefault }) => !hasDefault || random.oneIn(2))
    .map(
      (variable) =>
        `${variable.name} = ${leavesDefault(variable, random) ? 'null' : literal(variable.shape, random)}\n`,
    );
  const more = variables
    .filter(({ hasDefault }) => hasDefault && random.oneIn(4))
    .map(({ name, shape }) => `${name} = ${literal(shape, random)}\n`);
  return {
    ...(lines.length === 0 ? {} : { 'terraform.tfvars': lines.join('') }),
    ...(more.length === 0 ? {} : { 'z.auto.tfvars': more.join('') }),
  };
}

/** Sometimes another input for a resource of the root. */
function overrides(files: Files, random: Random): Files {
  if (!random.oneIn(4) || !files['main.tf']?.includes('"terraform_data" "r0"')) return {};
  const input = new ExpressionWriter(random, []).of(randomShape(random, 2), 2);
  return { 'main_override.tf': `resource "terraform_data" "r0" {\n  input = ${input}\n}\n` };
}

function times<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}
