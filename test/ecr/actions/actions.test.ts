import { describe, expect, it } from 'vitest';
import {
  actionNamed,
  changes,
  describeUse,
  type EcrAction,
  expand,
  isDangerous,
  listActions,
} from '../../../src/ecr/actions/actions.ts';
import { ACTIONS, ACTIONS_AS_OF } from '../../../src/ecr/actions/table.ts';

/** What the service authorization reference says of ECR, and how IAM matches actions. */

function names(actions: Iterable<EcrAction>): string[] {
  return [...actions].map(({ name }) => name);
}

describe('the table', () => {
  it('has every action once, in order', () => {
    expect(ACTIONS).toHaveLength(60);
    expect(names(ACTIONS)).toEqual([...new Set(names(ACTIONS))].sort());
    expect(ACTIONS_AS_OF).toMatch(/^20\d\d-\d\d$/);
  });

  it('knows the actions that belong to no repository', () => {
    const whole = ACTIONS.filter(({ onRepositories }) => !onRepositories);
    expect(whole).toHaveLength(25);
    expect(names(whole)).toEqual(
      expect.arrayContaining(['GetAuthorizationToken', 'DescribeRegistry', 'PutRegistryPolicy', 'PutAccountSetting']),
    );
  });

  it('knows who decides about access', () => {
    expect(names(ACTIONS.filter(({ access }) => access === 'Permissions management'))).toEqual([
      'DeleteRegistryPolicy',
      'DeleteRepositoryPolicy',
      'PutRegistryPolicy',
      'SetRepositoryPolicy',
    ]);
  });
});

describe('a pattern', () => {
  it.each([
    ['ecr:PutImage', ['PutImage']],
    ['ECR:putimage', ['PutImage']],
    [
      'ecr:Batch*',
      [
        'BatchCheckLayerAvailability',
        'BatchDeleteImage',
        'BatchGetImage',
        'BatchGetRepositoryScanningConfiguration',
        'BatchImportUpstreamImage',
      ],
    ],
    ['ecr:?utImage', ['PutImage']],
    ['ecr:*RepositoryPolicy', ['DeleteRepositoryPolicy', 'GetRepositoryPolicy', 'SetRepositoryPolicy']],
    ['e*:PutImage', ['PutImage']],
    ['PutImage', []],
    ['ecr:Pull', []],
    ['ecr-public:PutImage', []],
    ['s3:*', []],
  ])('%s', (pattern, expected) => {
    expect(names(expand(pattern))).toEqual(expected);
  });

  it.each(['*', 'ecr:*', 'ecr:**', '*:*'])('%s is every action', (pattern) => {
    expect(expand(pattern)).toEqual(ACTIONS);
  });
});

describe('an action', () => {
  it('changes something, or does not', () => {
    expect(['PutImage', 'TagResource', 'SetRepositoryPolicy', 'DeleteRepository'].map(actionNamed).every(changes)).toBe(
      true,
    );
    expect(
      ['BatchGetImage', 'ListImages', 'StartImageScan', 'BatchImportUpstreamImage'].map(actionNamed).some(changes),
    ).toBe(false);
  });

  it('is dangerous when it can lose images or decides about access', () => {
    expect(names(expand('ecr:*').filter(isDangerous))).toEqual([
      'BatchDeleteImage',
      'DeleteLifecyclePolicy',
      'DeleteRegistryPolicy',
      'DeleteRepository',
      'DeleteRepositoryPolicy',
      'PutLifecyclePolicy',
      'PutRegistryPolicy',
      'SetRepositoryPolicy',
    ]);
  });

  it('has to be there', () => {
    expect(() => actionNamed('PullImage')).toThrow('ECR has no action PullImage.');
  });
});

describe('messages', () => {
  it.each([
    [['PutImage'], 'ecr:PutImage'],
    [['PutImage', 'ListImages'], 'ecr:PutImage and ecr:ListImages'],
    [
      ['PutImage', 'ListImages', 'BatchGetImage', 'TagResource'],
      'ecr:PutImage, ecr:ListImages, ecr:BatchGetImage and ecr:TagResource',
    ],
    [
      ['PutImage', 'ListImages', 'BatchGetImage', 'TagResource', 'UntagResource'],
      'ecr:PutImage, ecr:ListImages, ecr:BatchGetImage and 2 more',
    ],
  ])('list %j', (actions, expected) => {
    expect(listActions(actions.map(actionNamed))).toBe(expected);
  });

  it.each([
    [['PutImage'], 'push images'],
    [['PutImage', 'BatchDeleteImage'], 'push and delete images'],
    [['DeleteRepository', 'SetRepositoryPolicy'], 'delete images, and decide who has access'],
    [['TagResource'], 'make changes'],
  ])('say what %j is for', (actions, expected) => {
    expect(describeUse(actions.map(actionNamed))).toBe(expected);
  });
});
