import { describe, expect, it } from 'vitest';
import { DATA_SOURCES } from '../../src/ecr/data-sources.ts';
import { DEFAULT_ENVIRONMENT_OPTIONS } from '../../src/ecr/environment.ts';
import { collectFacts, type EcrFacts } from '../../src/ecr/facts.ts';
import { PlanDeployment } from '../../src/plan/plan-deployment.ts';
import { readPlan } from '../../src/plan/read-plan.ts';
import { deepMarks, Mark } from '../../src/terraform/value.ts';

/** What differs between the versions that write plans. */
interface Writer {
  readonly format: string;
  readonly terraform: string;
  readonly provider: string;
  /** Since Terraform 0.15: which values are sensitive, and which arguments force a replacement. */
  readonly sensitivity: boolean;
  /** Since Terraform 1.0, references name attributes too; before, only resources. */
  readonly attributes: boolean;
  /** `provider_config_key` in the module; Terraform 0.12 has the module's path without `module.`. */
  readonly moduleProvider: string;
  /** Members at the top that only some versions write. */
  readonly top: Readonly<Record<string, unknown>>;
}

const REGISTRY = 'registry.terraform.io/hashicorp/aws';
const BEFORE_0_15 = { sensitivity: false, attributes: false, top: {} };
const SINCE_1_0 = { sensitivity: true, attributes: true, moduleProvider: 'module.app:aws', provider: REGISTRY };
const RELEVANT = { relevant_attributes: [{ resource: 'aws_ecr_repository.plain', attribute: ['name'] }] };
const CHECKS = { checks: [{ address: { kind: 'check', name: 'c', to_display: 'check.c' }, status: 'pass' }] };
const TIMES = { timestamp: '2026-01-02T03:04:05Z', errored: false };

const WRITERS: Readonly<Record<string, Writer>> = {
  'Terraform 0.12': { ...BEFORE_0_15, format: '0.1', terraform: '0.12.31', provider: 'aws', moduleProvider: 'app:aws' },
  'Terraform 0.13': {
    ...BEFORE_0_15,
    format: '0.1',
    terraform: '0.13.7',
    provider: REGISTRY,
    moduleProvider: 'module.app:aws',
  },
  'Terraform 1.0': { ...SINCE_1_0, format: '0.2', terraform: '1.0.11', top: {} },
  'Terraform 1.1': { ...SINCE_1_0, format: '1.0', terraform: '1.1.9', top: {} },
  'Terraform 1.3': { ...SINCE_1_0, format: '1.1', terraform: '1.3.9', top: { ...RELEVANT, ...CHECKS } },
  'Terraform 1.11': {
    ...SINCE_1_0,
    format: '1.2',
    terraform: '1.11.4',
    top: { ...RELEVANT, ...CHECKS, ...TIMES, applyable: true, complete: true },
  },
  'OpenTofu 1.10': {
    ...SINCE_1_0,
    format: '1.2',
    terraform: '1.10.6',
    provider: 'registry.opentofu.org/hashicorp/aws',
    top: { ...RELEVANT, ...TIMES },
  },
};

const POLICY = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: '*', Action: 'ecr:BatchGetImage' }],
});

/**
 * A repository that is replaced, one of which Terraform does not know the policy because it waits for a data source,
 * one in a module that takes its name from a variable, and a policy that names a repository by reference.
 */
function planOf(writer: Writer): Buffer {
  const header = (module: string, type: string, name: string, mode = 'managed'): object => ({
    address: `${module === '' ? '' : `${module}.`}${mode === 'data' ? 'data.' : ''}${type}.${name}`,
    ...(module === '' ? {} : { module_address: module }),
    mode,
    type,
    name,
    provider_name: writer.provider,
  });
  const sensitivity = (before: unknown, after: unknown): object =>
    writer.sensitivity ? { before_sensitive: before, after_sensitive: after } : {};
  const references = (...all: readonly string[]): object => ({
    references: all.filter(
      (reference) => writer.attributes || reference.split('.').length < (reference.startsWith('data.') ? 4 : 3),
    ),
  });
  const configured = (type: string, name: string, expressions: object, mode = 'managed', key = 'aws'): object => ({
    address: `${mode === 'data' ? 'data.' : ''}${type}.${name}`,
    mode,
    type,
    name,
    provider_config_key: key,
    expressions,
    schema_version: 0,
  });
  const plain = { name: 'plain', image_tag_mutability: 'MUTABLE', image_scanning_configuration: [], tags: null };
  const replacing = writer.sensitivity
    ? { replace_paths: [['encryption_configuration', 0, 'encryption_type']], importing: null }
    : {};
  const inner = { name: 'inner', image_tag_mutability: 'IMMUTABLE', tags: { Token: 'secret' } };
  const statement = [
    { effect: 'Allow', actions: ['ecr:*'], principals: [{ type: 'AWS', identifiers: ['*'] }], condition: [] },
  ];
  const written = {
    actions: { constant_value: ['ecr:*'] },
    principals: [{ type: { constant_value: 'AWS' }, identifiers: { constant_value: ['*'] } }],
  };
  const plan = {
    format_version: writer.format,
    terraform_version: writer.terraform,
    variables: { name: { value: 'inner' } },
    planned_values: {
      root_module: {
        resources: [{ ...header('', 'aws_ecr_repository', 'plain'), schema_version: 0, values: plain }],
        child_modules: [
          {
            address: 'module.app',
            resources: [
              {
                ...header('module.app', 'aws_ecr_repository', 'inner'),
                values: inner,
                ...(writer.sensitivity ? { sensitive_values: { tags: { Token: true } } } : {}),
              },
            ],
          },
        ],
      },
    },
    resource_changes: [
      {
        ...header('', 'aws_iam_policy_document', 'open', 'data'),
        change: {
          actions: ['read'],
          before: null,
          after: { statement },
          after_unknown: {
            id: true,
            json: true,
            statement: [{ actions: [false], principals: [{ identifiers: [false] }] }],
          },
          ...sensitivity(false, { statement: [] }),
        },
      },
      {
        ...header('', 'aws_ecr_repository', 'plain'),
        ...(writer.sensitivity ? { action_reason: 'replace_because_cannot_update' } : {}),
        change: {
          actions: ['delete', 'create'],
          before: { ...plain, image_tag_mutability: 'IMMUTABLE', id: 'plain' },
          after: plain,
          after_unknown: { arn: true, id: true, image_scanning_configuration: [] },
          ...sensitivity({}, {}),
          ...replacing,
        },
      },
      {
        ...header('', 'aws_ecr_repository_policy', 'known'),
        change: {
          actions: ['create'],
          before: null,
          after: { policy: POLICY },
          after_unknown: { id: true, registry_id: true, repository: true },
          ...sensitivity(false, {}),
        },
      },
      {
        ...header('', 'aws_ecr_repository_policy', 'waiting'),
        change: {
          actions: ['create'],
          before: null,
          after: { repository: 'inner' },
          after_unknown: { id: true, policy: true },
          ...sensitivity(false, {}),
        },
      },
      {
        ...header('module.app', 'aws_ecr_repository', 'inner'),
        change: {
          actions: ['create'],
          before: null,
          after: inner,
          after_unknown: { arn: true, id: true, tags: {} },
          ...sensitivity(false, { tags: { Token: true } }),
        },
      },
    ],
    prior_state: {
      format_version: writer.format,
      terraform_version: writer.terraform,
      values: {
        root_module: {
          resources: [
            {
              ...header('', 'aws_caller_identity', 'current', 'data'),
              schema_version: 0,
              values: { account_id: '111122223333' },
            },
          ],
        },
      },
    },
    configuration: {
      provider_config: {
        aws: { name: 'aws', expressions: { region: { constant_value: 'eu-west-1' } } },
      },
      root_module: {
        resources: [
          configured('aws_ecr_repository', 'plain', { name: { constant_value: 'plain' } }),
          configured('aws_ecr_repository_policy', 'known', {
            policy: {},
            repository: references('aws_ecr_repository.plain.id', 'aws_ecr_repository.plain'),
          }),
          configured('aws_ecr_repository_policy', 'waiting', {
            policy: references('data.aws_iam_policy_document.open.json', 'data.aws_iam_policy_document.open'),
            repository: references('module.app.name', 'module.app'),
          }),
          configured('aws_iam_policy_document', 'open', { statement: [written] }, 'data'),
        ],
        module_calls: {
          app: {
            source: './app',
            expressions: { name: { references: ['var.name'] } },
            module: {
              outputs: {
                name: { expression: references('aws_ecr_repository.inner.name', 'aws_ecr_repository.inner') },
              },
              resources: [
                configured(
                  'aws_ecr_repository',
                  'inner',
                  {
                    name: { references: ['var.name'] },
                    image_tag_mutability: { constant_value: 'IMMUTABLE' },
                    tags: {},
                  },
                  'managed',
                  writer.moduleProvider,
                ),
              ],
              variables: { name: {} },
            },
          },
        },
        variables: { name: {} },
      },
    },
    ...writer.top,
  };
  return Buffer.from(JSON.stringify(plan));
}

function factsOf(writer: Writer): EcrFacts {
  const deployment = new PlanDeployment(readPlan(planOf(writer), 'plan.json'), { dataSources: DATA_SOURCES });
  return collectFacts(deployment, DEFAULT_ENVIRONMENT_OPTIONS);
}

describe.each(Object.entries(WRITERS))('a plan by %s', (_, writer) => {
  const { repositories, accessPolicies, deployment } = factsOf(writer);
  const [plain, inner] = repositories;

  it('has its repositories, with what is written and no more', () => {
    expect(repositories.map(({ resource, name }) => [resource.address, name.value])).toMatchObject([
      ['aws_ecr_repository.plain', { value: 'plain' }],
      ['module.app.aws_ecr_repository.inner', { value: 'inner' }],
    ]);
    expect(plain?.mutability.setting.value).toBeNull();
    expect(inner?.mutability.setting.value).toMatchObject({ value: 'IMMUTABLE' });
    expect(deployment.variables.get('name')).toMatchObject({ value: { value: 'inner' }, given: true });
  });

  it('has the provider of every module', () => {
    for (const { resource } of repositories) {
      const { provider } = resource;
      const region = provider !== null && 'attribute' in provider ? provider.attribute('region') : null;
      expect(region).toMatchObject({ value: 'eu-west-1' });
    }
  });

  it('attaches policies to repositories by reference and by name', () => {
    expect(plain?.accessPolicies.map(({ target, doubt }) => [target.resource.name, doubt])).toEqual([['known', null]]);
    expect(inner?.accessPolicies.map(({ target, doubt }) => [target.resource.name, doubt])).toEqual([
      ['waiting', null],
    ]);
  });

  it('has the policy that Terraform will only know after apply, from its document', () => {
    const documents = accessPolicies.map((policy) => policy.read());
    expect(documents.map((reading) => reading?.kind)).toEqual(['document', 'document']);
    const [, waiting] = documents;
    const statement = waiting?.kind === 'document' ? waiting.document.statements[0] : undefined;
    expect(statement?.actions).toMatchObject([{ value: 'ecr:*' }]);
    expect(statement?.principals?.items).toMatchObject([{ value: { value: '*' } }]);
  });

  it('has what exists, what replaces it and why', () => {
    const change = plain?.resource.change;
    expect(change?.actions).toEqual(['delete', 'create']);
    expect(change?.before?.attribute('image_tag_mutability')).toMatchObject({ value: 'IMMUTABLE' });
    const [path] = change?.replacePaths ?? [];
    expect(path ?? null).toEqual(writer.sensitivity ? ['encryption_configuration', 0, 'encryption_type'] : null);
    expect(change?.actionReason).toBe(writer.sensitivity ? 'replace_because_cannot_update' : null);
    expect(deployment.dataSources('aws_caller_identity')[0]?.change).toBeNull();
  });

  it('says which values are sensitive, where its version does', () => {
    const tags = inner?.resource.body.attribute('tags');
    const isSensitive = tags != null && (deepMarks(tags) & Mark.SENSITIVE) !== 0;
    expect(isSensitive).toBe(writer.sensitivity);
  });
});
