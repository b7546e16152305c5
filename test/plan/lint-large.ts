/**
 * Run by large.test.ts in a process of its own: lints the plan named on the command line, and prints how many findings
 * there are.
 */
import { dirname } from 'node:path';
import { rules } from '../../rules/index.ts';
import { lintPaths } from '../../src/lint/run.ts';

const path = process.argv[2] ?? '';
const { findings } = await lintPaths({
  rules,
  selection: { only: [], disable: [], severities: [] },
  workingDirectory: dirname(path),
  paths: [path],
  settings: [],
  environmentVariables: {},
  environment: null,
});
process.stdout.write(JSON.stringify(findings.length));
