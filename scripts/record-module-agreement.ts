import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { type CalledRelease, combinationsOf, RELEASES } from '../test/modules/combinations.ts';
import { verdictsIn } from '../test/modules/judge.ts';
import { fixtureOf, keyOf } from '../test/modules/recorded.ts';

/**
 * Records what is said of calls of published modules when their source is on disk, which the tests compare with what
 * is said without it. To be run again when rules say something else of these calls:
 *
 *     npx tsx scripts/record-module-agreement.ts <folder>
 *
 * The folder holds clones of the modules' repositories with their tags, each called `owner+name`, as in
 * `git clone https://github.com/lgallard/terraform-aws-ecr lgallard+terraform-aws-ecr`.
 */
async function main([folder]: readonly string[]): Promise<void> {
  if (folder === undefined) throw new Error('Name the folder that holds the clones.');
  for (const release of RELEASES) {
    const source = mkdtempSync(join(tmpdir(), 'ecrlint-'));
    try {
      exportSource(release, resolve(folder), source);
      const recorded: Record<string, readonly string[]> = {};
      for (const { name, text } of combinationsOf(release)) recorded[name] = await withSource(source, release, text);
      const path = fixtureOf(release);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, `${JSON.stringify(recorded, null, 2)}\n`);
      process.stdout.write(`${keyOf(release)}: ${Object.keys(recorded).length} calls\n`);
    } finally {
      rmSync(source, { recursive: true });
    }
  }
}

/** What modules consist of, and not their tests and examples. */
const MODULE_FILE = /^(?!(?:test|tests|examples|docs|spec)\/).*\.(?:tf|json)$/;

/** Writes the files of a release to a folder. */
function exportSource({ repository, tag }: CalledRelease, clones: string, target: string): void {
  const clone = join(clones, repository.replace('/', '+'));
  if (!existsSync(clone)) throw new Error(`There is no clone of ${repository} at ${clone}.`);
  const git = (...argv: readonly string[]): Buffer => execFileSync('git', ['-C', clone, ...argv]);
  const paths = git('ls-tree', '-r', '--name-only', tag).toString('utf8').split('\n');
  for (const path of paths.filter((one) => MODULE_FILE.test(one))) {
    const written = join(target, path);
    mkdirSync(dirname(written), { recursive: true });
    writeFileSync(written, git('show', `${tag}:${path}`));
  }
}

/** Judges a call in a folder where `terraform init` seems to have been run. */
async function withSource(
  source: string,
  { module, version }: CalledRelease,
  text: string,
): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'ecrlint-'));
  try {
    const submodule = module.split('//')[1] ?? '';
    const directory = relative(folder, join(source, submodule));
    const modules = [
      { Key: '', Source: '', Dir: '.' },
      { Key: 'ecr', Source: `registry.terraform.io/${module}`, Version: version, Dir: directory },
      // What a submodule calls by `../` is in the same download.
      ...(submodule === '' ? [] : [{ Key: 'ecr.wrapper', Source: '../', Dir: relative(folder, source) }]),
    ];
    mkdirSync(join(folder, '.terraform/modules'), { recursive: true });
    writeFileSync(join(folder, '.terraform/modules/modules.json'), JSON.stringify({ Modules: modules }));
    writeFileSync(join(folder, 'main.tf'), text);
    return await verdictsIn(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

await main(process.argv.slice(2));
