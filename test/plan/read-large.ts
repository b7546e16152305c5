/**
 * Run by large.test.ts in a process of its own: reads the plan named on the command line, asks for the name of every
 * repository, and prints how many have one.
 */
import { readFileSync } from 'node:fs';
import { PlanDeployment } from '../../src/plan/plan-deployment.ts';
import { readPlan } from '../../src/plan/read-plan.ts';

const path = process.argv[2] ?? '';
const deployment = new PlanDeployment(readPlan(readFileSync(path), path), { dataSources: {} });
const names = deployment
  .resources('aws_ecr_repository')
  .filter(({ body }) => body.attribute('name')?.kind === 'string').length;
process.stdout.write(JSON.stringify(names));
