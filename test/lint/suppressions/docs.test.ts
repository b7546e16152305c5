import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readBaseline } from '../../../src/lint/baseline/read.ts';
import { renderBaseline } from '../../../src/lint/baseline/write.ts';
import { FOREIGN_TOOLS } from '../../../src/lint/suppressions/settings.ts';
import { lintCode, problemsIn, suppressedIn } from './support.ts';

/** The code of a page, in one language. */
function codeIn(page: string, language: string): string[] {
  const text = readFileSync(new URL(`../../../docs/${page}`, import.meta.url), 'utf8');
  return [...text.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms'))].map(([, code = '']) => code);
}

describe('docs/suppressions.md', () => {
  const examples = codeIn('suppressions.md', 'hcl');

  it.each(examples.map((code, index) => [index + 1, code] as const))(
    'example %i: each name in it is needed',
    async (_, code) => {
      const result = await lintCode(code);
      const names = [...code.matchAll(/ecrlint-ignore(?:-file)?: ([\w-]+(?:, [\w-]+)*)/g)].flatMap(([, list = '']) =>
        list.split(', '),
      );
      expect(suppressedIn(result)).toHaveLength(names.length);
      expect(problemsIn(result)).toEqual([]);
    },
  );

  it('has examples, and names each tool', () => {
    expect(examples).toHaveLength(4);
    const text = readFileSync(new URL('../../../docs/suppressions.md', import.meta.url), 'utf8').toLowerCase();
    for (const tool of FOREIGN_TOOLS) expect(text).toContain(`| ${tool} |`);
  });
});

describe('docs/baseline.md', () => {
  it('shows a file as it is written', () => {
    const [example = ''] = codeIn('baseline.md', 'yaml');
    const written = renderBaseline(readBaseline(example, 'example'));
    expect(written.replace(/^#.*\n/gm, '')).toBe(example);
  });
});
