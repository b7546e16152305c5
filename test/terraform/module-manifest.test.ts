import { describe, expect, it } from 'vitest';
import { isInstalledFor, parseManifest, publishedDirectories } from '../../src/terraform/module-manifest.ts';

const MANIFEST = JSON.stringify({
  Modules: [
    { Key: '', Source: '', Dir: '.' },
    {
      Key: 'ecr',
      Source: 'registry.terraform.io/acme/ecr/aws',
      Version: '1.4.2',
      Dir: '.terraform/modules/ecr',
    },
    { Key: 'ecr.inner', Source: './modules/inner', Dir: '.terraform/modules/ecr/modules/inner' },
    { Key: 'app', Source: './app', Dir: 'app' },
    { Key: 'app.git', Source: 'git::https://github.com/acme/x.git?ref=v2', Dir: '.terraform/modules/app.git' },
    { Key: 'odd', Source: 'acme/odd/aws', Version: '', Dir: '.terraform\\modules\\odd' },
    { Key: 'broken', Source: 7, Dir: '.terraform/modules/broken' },
  ],
});

describe('a manifest', () => {
  it('says where modules are, by the calls that lead there', () => {
    const modules = parseManifest(MANIFEST);
    expect([...modules.keys()]).toEqual(['ecr', 'ecr.inner', 'app', 'app.git', 'odd']);
    expect(modules.get('ecr')).toEqual({
      source: 'registry.terraform.io/acme/ecr/aws',
      version: '1.4.2',
      directory: '.terraform/modules/ecr',
    });
    expect(modules.get('odd')).toMatchObject({ version: null, directory: '.terraform/modules/odd' });
  });

  it("tells published modules, with all that they call, from the user's own", () => {
    expect(publishedDirectories(parseManifest(MANIFEST))).toEqual([
      '.terraform/modules/ecr',
      '.terraform/modules/ecr/modules/inner',
      '.terraform/modules/app.git',
      '.terraform/modules/odd',
    ]);
  });

  it.each(['', 'null', '[]', '{"Modules": 1}', '{"Modules": [null, 1, []]}', '{'])('%j has none', (text) => {
    expect(parseManifest(text).size).toBe(0);
  });
});

describe('an installed module', () => {
  const registry = { source: 'registry.terraform.io/acme/ecr/aws', version: '1.4.2', directory: 'x' };
  const git = { source: 'git::https://github.com/acme/ecr.git?ref=v2', version: null, directory: 'x' };

  it.each([
    [registry, 'acme/ecr/aws', '~> 1.0', true],
    [registry, 'acme/ecr/aws', null, true],
    [registry, 'acme/ecr/aws', '>= 2.0', false],
    [registry, 'acme/ecr/aws//sub', '~> 1.0', false],
    [registry, 'other/ecr/aws', '~> 1.0', false],
    [git, 'git@github.com:acme/ecr.git?ref=v2', null, true],
    [git, 'github.com/acme/ecr?ref=v3', null, false],
    [git, 'github.com/acme/ecr', null, false],
  ])('%o for %s %s: %s', (installed, source, constraint, expected) => {
    expect(isInstalledFor(installed, source, constraint)).toBe(expected);
  });
});
