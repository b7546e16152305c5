import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rules as builtIn } from '../../../rules/index.ts';
import { loadPlugins } from '../../../src/lint/plugins/load.ts';
import { PluginError } from '../../../src/lint/plugins/plugin-error.ts';
import { withFolder } from '../../support/folder.ts';
import { lintPaths, seenIn } from '../../support/lint.ts';

/** A rule that says of every bucket and every repository that it is there. */
const RULE = `{
  id: 'acme/presence',
  title: 'Something is there',
  markers: ['aws_s3_bucket'],
  options: { word: { type: 'strings', description: 'What to say', default: ['there'] } },
  check(facts, context) {
    for (const type of ['aws_s3_bucket', 'aws_ecr_repository']) {
      for (const resource of facts.deployment.resources(type)) {
        const evidence = { kind: 'missing', body: resource.body, what: 'nothing' };
        context.report({ subject: facts.subject(resource), message: context.options.word.join() + '.', evidence });
      }
    }
  },
}`;

const named = (id: string): string => RULE.replace('acme/presence', id);

/** The ids of the rules that come out of plug-ins named in a configuration beside the given files. */
function idsFrom(files: Readonly<Record<string, string>>, ...names: readonly string[]): Promise<readonly string[]> {
  return withFolder(files, async (from) =>
    (await loadPlugins(names.map((name) => ({ name, from })))).map(({ id }) => id),
  );
}

async function refusal(files: Readonly<Record<string, string>>, ...names: readonly string[]): Promise<string> {
  return withFolder(files, async (from) => {
    const error = await loadPlugins(names.map((name) => ({ name, from }))).then(
      () => null,
      (reason: unknown) => reason,
    );
    if (!(error instanceof PluginError)) throw new Error('It was loaded, or failed in another way.', { cause: error });
    return error.message.replaceAll(from, '<folder>');
  });
}

describe('what exports rules', () => {
  it.each([
    ['an ES module by default', 'a.mjs', `export default ${RULE};`],
    ['an ES module, as a list', 'a.mjs', `export default [${RULE}];`],
    ['an ES module, by name', 'a.mjs', `export const rules = [${RULE}];`],
    [
      'an ES module that waits for something',
      'a.mjs',
      `const rule = await Promise.resolve(${RULE}); export default rule;`,
    ],
    ['a CommonJS module', 'a.cjs', `module.exports = ${RULE};`],
    ['a CommonJS module, as a list', 'a.cjs', `module.exports = [${RULE}];`],
    ['a CommonJS module, by name', 'a.cjs', `exports.rules = [${RULE}];`],
    ['what a compiler makes of an ES module', 'a.cjs', `exports.__esModule = true; exports.default = ${RULE};`],
    ['a .js file, which is CommonJS without a package that says otherwise', 'a.js', `module.exports = ${RULE};`],
    ['a file in a folder', 'policy/rules/a.mjs', `export default ${RULE};`],
  ])('%s', async (_, name, text) => {
    expect(await idsFrom({ [name]: text }, `./${name}`)).toEqual(['acme/presence']);
    expect(await idsFrom({ [name]: text }, name)).toEqual(['acme/presence']);
  });

  it('a package, beside the configuration or above', async () => {
    const files = {
      'node_modules/@acme/rules/package.json': '{ "name": "@acme/rules", "main": "lib.cjs" }',
      'node_modules/@acme/rules/lib.cjs': `module.exports = ${RULE};`,
      'infra/.ecrlint.yaml': '',
    };
    await withFolder(files, async (folder) => {
      const [rule] = await loadPlugins([{ name: '@acme/rules', from: join(folder, 'infra') }]);
      expect(rule?.id).toBe('acme/presence');
    });
  });

  it.each([
    ['exports', { exports: './lib.mjs' }],
    ['a condition', { exports: { types: './lib.d.ts', import: './lib.mjs' } }],
    ['a path', { exports: { '.': { import: { default: './lib.mjs' } } } }],
  ])('a package that only gives itself to import, by %s', async (_, manifest) => {
    const files = {
      'node_modules/rules/package.json': JSON.stringify({ name: 'rules', ...manifest }),
      'node_modules/rules/lib.mjs': `export default ${RULE};`,
    };
    expect(await idsFrom(files, 'rules')).toEqual(['acme/presence']);
  });

  it('several, in the order of their rules, and each once', async () => {
    const files = {
      'b.mjs': `export default ${named('acme/b')};`,
      'a.mjs': `export default [${named('acme/c')}, ${named('acme/a')}];`,
    };
    expect(await idsFrom(files, './b.mjs', './a.mjs', 'b.mjs')).toEqual(['acme/a', 'acme/b', 'acme/c']);
  });

  it('none when none is named', async () => {
    expect(await loadPlugins([])).toEqual([]);
  });
});

describe('a rule that says only what it must', () => {
  it('gets defaults for the rest', async () => {
    const text = `export default { id: 'acme/least', title: 'Nothing is found', check() {} };`;
    await withFolder({ 'a.mjs': text }, async (from) => {
      const [rule] = await loadPlugins([{ name: './a.mjs', from }]);
      expect(rule).toMatchObject({
        category: 'custom',
        severity: { production: 'warning', unknown: 'warning', nonProduction: 'warning' },
        presets: ['recommended', 'strict'],
        aliases: [],
        documentation: { what: 'Nothing is found.' },
      });
    });
  });

  it('is off in the environments it does not name', async () => {
    const text = `export default { id: 'acme/least', title: 'Nothing', severity: { production: 'error' }, check() {} };`;
    await withFolder({ 'a.mjs': text }, async (from) => {
      const [rule] = await loadPlugins([{ name: './a.mjs', from }]);
      expect(rule?.severity).toEqual({ production: 'error', unknown: 'off', nonProduction: 'off' });
    });
  });
});

describe('rules of plug-ins', () => {
  const terraform = {
    'infra/main.tf': 'resource "aws_ecr_repository" "app" {\n  name = "app"\n}\n',
    // Speaks of no ECR: it is evaluated because the rule says what it looks at.
    'buckets/main.tf': 'resource "aws_s3_bucket" "logs" {\n}\n',
  };

  it('see any resource, and run beside the built-in ones', async () => {
    await withFolder({ ...terraform, 'a.mjs': `export default ${RULE};` }, async (folder) => {
      const own = await loadPlugins([{ name: './a.mjs', from: folder }]);
      const result = await lintPaths(folder, ['.'], [...builtIn, ...own]);
      const seen = seenIn(result);
      expect(seen.filter(({ rule }) => rule === 'acme/presence')).toMatchObject([
        { resource: 'aws_s3_bucket.logs', file: 'buckets/main.tf', message: 'there.', severity: 'warning' },
        { resource: 'aws_ecr_repository.app', file: 'infra/main.tf', message: 'there.', severity: 'warning' },
      ]);
      expect(seen.some(({ rule }) => rule === 'lifecycle-policy')).toBe(true);
    });
  });

  it('can be chosen, disabled, given a severity and told options as the built-in ones', async () => {
    await withFolder({ ...terraform, 'a.mjs': `export default ${RULE};` }, async (folder) => {
      const all = [...builtIn, ...(await loadPlugins([{ name: './a.mjs', from: folder }]))];
      const chosen = await lintPaths(folder, ['infra'], all, {
        only: ['acme/presence'],
        severities: [{ rule: 'acme/presence', severity: 'error' }],
        options: new Map([['acme/presence', { word: ['here', 'too'] }]]),
      });
      expect(seenIn(chosen)).toMatchObject([{ severity: 'error', message: 'here,too.' }]);
      const disabled = await lintPaths(folder, ['.'], all, { disable: ['acme/presence'] });
      expect(seenIn(disabled).filter(({ rule }) => rule === 'acme/presence')).toEqual([]);
    });
  });

  it.each([
    ['throws', `throw new Error('no tags')`, 'failed on infra: no tags. Mend it, or run with --disable acme/presence.'],
    ['throws no error', `throw 'no tags'`, 'failed on infra: no tags. Mend it, or run with --disable acme/presence.'],
    ['reports nothing', 'context.report({})', 'failed on infra: it reports no message. '],
    [
      'reports without a message',
      'context.report({ subject, evidence, message: "" })',
      'failed on infra: it reports no message. ',
    ],
    [
      'reports about a resource itself',
      'context.report({ subject: subject.resource, evidence, message })',
      'failed on infra: it reports no subject: a repository, or what facts.subject(resource) gives. ',
    ],
    [
      'reports without evidence',
      'context.report({ subject, message })',
      'evidence that is none of value, missing, place. ',
    ],
    [
      'reports evidence without its block',
      'context.report({ subject, message, evidence: { ...evidence, body: subject.resource } })',
      'evidence without the body of a block. ',
    ],
    [
      'reports an absent value',
      'context.report({ subject, message, evidence: { ...evidence, kind: "value", value: null } })',
      'evidence of the kind "value" without value. ',
    ],
    [
      'leaves something open for no reason',
      'context.unresolved({ subject, evidence })',
      'it leaves something open without a reason. ',
    ],
    ['proposes a fix of no safety', 'fix({ edits: [] })', 'it proposes a fix that is neither safe nor unsafe. '],
    ['proposes a fix in no words', 'fix({ safety: "safe", edits: [] })', 'it proposes a fix without a description. '],
    [
      'proposes a fix that does nothing',
      'fix({ safety: "safe", description: "D.", edits: [] })',
      'it proposes a fix without edits. ',
    ],
    [
      'proposes an edit that there is not',
      'fix({ safety: "safe", description: "D.", edits: [{ kind: "replace" }] })',
      'it proposes an edit that is none of set-argument,',
    ],
    [
      'proposes an edit of no place',
      'fix({ safety: "safe", description: "D.", edits: [{ kind: "replace-value", value: null }] })',
      'it proposes the edit replace-value without a place as its value. ',
    ],
    ['waits', `return Promise.reject(new Error('late'))`, 'is asynchronous: what it finds would come too late. '],
  ])('are named with their plug-in when one %s', async (_, body, message) => {
    const text = `export default { id: 'acme/presence', title: 'T', check(facts, context) {
      const [subject] = facts.repositories;
      const [message, evidence] = ['M.', { kind: 'missing', body: subject.resource.body, what: 'x' }];
      const fix = (proposed) => context.report({ subject, message, evidence, fix: proposed });
      ${body};
    } };`;
    await withFolder({ ...terraform, 'a.mjs': text }, async (folder) => {
      const own = await loadPlugins([{ name: './a.mjs', from: folder }]);
      const failure = lintPaths(folder, ['infra'], own);
      await expect(failure).rejects.toBeInstanceOf(PluginError);
      await expect(failure).rejects.toThrow('The rule acme/presence of the plug-in "./a.mjs" ');
      await expect(failure).rejects.toThrow(message);
    });
  });
});

describe('a plug-in that cannot be loaded', () => {
  it.each([
    [
      'a file that is not there',
      './a.mjs',
      {},
      'The plug-in "./a.mjs" cannot be loaded: there is no file <folder>/a.mjs. Name a file, or a package.',
    ],
    [
      'a folder',
      './rules',
      { 'rules/a.mjs': '' },
      'The plug-in "./rules" cannot be loaded: <folder>/rules is a folder. Name a file, or a package.',
    ],
    [
      'a package that is not installed',
      '@acme/rules',
      {},
      'The plug-in "@acme/rules" cannot be loaded: there is no such file and no such package in <folder>. Install the package, or name a file by its path from the configuration.',
    ],
    [
      'something that throws',
      './a.mjs',
      { 'a.mjs': `throw new Error('No network.\\nAt all.');` },
      'The plug-in "./a.mjs" cannot be loaded: No network. Mend it, or take it out of the configuration. --no-plugins runs without.',
    ],
    [
      'something without exports',
      './a.mjs',
      { 'a.mjs': `export const rule = 1;` },
      'The plug-in "./a.mjs" exports no rules. Export one made with defineRule as default, or a list of them as default or as rules.',
    ],
    [
      'an empty list',
      './a.mjs',
      { 'a.mjs': `export default [];` },
      'The plug-in "./a.mjs" exports no rules. Export one made with defineRule as default, or a list of them as default or as rules.',
    ],
    [
      'a function',
      './a.mjs',
      { 'a.mjs': `export default () => ({});` },
      'In the plug-in "./a.mjs", a rule lacks its id, its title or its function check. Mend it; docs/custom-rules.md shows how.',
    ],
    [
      'two rules of one name',
      './a.mjs',
      { 'a.mjs': `export default [${RULE}, ${RULE}];` },
      'The plug-in "./a.mjs" has two rules called acme/presence. Rename one of them.',
    ],
  ])('%s', async (_, name, files: Readonly<Record<string, string>>, message) => {
    expect(await refusal(files, name)).toBe(message);
  });

  it('two with a rule of the same name', async () => {
    const files = { 'a.mjs': `export default ${RULE};`, 'b.mjs': `export default ${RULE};` };
    expect(await refusal(files, './a.mjs', './b.mjs')).toBe(
      '"./a.mjs" and "./b.mjs" both have a rule called acme/presence. Rename one of them.',
    );
  });

  it('something that is not JavaScript', async () => {
    expect(await refusal({ 'a.mjs': 'resource "x" {}' }, './a.mjs')).toMatch(
      /^The plug-in ".\/a.mjs" cannot be loaded: .+\. Mend it, or take it out/,
    );
  });

  it.each([
    ['id without a prefix', `id: 'presence'`, 'the rule "presence" is called "presence", which is not a prefix'],
    ['id that is not kebab-case', `id: 'acme/My rule'`, 'is called "acme/My rule", which is not a prefix'],
    ['empty title', `title: ' '`, 'has no title'],
    ['missing check', `check: undefined`, 'lacks its id, its title or its function check'],
    ['severity', `severity: 'fatal'`, 'has a severity that is neither one of error, warning, info, off nor'],
    ['severity of an environment', `severity: { staging: 'error' }`, 'has a severity that is neither one of'],
    ['category', `category: 'style'`, 'has a category that is none of tags,'],
    ['preset', `presets: ['best']`, 'has presets that are not among recommended, strict, security-hub'],
    ['aliases', `aliases: 'CKV_1'`, 'has aliases that are not a list of texts'],
    ['markers', `markers: ['']`, 'has markers that are not a list of texts'],
    ['weight', `securitySeverity: 11`, 'has a securitySeverity that is not above 0 and up to 10'],
    ['fix', `fix: true`, 'has a fix that is neither safe nor unsafe'],
    ['documentation', `documentation: { why: 1 }`, 'has a documentation whose what, why and how are not all texts'],
    ['references', `documentation: { references: ['x'] }`, 'has references without title and url'],
    ['examples', `examples: { good: {} }`, 'has examples that are not good and bad ones'],
    ['type of an option', `options: { word: { type: 'text' } }`, 'has an option "word" whose type is none of'],
    ['options', `options: null`, 'has options that are not described by their names'],
    [
      'missing description',
      `options: { on: { type: 'boolean', default: true } }`,
      'has an option "on" without a description',
    ],
    [
      'default of an option',
      `options: { days: { type: 'integer', description: 'x', minimum: 1, default: 0 } }`,
      'has a default that does not fit: the option "days" takes a whole number from 1',
    ],
  ])('a rule with a wrong %s', async (_, part, message) => {
    const files = { 'a.mjs': `export default { ...${RULE}, ${part} };` };
    expect(await refusal(files, './a.mjs')).toContain(`In the plug-in "./a.mjs", the rule "`);
    expect(await refusal(files, './a.mjs')).toContain(message);
  });
});
