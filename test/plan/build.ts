import { DATA_SOURCES } from '../../src/ecr/data-sources.ts';
import { PlanDeployment } from '../../src/plan/plan-deployment.ts';
import { readPlan } from '../../src/plan/read-plan.ts';

/** One entry of `resource_changes` as far as a test cares. */
export interface Change {
  readonly address?: string;
  readonly type?: string;
  readonly name?: string;
  readonly module_address?: string;
  readonly mode?: string;
  readonly index?: string | number;
  readonly deposed?: string;
  readonly previous_address?: string;
  readonly action_reason?: string;
  readonly change: Readonly<Record<string, unknown>>;
}

/** The entry of a repository called `app` that is to be created, unless said otherwise. */
export function change(more: Partial<Change> = {}): Change {
  return {
    address: 'aws_ecr_repository.app',
    mode: 'managed',
    type: 'aws_ecr_repository',
    name: 'app',
    change: { actions: ['create'], before: null, after: { name: 'app' }, after_unknown: { id: true } },
    ...more,
  };
}

export function planJson(members: Readonly<Record<string, unknown>>): Buffer {
  return Buffer.from(JSON.stringify({ format_version: '1.2', terraform_version: '1.11.4', ...members }));
}

/** The deployment of a plan with these members. */
export function deploymentOf(members: Readonly<Record<string, unknown>>): PlanDeployment {
  return new PlanDeployment(readPlan(planJson(members), 'plan.json'), { dataSources: DATA_SOURCES });
}
