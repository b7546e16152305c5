import { describe, expect, it } from 'vitest';
import { actionTable } from '../../../scripts/update-actions.ts';
import { ACTIONS, ACTIONS_AS_OF } from '../../../src/ecr/actions/table.ts';
import { textOf } from '../../project/files.ts';

/** The form of https://servicereference.us-east-1.amazonaws.com/v1/ecr/ecr.json */
function reference(actions: readonly object[]): object {
  return { Name: 'ecr', Version: 'v1.3', Actions: actions };
}

function action(name: string, property: string | null, ...resources: string[]): object {
  const properties = ['IsList', 'IsPermissionManagement', 'IsTaggingOnly', 'IsWrite'];
  const Properties = Object.fromEntries(properties.map((each) => [each, each === property]));
  return { Name: name, Annotations: { Properties }, Resources: resources.map((Name) => ({ Name })) };
}

describe('the script that writes the table of actions', () => {
  it('writes the table that is there, when given what it says', () => {
    const property = {
      Read: null,
      List: 'IsList',
      Write: 'IsWrite',
      Tagging: 'IsTaggingOnly',
      'Permissions management': 'IsPermissionManagement',
    };
    const actions = ACTIONS.map(({ name, access, onRepositories }) =>
      action(name, property[access], ...(onRepositories ? ['repository'] : [])),
    );
    expect(actionTable(reference(actions.toReversed()), ACTIONS_AS_OF)).toBe(textOf('src/ecr/actions/table.ts'));
  });

  it('takes an action without resources for one that belongs to no repository', () => {
    const { Name } = { Name: 'GetAuthorizationToken' };
    expect(actionTable(reference([{ Name }]), '2026-01')).toContain(
      "{ name: 'GetAuthorizationToken', access: 'Read', onRepositories: false }",
    );
  });

  it.each([
    [{ Name: 's3', Actions: [] }, 'This is not the service reference of ECR.'],
    [{ Name: 'ecr' }, 'A list is missing in the service reference.'],
    [reference([{ Resources: [] }]), 'An action has no name.'],
  ])('refuses what is not the service reference of ECR: %j', (given, message) => {
    expect(() => actionTable(given, '2026-01')).toThrow(message);
  });

  it('refuses what is no month', () => {
    expect(() => actionTable(reference([]), 'today')).toThrow('"today" is not a month such as 2026-08.');
  });
});
