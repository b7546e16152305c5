import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { notesOf } from '../../scripts/release-notes.mjs';
import { filesBelow, ROOT, textOf } from './files.ts';

const { validateWorkflow } = createRequire(import.meta.url)(
  '@action-validator/core',
) as typeof import('@action-validator/core');

const workflows = filesBelow('.github/workflows');
const manifest = JSON.parse(textOf('package.json'));

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Job {
  readonly uses?: string;
  readonly steps?: readonly Step[];
  readonly permissions?: Readonly<Record<string, string>>;
  readonly 'timeout-minutes'?: number;
}

function jobsOf(path: string): readonly (readonly [name: string, job: Job])[] {
  const { jobs }: { readonly jobs: Readonly<Record<string, Job>> } = parse(textOf(path));
  return Object.entries(jobs);
}

const jobs = workflows.flatMap(jobsOf);
const steps = jobs.flatMap(([, job]) => job.steps ?? []);

describe('the workflows', () => {
  it.each(workflows)('%s is valid', (path) => {
    expect(validateWorkflow(textOf(path)).errors).toEqual([]);
  });

  it('are validated by something that finds mistakes', () => {
    const wrong = textOf(workflows[0]!).replace('runs-on:', 'run-on:');
    expect(validateWorkflow(wrong).errors).not.toEqual([]);
  });

  it('may read what is public, and write only where they say so', () => {
    for (const path of workflows) expect(parse(textOf(path)).permissions).toEqual({ contents: 'read' });
    const writing = jobs.filter(([, { permissions }]) => Object.values(permissions ?? {}).includes('write'));
    expect(writing.map(([name, { permissions }]) => [name, permissions])).toEqual([
      ['publish', { contents: 'read', 'id-token': 'write' }],
      ['release', { contents: 'write' }],
    ]);
  });

  it('use actions of GitHub alone, by their major versions', () => {
    const used = steps.flatMap(({ uses }) => uses ?? []);
    expect(used.length).toBeGreaterThan(0);
    expect(used.filter((name) => !/^actions\/[a-z-]+@v\d+$/.test(name))).toEqual([]);
  });

  it('put nothing into a shell but by variables', () => {
    expect(steps.flatMap(({ run = '' }) => run.match(/\$\{\{.*?\}\}/g) ?? [])).toEqual([]);
  });

  it('end some time', () => {
    for (const [, job] of jobs) if (job.uses === undefined) expect(job['timeout-minutes']).toBeLessThanOrEqual(30);
  });

  it('run scripts that there are', () => {
    const scripts = steps.flatMap(({ run = '' }) =>
      [...run.matchAll(/npm (?:run )?([\w:-]+)/g)].map(([, name]) => name!),
    );
    expect(scripts).toContain('check:generated');
    const known = [...Object.keys(manifest.scripts), 'ci', 'publish'];
    expect(scripts.filter((name) => !known.includes(name))).toEqual([]);
    const files = steps.flatMap(({ run = '' }) => run.match(/(?:scripts|\.ci)\/[\w.-]+/g) ?? []);
    expect(files.length).toBeGreaterThan(2);
    for (const file of files) expect(readFileSync(join(ROOT, file), 'utf8')).not.toBe('');
  });

  it('run every npm script that .ci/run runs', () => {
    const inCi = [...textOf('.ci/run').matchAll(/npm run --silent ([\w:-]+)/g)].map(([, name]) => name);
    const inWorkflow = new Set(
      jobsOf('.github/workflows/ci.yml').flatMap(([, job]) => (job.steps ?? []).map(({ run }) => run)),
    );
    expect(inCi.length).toBeGreaterThan(5);
    expect(inCi.filter((name) => !inWorkflow.has(`npm run ${name}`))).toEqual([]);
  });

  it('test the oldest Node that the package supports', () => {
    const { matrix } = parse(textOf('.github/workflows/ci.yml')).jobs.test.strategy;
    expect(manifest.engines.node).toMatch(new RegExp(`^>=${matrix.node[0]}\\.`));
    expect(matrix.os.map((name: string) => name.split('-')[0])).toEqual(['ubuntu', 'macos', 'windows']);
  });
});

describe('the changelog', () => {
  it('tells of the version of the package', () => {
    expect(notesOf(textOf('CHANGELOG.md'), manifest.version)).toMatch(/^### Added$/m);
  });

  it('is read section by section', () => {
    const text =
      '# Changelog\n\n## [1.1.0] - 2026-01-02\n\n- b\n\n## [1.0.0] - 2026-01-01\n\n- a\n\n[1.1.0]: https://x\n[1.0.0]: https://y\n';
    expect(notesOf(text, '1.1.0')).toBe('- b');
    expect(notesOf(text, '1.0.0')).toBe('- a');
    expect(notesOf(text, '1.0')).toBeNull();
    expect(notesOf('## [2.0.0]\n\n## [1.0.0]\n- a\n', '2.0.0')).toBeNull();
  });

  it('must agree with the tag of a release', () => {
    const script = join(ROOT, 'scripts/release-notes.mjs');
    const release = (tag: string) => spawnSync(process.execPath, [script, tag], { encoding: 'utf8' });
    expect(release(`v${manifest.version}`).status).toBe(0);
    const { status, stderr } = release('v99.0.0');
    expect(status).not.toBe(0);
    expect(stderr).toContain(`The tag is v99.0.0, but the version in package.json is ${manifest.version}.`);
  });
});
