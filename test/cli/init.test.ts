import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { withFolder } from '../support/folder.ts';
import { run } from './run.ts';

const REPOSITORY = 'resource "aws_ecr_repository" "app" {\n  name = "app"\n}\n';

const POLICY = `resource "aws_ecr_repository_policy" "app" {
  repository = aws_ecr_repository.app.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::111122223333:root" }
      Action    = "ecr:BatchGetImage"
      Condition = { StringEquals = { "aws:PrincipalOrgID" = "o-a1b2c3d4e5" } }
    }]
  })
}
`;

const TREE = {
  'live/main.tf': `${REPOSITORY.replace('\n}', '\n  tags = { Lifecycle = "prod", Env = "blue" }\n}')}${POLICY}`,
  'dev/main.tf': `${REPOSITORY}variable "x" {}\nmodule "more" {\n  source = "corp/ecr/aws"\n}\n`,
  'dev/envs/eu.tfvars': 'x = 1\n',
};

/** The settings that are switched off, switched on. */
function switchedOn(text: string): string {
  return text.replace(/^#(?=\S| {2})/gm, '');
}

async function init(
  files: Readonly<Record<string, string>>,
  ...argv: string[]
): Promise<{ text: string; said: string }> {
  return withFolder(files, async (folder) => {
    const { exitCode, stdout, stderr } = await run(['init', ...argv], { in: folder });
    expect([exitCode, stderr]).toEqual([0, '']);
    return { text: readFileSync(join(folder, argv[0] ?? '.', '.ecrlint.yaml'), 'utf8'), said: stdout };
  });
}

describe('init', () => {
  it('writes what is recommended, and says so', async () => {
    const { text, said } = await init(TREE);
    expect(parse(text)).toEqual({ extends: 'recommended' });
    expect(said).toBe(
      'Wrote .ecrlint.yaml. It begins with what is recommended; the rest are suggestions from 2 repositories in 2 modules, switched off.\n',
    );
  });

  it('suggests what it finds', async () => {
    const { text } = await init(TREE);
    expect(text).toContain('production in none,\n# something else in dev, and not known in live.');
    expect(parse(switchedOn(text))).toMatchObject({
      rules: { 'cross-account-access': { 'trusted-accounts': ['111122223333'] } },
      environments: {
        tags: ['Lifecycle'],
        words: { production: ['blue'] },
        paths: { production: ['/live/'] },
        tfvars: { production: ['envs/eu.tfvars'] },
      },
      fix: { 'trusted-organization': 'o-a1b2c3d4e5' },
      modules: [{ source: 'corp/ecr/aws' }],
    });
  });

  it.each([
    ['much', TREE],
    ['nothing', {}],
    ['odd names', { 'on: #"x/main.tf': REPOSITORY, 'a\nb/main.tf': REPOSITORY }],
  ])('writes suggestions that work where it finds %s', async (_, tree) => {
    const { text } = await init(tree);
    const files = {
      ...tree,
      'main.tf': REPOSITORY,
      '.ecrlint.yaml': switchedOn(text),
      'rules/naming.mjs': "export default { id: 'acme/naming', title: 'Names', check() {} };\n",
    };
    await withFolder(files, async (folder) => {
      const { exitCode, stderr } = await run(['check'], { in: folder });
      expect([exitCode, stderr]).toEqual([1, '']);
    });
  });

  it('says that another configuration counts no longer', async () => {
    const { said } = await init({ ...TREE, '.ecrlint.yaml': '' }, 'dev');
    expect(said).toMatch(
      /^Wrote dev\/\.ecrlint\.yaml\. .*\nHere it counts in place of \S*\.ecrlint\.yaml: name that under extends/,
    );
  });

  it.each(['.ecrlint.yaml', '.ecrlint.yml', '.ecrlint.json'])(
    'does not overwrite %s, nor stand beside it',
    async (name) => {
      await withFolder({ [`infra/${name}`]: 'mine' }, async (folder) => {
        expect(await run(['init', 'infra'], { in: folder })).toEqual({
          exitCode: 2,
          stdout: '',
          stderr: `ecrlint: There is infra/${name} already, and nothing is overwritten. Edit it, or remove it first.\n`,
        });
        expect(readdirSync(join(folder, 'infra'))).toEqual([name]);
        expect(readFileSync(join(folder, 'infra', name), 'utf8')).toBe('mine');
      });
    },
  );

  it('needs a directory', async () => {
    await withFolder(TREE, async (folder) => {
      for (const path of ['nowhere', 'dev/main.tf']) {
        expect(await run(['init', path], { in: folder })).toEqual({
          exitCode: 2,
          stdout: '',
          stderr: `ecrlint: "${path}" is not a directory. Name the one that the configuration is for.\n`,
        });
      }
    });
  });
});
