import { describe, expect, it } from 'vitest';
import { isLocalSource, parseModuleSource, sourceKey } from '../../src/terraform/module-source.ts';

describe('a registry source', () => {
  const ecr = { kind: 'registry', namespace: 'acme', name: 'ecr', provider: 'aws', submodule: '', version: null };

  it.each([
    ['acme/ecr/aws', ecr],
    ['app.terraform.io/acme/ecr/aws', ecr],
    ['registry.example.com:8443/acme/ecr/aws', ecr],
    ['acme/ecr/aws//modules/template', { ...ecr, submodule: 'modules/template' }],
    ['tfr:///acme/ecr/aws?version=2.2.1', { ...ecr, version: '2.2.1' }],
    [
      'tfr://registry.opentofu.org/acme/ecr/aws//wrappers?version=3.0.0',
      { ...ecr, submodule: 'wrappers', version: '3.0.0' },
    ],
  ])('%s', (text, expected) => {
    expect(parseModuleSource(text)).toEqual(expected);
  });

  it.each(['acme/ecr', 'a/b/c/d', 'acme/ecr/aws/extra/parts', ''])('is not %j', (text) => {
    expect(parseModuleSource(text)).toEqual({ kind: 'other', text });
  });
});

describe('a Git source', () => {
  const repository = { kind: 'git', repository: 'acme/terraform-aws-ecr', submodule: '', ref: null };

  it.each([
    ['github.com/acme/terraform-aws-ecr', repository],
    ['github.com/acme/terraform-aws-ecr.git?ref=v1.0.0', { ...repository, ref: 'v1.0.0' }],
    ['git@github.com:acme/terraform-aws-ecr.git', repository],
    [
      'git@github.com:acme/terraform-aws-ecr.git//modules/x?ref=abc',
      { ...repository, submodule: 'modules/x', ref: 'abc' },
    ],
    ['git::https://github.com/acme/terraform-aws-ecr.git?ref=tags/0.30.0', { ...repository, ref: 'tags/0.30.0' }],
    ['git::https://user:token@git.example.com/acme/terraform-aws-ecr.git//sub', { ...repository, submodule: 'sub' }],
    ['git::ssh://git@github.com/acme/terraform-aws-ecr.git', repository],
    ['git::ssh://git@git.example.com:2222/acme/terraform-aws-ecr.git?depth=1&ref=main', { ...repository, ref: 'main' }],
    ['git::git@github.com:acme/terraform-aws-ecr', repository],
    ['git::github.com/acme/terraform-aws-ecr', repository],
    ['ssh://git@github.com/acme/terraform-aws-ecr.git', repository],
    ['https://git.example.com/acme/terraform-aws-ecr.git', repository],
    ['bitbucket.org/acme/terraform-aws-ecr', repository],
  ])('%s', (text, expected) => {
    expect(parseModuleSource(text)).toEqual(expected);
  });
});

describe('any other source', () => {
  it.each([
    's3::https://s3.amazonaws.com/bucket/module.zip',
    'https://example.com/module.zip',
    'hg::https://example.com/x',
  ])('%s is left alone', (text) => {
    expect(parseModuleSource(text)).toEqual({ kind: 'other', text });
  });

  it.each([
    ['./ecr', true],
    ['..', true],
    ['../../modules/ecr', true],
    ['.hidden/ecr', false],
    ['ecr', false],
    ['acme/ecr/aws', false],
  ])('%s is local: %s', (text, expected) => {
    expect(isLocalSource(text)).toBe(expected);
  });
});

describe('the key of a source', () => {
  it('is the same for all spellings of one module', () => {
    const keys = [
      'github.com/Acme/terraform-aws-ecr',
      'git::https://github.com/acme/terraform-aws-ecr.git?ref=v1',
      'git@github.com:acme/terraform-aws-ecr.git',
    ].map((text) => sourceKey(parseModuleSource(text)));
    expect(new Set(keys).size).toBe(1);
  });

  it('tells a submodule from the module', () => {
    const [whole, part] = ['acme/ecr/aws', 'acme/ecr/aws//sub'].map((text) => sourceKey(parseModuleSource(text)));
    expect(whole).not.toBe(part);
  });
});
