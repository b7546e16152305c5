import { describe, expect, it } from 'vitest';
import { runCli } from '../../scripts/run-cli.ts';
import { withFolder } from '../support/folder.ts';

interface ModuleList {
  readonly version: number;
  readonly modules: readonly {
    readonly name: string;
    readonly sources: readonly string[];
    readonly inputs: readonly {
      readonly name: string;
      readonly sets: readonly string[];
      readonly defaults: readonly { readonly releases: string | null; readonly value: string | null }[];
    }[];
  }[];
}

/** What the command prints in a folder with these files. */
function modules(argv: readonly string[], files: Readonly<Record<string, string>> = { 'main.tf': '' }) {
  return withFolder(files, (folder) => runCli(['modules', ...argv], folder));
}

describe('ecrlint modules', () => {
  it('lists the known modules with their inputs and defaults', async () => {
    const { exitCode, stdout, stderr } = await modules([]);
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(stdout).toContain('cloudposse/ecr/aws\n  also github.com/cloudposse/terraform-aws-ecr\n  image_names ');
    expect(stdout).toMatch(
      / {2}image_tag_mutability +image_tag_mutability +"MUTABLE" in < 0\.31\.0; "IMMUTABLE" in >= 0\.31\.0\n/,
    );
  });

  it('gives them as JSON', async () => {
    const list: ModuleList = JSON.parse((await modules(['--format', 'json'])).stdout);
    expect(list.version).toBe(1);
    expect(list.modules.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'terraform-aws-modules/ecr/aws',
        'cloudposse/ecr/aws',
        'lgallard/ecr/aws',
        'clouddrove/ecr/aws',
        'trussworks/ecr-repo/aws',
        'mineiros-io/ecr/aws',
        'infrablocks/ecr-repository/aws',
        'boldlink/ecr/aws',
        'tmknom/ecr/aws',
        'tedilabs/container/aws//modules/ecr-repository',
        'modules/containers/ecr',
      ]),
    );
    const lgallard = list.modules.find(({ name }) => name === 'lgallard/ecr/aws');
    expect(lgallard?.inputs.find(({ name }) => name === 'name')).toEqual({
      name: 'name',
      sets: ['aws_ecr_repository.name'],
      defaults: [{ releases: null, value: null }],
    });
  });

  it('begins with those that the configuration tells of', async () => {
    const config = `modules:
  - source: acme/images/aws
    inputs:
      name: repo_name
      mutability: { input: tag_mutability, default: MUTABLE }
`;
    const files = { 'main.tf': '', '.ecrlint.yaml': config };
    const { stdout } = await modules([], files);
    expect(stdout.startsWith('acme/images/aws\n')).toBe(true);
    expect(stdout).toContain('  tag_mutability  image_tag_mutability  "MUTABLE"\n');
    expect((await modules(['--no-config'], files)).stdout).not.toContain('acme/images/aws');
  });

  it('says what is wrong with an entry, and where', async () => {
    const config = 'modules:\n  - source: nonsense\n    inputs: {}\n';
    const { exitCode, stderr } = await modules([], { 'main.tf': '', '.ecrlint.yaml': config });
    expect(exitCode).toBe(2);
    expect(stderr).toContain('.ecrlint.yaml:2');
    expect(stderr).toContain('"nonsense" is no module source');
  });
});
