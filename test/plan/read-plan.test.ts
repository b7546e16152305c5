import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { isPlanJson } from '../../src/plan/identify.ts';
import { readStream } from '../../src/plan/plan-bytes.ts';
import { PlanError } from '../../src/plan/plan-error.ts';
import { readPlan } from '../../src/plan/read-plan.ts';
import { change, planJson } from './build.ts';
import { caseNames, planBytes } from './cases.ts';

const MINIMAL = planJson({ planned_values: { root_module: {} }, resource_changes: [change()] });

function refusal(content: string | Buffer): string {
  try {
    readPlan(Buffer.from(content), 'plan.json');
  } catch (error) {
    if (error instanceof PlanError) return error.message;
    throw error;
  }
  throw new Error('It was read.');
}

describe('reading plans', () => {
  it('reads every recorded plan, and knows it by its beginning', () => {
    for (const name of caseNames) {
      const bytes = planBytes(name);
      expect(isPlanJson(bytes.subarray(0, 4_096)), name).toBe(true);
      expect(readPlan(bytes, name).changes.length, name).toBeGreaterThan(0);
    }
  });

  it('reads plans in UTF-8 with a byte order mark, in UTF-16 as PowerShell writes it, and gzipped', () => {
    const text = MINIMAL.toString();
    const forms = [
      Buffer.from(`\uFEFF${text}`),
      Buffer.from(`\uFEFF${text}`, 'utf16le'),
      gzipSync(MINIMAL),
      gzipSync(Buffer.from(`\uFEFF${text}`, 'utf16le')),
    ];
    for (const form of forms) {
      expect(isPlanJson(form)).toBe(true);
      expect(readPlan(form, 'plan.json').changes.map(({ address }) => address)).toEqual(['aws_ecr_repository.app']);
    }
  });

  it.each(['0.1', '0.2', '1.0', '1.1', '1.2', '1.17'])('reads format %s', (version) => {
    expect(readPlan(planJson({ format_version: version, resource_changes: [] }), 'plan.json').changes).toEqual([]);
  });

  it('refuses a format that does not exist yet', () => {
    expect(refusal(planJson({ format_version: '2.0', resource_changes: [] }))).toBe(
      'plan.json is a plan of format "2.0", and ecrlint reads formats 0.1 to 1.x. Use a newer ecrlint.',
    );
  });

  it('reads plans that leave out most, or are ordered otherwise', () => {
    expect(readPlan(Buffer.from('{"resource_changes":[]}'), 'plan.json').complete).toBe(true);
    const module = '{"resources":[{"values":{},"type":"t","name":"n","address":"module.a.t.n"}],"address":"module.a"}';
    const plan = readPlan(
      Buffer.from(`{"planned_values":{"root_module":{"child_modules":[${module}]}},"format_version":"1.0"}`),
      'plan.json',
    );
    expect(plan.planned).toMatchObject([{ address: 'module.a.t.n', moduleAddress: 'module.a', mode: 'managed' }]);
  });

  it('knows a plan that is not complete', () => {
    expect(readPlan(planJson({ resource_changes: [], errored: true }), 'plan.json').complete).toBe(false);
    expect(readPlan(planJson({ resource_changes: [], complete: false }), 'plan.json').complete).toBe(false);
    expect(readPlan(planJson({ resource_changes: [], complete: true, errored: false }), 'p').complete).toBe(true);
  });

  it.each([
    ['{"version":4,"terraform_version":"1.9.0","serial":3,"lineage":"x","resources":[]}', 'a state file'],
    ['{"format_version":"1.0","terraform_version":"1.9.0","values":{}}', 'a state in JSON'],
    ['{"format_version":"1.0"}', 'an empty state'],
    ['{"format_version":"1.0","valid":true,"diagnostics":[]}', 'the result of "terraform validate -json"'],
    ['{"format_version":"1.0","provider_schemas":{}}', 'the list of provider schemas'],
    ['{"@level":"info","@message":"Terraform 1.11.4"}\n{"@level":"info"}\n', 'the log that "terraform plan -json"'],
    ['{"resource":{"aws_ecr_repository":{}}}', 'a configuration in JSON'],
    ['{"name":"left-pad"}', 'another JSON object'],
    ['[]', 'a JSON array'],
    ['  \n', 'empty'],
    ['resource "aws_ecr_repository" "a" {}', 'no JSON at all'],
    ['PK\x03\x04\x14\x00', 'a saved plan in the binary format'],
    ['[command]/usr/bin/terraform-bin show -json\n{}', 'the wrapper of the GitHub Action setup-terraform'],
  ])('refuses %j and says what it is', (content, what) => {
    const message = refusal(content);
    expect(message).toContain(`plan.json is not a plan but`);
    expect(message).toContain(what);
    expect(message).toContain('terraform show -json');
    expect(isPlanJson(Buffer.from(content))).toBe(false);
  });

  it('refuses a plan that is cut off, and says where it ends', () => {
    const text = JSON.stringify({ format_version: '1.2', resource_changes: [change()] }, null, 2);
    const lines = text.split('\n');
    const cut = lines.slice(0, 6).join('\n');
    expect(refusal(cut)).toContain(`it ends at line 6, column ${lines[5]!.length + 1} in the middle of a value`);
    for (let length = 1; length < text.length; length += 7) {
      expect(refusal(text.slice(0, length)), text.slice(0, length)).toContain('ends at line');
    }
  });

  it('refuses invalid JSON with its place, also in parts that nobody asks for', () => {
    expect(refusal('{"resource_changes": [],\n "timestämp": nul}')).toContain(
      'a value is missing at line 2, column 15',
    );
    expect(refusal('{"resource_changes": []} {}')).toContain('something follows the end of the JSON value at line 1');
  });

  it('refuses bytes that are no text, and gzip that is cut off', () => {
    expect(refusal(Buffer.from([0x7b, 0x22, 0xc3, 0x28, 0x22]))).toContain('not text in UTF-8');
    expect(refusal(gzipSync(MINIMAL).subarray(0, 60))).toContain('cannot be unpacked');
    expect(isPlanJson(gzipSync(MINIMAL).subarray(0, 200))).toBe(true);
    expect(isPlanJson(Buffer.from([0x1f, 0x8b, 0x00, 0x01]))).toBe(false);
  });

  it('refuses a plan that is nested too deeply', () => {
    const deep = `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`;
    expect(refusal(`{"resource_changes":[{"change":{"after":${deep}}}]}`)).toContain('nested deeper than 1000 levels');
  });

  it('passes over entries that say too little', () => {
    const nameless = [
      { address: '', type: 'a' },
      { address: ' ', type: 'a' },
    ];
    const strange = { address: 'a.b', type: 'a', mode: 'ephemeral' };
    const entries = [null, 3, {}, { address: 'a.b' }, strange, ...nameless, change()];
    const { changes } = readPlan(planJson({ resource_changes: entries }), 'plan.json');
    expect(changes.map(({ address }) => address)).toEqual(['aws_ecr_repository.app']);
  });

  it('reads a stream to its end', async () => {
    async function* chunks(): AsyncGenerator<Uint8Array> {
      yield MINIMAL.subarray(0, 10);
      yield MINIMAL.subarray(10);
    }
    expect((await readStream(chunks(), 'standard input')).equals(MINIMAL)).toBe(true);
  });
});
