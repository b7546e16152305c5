import { describe, expect, it } from 'vitest';
import { scanningOf } from '../../src/ecr/scanning.ts';
import { withFacts } from './deployments.ts';

/** What is said of each repository. */
function scanning(code: string): Promise<string[]> {
  return withFacts(code, ({ repositories, scanningConfigurations }) =>
    repositories.map(({ resource, name }) => {
      const found = scanningOf(resource, name, scanningConfigurations);
      return found.kind === 'unknown' ? `unknown: ${found.reason.message}` : found.kind;
    }),
  );
}

const UNSET = 'variable "x" {}\nvariable "flag" {\n  type = bool\n}\nvariable "list" {\n  type = list(string)\n}\n';

function repository(name: string, scan: string | null): string {
  const block = scan === null ? '' : `image_scanning_configuration {\nscan_on_push = ${scan}\n}\n`;
  return `resource "aws_ecr_repository" "app" {\nname = ${name}\n${block}}\n`;
}

function registry(type: string, rules: string, more = ''): string {
  return `resource "aws_ecr_registry_scanning_configuration" "this" {\nscan_type = ${type}\n${more}\n${rules}\n}\n`;
}

function rule(filter: string, frequency = '"SCAN_ON_PUSH"'): string {
  const block = `repository_filter {\nfilter = ${filter}\nfilter_type = "WILDCARD"\n}`;
  return `rule {\nscan_frequency = ${frequency}\n${block}\n}`;
}

describe('filters', () => {
  it.each([
    ['prod', 'repo-prod-repo', true],
    ['prod', 'produce', true],
    ['prod', 'pro', false],
    ['prod*', 'prod-app', true],
    ['prod*', 'my-prod-app', false],
    ['*prod', 'my-prod', true],
    ['*prod', 'my-prod-app', false],
    ['*', 'anything/at-all', true],
    ['team/*', 'team/app', true],
    ['team/*', 'other-team/app', false],
    ['a*b*c', 'a-b-c', true],
    ['a*b*c', 'a-c-b', false],
  ])('"%s" on "%s": %s', async (filter, name, covers) => {
    const enhanced = registry('"ENHANCED"', rule(`"${filter}"`)) + repository(`"${name}"`, null);
    expect(await scanning(enhanced)).toEqual([covers ? 'scanned' : 'uncovered']);
    const basic = registry('"BASIC"', rule(`"${filter}"`)) + repository(`"${name}"`, null);
    expect(await scanning(basic)).toEqual([covers ? 'scanned' : 'off']);
  });
});

describe('the type of scanning', () => {
  it.each([
    ['"BASIC"', rule('"other"'), 'true', 'scanned'],
    ['"BASIC"', rule('"other"'), 'false', 'off'],
    ['"BASIC"', '', null, 'off'],
    ['"ENHANCED"', '', 'false', 'scanned'],
    ['"ENHANCED"', rule('"other"'), 'true', 'uncovered'],
    ['"ENHANCED"', rule('"app"', '"MANUAL"'), 'true', 'uncovered'],
    ['"ENHANCED"', rule('"app"', '"CONTINUOUS_SCAN"'), 'false', 'scanned'],
    ['var.x', rule('"*"'), 'false', 'scanned'],
    ['var.x', rule('"other"'), 'false', 'off'],
    ['var.x', rule('"other"'), 'true', 'unknown: var.x has no value'],
    ['var.flag ? "ENHANCED" : "BASIC"', rule('"app"'), null, 'scanned'],
  ])('%s with own %3$s', async (type, rules, own, expected) => {
    expect(await scanning(UNSET + registry(type, rules) + repository('"app"', own))).toEqual([expected]);
  });
});

describe('what is not known', () => {
  it.each([
    ['a filter', registry('"ENHANCED"', rule('var.x')), '"app"', 'unknown: var.x has no value'],
    [
      'a filter beside one that matches',
      registry('"ENHANCED"', `${rule('var.x')}\n${rule('"*"')}`),
      '"app"',
      'scanned',
    ],
    ['a frequency', registry('"ENHANCED"', rule('"*"', 'var.x')), '"app"', 'unknown: var.x has no value'],
    ['a name', registry('"ENHANCED"', rule('"prod-*"')), 'var.x', 'unknown: var.x has no value'],
    ['a name that any filter matches', registry('"ENHANCED"', rule('"*"')), 'var.x', 'scanned'],
    ['the end of a name', registry('"ENHANCED"', rule('"prod-*"')), '"prod-${var.x}"', 'scanned'],
    [
      'a part of a name beside what is looked for',
      registry('"ENHANCED"', rule('"prod"')),
      '"${var.x}-prod"',
      'scanned',
    ],
    [
      'how many filters there are',
      registry(
        '"ENHANCED"',
        'dynamic "rule" {\nfor_each = var.list\ncontent {\nscan_frequency = "SCAN_ON_PUSH"\nrepository_filter {\nfilter = rule.value\nfilter_type = "WILDCARD"\n}\n}\n}',
      ),
      '"app"',
      'unknown: var.list has no value',
    ],
    [
      'how many rules that match there are',
      registry(
        '"ENHANCED"',
        'dynamic "rule" {\nfor_each = var.list\ncontent {\nscan_frequency = "SCAN_ON_PUSH"\nrepository_filter {\nfilter = "*"\nfilter_type = "WILDCARD"\n}\n}\n}',
      ),
      '"app"',
      'scanned',
    ],
  ])('%s', async (_, configuration, name, expected) => {
    expect(await scanning(UNSET + configuration + repository(name, null))).toEqual([expected]);
  });

  it('whether there is a configuration at all', async () => {
    const possible = (rules: string) => UNSET + registry('"ENHANCED"', rules, 'count = var.flag ? 1 : 0');
    expect(await scanning(possible(rule('"*"')) + repository('"app"', 'true'))).toEqual(['scanned']);
    expect(await scanning(possible(rule('"*"')) + repository('"app"', null))).toEqual([
      'unknown: var.flag has no value',
    ]);
    expect(await scanning(possible(rule('"other"')) + repository('"app"', 'true'))).toEqual([
      'unknown: var.flag has no value',
    ]);
    expect(await scanning(possible(rule('"other"')) + repository('"app"', 'false'))).toEqual(['off']);
  });

  it('whether the configuration is that of the same registry', async () => {
    const providers = 'provider "aws" {\nregion = var.x\n}\nprovider "aws" {\nalias = "b"\nregion = "eu-west-1"\n}\n';
    const [found] = await scanning(
      UNSET + providers + registry('"ENHANCED"', rule('"*"'), 'provider = aws.b') + repository('"app"', null),
    );
    expect(found).toMatch(/^unknown: .*different accounts or regions$/);
  });
});
