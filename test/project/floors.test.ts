import { posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { filesBelow, textOf } from './files.ts';

/** What each floor may import besides itself; a floor that is missing here may import nothing of ours. */
const SEES: Readonly<Record<string, readonly string[]>> = {
  'src/hcl': [],
  'src/terraform': ['src/hcl'],
  'src/plan': ['src/hcl', 'src/terraform'],
  'src/ecr': ['src/hcl', 'src/terraform', 'src/plan'],
  'src/lint': ['src/hcl', 'src/terraform', 'src/plan', 'src/ecr'],
  rules: ['src/hcl', 'src/terraform', 'src/ecr', 'src/lint'],
  'src/fix': ['src/hcl', 'src/terraform', 'src/plan', 'src/ecr', 'src/lint'],
  'src/report': ['src/hcl', 'src/terraform', 'src/plan', 'src/ecr', 'src/lint'],
  'src/cli': [
    'src/hcl',
    'src/terraform',
    'src/plan',
    'src/ecr',
    'src/lint',
    'src/fix',
    'src/report',
    'rules',
    // The library's front door, which the command line goes through as everybody does.
    'src',
  ],
  'src/testing': ['src/hcl', 'src/terraform', 'src/plan', 'src/ecr', 'src/lint', 'src/fix'],
  'src/action': ['src/hcl', 'src/lint', 'src/report', 'src/cli'],
  src: ['src/hcl', 'src/terraform', 'src/plan', 'src/ecr', 'src/lint', 'src/fix', 'src/report', 'rules'],
};

const MOST_LINES = 450;

const sources = filesBelow('src', 'rules').filter((path) => path.endsWith('.ts'));
const allCode = [...sources, ...filesBelow('bin', 'scripts', 'test', 'bench')].filter((path) =>
  /\.(ts|js|mjs)$/.test(path),
);

describe('the floors', () => {
  it('import only what stands below them', () => {
    const wrong = sources.flatMap((path) =>
      importsOf(path)
        .filter((target) => target.startsWith('.') && target.endsWith('.ts'))
        .map((target) => posix.join(posix.dirname(path), target))
        .filter((target) => !maySee(floorOf(path), floorOf(target)))
        .map((target) => `${path} imports ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  it('finds imports of every form, so that the test above can fail', () => {
    const text = [
      "import a from './a.ts';",
      "import type { B } from '../b.ts';",
      "export * from './c.ts';",
      "const d = await import('./d.ts');",
      "type E = import('./e.ts').E;",
      "import './f.ts';",
    ].join('\n');
    expect(specifiersIn(text)).toEqual(['./a.ts', '../b.ts', './c.ts', './d.ts', './e.ts', './f.ts']);
    expect(maySee('src/hcl', 'src/terraform')).toBe(false);
    expect(maySee('src/report', 'src/fix')).toBe(false);
  });

  it('set an exit code and never exit, which would cut off output', () => {
    const wrong = [...sources, ...filesBelow('bin')].filter((path) => /\bprocess\.(exit|abort)\b/.test(textOf(path)));
    expect(wrong).toEqual([]);
  });

  it('have files that can be read in one sitting', () => {
    const tooLong = allCode
      .map((path) => ({ path, lines: withoutExamples(path, textOf(path)).split('\n').length - 1 }))
      .filter(({ lines }) => lines > MOST_LINES);
    expect(tooLong).toEqual([]);
  });

  it('has a launcher of under twenty lines', () => {
    expect(textOf('bin/ecrlint.js').split('\n').length - 1).toBeLessThan(20);
  });
});

/** A rule's examples are looked up, not read through: they do not count. */
function withoutExamples(path: string, text: string): string {
  return path.startsWith('rules/') ? text.replace(/^ {2}examples: \{\n.*?^ {2}\},\n/ms, '') : text;
}

function importsOf(path: string): string[] {
  return specifiersIn(textOf(path));
}

function specifiersIn(text: string): string[] {
  const found = text.matchAll(/(?:\bfrom\s*|\bimport\s*\(?\s*)(['"])([^'"\n]+)\1/g);
  return [...found].map((match) => match[2]!);
}

/** `src/hcl/syntax.ts` belongs to `src/hcl`, `src/index.ts` to `src`, `rules/index.ts` to `rules`. */
function floorOf(path: string): string {
  const parts = path.split('/');
  if (parts[0] !== 'src') return parts[0]!;
  return parts.length === 2 ? 'src' : `src/${parts[1]}`;
}

function maySee(from: string, to: string): boolean {
  return from === to || (SEES[from] ?? []).includes(to);
}
