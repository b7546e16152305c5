import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, symlinkSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** Something that nobody should feed to a linter, and what it must do with it. */
export interface HarmCase {
  readonly name: string;
  /** Puts it into a new folder. */
  readonly make: (folder: string) => void;
  readonly exitCode: number;
  /** What the report, or standard error, must say. */
  readonly says: RegExp;
  /** Longer than this is too long on any machine. */
  readonly seconds: number;
}

/** A repository with one known mistake: whatever stands beside it, this has to be found. */
const MUTABLE = `resource "aws_ecr_repository" "app" {
  name                 = "app"
  image_tag_mutability = "MUTABLE"
}
`;
const FOUND = /immutable-tags/;

/** The mistake with its name read from a local, after other locals. */
function named(expression: string, locals = ''): string {
  return `locals {\n${locals}  it = ${expression}\n}\n${MUTABLE.replace('"app"\n', '"${local.it}"\n')}`;
}

function module(text: string): (folder: string) => void {
  return (folder) => writeFileSync(join(folder, 'main.tf'), text);
}

/** @param files how many files the tree with many of them has */
export function harmCases(files: number): readonly HarmCase[] {
  const found = { exitCode: 1, says: FOUND, seconds: 20 } as const;
  const doubling = Array.from({ length: 60 }, (_, i) => `  t${i + 1} = "\${local.t${i}}\${local.t${i}}"\n`).join('');
  const lists = Array.from({ length: 12 }, (_, i) => `  l${i + 1} = [for a in local.l${i} : local.l${i}]\n`).join('');
  return [
    { name: 'one file of 100 MB, a tenth of it repositories', make: largeFile, ...found, seconds: 120 },
    { name: `a tree of ${files.toLocaleString('en')} files`, make: manyFiles(files), ...found, seconds: 300 },
    { name: 'a string that doubles 60 times', make: module(named('local.t60', `  t0 = "xx"\n${doubling}`)), ...found },
    {
      name: 'lists of lists, squared twelve times',
      make: module(named('local.l12', `  l0 = [1, 2, 3]\n${lists}`)),
      ...found,
    },
    {
      name: 'a product of six `for` over 1,000 elements',
      make: module(
        named(
          `[for a in range(1000) : [for b in range(1000) : [for c in range(1000) : [for d in range(1000) : [for e in range(1000) : [for f in range(1000) : f]]]]]]`,
        ),
      ),
      ...found,
    },
    { name: '`range(1e9)`', make: module(named('length(range(1e9))')), ...found },
    {
      name: '`setproduct` of ten sets of 100',
      make: module(named(`length(setproduct(${Array(10).fill('range(100)').join(', ')}))`)),
      ...found,
    },
    { name: '`format("%999999999d", 1)`', make: module(named('format("%999999999d", 1)')), ...found },
    {
      name: '`(a+)+$` against 50,000 letters',
      make: module(named(`regex("(a+)+$", "${'a'.repeat(50_000)}b")`)),
      ...found,
    },
    {
      name: 'a number with 100,000 digits, squared',
      make: module(named(`${'9'.repeat(100_000)} * ${'9'.repeat(100_000)}`)),
      ...found,
    },
    { name: '`pow(10, 1e9)`', make: module(named('pow(10, 1e9)')), ...found },
    {
      name: '10,000 brackets in each other',
      make: module(`a = ${'['.repeat(10_000)}${']'.repeat(10_000)}\n${MUTABLE}`),
      exitCode: 1,
      says: /nested deeper/,
      seconds: 20,
    },
    {
      name: '10,000 blocks in each other',
      make: module(`${'b {\n'.repeat(10_000)}${'}\n'.repeat(10_000)}${MUTABLE}`),
      exitCode: 1,
      says: /nested deeper/,
      seconds: 20,
    },
    {
      name: '10,000 operators in a row',
      make: module(named(`"${'x'}" == ${'!'.repeat(10_000)}true`)),
      exitCode: 1,
      says: /nested deeper/,
      seconds: 20,
    },
    {
      name: 'a policy of 100,000 statements',
      make: largePolicy,
      exitCode: 1,
      says: /repository-policy-valid|no-public-principal/,
      seconds: 60,
    },
    {
      name: 'a policy of 5,000 lists in each other',
      make: module(
        `${MUTABLE}resource "aws_ecr_lifecycle_policy" "app" {\n  repository = aws_ecr_repository.app.name\n  policy     = "${'['.repeat(5000)}${']'.repeat(5000)}"\n}\n`,
      ),
      exitCode: 1,
      says: /lifecycle-policy-valid/,
      seconds: 20,
    },
    { name: 'modules that call each other in a circle', make: circle, ...found },
    { name: 'a module that calls two of itself, 40 levels deep', make: fan, ...found },
    { name: 'links that lead in circles', make: links, ...found },
    {
      name: '`__proto__` and `constructor` as names',
      make: module(
        `variable "__proto__" {\n  default = { constructor = "x", __proto__ = "y" }\n}\n${named('var.__proto__.__proto__')}`,
      ),
      ...found,
    },
    {
      name: '`file("/etc/passwd")` and paths out of the tree',
      make: module(named('"${file("/etc/passwd")}${file("../../../../etc/passwd")}"')),
      ...found,
    },
    { name: 'a named pipe instead of a file', make: pipe, ...found },
    {
      name: 'a file of 50 MB of zeros',
      make: (folder) => {
        module(MUTABLE)(folder);
        writeFileSync(join(folder, 'zero.tf'), Buffer.alloc(50_000_000));
      },
      exitCode: 1,
      says: /syntax/,
      seconds: 60,
    },
  ];
}

function largeFile(folder: string): void {
  const file = openSync(join(folder, 'main.tf'), 'w');
  const other = `resource "aws_s3_bucket" "b" {\n  bucket = "${'x'.repeat(900)}"\n}\n`;
  for (let i = 0; i < 100_000; i++) {
    writeSync(file, i % 10 === 0 ? MUTABLE.replaceAll('"app"', `"app-${i}"`) : other.replace('"b"', `"b${i}"`));
  }
  closeSync(file);
}

function manyFiles(count: number): (folder: string) => void {
  return (folder) => {
    for (let directory = 0; directory * 100 < count; directory++) {
      const path = join(folder, `team-${directory % 100}`, `module-${directory}`);
      mkdirSync(path, { recursive: true });
      for (let i = 0; i < 100; i++)
        writeFileSync(join(path, `part-${i}.tf`), `locals {\n  value_${i} = ${directory}\n}\n`);
    }
    module(MUTABLE)(folder);
  };
}

function largePolicy(folder: string): void {
  const statement = '{"Effect":"Allow","Principal":"*","Action":"ecr:BatchGetImage"}';
  const policy = `{"Version":"2012-10-17","Statement":[${Array(100_000).fill(statement).join(',')}]}`;
  const resource = `resource "aws_ecr_repository_policy" "app" {\n  repository = aws_ecr_repository.app.name\n  policy     = <<EOF\n${policy}\nEOF\n}\n`;
  writeFileSync(join(folder, 'main.tf'), MUTABLE + resource);
}

function circle(folder: string): void {
  for (const [name, other] of [
    ['a', 'b'],
    ['b', 'a'],
  ] as const) {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, 'main.tf'), `module "other" {\n  source = "../${other}"\n}\n${MUTABLE}`);
  }
  writeFileSync(join(folder, 'main.tf'), `module "a" {\n  source = "./a"\n}\n`);
}

function fan(folder: string): void {
  for (let i = 0; i < 40; i++) {
    const path = join(folder, `level-${i}`);
    mkdirSync(path);
    const calls = ['x', 'y'].map((name) => `module "${name}" {\n  source = "../level-${i + 1}"\n}\n`).join('');
    writeFileSync(join(path, 'main.tf'), i === 39 ? MUTABLE : calls);
  }
  writeFileSync(join(folder, 'main.tf'), `module "first" {\n  source = "./level-0"\n}\n${MUTABLE}`);
}

function links(folder: string): void {
  module(MUTABLE)(folder);
  mkdirSync(join(folder, 'a'));
  symlinkSync(join(folder, 'a'), join(folder, 'a', 'again'));
  symlinkSync(folder, join(folder, 'a', 'top'));
  symlinkSync(join(folder, 'b.tf'), join(folder, 'c.tf'));
  symlinkSync(join(folder, 'c.tf'), join(folder, 'b.tf'));
}

function pipe(folder: string): void {
  module(MUTABLE)(folder);
  spawnSync('mkfifo', [join(folder, 'pipe.tf')]);
}
