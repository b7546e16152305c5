import { describe, expect, it } from 'vitest';
import { type Place, SourceFile } from '../../src/hcl/source.ts';
import { describeValue } from '../../src/lint/describe.ts';
import { locate } from '../../src/lint/trace.ts';
import {
  bool,
  Mark,
  mapping,
  nullValue,
  number,
  sequence,
  string,
  through,
  unknown,
} from '../../src/terraform/value.ts';
import { at, body, resource } from './build.ts';

const MAIN = new SourceFile(
  'modules/app/main.tf',
  `resource "aws_ecr_repository" "this" {
  image_tag_mutability = var.mutability
  image_scanning_configuration {
  }
}
variable "mutability" {
  default = "MUTABLE"
}
variable "repositories" {
  default = { api = { mutability = "MUTABLE" } }
}
`,
);
const CALLER = new SourceFile('main.tf', 'module "app" {\n  mutability = local.mutability\n}\n');
const LOCALS = new SourceFile('locals.tf', 'locals {\n  mutability = "MUTABLE"\n}\n');
const TFVARS = new SourceFile('env/prod.tfvars', 'mutability = "MUTABLE"\n');

const HEADER = at(MAIN, 'resource "aws_ecr_repository" "this"');
const ARGUMENT = at(MAIN, 'image_tag_mutability = var.mutability');
const REPOSITORY = resource('aws_ecr_repository.this["api"]', body(HEADER, { image_tag_mutability: ARGUMENT }));
const USE = { kind: 'use', message: 'image_tag_mutability of aws_ecr_repository.this["api"]', place: ARGUMENT };

function locateValue(value: Parameters<typeof through>[0]) {
  return locate({ kind: 'value', value, body: REPOSITORY.body, argument: 'image_tag_mutability' }, REPOSITORY);
}

function step(kind: 'default' | 'setting' | 'argument' | 'local' | 'output', name: string, place: Place | null) {
  return { kind, name, place, resource: null } as const;
}

describe('the place of a value', () => {
  it('is where it is written, and the trace ends at the argument that uses it', () => {
    const origin = at(MAIN, '"MUTABLE"');
    const value = through(
      string('MUTABLE', { origin }),
      step('default', 'var.mutability', at(MAIN, 'default = "MUTABLE"')),
    );
    const located = locateValue(value);
    expect(located.place).toEqual(origin);
    expect(located.use).toEqual(ARGUMENT);
    expect(located.trace).toEqual([
      { kind: 'definition', message: 'var.mutability defaults to "MUTABLE"', place: at(MAIN, 'default = "MUTABLE"') },
      USE,
    ]);
  });

  it('leads through callers and locals, the earliest definition first', () => {
    const local = through(
      string('MUTABLE', { origin: at(LOCALS, '"MUTABLE"') }),
      step('local', 'local.mutability', at(LOCALS, 'mutability = "MUTABLE"')),
    );
    const passed = through(
      local,
      step('argument', 'module.app["a.b"].mutability', at(CALLER, 'mutability = local.mutability')),
    );
    expect(locateValue(passed).trace.map(({ message }) => message)).toEqual([
      'local.mutability',
      'passed to module.app["a.b"] as mutability',
      USE.message,
    ]);
  });

  it('names the tfvars file that sets a variable', () => {
    const value = through(
      string('MUTABLE', { origin: at(TFVARS, '"MUTABLE"') }),
      step('setting', 'var.mutability', at(TFVARS, 'mutability = "MUTABLE"')),
    );
    expect(locateValue(value).trace[0]?.message).toBe('prod.tfvars sets mutability');
  });

  it('says so when no file sets it', () => {
    const value = through(string('MUTABLE'), step('setting', 'TF_VAR_mutability', null));
    const located = locateValue(value);
    expect(located.trace[0]?.message).toBe('set by TF_VAR_mutability');
    expect(located.place).toEqual(ARGUMENT);
  });

  it('does not take a part of a default for all of it', () => {
    const origin = at(MAIN, '"MUTABLE"', MAIN.text.indexOf('repositories'));
    const value = through(string('MUTABLE', { origin }), step('default', 'var.repositories', null));
    expect(locateValue(value).trace[0]?.message).toBe('default of var.repositories');
  });

  it('is the argument, then the block, where nothing is written', () => {
    expect(locateValue(string('MUTABLE')).place).toEqual(ARGUMENT);
    const evidence = { kind: 'value', value: string('MUTABLE'), body: body(HEADER), argument: 'name' } as const;
    expect(locate(evidence, REPOSITORY).place).toEqual(HEADER);
  });

  it('names a step once when a value came through it twice in a row', () => {
    const place = at(LOCALS, 'mutability = "MUTABLE"');
    const once = through(string('MUTABLE'), step('local', 'local.mutability', place));
    expect(locateValue(through(once, step('local', 'local.mutability', place))).trace).toHaveLength(2);
  });

  it('names the resource whose argument it is', () => {
    const policy = resource('aws_ecr_lifecycle_policy.this', body(at(CALLER, 'module "app"')));
    const evidence = {
      kind: 'value',
      value: string(''),
      body: policy.body,
      argument: 'policy',
      owner: policy,
    } as const;
    expect(locate(evidence, REPOSITORY).trace.at(-1)?.message).toBe('policy of aws_ecr_lifecycle_policy.this');
  });
});

describe('the place of something missing', () => {
  it('is the header of the block that lacks it', () => {
    const missing = { kind: 'missing', body: REPOSITORY.body, what: 'image_tag_mutability' } as const;
    expect(locate(missing, REPOSITORY)).toMatchObject({ place: HEADER, use: HEADER, trace: [], sensitive: false });
  });

  it('leads from an inner block to the resource', () => {
    const inner = at(MAIN, 'image_scanning_configuration');
    const missing = { kind: 'missing', body: body(inner), what: 'scan_on_push' } as const;
    expect(locate(missing, REPOSITORY)).toMatchObject({
      place: inner,
      trace: [{ kind: 'use', message: 'aws_ecr_repository.this["api"]', place: HEADER }],
    });
  });
});

describe('a place that is neither', () => {
  it('is itself, and its trace ends at the argument', () => {
    const place = at(MAIN, 'MUTABLE');
    const evidence = { kind: 'place', place, body: REPOSITORY.body, argument: 'image_tag_mutability' } as const;
    expect(locate(evidence, REPOSITORY)).toMatchObject({ place, use: ARGUMENT, trace: [USE], sensitive: false });
    expect(locate({ ...evidence, place: null }, REPOSITORY).place).toEqual(ARGUMENT);
  });
});

describe('a sensitive value', () => {
  const origin = at(MAIN, '"MUTABLE"');
  const secret = through(string('MUTABLE', { origin, marks: Mark.SENSITIVE }), step('default', 'var.mutability', null));

  it('is not told, and the place is not to be quoted', () => {
    const located = locateValue(secret);
    expect(located.sensitive).toBe(true);
    expect(located.trace.map(({ message }) => message)).toEqual(['default of var.mutability', USE.message]);
  });

  it('makes what holds it sensitive', () => {
    expect(locateValue(sequence('tuple', [secret])).sensitive).toBe(true);
    expect(describeValue(sequence('tuple', [secret]))).toBe('a sensitive value');
  });
});

describe('describeValue', () => {
  it.each([
    [nullValue(), 'null'],
    [bool(false), 'false'],
    [number(30), '30'],
    [string('a "b"'), '"a \\"b\\""'],
    [string('é'.repeat(61)), `"${'é'.repeat(60)}…"`],
    [sequence('list', [bool(true)]), 'a list of one element'],
    [sequence('set', []), 'a set of 0 elements'],
    [mapping('map', [['a', bool(true)]]), 'a map with one key'],
    [mapping('object', []), 'an object with 0 keys'],
    [unknown({ kind: 'unset', message: 'var.x has no value', place: null }), 'a value that is not known'],
  ])('%#', (value, expected) => {
    expect(describeValue(value)).toBe(expected);
  });
});
