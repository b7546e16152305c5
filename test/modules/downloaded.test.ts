import { describe, expect, it } from 'vitest';
import { rules } from '../../rules/index.ts';
import { changedTexts, fixFiles } from '../support/fix.ts';
import { lintFiles, seenIn } from '../support/lint.ts';

/** What `terraform init` would have written for a module called `ecr`. */
function manifest(source: string, version: string, directory: string): string {
  const modules = [
    { Key: '', Source: '', Dir: '.' },
    { Key: 'ecr', Source: `registry.terraform.io/${source}`, Version: version, Dir: directory },
  ];
  return JSON.stringify({ Modules: modules });
}

const CALL = `module "ecr" {
  source  = "acme/registry/aws"
  version = "~> 1.0"

  name = "app"
}
`;

const MODULE = `variable "name" {}

variable "mutability" {
  default = "MUTABLE"
}

resource "aws_ecr_repository" "this" {
  name                 = var.name
  image_tag_mutability = var.mutability

  image_scanning_configuration {
    scan_on_push = true
  }
}
`;

const DOWNLOADED = '.terraform/modules/ecr';

function project(call: string, version = '1.4.0', module = MODULE): Record<string, string> {
  return {
    'main.tf': call,
    '.terraform/modules/modules.json': manifest('acme/registry/aws', version, DOWNLOADED),
    [`${DOWNLOADED}/main.tf`]: module,
  };
}

const MUTABILITY = rules.filter(({ id }) => id === 'immutable-tags');

describe('a downloaded module', () => {
  it('is judged, also where nothing else speaks of ECR, and its call is to blame', async () => {
    const [finding] = (await lintFiles(project(CALL), MUTABILITY)).findings;
    expect(finding?.place?.file.path).toBe('main.tf');
    expect(finding?.place?.start).toBe(0);
    expect(finding?.resource).toBe('module.ecr.aws_ecr_repository.this');
    expect(finding?.trace.map(({ message }) => message)).toEqual([
      'acme/registry/aws defaults mutability to "MUTABLE"',
      'image_tag_mutability of module.ecr.aws_ecr_repository.this',
    ]);
    expect(finding?.trace.every(({ place }) => place === null || place.file.path === 'main.tf')).toBe(true);
  });

  it('is mended by its call, and left alone itself', async () => {
    const fixed = await fixFiles(project(CALL), MUTABILITY);
    expect(changedTexts(fixed)).toEqual({
      'main.tf': CALL.replace('name = "app"', 'name       = "app"\n  mutability = "IMMUTABLE"'),
    });
  });

  it('is judged by what the call gives, where that is written', async () => {
    const call = CALL.replace('name = "app"', 'name       = "app"\n  mutability = local.setting').concat(
      '\nlocals {\n  setting = "MUTABLE"\n}\n',
    );
    const [seen] = seenIn(await lintFiles(project(call), MUTABILITY));
    expect(seen).toMatchObject({ file: 'main.tf', line: 10, text: '"MUTABLE"' });
  });

  it('counts for nothing when the call asks for another version by now', async () => {
    expect((await lintFiles(project(CALL, '0.9.0'), MUTABILITY)).findings).toEqual([]);
  });

  it('counts for nothing when the call names another module by now', async () => {
    const call = CALL.replace('acme/registry/aws', 'acme/other/aws');
    expect((await lintFiles(project(call), MUTABILITY)).findings).toEqual([]);
  });

  it('has no syntax errors that the user is told of', async () => {
    const { findings } = await lintFiles(project(CALL, '1.4.0', `${MODULE}\nresource "x" {{{\n`), rules);
    expect(findings.filter(({ rule }) => rule === 'syntax')).toEqual([]);
  });

  it('is told of by the names of its files alone when it is nested', async () => {
    const outer = `module "inner" {
  source = "./inner"
  name   = var.name
}

variable "name" {}
`;
    const files = { ...project(CALL, '1.4.0', outer), [`${DOWNLOADED}/inner/main.tf`]: MODULE };
    const [finding] = (await lintFiles(files, MUTABILITY)).findings;
    expect(finding?.resource).toBe('module.ecr.module.inner.aws_ecr_repository.this');
    expect(finding?.place?.file.path).toBe('main.tf');
    expect(finding?.fix).toBeNull();
  });

  it('gives outputs, which are told of where they are used', async () => {
    const module = `${MODULE.replace('MUTABLE', 'IMMUTABLE')}\noutput "setting" {\n  value = "MUTABLE"\n}\n`;
    const own = `
resource "aws_ecr_repository" "other" {
  name                 = "other"
  image_tag_mutability = module.ecr.setting
}
`;
    const [finding, ...others] = (await lintFiles(project(CALL + own, '1.4.0', module), MUTABILITY)).findings;
    expect(others).toEqual([]);
    expect(finding?.resource).toBe('aws_ecr_repository.other');
    expect(finding?.place?.file.path).toBe('main.tf');
    expect(finding?.place?.file.text.slice(finding.place.start, finding.place.end)).toBe(
      'image_tag_mutability = module.ecr.setting',
    );
    expect(finding?.fix).toBeNull();
  });

  it('is not mended by resources beside its call that would have to refer to it', async () => {
    const lifecycle = rules.filter(({ id }) => id === 'lifecycle-policy');
    const [finding] = (await lintFiles(project(CALL), lifecycle)).findings;
    expect(finding?.rule).toBe('lifecycle-policy');
    expect(finding?.fix).toBeNull();
  });

  it('comes before what is known of it without its source', async () => {
    const call = CALL.replace('acme/registry/aws', 'cloudposse/ecr/aws').replace('~> 1.0', '0.30.0');
    const files = {
      'main.tf': call,
      '.terraform/modules/modules.json': manifest('cloudposse/ecr/aws', '0.30.0', DOWNLOADED),
      [`${DOWNLOADED}/main.tf`]: MODULE.replace('MUTABLE', 'IMMUTABLE'),
    };
    expect((await lintFiles(files, MUTABILITY)).findings).toEqual([]);
    expect((await lintFiles({ 'main.tf': call }, MUTABILITY)).findings).toHaveLength(1);
  });
});
