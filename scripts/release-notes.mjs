// Prints what CHANGELOG.md tells of a version. Fails when it tells nothing, or the package has another version.
// Plain JavaScript, because releases run it without installing anything.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * @param {string} changelog its text, in the form of https://keepachangelog.com
 * @param {string} version such as `1.2.3`
 * @returns {string | null} the section of the version without its heading; null where there is none with text
 */
export function notesOf(changelog, version) {
  const [, ...sections] = changelog.split(/^## /m);
  const section = sections.find((text) => text.startsWith(`[${version}]`));
  if (section === undefined) return null;
  const lines = section.split('\n').slice(1);
  // Addresses of headings stand at the end of the file.
  const end = lines.findIndex((line) => /^\[[^\]]+\]: /.test(line));
  return (end === -1 ? lines : lines.slice(0, end)).join('\n').trim() || null;
}

/** @param {string} tag such as `v1.2.3` */
function main(tag) {
  const version = tag.replace(/^v/, '');
  const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  if (manifest.version !== version) {
    throw new Error(`The tag is ${tag}, but the version in package.json is ${manifest.version}.`);
  }
  const notes = notesOf(readFileSync(join(ROOT, 'CHANGELOG.md'), 'utf8'), version);
  if (notes === null) throw new Error(`CHANGELOG.md tells nothing of ${version}.`);
  process.stdout.write(`${notes}\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main(process.argv[2] ?? '');
