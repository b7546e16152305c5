import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rules } from '../../../rules/index.ts';
import { SourceFile } from '../../../src/hcl/source.ts';
import type { ConfigProblem } from '../../../src/lint/config/problem.ts';
import { readJsonConfig } from '../../../src/lint/config/read-json.ts';
import { readYamlConfig } from '../../../src/lint/config/read-yaml.ts';
import { configSchema } from '../../../src/lint/config/schema.ts';
import { joinLayers } from '../../../src/lint/config/settings.ts';
import { validateConfig } from '../../../src/lint/config/validate.ts';
import { run } from '../../cli/run.ts';
import { withFolder } from '../../support/folder.ts';
import { found, MUTABLE, only } from './found.ts';

const schema = configSchema(rules);

/** Reads and checks a text in either format; what is told of it. Must not throw, whatever the text is. */
function problemsIn(text: string, format: 'yaml' | 'json'): readonly ConfigProblem[] {
  const file = new SourceFile(`.ecrlint.${format}`, text);
  const { root, problems } = format === 'json' ? readJsonConfig(file) : readYamlConfig(file);
  if (problems.length > 0 || root === null) return problems;
  const validation = validateConfig(root, schema, () => null);
  if (validation.kind === 'invalid') return validation.problems;
  joinLayers([{ kind: 'file', file: file.path, directory: '/', root, config: validation.config }]);
  return [];
}

function expectUsable(problems: readonly ConfigProblem[], text: string): void {
  for (const { place, message } of problems) {
    expect(place?.start).toBeGreaterThanOrEqual(0);
    expect(place?.start).toBeLessThanOrEqual(text.length);
    expect(message).toMatch(/^["A-Z].*[.?]$/s);
  }
}

/** Keys and words that mean something, among others. */
const word = fc.constantFrom(
  ...['extends', 'rules', 'environments', 'fix', 'modules', 'exclude', 'overrides', 'paths', 'words', 'inputs'],
  ...['immutable-tags', 'required-tags', 'keys', 'severity', 'production', 'error', 'off', 'none', 'name', 'value'],
  ...['__proto__', 'constructor', '', 'a\nb', '*', '&', '!', '<<', '- x', '"', '{'],
);

const data = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.oneof(
      word,
      fc.string(),
      fc.integer(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.boolean(),
      fc.constant(null),
    ),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(word, tie('value'), { maxKeys: 4 }),
  ),
})).value;

describe('whatever a configuration says', () => {
  it('is used, or told of at a place in the file', () => {
    fc.assert(
      fc.property(data, (value) => {
        const text = JSON.stringify(value);
        expectUsable(problemsIn(text, 'json'), text);
        // JSON is YAML, and has the same mistakes there, but for keys that mean something else.
        if (!text.includes('"<<"') && !text.includes('__proto__')) {
          const kinds = (format: 'yaml' | 'json'): string[] => problemsIn(text, format).map(({ key }) => key);
          if (text !== 'null') expect(kinds('yaml')).toEqual(kinds('json'));
        }
      }),
      { numRuns: 500 },
    );
  });

  it('is used, or told of, where it is hardly YAML', () => {
    const token = fc.oneof(
      word,
      fc.constantFrom(': ', '\n', '\n  ', '\t', '- ', '[', ']', '{', '}', ',', '|', '#', '---\n'),
    );
    fc.assert(
      fc.property(fc.array(token, { maxLength: 30 }), (tokens) => {
        const text = tokens.join('');
        expectUsable(problemsIn(text, 'yaml'), text);
        expectUsable(problemsIn(text, 'json'), text);
      }),
      { numRuns: 1000 },
    );
  });

  it('is not read where it is far too much', async () => {
    await withFolder({ '.ecrlint.yaml': `# ${'x'.repeat(1_000_000)}\n`, 'main.tf': MUTABLE }, async (folder) => {
      const { exitCode, stderr } = await run(['check'], { in: folder });
      expect([exitCode, stderr]).toEqual([
        2,
        'ecrlint: .ecrlint.yaml: The configuration is too large: it has more than a megabyte. Shorten it.\n',
      ]);
    });
  });
});

describe('configurations of others', () => {
  it('do not count where they were downloaded', async () => {
    const files = {
      '.ecrlint.yaml': only('immutable-tags: error'),
      'main.tf': `${MUTABLE}module "other" {\n  source = "./vendor/.terraform/modules/other"\n}\n`,
      'vendor/.terraform/modules/other/.ecrlint.yaml': 'plugins: [./evil.mjs]\nrules: { nothing: error }\n',
      'vendor/.terraform/modules/other/evil.mjs': 'throw new Error("evil");\n',
      'vendor/.terraform/modules/other/main.tf': 'resource "aws_ecr_repository" "broken" {\n  name =\n}\n',
    };
    const lines = await found(files);
    expect(lines).toContain('main.tf immutable-tags error unknown');
  });
});

describe('plans', () => {
  const plan = JSON.stringify({
    format_version: '1.2',
    terraform_version: '1.9.0',
    planned_values: {
      root_module: {
        resources: [
          {
            address: 'aws_ecr_repository.app',
            mode: 'managed',
            type: 'aws_ecr_repository',
            name: 'app',
            provider_name: 'registry.terraform.io/hashicorp/aws',
            schema_version: 0,
            values: { name: 'app', image_tag_mutability: 'MUTABLE' },
          },
        ],
      },
    },
    configuration: { root_module: {} },
  });

  it('are judged by the configuration nearest to them, or to their source', async () => {
    const files = {
      '.ecrlint.yaml': only('immutable-tags: error'),
      'a/.ecrlint.yaml': only('immutable-tags: info'),
      'a/plan.json': plan,
      'b/plan.json': plan,
      'c/.ecrlint.yaml': only('immutable-tags: warning'),
      'c/main.tf': MUTABLE,
    };
    await withFolder(files, async (folder) => {
      const severity = async (...argv: string[]): Promise<string[]> => {
        const { stdout, stderr } = await run(['check', '--format', 'json', ...argv], { in: folder, stdin: plan });
        expect(stderr).toBe('');
        const { findings }: { findings: { severity: string }[] } = JSON.parse(stdout);
        return findings.map((finding) => finding.severity);
      };
      expect(await severity('a/plan.json')).toEqual(['info']);
      expect(await severity('b/plan.json')).toEqual(['error']);
      expect(await severity('--source', 'c', 'a/plan.json')).toEqual(['warning']);
      expect(await severity('-')).toEqual(['error']);
    });
  });
});
