import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { combinationsOf, RELEASES } from '../test/modules/combinations.ts';
import { verdictsIn } from '../test/modules/judge.ts';
import { fixtureOf, keyOf } from '../test/modules/recorded.ts';

/**
 * Records what is said of calls of published modules when their source is on disk, which the tests compare with what
 * is said without it.
 *
 *     npx tsx scripts/record-module-agreement.ts acme/registry/aws@1.2.3=path/to/its/source …
 *
 * A source may be the repository at that release; releases that are not given keep what was recorded.
 */
async function main(sources: readonly string[]): Promise<void> {
  const given = new Map(sources.map((argument) => splitAt(argument, argument.indexOf('='))));
  const names = new Set(RELEASES.map(keyOf));
  for (const name of given.keys())
    if (!names.has(name)) throw new Error(`"${name}" is none of ${[...names].join(', ')}.`);
  for (const release of RELEASES) {
    const source = given.get(keyOf(release));
    if (source === undefined) continue;
    const { module, version } = release;
    const recorded: Record<string, readonly string[]> = {};
    for (const { name, text } of combinationsOf(release)) {
      recorded[name] = await withSource(resolve(source), { module, version, text });
    }
    const path = fixtureOf(release);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `${JSON.stringify(recorded, null, 2)}\n`);
    process.stdout.write(`${keyOf(release)}: ${Object.keys(recorded).length} calls\n`);
  }
}

interface Call {
  readonly module: string;
  readonly version: string;
  readonly text: string;
}

/** Judges a call in a folder where `terraform init` seems to have been run. */
async function withSource(source: string, { module, version, text }: Call): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'ecrlint-'));
  try {
    const submodule = module.split('//')[1] ?? '';
    const modules = [
      { Key: '', Source: '', Dir: '.' },
      {
        Key: 'ecr',
        Source: `registry.terraform.io/${module}`,
        Version: version,
        Dir: relative(folder, join(source, submodule)),
      },
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

function splitAt(text: string, at: number): [string, string] {
  if (at === -1) throw new Error(`"${text}" is not of the form module@version=path.`);
  return [text.slice(0, at), text.slice(at + 1)];
}

await main(process.argv.slice(2));
