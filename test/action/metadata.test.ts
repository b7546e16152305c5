import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readInputs } from '../../src/action/inputs.ts';
import { textOf } from '../project/files.ts';

const { validateAction } = createRequire(import.meta.url)(
  '@action-validator/core',
) as typeof import('@action-validator/core');

interface Metadata {
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default: string }>>;
  readonly outputs: Readonly<Record<string, { readonly description: string }>>;
  readonly runs: { readonly using: string; readonly main: string };
}

const TEXT = textOf('action.yml');
const ACTION: Metadata = parse(TEXT);

describe('action.yml', () => {
  it('is valid by the schema of actions', () => {
    // The schema is older than Node 24 on the runners.
    expect(ACTION.runs.using).toBe('node24');
    expect(validateAction(TEXT.replace('node24', 'node20')).errors).toEqual([]);
    expect(validateAction(TEXT.replace('runs:', 'run:')).errors).not.toEqual([]);
  });

  it('names the inputs that are read, with the defaults that count without them', () => {
    const asked = new Set<string>();
    const defaults = Object.fromEntries(
      Object.entries(ACTION.inputs).map(([name, input]) => [`INPUT_${name.toUpperCase()}`, input.default]),
    );
    const seen = new Proxy(defaults, {
      get: (target, name: string) => {
        asked.add(name);
        return target[name];
      },
    });
    const inputs = readInputs(seen);
    expect([...asked].sort()).toEqual(Object.keys(defaults).sort());
    const { paths, failOn, level, ...others } = inputs;
    expect([paths, failOn, level]).toEqual([['.'], 'error', 'warning']);
    expect(readInputs({})).toMatchObject(others);
  });

  it('has only texts as defaults, as the runner makes of them anyway', () => {
    for (const input of Object.values(ACTION.inputs)) expect(input.default).toBeTypeOf('string');
  });

  it('runs the file that is built', () => {
    expect(ACTION.runs.main).toBe('dist-action/main/index.cjs');
  });
});
