import { expect, it } from 'vitest';
import { parseNative } from '../../src/hcl/parser.ts';
import { SourceFile } from '../../src/hcl/source.ts';
import { combinationsOf, RELEASES } from '../modules/combinations.ts';
import { verdictsIn } from '../modules/judge.ts';
import { withFolder } from '../support/folder.ts';
import { REPOSITORY } from './evaluate.ts';

/** Calls of published modules by `module` blocks, and units with the same inputs, which have to get the same verdicts. */

/** A unit with the arguments of the call in a text; null where they refer to something. */
function unitFor(text: string, source: string): string | null {
  const { body } = parseNative(new SourceFile('main.tf', text));
  const call = body.blocks.find(({ type }) => type === 'module');
  if (call === undefined) return null;
  const inputs = call.body.attributes.filter(({ name }) => name !== 'source' && name !== 'version');
  const written = inputs.map(({ start, end }) => text.slice(start, end)).join('\n  ');
  if (/\b(?:aws_|data\.|var\.|local\.|module\.|each\.|path\.)/.test(written)) return null;
  return `terraform {\n  source = "${source}"\n}\ninputs = {\n  ${written}\n}\n`;
}

/** Without its place, and the module block that is in addresses. */
function bare(verdict: string): string {
  return verdict.replace(/ \d+:\d+ /, ' ').replace(/ module\.ecr\./, ' ');
}

it.each(RELEASES)('$module $version as a unit', { timeout: 60_000 }, async (release) => {
  const [address, submodule] = release.module.split('//', 2);
  const folder = submodule === undefined ? '' : `//${submodule}`;
  const source = `tfr:///${address}${folder}?version=${release.version}`;
  let compared = 0;
  for (const { name, text } of combinationsOf(release).slice(0, 24)) {
    const unit = unitFor(text, source);
    if (unit === null) continue;
    compared++;
    const called = await withFolder({ ...REPOSITORY, 'main.tf': text }, verdictsIn);
    const deployed = await withFolder({ ...REPOSITORY, 'terragrunt.hcl': unit }, verdictsIn);
    expect({ name, verdicts: [...new Set(deployed.map(bare))].sort() }).toEqual({
      name,
      verdicts: [...new Set(called.map(bare))].sort(),
    });
  }
  expect(compared).toBeGreaterThan(3);
});
