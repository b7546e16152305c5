import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rules } from '../../../rules/index.ts';
import type { Finding } from '../../../src/lint/finding.ts';
import { fixCode, lintCode } from './support.ts';

const BLOCKS = [
  'resource "aws_ecr_repository" "a" {\n  name = "team/a"\n}\n',
  'resource "aws_ecr_repository" "b" {\n  name                 = "team/b"\n  image_tag_mutability = local.tags\n  force_delete         = true\n}\n',
  'resource "aws_ecr_repository" "c" {\n  for_each = toset(["x", "y"])\n  name     = each.key\n  image_scanning_configuration {\n    scan_on_push = false\n  }\n}\n',
  'resource "aws_ecr_repository_policy" "a" {\n  repository = aws_ecr_repository.a.name\n  policy = jsonencode({\n    Version = "2012-10-17"\n    Statement = [\n      { Effect = "Allow", Principal = "*", Action = "ecr:*" },\n    ]\n  })\n}\n',
  'resource "aws_ecr_lifecycle_policy" "b" {\n  repository = aws_ecr_repository.b.name\n  policy     = "{}"\n}\n',
  'locals {\n  tags = "MUTABLE"\n}\n',
] as const;

const RULES = [
  'immutable-tags',
  'scan-on-push',
  'lifecycle-policy',
  'no-public-principal',
  'no-wildcard-action',
  'no-force-delete',
];

interface Choice {
  readonly rule: string;
  readonly block: number;
  readonly where: keyof typeof PLACED;
  readonly sign: '#' | '//' | '/*';
  readonly crlf: boolean;
}

const PLACED = {
  above: (code: string, comment: string) => `${comment}\n${code}`,
  brace: (code: string, comment: string) => code.replace('{\n', `{ ${comment}\n`),
  middle: (code: string, comment: string) => code.replace('{\n', `{\n${comment}\n`),
  end: (code: string, comment: string) => code.replace(/\}\n$/, `} ${comment}\n`),
};

const suppression: fc.Arbitrary<Choice> = fc.record({
  rule: fc.constantFrom(...RULES),
  block: fc.nat(BLOCKS.length - 1),
  where: fc.constantFrom('above', 'brace', 'middle', 'end'),
  sign: fc.constantFrom('#', '//', '/*'),
  crlf: fc.boolean(),
});

function codeWith({ rule, block, where, sign, crlf }: Choice): string {
  const comment = `${sign} ecrlint-ignore: ${rule} -- a reason${sign === '/*' ? ' */' : ''}`;
  const text = BLOCKS.map((code, index) => (index === block ? PLACED[where](code, comment) : code)).join('\n');
  return crlf ? text.replaceAll('\n', '\r\n') : text;
}

/** What stands the same wherever lines have moved to. */
function named(findings: readonly Finding[]): string[] {
  return findings.map(({ rule, severity, resource, message }) => `${rule} ${severity} ${resource}: ${message}`).sort();
}

describe('a comment that suppresses one rule', () => {
  const bare = lintCode(BLOCKS.join('\n'));

  it('changes nothing about the findings of others, and only ever takes findings of its own rule out', async () => {
    const { findings: before } = await bare;
    expect(new Set(before.map(({ rule }) => rule)).size).toBeGreaterThan(RULES.length);
    await fc.assert(
      fc.asyncProperty(suppression, async (choice) => {
        const { findings } = await lintCode(codeWith(choice));
        const others = (all: readonly Finding[]) =>
          all.filter(({ rule }) => rule !== choice.rule && rule !== 'unused-suppression');
        expect(others(findings).every(({ suppressed }) => suppressed === null)).toBe(true);
        expect(named(others(findings))).toEqual(named(others(before)));
        const own = findings.filter(({ rule }) => rule === choice.rule);
        expect(own.length).toBeGreaterThanOrEqual(before.filter(({ rule }) => rule === choice.rule).length);
        // It suppresses something, or is told to be of no use.
        expect(own.some(({ suppressed }) => suppressed !== null)).toBe(
          !findings.some(({ rule }) => rule === 'unused-suppression'),
        );
      }),
      { numRuns: 60 },
    );
  });

  it('is gone after fixing if nothing needs it, and else as it was', async () => {
    await fc.assert(
      fc.asyncProperty(suppression, async (choice) => {
        const code = codeWith(choice);
        const needed = !(await lintCode(code)).findings.some(({ rule }) => rule === 'unused-suppression');
        const only = rules.filter(({ id }) => id === choice.rule);
        const { files } = await fixCode(code, { rules: only });
        const after = files[0]?.after ?? code;
        expect(after.includes('ecrlint-ignore')).toBe(needed);
        if (needed) expect(after).toContain('-- a reason');
      }),
      { numRuns: 30 },
    );
  });
});
