import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { run } from '../cli/run.ts';
import { textOf } from '../project/files.ts';
import { withFolder } from '../support/folder.ts';

const MODULE = 'resource "aws_ecr_repository" "app" {\n  name = "app"\n}\n';

/** What the examples extend and load. */
const BESIDE = {
  'platform/ecrlint.yaml': 'extends: recommended\n',
  'project/rules/naming.mjs':
    "export default [{ id: 'acme/repository-prefix', title: 'Names have a prefix', check() {} }];\n",
  'project/node_modules/@acme/ecrlint-rules/package.json': '{"name": "@acme/ecrlint-rules", "main": "index.cjs"}',
  'project/node_modules/@acme/ecrlint-rules/index.cjs':
    "module.exports = { rules: [{ id: 'acme/other', title: 'Another rule', check() {} }] };\n",
};

const validate = new Ajv({ strict: false }).compile(JSON.parse(textOf('schema/ecrlint.schema.json')));

const page = textOf('docs/configuration.md');
const examples = [...page.matchAll(/^```(yaml|json)\n([\s\S]*?)^```$/gm)].map(([, format = '', text = '']) => ({
  format,
  text,
}));

describe('the page on configuration', () => {
  it('has examples', () => {
    expect(examples.length).toBeGreaterThan(10);
  });

  it.each(examples)('has an example that works: $text', async ({ format, text }) => {
    const files = { ...BESIDE, [`project/.ecrlint.${format}`]: text, 'project/main.tf': MODULE };
    await withFolder(files, async (folder) => {
      const { exitCode, stdout, stderr } = await run(['check'], { in: `${folder}/project` });
      expect([stderr, stdout === '']).toEqual(['', false]);
      expect(exitCode).not.toBe(2);
    });
    // YAML reads JSON, too.
    expect(validate(parse(text)), JSON.stringify(validate.errors)).toBe(true);
  });

  it('tells of every key that the examples have, and of no other', () => {
    const told = [...page.matchAll(/^\| `([^`]+)` \|/gm)].map(([, key = '']) => key);
    const { properties }: { properties: object } = JSON.parse(textOf('schema/ecrlint.schema.json'));
    expect(told.filter((key) => !/[.[]/.test(key) && key in properties)).toEqual(Object.keys(properties));
  });
});
