import { describe, expect, it } from 'vitest';
import { always } from '../../src/lint/rule.ts';
import { type RuleSelection, SelectionError, selectRules, severityIn } from '../../src/lint/selection.ts';
import { rule } from './build.ts';

const BY_ENVIRONMENT = { production: 'error', unknown: 'warning', nonProduction: 'off' } as const;

const RULES = [
  rule('immutable-tags', () => {}, { aliases: ['CKV_AWS_51', 'AWS-0031'], severity: BY_ENVIRONMENT }),
  rule('scan-on-push', () => {}, { aliases: ['CKV_AWS_163'] }),
  rule('lifecycle-policy', () => {}, { aliases: ['ECR.3'] }),
  rule('lifecycle-policy-valid', () => {}, { aliases: ['ECR.3'] }),
  rule('prevent-destroy', () => {}, {
    presets: ['strict'],
    options: { modules: { type: 'strings', description: 'Which.', default: ['all'] } },
  }),
];

function select(selection: Partial<RuleSelection>) {
  return selectRules(RULES, { only: [], disable: [], severities: [], ...selection });
}

function idsOf(selection: Partial<RuleSelection>): string[] {
  return select(selection).rules.map((active) => active.rule.id);
}

function problemOf(selection: Partial<RuleSelection>): string {
  try {
    select(selection);
  } catch (error) {
    if (error instanceof SelectionError) return error.message;
    throw error;
  }
  throw new Error('nothing is wrong with the selection');
}

describe('selectRules', () => {
  it('runs every rule that is recommended', () => {
    expect(idsOf({})).toEqual(['immutable-tags', 'scan-on-push', 'lifecycle-policy', 'lifecycle-policy-valid']);
  });

  it('runs only the rules named, by id or by the id of another tool in any case', () => {
    expect(idsOf({ only: ['scan-on-push', 'ckv_aws_51'] })).toEqual(['immutable-tags', 'scan-on-push']);
  });

  it('takes an id that several rules stand for as all of them', () => {
    expect(idsOf({ only: ['ECR.3'] })).toEqual(['lifecycle-policy', 'lifecycle-policy-valid']);
    expect(idsOf({ disable: ['ECR.3'] })).toEqual(['immutable-tags', 'scan-on-push']);
  });

  it('runs another rule with its own severity when it is asked for', () => {
    const [active] = select({ only: ['prevent-destroy'] }).rules;
    expect(active?.severity).toEqual(always('error'));
  });

  it('completes the options of a rule, and refuses those it does not have', () => {
    const only = ['prevent-destroy'];
    expect(select({ only }).rules[0]?.options).toEqual({ modules: ['all'] });
    const options = new Map([['prevent-destroy', { modules: ['a'] }]]);
    expect(select({ only, options }).rules[0]?.options).toEqual({ modules: ['a'] });
    expect(problemOf({ only, options: new Map([['prevent-destroy', { module: true }]]) })).toBe(
      'Of the rule prevent-destroy, there is no option "module". It has modules.',
    );
    expect(problemOf({ only, options: new Map([['prevent-destroy', { modules: 3 }]]) })).toBe(
      'Of the rule prevent-destroy, the option "modules" takes a list of strings.',
    );
  });

  it('gives a rule one severity in every environment, the last one given', () => {
    const severities = [
      { rule: 'immutable-tags', severity: 'info' },
      { rule: 'AWS-0031', severity: 'warning' },
    ] as const;
    const active = select({ severities }).rules.find(({ rule }) => rule.id === 'immutable-tags');
    expect(active?.severity).toEqual(always('warning'));
  });

  it('switches a rule on and off by its severity', () => {
    expect(idsOf({ severities: [{ rule: 'prevent-destroy', severity: 'error' }] })).toContain('prevent-destroy');
    expect(idsOf({ severities: [{ rule: 'scan-on-push', severity: 'off' }] })).not.toContain('scan-on-push');
  });

  it('keeps reporting invalid files whatever is asked for, unless that is disabled', () => {
    expect(select({ only: ['scan-on-push'] }).syntax).toBe('error');
    expect(select({ disable: ['syntax'] }).syntax).toBe('off');
    expect(select({ severities: [{ rule: 'syntax', severity: 'warning' }] }).syntax).toBe('warning');
    expect(select({ only: ['syntax'] })).toEqual({ rules: [], syntax: 'error', unusedSuppression: 'warning' });
  });

  it.each(['only', 'disable'] as const)('says which rule --%s may have meant', (option) => {
    expect(problemOf({ [option]: ['scan-on-pull'] })).toBe(
      'There is no rule "scan-on-pull". Did you mean scan-on-push?',
    );
  });

  it('says where names come from when none is near', () => {
    expect(problemOf({ severities: [{ rule: 'x', severity: 'error' }] })).toBe(
      'There is no rule "x". "ecrlint rules" lists those that there are.',
    );
    expect(problemOf({ only: ['acme/x'] })).toBe(
      'There is no rule "acme/x". Names with a slash are those of plug-ins, which configurations name under "plugins".',
    );
  });

  it('refuses to run nothing', () => {
    expect(problemOf({ only: ['scan-on-push'], disable: ['scan-on-push'] })).toMatch(/^No rule is left to run/);
  });
});

describe('severityIn', () => {
  it('looks up the environment', () => {
    expect(severityIn(BY_ENVIRONMENT, 'production')).toBe('error');
    expect(severityIn(BY_ENVIRONMENT, 'unknown')).toBe('warning');
    expect(severityIn(BY_ENVIRONMENT, 'non-production')).toBe('off');
  });
});
