import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { withFolder } from '../support/folder.ts';
import { run } from './run.ts';

const MODULE = 'resource "aws_ecr_repository" "app" {\n  name = "app"\n}\n';

const BASE = `extends: none
rules:
  immutable-tags:
    severity: { production: error, unknown: off }
  required-tags: { keys: [Owner] }
`;

const FILES = {
  'base.yaml': BASE,
  'infra/.ecrlint.yaml': `extends: ../base.yaml
rules:
  immutable-tags: { severity: { unknown: info } }
  scan-on-push: warning
environments:
  words: { production: [live, stage], ignore: [demo] }
exclude: [legacy/]
overrides:
  - paths: [sandbox/]
    environment: non-production
    rules: { scan-on-push: off }
`,
  'infra/main.tf': MODULE,
  'infra/sandbox/main.tf': MODULE,
  'infra/legacy/main.tf': MODULE,
  'other/main.tf': MODULE,
};

interface Setting {
  readonly key: string;
  readonly value: unknown;
  readonly from: { readonly kind: string; readonly file?: string; readonly line?: number; readonly flag?: string };
}

/** What is printed for a path, by key, as `value from`. */
async function settings(path: string, ...flags: string[]): Promise<Map<string, string>> {
  return withFolder(FILES, async (folder) => {
    const { exitCode, stdout, stderr } = await run(['config', path, '--format', 'json', ...flags], { in: folder });
    expect([exitCode, stderr]).toEqual([0, '']);
    const printed: { settings: Setting[] } = JSON.parse(stdout);
    return new Map(
      printed.settings.map(({ key, value, from }) => {
        const origin = from.kind === 'file' ? `${from.file}:${from.line}` : (from.flag ?? from.kind);
        return [key, `${JSON.stringify(value)} ${origin}`];
      }),
    );
  });
}

describe('config', () => {
  it('tells of each value where it is written', async () => {
    const told = await settings('infra');
    expect(told.get('extends[0]') ?? told.get('extends')).toBe('"none" default');
    expect(told.get('rules.immutable-tags.severity.production')).toBe('"error" base.yaml:4');
    expect(told.get('rules.immutable-tags.severity.non-production')).toBe('"off" default');
    expect(told.get('rules.immutable-tags.severity.unknown')).toBe('"info" infra/.ecrlint.yaml:3');
    expect(told.get('rules.required-tags.keys')).toBe('["Owner"] base.yaml:5');
    expect(told.get('rules.scan-on-push.severity')).toBe('"warning" infra/.ecrlint.yaml:4');
    expect(told.get('rules.lifecycle-policy.severity')).toBe('"off" default');
    expect(told.get('environments.words.production[0]')).toBe('"live" infra/.ecrlint.yaml:6');
    expect(told.get('environments.words.production[2]')).toBe('"prod" default');
    expect([...told.values()].filter((value) => /^"(?:stage|demo)" default$/.test(value))).toEqual([
      // Still the name of a tag and of a variable.
      '"stage" default',
      '"stage" default',
    ]);
    expect(told.get('exclude[0]')).toBe('"legacy/" infra/.ecrlint.yaml:7');
    expect(told.get('fix.untagged-days')).toBe('30 default');
    expect(told.get('foreignSuppressions')).toBe('true default');
    expect(told.has('environments.override')).toBe(false);
  });

  it('tells what overrides make of it for the path', async () => {
    const told = await settings('infra/sandbox/main.tf');
    expect(told.get('rules.scan-on-push.severity')).toBe('"off" infra/.ecrlint.yaml:11');
    expect((await settings('infra/sandbox')).get('environments.override')).toBe(
      '"non-production" infra/.ecrlint.yaml:9',
    );
  });

  it('tells what flags make of it', async () => {
    const told = await settings('infra', '--rule', 'scan-on-push=error', '--disable', 'CKV_AWS_51');
    expect(told.get('rules.scan-on-push.severity')).toBe('"error" --rule');
    expect(told.get('rules.immutable-tags.severity')).toBe('"off" --disable');
    const one = await settings('infra', '--only', 'scan-on-push', '--environment', 'production');
    expect(one.get('rules.required-tags.severity')).toBe('"off" --only');
    expect(one.get('rules.scan-on-push.severity')).toBe('"warning" infra/.ecrlint.yaml:4');
    expect(one.get('environments.override')).toBe('"production" --environment production');
  });

  it('tells what holds without a configuration', async () => {
    for (const flags of [[], ['--no-config']]) {
      const told = await settings(flags.length === 0 ? 'other' : 'infra', ...flags);
      expect([...told.values()].filter((value) => !value.endsWith(' default'))).toEqual([]);
      expect(told.get('extends[0]')).toBe('"recommended" default');
    }
  });

  it('prints YAML that means the same as a configuration', async () => {
    await withFolder(FILES, async (folder) => {
      const first = await run(['config', 'infra'], { in: folder });
      expect(first.stdout).toMatch(/^# What holds for infra: the configuration is infra\/\.ecrlint\.yaml\.\n/);
      expect(first.stdout).toContain('    severity: warning # infra/.ecrlint.yaml:4\n');
      const second = await withFolder({ 'infra/.ecrlint.yaml': first.stdout, 'infra/main.tf': MODULE }, (again) =>
        run(['config', 'infra'], { in: again }),
      );
      expect(second.stderr).toBe('');
      expect(parse(second.stdout)).toEqual(parse(first.stdout));
    });
  });

  it('says that a path is excluded', async () => {
    await withFolder(FILES, async (folder) => {
      const { stdout } = await run(['config', 'infra/legacy'], { in: folder });
      expect(stdout).toContain('# It is excluded, so nothing in it is judged.\n');
    });
  });

  it('cannot run without the path, or with a mistake in the configuration', async () => {
    await withFolder({ 'a/.ecrlint.yaml': 'rulez: {}\n' }, async (folder) => {
      expect(await run(['config', 'b'], { in: folder })).toEqual({
        exitCode: 2,
        stdout: '',
        stderr: 'ecrlint: "b" cannot be read: there is no such file or directory. Check the path.\n',
      });
      expect(await run(['config', 'a'], { in: folder })).toEqual({
        exitCode: 2,
        stdout: '',
        stderr: 'ecrlint: a/.ecrlint.yaml:1:1: rulez: There is no such key. Did you mean rules?\n',
      });
    });
  });
});
