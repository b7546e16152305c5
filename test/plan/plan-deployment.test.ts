import { describe, expect, it } from 'vitest';
import { readPolicy } from '../../src/ecr/policy-document.ts';
import type { EvaluatedResource } from '../../src/terraform/resource.ts';
import { deepMarks, Mark, type Value } from '../../src/terraform/value.ts';
import { change, deploymentOf } from './build.ts';
import { planOf } from './cases.ts';

function named(resources: readonly EvaluatedResource[], name: string): EvaluatedResource {
  const found = resources.find((resource) => resource.name === name);
  if (found === undefined) throw new Error(`There is no ${name}.`);
  return found;
}

function text(value: Value | null | undefined): string | null {
  return value?.kind === 'string' ? value.value : null;
}

const CREATED = { actions: ['create'], before: null };

describe('resources of a plan', () => {
  it('have addresses, modules and keys as Terraform writes them', () => {
    const policies = planOf('modules').resources('aws_ecr_lifecycle_policy');
    expect(policies.map(({ address, moduleAddress, key }) => [address, moduleAddress, key])).toContainEqual([
      'module.team["say \\"hi\\""].module.policy.aws_ecr_lifecycle_policy.this',
      'module.team["say \\"hi\\""].module.policy',
      null,
    ]);
    const keys = planOf('for-each')
      .resources('aws_ecr_repository')
      .map(({ key }) => key);
    expect(keys).toEqual(['${not}', 'a.b/c', 'key with "quotes"', 'plain', 'team-a/api', 'team-a/web.v2']);
    expect(
      planOf('count')
        .resources('aws_ecr_repository')
        .map(({ key }) => key),
    ).toEqual([0, 1, 0]);
  });

  it('are absent where the configuration writes nothing, or null, and not what the provider makes of that', () => {
    const repositories = planOf('single').resources('aws_ecr_repository');
    const { body } = named(repositories, 'bare');
    expect(body.attribute('image_tag_mutability')).toBeNull();
    expect(body.attribute('arn')).toBeNull();
    expect(body.attribute('tags')).toBeNull();
    expect(body.blocks('encryption_configuration')).toEqual({ items: [], rest: null });
    expect(body.attributeNames()).toEqual(['name']);
    const defaults = named(repositories, 'defaults').body;
    expect(defaults.attribute('image_tag_mutability')).toBeNull();
    const [encryption] = defaults.blocks('encryption_configuration').items;
    expect(encryption?.attribute('encryption_type')).toBeNull();
    expect(encryption?.attribute('kms_key')).toBeNull();
  });

  it('take an unknown argument for unset when Terraform had nothing to wait for', () => {
    const repositories = planOf('unknown-arns').resources('aws_ecr_repository');
    const keyOf = (name: string): Value | null | undefined =>
      named(repositories, name).body.blocks('encryption_configuration').items[0]?.attribute('kms_key');
    expect(keyOf('null_key')).toBeNull();
    expect(keyOf('encrypted')).toMatchObject({
      kind: 'unknown',
      reason: { kind: 'computed', message: 'aws_kms_key.images.arn is only known after apply' },
      via: { kind: 'resource', name: 'aws_kms_key.images.arn', resource: { address: 'aws_kms_key.images' } },
    });
    const objects = planOf('objects').resources('aws_ecr_repository');
    const keys = objects.map(({ body }) =>
      text(body.blocks('encryption_configuration').items[0]?.attribute('kms_key')),
    );
    expect(keys).toEqual([null, expect.stringContaining(':key/'), null]);
  });

  it('do not guess at an argument that depends on a local, on time, or on nothing that is listed', () => {
    const planned = (expression: unknown): Value | null => {
      const resource = { mode: 'managed', type: 'aws_ecr_repository', name: 'app', expressions: { name: expression } };
      const deployment = deploymentOf({
        variables: { empty: { value: '' }, full: { value: 'x' } },
        resource_changes: [change({ change: { ...CREATED, after: {}, after_unknown: { name: true } } })],
        configuration: { root_module: { resources: [resource], variables: { empty: {}, full: {} } } },
      });
      return deployment.resources('aws_ecr_repository')[0]?.body.attribute('name') ?? null;
    };
    expect(planned({ references: ['local.name'] })?.kind).toBe('unknown');
    expect(planned({ references: ['local.name', 'var.empty'] })?.kind).toBe('unknown');
    expect(planned({})?.kind).toBe('unknown');
    expect(planned({ references: ['var.full'] })?.kind).toBe('unknown');
    expect(planned({ references: ['var.full', 'var.empty'] })).toBeNull();
  });

  it('have unknown leaves, each with its reason', () => {
    const [document] = planOf('documents')
      .dataSources('aws_iam_policy_document')
      .filter(({ name }) => name === 'unknown');
    const [statement] = document?.body.blocks('statement').items ?? [];
    expect(statement?.attribute('actions')).toMatchObject({ items: [{ value: 'ecr:*' }] });
    expect(statement?.attribute('resources')).toMatchObject({
      items: [{ kind: 'unknown', reason: { message: 'aws_ecr_repository.app.arn is only known after apply' } }],
    });
  });

  it('have policies of which parts are known, by the data source that is still to be read', () => {
    const policies = planOf('documents').resources('aws_ecr_repository_policy');
    const read = (name: string): ReturnType<typeof readPolicy> =>
      readPolicy(named(policies, name).body.attribute('policy')!);
    const reading = read('unknown');
    if (reading.kind !== 'document') throw new Error('The policy is not read.');
    expect(
      reading.document.statements.map(({ principals }) => principals?.items.map(({ value }) => text(value)) ?? null),
    ).toEqual([['*'], null]);
    const merged = read('merged');
    if (merged.kind !== 'document') throw new Error('The merged policy is not read.');
    expect(merged.document.statements.map(({ sid }) => text(sid))).toEqual(['Pull', 'Push']);
  });

  it('have the document also where a splat, or an old version, leaves out which attribute is read', () => {
    const document = {
      address: 'data.aws_iam_policy_document.app[0]',
      mode: 'data',
      type: 'aws_iam_policy_document',
      name: 'app',
      index: 0,
      change: {
        actions: ['read'],
        before: null,
        after: {
          statement: [{ actions: ['ecr:*'], principals: [{ type: '*', identifiers: ['*'] }], resources: [null] }],
        },
        after_unknown: { json: true, statement: [{ resources: [true] }] },
      },
    };
    const policy = change({
      address: 'aws_ecr_repository_policy.app',
      type: 'aws_ecr_repository_policy',
      change: { ...CREATED, after: { repository: 'app' }, after_unknown: { policy: true } },
    });
    const expressions = { repository: {}, policy: { references: ['data.aws_iam_policy_document.app'] } };
    const deployment = deploymentOf({
      resource_changes: [document, policy],
      configuration: {
        root_module: { resources: [{ mode: 'managed', type: 'aws_ecr_repository_policy', name: 'app', expressions }] },
      },
    });
    const value = deployment.resources('aws_ecr_repository_policy')[0]?.body.attribute('policy') ?? null;
    const reading = value === null ? null : readPolicy(value);
    if (reading?.kind !== 'document') throw new Error('The policy is not read.');
    expect(reading.document.statements.map(({ actions }) => actions?.map(text))).toEqual([['ecr:*']]);
  });

  it('never hold what is sensitive without a mark', () => {
    const deployment = planOf('sensitive');
    const [named_, secret] = deployment.resources('aws_ecr_repository');
    expect(deepMarks(named_!.body.attribute('name')!) & Mark.SENSITIVE).not.toBe(0);
    const tags = secret!.body.attribute('tags');
    if (tags?.kind !== 'object') throw new Error('There are no tags.');
    expect(tags.entries.get('Environment')!.marks & Mark.SENSITIVE).toBe(0);
    expect(tags.entries.get('Owner')!.marks & Mark.SENSITIVE).not.toBe(0);
    const [policy] = deployment.resources('aws_ecr_repository_policy');
    expect(policy!.body.attribute('policy')!.marks & Mark.SENSITIVE).not.toBe(0);
    expect(deployment.variables.get('account')!.value.marks & Mark.SENSITIVE).not.toBe(0);
    const all = deploymentOf({
      resource_changes: [change({ change: { after: { name: 'x' }, after_sensitive: true } })],
    });
    expect(all.resources('aws_ecr_repository')[0]!.body.attribute('name')!.marks & Mark.SENSITIVE).not.toBe(0);
  });

  it('have the tags that the provider adds, where the plan knows them', () => {
    const [here, there, inside] = planOf('default-tags').resources('aws_ecr_repository');
    expect(here!.body.attribute('tags_all')).toMatchObject({ kind: 'object' });
    expect(there!.body.attribute('tags_all')).toMatchObject({ kind: 'object' });
    expect(there!.provider).toBe(inside!.provider);
    expect(there!.provider).not.toBe(here!.provider);
    const provider = there!.provider;
    if (provider === null || 'message' in provider) throw new Error('There is no provider.');
    expect(text(provider.attribute('region'))).toBe('us-east-1');
    expect(provider.blocks('default_tags').items.map((block) => block.attribute('tags'))).toMatchObject([
      { entries: new Map([['Environment', expect.objectContaining({ value: 'dr-test' })]]) },
    ]);
  });

  it('say that blocks are missing which no plan holds', () => {
    const { body } = named(planOf('single').resources('aws_ecr_repository'), 'full');
    const { items, rest } = body.blocks('lifecycle');
    expect(items).toEqual([]);
    expect(rest?.reason.message).toBe('a plan does not hold lifecycle blocks');
    expect(rest?.sample.attribute('prevent_destroy')?.kind).toBe('unknown');
  });
});

describe('changes', () => {
  const deployment = planOf('changes');
  const repositories = deployment.resources('aws_ecr_repository');

  it('are kept with the resource', () => {
    const actions = new Map(repositories.map(({ name, change: planned }) => [name, planned?.actions]));
    expect(Object.fromEntries(actions)).toEqual({
      kept: ['no-op'],
      new: ['create'],
      renamed: ['no-op'],
      replaced: ['delete', 'create'],
      updated: ['update'],
    });
    const replaced = named(repositories, 'replaced').change;
    expect(replaced?.replacePaths).toEqual([['encryption_configuration', 0, 'encryption_type']]);
    expect(replaced?.actionReason).toBe('replace_because_cannot_update');
    expect(replaced?.before?.attribute('force_delete')).toMatchObject({ kind: 'bool', value: true });
    expect(named(repositories, 'new').change?.before).toBeNull();
  });

  it('leave out what is deleted or forgotten, which is listed apart, as it is', () => {
    const removed = deployment.removed('aws_ecr_repository');
    expect(removed.map(({ name, change: planned }) => [name, planned?.actions])).toEqual([
      ['deleted', ['delete']],
      ['deleted_empty', ['delete']],
      ['forgotten', ['forget']],
    ]);
    expect(named(removed, 'deleted').body.attribute('force_delete')).toMatchObject({ value: true });
    expect(text(named(removed, 'deleted_empty').body.attribute('name'))).toBe('deleted-empty');
  });

  it('keep the key of an existing repository that its configuration does not name', () => {
    const [encryption] = named(repositories, 'kept').body.blocks('encryption_configuration').items;
    expect(text(encryption?.attribute('kms_key'))).toContain(':key/');
  });

  it('list an object that is deposed apart from the resource of its address', () => {
    const before = { name: 'old' };
    const two = deploymentOf({
      resource_changes: [
        change(),
        change({ deposed: 'ab12cd34', change: { actions: ['delete'], before, after: null } }),
      ],
    });
    expect(two.resources('aws_ecr_repository').map(({ body }) => text(body.attribute('name')))).toEqual(['app']);
    expect(two.removed('aws_ecr_repository').map(({ body }) => text(body.attribute('name')))).toEqual(['old']);
  });
});

describe('plans that hold less', () => {
  const values = { name: 'app', image_tag_mutability: 'MUTABLE' };
  const resource = { address: 'aws_ecr_repository.app', type: 'aws_ecr_repository', name: 'app', values };

  it('see what exists and is not touched, as with -target and -refresh-only', () => {
    const deployment = deploymentOf({
      resource_changes: [],
      prior_state: { values: { root_module: { resources: [{ ...resource, mode: 'managed' }] } } },
      complete: false,
    });
    const [repository] = deployment.resources('aws_ecr_repository');
    expect(text(repository?.body.attribute('image_tag_mutability'))).toBe('MUTABLE');
    expect(repository?.change).toBeNull();
    expect(deployment.hidden?.message).toContain('the plan is not complete');
  });

  it('do not see a resource twice under its old and its new address', () => {
    const moved = change({ address: 'aws_ecr_repository.new', previous_address: 'aws_ecr_repository.app' });
    const deployment = deploymentOf({
      resource_changes: [moved],
      prior_state: { values: { root_module: { resources: [{ ...resource, mode: 'managed' }] } } },
    });
    expect(deployment.resources('aws_ecr_repository').map(({ address }) => address)).toEqual([
      'aws_ecr_repository.new',
    ]);
  });

  it('take what is written and has no value for unknown, where no change tells', () => {
    const expressions = { name: { references: ['local.name'] }, force_delete: { references: ['local.force'] } };
    const deployment = deploymentOf({
      planned_values: { root_module: { resources: [{ ...resource, mode: 'managed' }] } },
      configuration: {
        root_module: { resources: [{ mode: 'managed', type: 'aws_ecr_repository', name: 'app', expressions }] },
      },
    });
    const body = deployment.resources('aws_ecr_repository')[0]?.body;
    expect(text(body?.attribute('name'))).toBe('app');
    expect(body?.attribute('force_delete')?.kind).toBe('unknown');
  });

  it('say that the provider is not known without a configuration, and nothing is taken for unwritten', () => {
    const deployment = deploymentOf({ resource_changes: [change({ change: { ...CREATED, after: values } })] });
    const [repository] = deployment.resources('aws_ecr_repository');
    expect(repository?.provider).toMatchObject({ kind: 'computed' });
    expect(text(repository?.body.attribute('image_tag_mutability'))).toBe('MUTABLE');
    expect(repository?.body.attributeNames()).toEqual(['name', 'image_tag_mutability']);
  });

  it('find the provider of a module in versions that give every module its own', () => {
    const inside = {
      mode: 'managed',
      type: 'aws_ecr_repository',
      name: 'app',
      provider_config_key: 'module.a.module.b:aws',
    };
    const calls = { a: { module: { module_calls: { b: { module: { resources: [inside] } } } } } };
    const deployment = deploymentOf({
      resource_changes: [
        change({ address: 'module.a.module.b.aws_ecr_repository.app', module_address: 'module.a.module.b' }),
      ],
      configuration: {
        provider_config: { aws: { expressions: { region: { constant_value: 'eu-west-1' } } } },
        root_module: { module_calls: calls },
      },
    });
    const provider = deployment.resources('aws_ecr_repository')[0]?.provider ?? null;
    if (provider === null || 'message' in provider) throw new Error('There is no provider.');
    expect(text(provider.attribute('region'))).toBe('eu-west-1');
  });

  it('know a variable as given unless it has its default', () => {
    const { variables } = planOf('deployments');
    expect([...variables].map(([name, { value, given }]) => [name, 'value' in value && value.value, given])).toEqual([
      ['environment', 'production', true],
      ['mutability', 'MUTABLE', true],
      ['scan', false, false],
    ]);
  });

  it.each([
    ['a default of another spelling', '3', { default: 3 }, false],
    ['a map with an optional attribute that is null', { a: { k: null } }, { default: { a: {} } }, false],
    ['a list in another order', ['b', 'a'], { default: ['a', 'b'] }, true],
    ['null where null is the default', null, { default: null }, false],
    ['a value where null is the default', 'x', { default: null }, true],
    ['null without a default', null, {}, true],
    ['a variable that is not declared', 'x', undefined, true],
  ])('tell whether %s was given', (_, value, declared, given) => {
    const { variables } = deploymentOf({
      variables: { v: { value } },
      resource_changes: [],
      configuration: { root_module: { variables: declared === undefined ? {} : { v: declared } } },
    });
    const variable = variables.get('v');
    expect(variable?.given).toBe(given);
    expect((variable?.value.marks ?? 0) & Mark.ROOT_DEFAULT).toBe(given ? 0 : Mark.ROOT_DEFAULT);
  });

  it('list blocks that make no instance as declared', () => {
    expect(planOf('count').declared('aws_ecr_repository')).toContainEqual({
      moduleAddress: '',
      name: 'never',
      by: null,
      place: null,
    });
    expect(planOf('modules').declared('aws_ecr_lifecycle_policy')).toHaveLength(5);
  });
});

describe('hostile plans', () => {
  it('cannot reach what every object inherits', () => {
    const after = JSON.parse(
      '{"name":"app","__proto__":{"polluted":"yes"},"tags":{"__proto__":"x","constructor":"y"}}',
    );
    const deployment = deploymentOf({
      variables: JSON.parse('{"__proto__":{"value":"production"}}'),
      resource_changes: [change({ change: { ...CREATED, after } })],
    });
    const body = deployment.resources('aws_ecr_repository')[0]!.body;
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(body.attribute('polluted')).toBeNull();
    expect(body.attribute('toString')).toBeNull();
    expect(body.attribute('constructor')).toBeNull();
    const tags = body.attribute('tags');
    expect(tags?.kind === 'object' && [...tags.entries.keys()]).toEqual(['__proto__', 'constructor']);
    expect(deployment.variables.get('__proto__')).toMatchObject({ value: { value: 'production' } });
    expect(deployment.resources('__proto__')).toEqual([]);
  });

  it('cannot name a data source after what every object inherits', () => {
    const data = {
      address: 'data.constructor.x',
      mode: 'data',
      type: 'constructor',
      name: 'x',
      change: { actions: ['read'] },
    };
    const expressions = { name: { references: ['data.constructor.x.json', 'data.constructor.x'] } };
    const deployment = deploymentOf({
      resource_changes: [data, change({ change: { ...CREATED, after: {}, after_unknown: { name: true } } })],
      configuration: {
        root_module: { resources: [{ mode: 'managed', type: 'aws_ecr_repository', name: 'app', expressions }] },
      },
    });
    expect(deployment.resources('aws_ecr_repository')[0]?.body.attribute('name')?.kind).toBe('unknown');
  });

  it('cannot lead references around in circles', () => {
    const call = { expressions: { v: { references: ['module.a.o', 'module.a'] } } };
    const module = {
      outputs: { o: { expression: { references: ['var.v'] } } },
      resources: [
        { mode: 'managed', type: 'aws_ecr_repository', name: 'app', expressions: { name: { references: ['var.v'] } } },
      ],
    };
    const deployment = deploymentOf({
      resource_changes: [
        change({
          address: 'module.a.aws_ecr_repository.app',
          module_address: 'module.a',
          change: { ...CREATED, after: {}, after_unknown: { name: true } },
        }),
      ],
      configuration: { root_module: { module_calls: { a: { ...call, module } } } },
    });
    expect(deployment.resources('aws_ecr_repository')[0]?.body.attribute('name')?.kind).toBe('unknown');
  });

  it('cannot make an argument be read from itself', () => {
    const resource = (name: string, from: string): object => ({
      mode: 'managed',
      type: 'aws_ecr_repository',
      name,
      expressions: { name: { references: [`aws_ecr_repository.${from}.name`, `aws_ecr_repository.${from}`] } },
    });
    const unknown = { ...CREATED, after: {}, after_unknown: { name: true } };
    const deployment = deploymentOf({
      resource_changes: [
        change({ address: 'aws_ecr_repository.a', name: 'a', change: unknown }),
        change({ address: 'aws_ecr_repository.b', name: 'b', change: unknown }),
      ],
      configuration: { root_module: { resources: [resource('a', 'b'), resource('b', 'a')] } },
    });
    for (const { body } of deployment.resources('aws_ecr_repository'))
      expect(body.attribute('name')?.kind).toBe('unknown');
  });

  it('keep addresses as they are, however odd', () => {
    const address = 'aws_ecr_repository.app["\\u001b[31m\\n"]';
    const deployment = deploymentOf({ resource_changes: [change({ address, index: '\u001b[31m\n' })] });
    expect(deployment.resources('aws_ecr_repository')[0]).toMatchObject({ address, key: '\u001b[31m\n' });
  });
});
