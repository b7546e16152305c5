import { expect, it } from 'vitest';
import { rules } from '../../rules/index.ts';
import { DATA_SOURCES } from '../../src/ecr/data-sources.ts';
import { DEFAULT_ENVIRONMENT_OPTIONS } from '../../src/ecr/environment.ts';
import { collectFacts } from '../../src/ecr/facts.ts';
import { KNOWN_MODULES } from '../../src/ecr/modules/known.ts';
import { parseFile } from '../../src/hcl/parse-file.ts';
import { SourceFile } from '../../src/hcl/source.ts';
import { lint } from '../../src/lint/lint.ts';
import { policy } from '../../src/lint/policy.ts';
import { selectRules } from '../../src/lint/selection.ts';
import { evaluate } from '../../src/terraform/expression.ts';
import type { FileAccess } from '../../src/terraform/functions/context.ts';
import { findAttribute, headerOf } from '../../src/terraform/module-config.ts';
import { RootEvaluation } from '../../src/terraform/root-evaluation.ts';
import { project } from '../lint/build.ts';

const NOTHING = { kind: 'unsupported', message: 'there are no files', place: null } as const;
const NO_FILES: FileAccess = {
  baseDirectory: '/',
  read: () => NOTHING,
  readBytes: () => NOTHING,
  exists: () => NOTHING,
  list: () => NOTHING,
};

it('a known module is judged with arguments that no module block gives', async () => {
  const file = new SourceFile('unit.hcl', 'inputs {\n  name         = "app-prod"\n  force_delete = true\n}\n');
  const [block] = parseFile(file).body.blocks;
  if (block === undefined) throw new Error('There is no block.');
  const reference = { source: 'tfr:///lgallard/ecr/aws?version=2.1.1', version: null, path: [], arguments: ['name'] };
  const found = KNOWN_MODULES.standIn(reference);
  if (found === null || 'message' in found) throw new Error('It is not known.');
  const declaration = { name: 'unit', header: headerOf(block), layers: [block.body] };
  const root = new RootEvaluation({
    config: found.config,
    calledBy: { module: found.module, declaration },
    variableFiles: [],
    setting: ({ name }, scope) => {
      const given = findAttribute(declaration.layers, name);
      return given === null ? null : evaluate(given.value, scope);
    },
    loadModule: () => null,
    files: NO_FILES,
    dataSources: DATA_SOURCES,
  });
  const active = selectRules(rules, { only: ['immutable-tags', 'no-force-delete'], disable: [], severities: [] });
  const { findings } = await lint({
    policyOf: () => policy(active),
    open: () => project({ deployments: [root] }),
    factsOf: (deployment) => collectFacts(deployment, DEFAULT_ENVIRONMENT_OPTIONS),
    accepts: async () => true,
  });
  const seen = findings.map(({ rule, place }) => [rule, place?.file.path, place && file.position(place.start).line]);
  expect(seen).toEqual([
    ['immutable-tags', 'unit.hcl', 1],
    ['no-force-delete', 'unit.hcl', 3],
  ]);
});
