/**
 * Tries fixes on copies of real configurations: `npx tsx scripts/try-fixes.ts <directory>...`. For each directory, and
 * with safe fixes and with all fixes: every file that changes must still be accepted by HashiCorp's parser, must be
 * `terraform fmt` clean if it was before (where there is a `terraform` command), and fixing again must change nothing
 * and leave nothing to fix. Prints counts, and what is wrong; the exit code is 1 when anything is.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { rules } from '../rules/index.ts';
import { fixPaths } from '../src/fix/fix-paths.ts';
import { writeFixes } from '../src/fix/write-fixes.ts';
import { hcl2jsonAccepts } from '../src/hcl/second-opinion.ts';
import { SourceFile } from '../src/hcl/source.ts';

const problems: string[] = [];

for (const directory of process.argv.slice(2)) {
  for (const unsafe of [false, true]) await tryFixes(resolve(directory), unsafe);
}
for (const problem of problems) process.stdout.write(`PROBLEM ${problem}\n`);
process.exitCode = problems.length === 0 ? 0 : 1;

async function tryFixes(directory: string, unsafe: boolean): Promise<void> {
  const name = `${basename(directory)}${unsafe ? ' with unsafe fixes' : ''}`;
  const work = mkdtempSync(join(tmpdir(), 'ecrlint-try-'));
  try {
    cpSync(directory, work, { recursive: true, filter: (path) => basename(path) !== '.git' });
    const first = await fix(work, unsafe);
    const wasClean = new Map(first.files.map(({ path }) => [path, isFormatted(join(work, path))]));
    const { written, left } = await writeFixes(first.files, work, [work]);
    for (const { path, reason } of left) problems.push(`${name}: ${path} ${reason}`);
    for (const { rule, reason } of first.refused) problems.push(`${name}: a fix of ${rule} was refused: ${reason}`);
    for (const { path } of written) {
      const text = readFileSync(join(work, path), 'utf8');
      const opinion = await hcl2jsonAccepts(new SourceFile(path, text));
      if (!path.endsWith('.json') && !opinion.accepted)
        problems.push(`${name}: ${path} is refused by HashiCorp's parser`);
      if (wasClean.get(path) === true && isFormatted(join(work, path)) === false) {
        problems.push(`${name}: ${path} was formatted and is no more`);
      }
    }
    const second = await fix(work, unsafe);
    for (const { path } of second.files) problems.push(`${name}: ${path} changes again`);
    const fixable = second.after.findings.filter(({ fix }) => fix !== null && (unsafe || fix.safety === 'safe'));
    if (first.end !== 'stable') problems.push(`${name}: ended with ${first.end}`);
    process.stdout.write(
      `${name}: ${first.applied.length} fixes in ${written.length} files, ${second.after.findings.length} findings left, of them fixable ${fixable.length}\n`,
    );
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function fix(workingDirectory: string, unsafe: boolean): ReturnType<typeof fixPaths> {
  return fixPaths({
    rules,
    selection: { only: [], disable: [], severities: [] },
    workingDirectory,
    paths: ['.'],
    settings: [],
    environmentVariables: {},
    environment: null,
    unsafe,
  });
}

/** Null where there is no way to tell. */
function isFormatted(path: string): boolean | null {
  if (!hasTerraform() || !/\.(?:tf|tfvars)$/.test(path)) return null;
  return (
    spawnSync('terraform', ['fmt', '-check', path], { env: { ...process.env, TF_CLI_CONFIG_FILE: '/dev/null' } })
      .status === 0
  );
}

function hasTerraform(): boolean {
  try {
    execFileSync('terraform', ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
