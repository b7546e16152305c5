import { describe, expect, it } from 'vitest';
import { run } from '../../cli/run.ts';
import { withFolder } from '../../support/folder.ts';
import { found, foundIn, MUTABLE, only } from './found.ts';

const TAGS = 'immutable-tags: { severity: { unknown: warning } }';

describe('which configuration counts', () => {
  it('is the one nearest to a root module, which knows nothing of those above', async () => {
    const files = {
      '.ecrlint.yaml': only('immutable-tags: warning'),
      'a/main.tf': MUTABLE,
      'b/.ecrlint.yml': only('immutable-tags: error'),
      'b/main.tf': MUTABLE,
      'b/c/main.tf': MUTABLE,
      'd/.ecrlint.json': '{"extends": "none"}',
      'd/main.tf': MUTABLE,
    };
    expect(await found(files)).toEqual([
      'a/main.tf immutable-tags warning unknown',
      'b/c/main.tf immutable-tags error unknown',
      'b/main.tf immutable-tags error unknown',
    ]);
  });

  it('is looked for up to the root of the repository, and no further', async () => {
    const files = {
      '.ecrlint.yaml': only('immutable-tags: error'),
      'repo/.git/HEAD': '',
      'repo/infra/main.tf': MUTABLE,
    };
    expect(await found(files, '--only', 'immutable-tags', 'repo')).toEqual([
      'repo/infra/main.tf immutable-tags warning unknown',
    ]);
    const inRepository = { ...files, 'repo/.ecrlint.yaml': only('immutable-tags: info') };
    expect(await found(inRepository, 'repo/infra')).toEqual(['repo/infra/main.tf immutable-tags info unknown']);
  });

  it('is looked for outside of repositories up to the working directory or the path that was given', async () => {
    await withFolder(
      {
        '.ecrlint.yaml': only('immutable-tags: error'),
        'given/.ecrlint.yaml': only('immutable-tags: info'),
        'given/x/main.tf': MUTABLE,
        'here/x/main.tf': MUTABLE,
        'here/empty.txt': '',
      },
      async (folder) => {
        // From elsewhere, the file above the given path does not count.
        expect(await foundIn(`${folder}/here`, '../given')).toEqual(['../given/x/main.tf immutable-tags info unknown']);
        expect(await foundIn(`${folder}/here`, '--only', 'immutable-tags', 'x')).toEqual([
          'x/main.tf immutable-tags warning unknown',
        ]);
        expect(await foundIn(folder, 'here/x')).toEqual(['here/x/main.tf immutable-tags error unknown']);
      },
    );
  });

  it('is the one that --config names, and none with --no-config', async () => {
    const files = {
      '.ecrlint.yaml': only('immutable-tags: error'),
      'ci/strict.yaml': only('immutable-tags: info', 'exclude: [/legacy/]\n'),
      'main.tf': MUTABLE,
      'legacy/main.tf': MUTABLE,
    };
    // Its patterns are relative to the working directory then.
    expect(await found(files, '--config', 'ci/strict.yaml')).toEqual(['main.tf immutable-tags info unknown']);
    expect(await found(files, '--no-config', '--only', 'immutable-tags', 'main.tf')).toEqual([
      'main.tf immutable-tags warning unknown',
    ]);
  });

  it('may be empty, or hold nothing but comments', async () => {
    for (const text of ['', '# nothing yet\n', '---\n', '\ufeff', '{}\n', '\ufeffextends: recommended\n']) {
      const files = { '.ecrlint.yaml': text, 'main.tf': MUTABLE };
      expect(await found(files, '--only', 'immutable-tags')).toEqual(['main.tf immutable-tags warning unknown']);
    }
    for (const text of ['', ' \n', '{}', '\ufeff{"extends": "recommended"}']) {
      const files = { '.ecrlint.json': text, 'main.tf': MUTABLE };
      expect(await found(files, '--only', 'immutable-tags')).toEqual(['main.tf immutable-tags warning unknown']);
    }
  });

  it('may use anchors, aliases and merge keys', async () => {
    const config =
      'extends: none\nrules:\n  immutable-tags: &tags\n    severity: info\n  scan-on-push:\n    <<: *tags\n';
    expect(await found({ '.ecrlint.yaml': config, 'main.tf': MUTABLE })).toEqual([
      'main.tf scan-on-push info unknown',
      'main.tf immutable-tags info unknown',
    ]);
  });
});

describe('extends', () => {
  it('begins with what is recommended unless a preset is named', async () => {
    const rulesOf = async (config: string): Promise<Set<string>> => {
      const lines = await found({ '.ecrlint.yaml': config, 'prod/main.tf': MUTABLE });
      return new Set(lines.map((line) => line.split(' ')[1]!));
    };
    const recommended = await rulesOf('');
    expect(recommended).toContain('immutable-tags');
    expect(recommended).not.toContain('prevent-destroy');
    expect(await rulesOf('extends: recommended\n')).toEqual(recommended);
    expect(await rulesOf('extends: [none, recommended]\n')).toEqual(recommended);
    expect(await rulesOf('extends: strict\n')).toEqual(new Set([...recommended, 'prevent-destroy']));
    expect(await rulesOf('extends: none\n')).toEqual(new Set());
    expect(await rulesOf('extends: none\nrules:\n  prevent-destroy: {}\n')).toEqual(new Set(['prevent-destroy']));
  });

  it('takes what files say, of which later ones count more, and its own most', async () => {
    const files = {
      'base/one.yaml': only('immutable-tags: error', '  scan-on-push: info\n'),
      'base/two.json': '{"rules": {"immutable-tags": "info", "lifecycle-policy": "warning"}}',
      'infra/.ecrlint.yaml': 'extends: [../base/one.yaml, ../base/two.json]\nrules:\n  lifecycle-policy: info\n',
      'infra/main.tf': MUTABLE,
    };
    expect((await found(files, 'infra')).toSorted()).toEqual([
      'infra/main.tf immutable-tags info unknown',
      'infra/main.tf lifecycle-policy info unknown',
      'infra/main.tf scan-on-push info unknown',
    ]);
  });
});

describe('rules', () => {
  it('have a severity, one in each environment, or none', async () => {
    const files = { 'prod/main.tf': MUTABLE, 'dev/main.tf': MUTABLE, 'x/main.tf': MUTABLE };
    const severity = 'immutable-tags: { severity: { non-production: info, unknown: off } }';
    expect(await found({ ...files, '.ecrlint.yaml': only(severity) })).toEqual([
      'dev/main.tf immutable-tags info non-production',
      'prod/main.tf immutable-tags error production',
    ]);
    expect(await found({ ...files, '.ecrlint.yaml': only('immutable-tags: off') })).toEqual([]);
  });

  it('have options', async () => {
    const config = only('required-tags: { keys: [Owner] }');
    expect(await found({ '.ecrlint.yaml': config, 'main.tf': MUTABLE })).toEqual([
      'main.tf required-tags error unknown',
    ]);
  });

  it('are overruled by flags', async () => {
    const files = { '.ecrlint.yaml': only('immutable-tags: off'), 'main.tf': MUTABLE };
    expect(await found(files, '--rule', 'immutable-tags=info')).toEqual(['main.tf immutable-tags info unknown']);
    expect(await found(files, '--only', 'immutable-tags')).toEqual(['main.tf immutable-tags warning unknown']);
    const on = { '.ecrlint.yaml': only('immutable-tags: error'), 'main.tf': MUTABLE };
    expect(await found(on, '--disable', 'immutable-tags')).toEqual([]);
    // What runs by flag has the severity that is configured.
    expect(await found(on, '--only', 'immutable-tags')).toEqual(['main.tf immutable-tags error unknown']);
  });

  it('of the tool itself can be switched off', async () => {
    const broken = 'resource "aws_ecr_repository" "app" {\n  name =\n}\n';
    const files = { 'main.tf': broken };
    expect(await found({ ...files, '.ecrlint.yaml': 'extends: none\n' })).toEqual(['main.tf syntax error']);
    expect(await found({ ...files, '.ecrlint.yaml': only('syntax: off') })).toEqual([]);
  });
});

describe('a configuration by which no rule runs', () => {
  it('is told of, once', async () => {
    const files = { '.ecrlint.yaml': 'extends: none\n', 'a/main.tf': MUTABLE, 'b/main.tf': MUTABLE };
    await withFolder(files, async (folder) => {
      const { exitCode, stderr } = await run(['check'], { in: folder });
      expect([exitCode, stderr]).toEqual([
        0,
        'ecrlint: .ecrlint.yaml lets no rule run, so nothing is judged by it. Switch some on under rules; to leave folders out, name them under exclude of a configuration above.\n',
      ]);
    });
    expect(await found(files, '--rule', 'immutable-tags=info')).toHaveLength(2);
  });
});

describe('overrides', () => {
  const files = { 'a/main.tf': MUTABLE, 'a/b/main.tf': MUTABLE, 'c/main.tf': MUTABLE };

  it('give other severities to files, of which later ones count more', async () => {
    const config = only(
      TAGS,
      'overrides:\n  - { paths: [a/], rules: { immutable-tags: error } }\n  - { paths: [a/b/], rules: { immutable-tags: off } }\n',
    );
    expect(await found({ ...files, '.ecrlint.yaml': config })).toEqual([
      'a/main.tf immutable-tags error unknown',
      'c/main.tf immutable-tags warning unknown',
    ]);
  });

  it('let a rule run that is off elsewhere', async () => {
    const config = 'extends: none\noverrides:\n  - { paths: ["c/*.tf"], rules: { immutable-tags: info } }\n';
    expect(await found({ ...files, '.ecrlint.yaml': config })).toEqual(['c/main.tf immutable-tags info unknown']);
  });

  it('go by the file that a finding is in, which may be of another module', async () => {
    const config = only(TAGS, 'overrides:\n  - { paths: [modules/], rules: { immutable-tags: info } }\n');
    const calling = {
      '.ecrlint.yaml': config,
      'modules/app/main.tf': MUTABLE,
      'root/main.tf': 'module "app" {\n  source = "../modules/app"\n}\n',
    };
    expect(await found(calling)).toEqual(['modules/app/main.tf immutable-tags info unknown']);
  });

  it('say what folders are for', async () => {
    const config = only('immutable-tags: {}', 'overrides:\n  - { paths: [a/], environment: production }\n');
    expect(await found({ ...files, '.ecrlint.yaml': config })).toEqual([
      'a/b/main.tf immutable-tags error production',
      'a/main.tf immutable-tags error production',
      'c/main.tf immutable-tags warning unknown',
    ]);
  });

  it('give way to flags', async () => {
    const config = only(TAGS, 'overrides:\n  - { paths: [a/], rules: { immutable-tags: off } }\n');
    const all = { ...files, '.ecrlint.yaml': config };
    expect(await found(all, '--rule', 'immutable-tags=info')).toHaveLength(3);
  });
});

describe('exclude', () => {
  const config = only(TAGS, 'exclude: [legacy/, "*.gen.tf", "!keep.gen.tf"]\n');
  const files = {
    '.ecrlint.yaml': config,
    'main.tf': MUTABLE,
    'legacy/x/main.tf': MUTABLE,
    'a/one.gen.tf': MUTABLE.replace('"app" {', '"one" {'),
    'a/keep.gen.tf': MUTABLE,
  };

  it('leaves folders and files out', async () => {
    expect(await found(files)).toEqual([
      'a/keep.gen.tf immutable-tags warning unknown',
      'main.tf immutable-tags warning unknown',
    ]);
  });

  it('leaves out silently files that are passed by name, and says of folders that nothing was judged', async () => {
    for (const path of ['legacy', 'legacy/x']) {
      await withFolder(files, async (folder) => {
        const { exitCode, stderr } = await run(['check', path], { in: folder });
        const told = `ecrlint: All Terraform in ${path} is excluded by the configuration, so nothing was judged.\n`;
        expect([exitCode, stderr]).toEqual([0, told]);
      });
    }
    for (const path of ['legacy/x/main.tf', 'a/one.gen.tf']) {
      await withFolder(files, async (folder) => {
        const { exitCode, stderr } = await run(['check', path], { in: folder });
        expect([path, exitCode, stderr]).toEqual([path, 0, '']);
      });
    }
    expect(await found(files, 'main.tf', 'legacy/x/main.tf')).toEqual(['main.tf immutable-tags warning unknown']);
  });

  it('counts for folders with a configuration of their own', async () => {
    const nested = { ...files, 'legacy/x/.ecrlint.yaml': only('immutable-tags: error') };
    expect(await found(nested, 'legacy')).toEqual([]);
  });

  it('leaves out what is in an excluded module that another one calls', async () => {
    const calling = {
      '.ecrlint.yaml': only('immutable-tags: warning', '  syntax: error\nexclude: [vendor/]\n'),
      'vendor/app/main.tf': `${MUTABLE}variable "x" {\n  default =\n}\n`,
      'root/main.tf': 'module "app" {\n  source = "../vendor/app"\n}\n',
    };
    expect(await found(calling)).toEqual([]);
  });
});
