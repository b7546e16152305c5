import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/lint/finding.ts';
import { dataOf } from '../../src/report/data.ts';
import { markdown, markdownWithin } from '../../src/report/markdown.ts';
import { codeCell, codeSpan, escapeMarkdown } from '../../src/report/markdown-text.ts';
import type { Report } from '../../src/report/report.ts';
import { at, finding } from '../lint/build.ts';
import { MAIN, report, result, VARIABLES } from './build.ts';

function write(findings: readonly Finding[], more: Partial<Report> = {}): string {
  return markdown(dataOf(report(result(findings), more)));
}

const FULL = finding({
  message: 'Tags can be overwritten: image_tag_mutability is "MUTABLE".',
  place: at(VARIABLES, '"MUTABLE"'),
  trace: [{ kind: 'use', message: 'image_tag_mutability of api', place: at(MAIN, 'image_tag_mutability') }],
  fix: { safety: 'unsafe', description: 'Sets it.', edits: [] },
});

describe('the Markdown report', () => {
  it('is a table with the evidence folded below it', () => {
    expect(write([finding({ severity: 'warning', rule: 'gone', resource: null }), FULL])).toBe(
      `<!-- ecrlint -->
### ecrlint: 1 error, 1 warning

| Severity | Finding | Where |
|---|---|---|
| **error** | Tags can be overwritten: image_tag_mutability is "MUTABLE". ([\`immutable-tags\`](https://github.com/ecrlint/ecrlint/blob/main/docs/rules/immutable-tags.md)) | \`infra/variables.tf:3:13\` |
| warning | Tags can be overwritten. (\`gone\`) |  |

<details>
<summary>Evidence and help</summary>

- **\`immutable-tags\`** at \`infra/variables.tf:3:13\`
  - Resource: \`aws_ecr_repository.this\`
  - Environment: production, tag Environment = "production"
  - Trace: image_tag_mutability of api (\`infra/main.tf:3\`)
  - Help: Set \`image_tag_mutability\` to \`IMMUTABLE\`, e.g. in the module.
  - Fix: Sets it. (unsafe)
- **\`gone\`**
  - Environment: production, tag Environment = "production"

</details>

Judged: 1 repository, 1 module, 2 files.
`,
    );
  });

  it('says so when nothing is wrong', () => {
    expect(write([])).toBe('<!-- ecrlint -->\n### ecrlint: no findings\n\nJudged: 1 repository, 1 module, 2 files.\n');
  });

  it('counts what is suppressed, not judged or fixable', () => {
    const suppressed = { by: 'comment', reason: 'x' } as const;
    const fix = { safety: 'safe', description: 'It.', edits: [] } as const;
    const text = write(
      [
        { ...FULL, fix },
        { ...FULL, fix, suppressed },
      ],
      {
        fixes: { fixed: [{ rule: 'a', file: 'b' }], heldUnsafe: 0 },
      },
    );
    expect(text).toContain('1 fixed; 1 that `ecrlint check --fix` mends; 1 suppressed.');
  });

  it.each([1000, 20_000, 65_000])('fits into %i bytes, the worst first', (limit) => {
    const findings = [
      ...Array.from({ length: 2000 }, (_, i) => finding({ severity: 'warning', resource: `é.r${i}` })),
      FULL,
    ];
    const text = markdownWithin(dataOf(report(result(findings))), limit);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(limit);
    expect(Buffer.byteLength(text)).toBeGreaterThan(limit / 2);
    expect(text).toMatch(/\|---\|\n\| \*\*error\*\* \|/);
    const rows = text.split('\n').filter((line) => line.startsWith('| warning')).length;
    expect(text).toContain(`${2000 - rows} more findings did not fit in here.`);
    expect(text.match(/<details>/g)?.length).toBe(text.match(/<\/details>/g)?.length);
  });
});

describe('names from Terraform in Markdown', () => {
  it.each([
    ['a | b', 'a \\| b'],
    ['*a* _b_ `c` ~~d~~ a_b \\', '\\*a\\* \\_b\\_ \\`c\\` \\~\\~d\\~\\~ a_b \\\\'],
    ['[a](b) ![c](d)', '\\[a\\](b) !\\[c\\](d)'],
    ['<script>&copy;</script>', '&lt;script&gt;&amp;copy;&lt;/script&gt;'],
    ['@team #12 GH-3', '@<!-- -->team #<!-- -->12 GH<!-- -->-3'],
    ['https://evil.example www.evil.example', 'https:<!-- -->//evil.example www<!-- -->.evil.example'],
    ['${a} and ${b}', '<span>$</span>{a} and <span>$</span>{b}'],
    ['a\n# b\r\n- c', 'a #<!-- --> b - c'],
    ['\u001b[2J\u202e', '\\\\u001b\\[2J\\\\u202e'],
  ])('%j is text', (name, text) => {
    expect(escapeMarkdown(name)).toBe(text);
  });

  it.each([
    ['a["b"]', '`a["b"]`'],
    ['a | b', '`a | b`'],
    ['a ` b `` c', '```a ` b `` c```'],
    ['`a`', '`` `a` ``'],
    ['<b>@x</b>\n', '`<b>@x</b>`'],
  ])('%j is code', (name, code) => {
    expect(codeSpan(name)).toBe(code);
  });

  it.each([
    ['a | b', '`a \\| b`'],
    ['a \\| b', '`a \\\\\\| b`'],
  ])('%j stays in its cell', (name, code) => {
    expect(codeCell(name)).toBe(code);
  });
});
