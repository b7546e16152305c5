import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { type JsonValue, parseJsonText } from '../src/hcl/json-reader.ts';
import { parseNative } from '../src/hcl/parser.ts';
import { hcl2jsonAccepts } from '../src/hcl/second-opinion.ts';
import { SourceFile } from '../src/hcl/source.ts';
import { hcl2jsonForm, type Json } from '../test/hcl/hcl2json-form.ts';

/**
 * Compares our parser with HashiCorp's over all Terraform files under the given directories, and our JSON reader with
 * `JSON.parse`: whether both accept a file, and if they do, whether they read the same. Lists what differs.
 *
 *     npx tsx scripts/differential-hcl.ts <directory>...
 */

const counts = { files: 0, accepted: 0, rejected: 0, severalProblems: 0, disagreements: 0 };

for (const directory of process.argv.slice(2)) await compareAll(directory);
console.log(
  `${counts.files} files: ${counts.accepted} accepted by both with equal content, ${counts.rejected} rejected by both ` +
    `(${counts.severalProblems} with more than one problem), ${counts.disagreements} disagreements`,
);
if (counts.disagreements > 0) process.exitCode = 1;

async function compareAll(path: string): Promise<void> {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) {
    for (const name of readdirSync(path).sort()) await compareAll(join(path, name));
    return;
  }
  const native = /\.(tf|tofu|tfvars|hcl|nomad)$/.test(path);
  const json = /\.(tf|tofu|tfvars)\.json$/.test(path);
  if (!native && !json) return;
  const bytes = readFileSync(path);
  const file = new SourceFile(path, bytes.toString('utf8'));
  counts.files++;
  if (!Buffer.from(file.text, 'utf8').equals(bytes)) {
    console.log(`${path}: not UTF-8, skipped`);
    return;
  }
  const difference = native ? await compareNative(file) : compareJson(file);
  if (difference === null) return;
  counts.disagreements++;
  console.log(`${path}: ${difference}`);
}

async function compareNative(file: SourceFile): Promise<string | null> {
  const { body, errors } = parseNative(file);
  const opinion = await hcl2jsonAccepts(file);
  const problems = errors.map((problem) => {
    const { line, column } = file.position(problem.start);
    return `${line}:${column} ${problem.message}`;
  });
  if (!opinion.accepted) {
    if (problems.length === 0) return `we accept it, hcl2json says ${opinion.message}`;
    counts.rejected++;
    if (problems.length > 1) {
      counts.severalProblems++;
      console.log(`${file.path}: several problems: ${problems.join('; ')}`);
    }
    return null;
  }
  if (problems.length > 0) return `hcl2json accepts it, we say ${problems.join('; ')}`;
  // Null: the file is valid, but has no form to compare.
  if (opinion.json !== null && !isDeepStrictEqual(hcl2jsonForm(body), opinion.json)) {
    return `read differently:\n  ours   ${JSON.stringify(hcl2jsonForm(body))}\n  theirs ${JSON.stringify(opinion.json)}`;
  }
  counts.accepted++;
  return null;
}

function compareJson(file: SourceFile): string | null {
  const { root, errors } = parseJsonText(file);
  let theirs: unknown;
  try {
    theirs = JSON.parse(file.text);
  } catch (error) {
    if (errors.length === 0) return `we accept it, JSON.parse says ${String(error)}`;
    counts.rejected++;
    return null;
  }
  if (errors.length > 0) return `JSON.parse accepts it, we say ${errors.map((problem) => problem.message).join('; ')}`;
  if (!isDeepStrictEqual(plain(root), theirs)) return 'read differently than by JSON.parse';
  counts.accepted++;
  return null;
}

function plain(value: JsonValue): Json {
  switch (value.kind) {
    case 'object':
      return Object.fromEntries(value.properties.map((property) => [property.name, plain(property.value)]));
    case 'array':
      return value.items.map(plain);
    case 'null':
    case 'invalid':
      return null;
    default:
      return value.value;
  }
}
