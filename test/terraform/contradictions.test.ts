import { describe, expect, it } from 'vitest';
import { openProject, type Project } from '../../src/terraform/project.ts';
import { withFolder } from '../support/folder.ts';

const declared = (name: string, input: string): string =>
  `resource "terraform_data" "${name}" {\n  input = ${input}\n}\n`;

function opened(files: Readonly<Record<string, string>>, use: (project: Project) => void): Promise<void> {
  return withFolder(files, async (folder) => {
    use(
      openProject({
        workingDirectory: folder,
        paths: ['.'],
        settings: [],
        environmentVariables: {},
        markers: ['terraform_data'],
        dataSources: {},
      }),
    );
  });
}

/** The inputs of all resources of each deployment, by name. */
function inputsIn({ deployments }: Project): Record<string, unknown>[] {
  return deployments.map((deployment) =>
    Object.fromEntries(
      deployment.resources('terraform_data').map(({ address, body }) => {
        const input = body.attribute('input');
        return [address.replace('terraform_data.', ''), input?.kind === 'string' ? input.value : input?.kind];
      }),
    ),
  );
}

describe('files that declare the same thing', () => {
  it('are judged each without the other, with all that contradicts neither', () =>
    opened(
      {
        'bad.tf': declared('app', '"bad"') + declared('follower', 'terraform_data.app.input'),
        'good.tf': declared('app', '"good"') + declared('other', 'local.shared'),
        'shared.tf': 'locals {\n  shared = "shared"\n}\n',
      },
      (project) => {
        expect(inputsIn(project)).toEqual([
          { app: 'bad', follower: 'bad' },
          { app: 'good', other: 'shared' },
        ]);
        expect(project.contradictions.map(({ address, second }) => [address, second.file.path])).toEqual([
          ['terraform_data.app', 'good.tf'],
        ]);
      },
    ));

  it('are in as few groups as there are ways to mean them', () =>
    opened(
      {
        'a1.tf': declared('a', '"1"'),
        'a2.tf': declared('a', '"2"'),
        'a3.tf': declared('a', '"1"'),
        'b1.tf': declared('b', '"1"'),
        'b2.tf': declared('b', '"2"'),
      },
      (project) =>
        expect(inputsIn(project)).toEqual([
          { a: '1', b: '1' },
          { a: '2', b: '2' },
        ]),
    ));

  it('are one configuration where they say the same, or where one overrides the other', () =>
    opened(
      {
        'a.tf': declared('app', '"a"'),
        'copy.tf': declared('app', '"a"').replaceAll('\n', '\n\n'),
        'override.tf': declared('app', '"b"'),
      },
      (project) => {
        expect(inputsIn(project)).toEqual([{ app: 'b' }]);
        expect(project.contradictions).toEqual([]);
      },
    ));

  it('may do so only in what they are made of, unless it is for all', () =>
    opened(
      {
        'a.tf': `locals {\n  input = "a"\n}\n${declared('a', 'local.input')}`,
        'b.tf': `locals {\n  input = "b"\n}\n${declared('b', 'var.input')}${declared('c', 'local.input')}`,
        'variables.tf': 'variable "input" {\n  default = "all"\n}\nlocals {\n  input = "other"\n}\n',
      },
      (project) => expect(inputsIn(project)).toEqual([{ a: 'a' }, { b: 'all', c: 'b' }]),
    ));

  it('may be one file', () =>
    opened({ 'main.tf': declared('app', '"1"') + declared('app', '"2"') + declared('web', '"3"') }, (project) =>
      expect(inputsIn(project)).toEqual([
        { app: '1', web: '3' },
        { app: '2', web: '3' },
      ]),
    ));

  it('are not taken apart without end', () =>
    opened(
      Object.fromEntries(Array.from({ length: 300 }, (_, n) => [`${n}.tf`, declared('app', `"${n}"`)])),
      (project) => expect(project.deployments.length).toBe(100),
    ));
});
