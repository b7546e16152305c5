import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { runCli } from '../../scripts/run-cli.ts';
import { withFolder } from '../support/folder.ts';
import { ROOT, textOf } from './files.ts';

const README = textOf('README.md');

/** The code blocks of the README in some language; those without one for an empty name. */
function blocks(language: string): string[] {
  return [...README.matchAll(/^```(\w*)\n(.*?)^```$/gms)].flatMap(([, name, code = '']) =>
    name === language ? [code] : [],
  );
}

/** What the README tells people to type, in blocks and in the text, but for what stands for something else. */
const COMMANDS = [
  ...blocks('').flatMap((code) => [...code.matchAll(/^ecrlint .*$/gm)].map(([line]) => line.replace(/ +[#|].*$/, ''))),
  ...[...README.matchAll(/`(ecrlint (?:check|rules|init)[^`\n]*)`/g)].map(([, command = '']) => command),
].filter((command) => !command.includes('['));

describe('the README', () => {
  it('names commands', () => {
    expect(COMMANDS).toContain('ecrlint check infra --diff');
    expect(COMMANDS.length).toBeGreaterThan(6);
  });

  it.each([...new Set(COMMANDS)])('%s is understood', (command) =>
    withFolder({ 'plan.json': textOf('test/plan/cases/count.plan.recorded.json') }, async (folder) => {
      cpSync(join(ROOT, 'fixtures/infra'), join(folder, 'infra'), { recursive: true });
      const { exitCode, stderr } = await runCli(command.split(' ').slice(1), folder);
      // What asks for a history of Git finds none here, and says so.
      if (/--changed|--staged/.test(command)) expect(stderr).toContain('Git repository');
      else expect([exitCode, stderr]).toEqual([exitCode === 1 ? 1 : 0, '']);
    }),
  );

  it('gives the action and the hooks that there are', () => {
    const [step, hooks] = blocks('yaml').map((text): unknown => parse(text));
    const action: { readonly inputs: object } = parse(textOf('action.yml'));
    const known: readonly { readonly id: string }[] = parse(textOf('.pre-commit-hooks.yaml'));
    expect(step).toMatchObject([{}, { uses: expect.stringMatching(/^ecrlint\/ecrlint@v\d+$/) }]);
    const inputs = (step as [object, { readonly with: object }])[1].with;
    expect(Object.keys(action.inputs)).toEqual(expect.arrayContaining(Object.keys(inputs)));
    const { repos } = hooks as { readonly repos: readonly { readonly hooks: readonly { readonly id: string }[] }[] };
    const ids = repos.flatMap((repo) => repo.hooks.map(({ id }) => id));
    expect(known.map(({ id }) => id)).toEqual(expect.arrayContaining(ids));
  });
});
