import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fixPaths } from '../../../src/fix/fix-paths.ts';
import { verify } from '../../../src/fix/verify.ts';
import { parseFile } from '../../../src/hcl/parse-file.ts';
import { SourceFile } from '../../../src/hcl/source.ts';
import { lintPaths } from '../../../src/lint/run.ts';
import { ProjectError } from '../../../src/terraform/project.ts';
import { withFolder } from '../../../test/support/folder.ts';
import { CONFIGURATIONS, NATIVE_TEXTS } from '../bases.ts';
import { mutate } from '../mutate.ts';
import { changeDocuments } from '../mutate-documents.ts';
import type { Random } from '../random.ts';
import { expectThat, type Input, type Target } from '../target.ts';
import { expectReports, optionsFor } from './check.ts';

/** Damaged configurations through evaluation, all rules and all reports. */
export const configurations: Target = {
  name: 'configurations',
  what: 'configurations to all rules and reports',
  weight: 8,
  make: makeConfiguration,
  check: judged,
};

/** The same through all fixes: what they give is valid, and nothing is left for a second run. */
export const fixes: Target = {
  name: 'fixes',
  what: 'configurations to all fixes, twice',
  weight: 6,
  make: makeConfiguration,
  check: fixed,
};

/** Feeds files to all rules and all reports. */
export function judged(files: Input): Promise<void> {
  return inFolder(files, async (folder) => expectReports(await lintPaths(optionsFor(folder)), files));
}

/** Feeds files to all fixes, twice. */
export function fixed(files: Input): Promise<void> {
  return inFolder(files, fixTwice);
}

/** There may be nothing to judge in what is left of the files. */
function inFolder(files: Input, use: (folder: string) => Promise<void>): Promise<void> {
  return withFolder(files, async (folder) => {
    try {
      await use(folder);
    } catch (error) {
      if (!(error instanceof ProjectError)) throw error;
    }
  });
}

function makeConfiguration(random: Random): Input {
  const files: Record<string, string> = { ...random.pick(CONFIGURATIONS) };
  for (const [name, text] of Object.entries(files)) {
    if (Object.keys(files).length > 1 && random.oneIn(3)) continue;
    files[name] = random.oneIn(3) ? changeDocuments(text, random) : mutate(text, NATIVE_TEXTS, random);
  }
  return files;
}

async function fixTwice(folder: string): Promise<void> {
  const options = { ...optionsFor(folder), unsafe: true };
  const fixed = await fixPaths(options);
  expectThat(fixed.end === 'stable', `fixing ended with ${fixed.end}: ${fixed.fighting.join(', ')}`);
  for (const file of fixed.files) {
    const { path, before, after } = file;
    const wasValid = parseFile(new SourceFile(path, before)).errors.length === 0;
    const problems = parseFile(new SourceFile(path, after)).errors;
    expectThat(!wasValid || problems.length === 0, `a fix breaks ${path}: ${problems[0]?.message}`);
    if (wasValid) {
      const doubt = await verify(file);
      // What only its own limits keep from an answer is left alone, and rightly so.
      if (doubt?.includes('nested too deeply')) return;
      expectThat(doubt === null, `a fix of ${path} does not pass the last check: ${doubt}`);
    }
    writeFileSync(join(folder, path), after);
  }
  if (fixed.files.length === 0) return;
  const again = await fixPaths(options);
  const changed = again.files.map(({ path, rules }) => `${path} (${rules.join(', ')})`);
  expectThat(changed.length === 0, `a second run changes ${changed.join(', ')}`);
}
