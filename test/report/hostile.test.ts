import { describe, expect, it } from 'vitest';
import { SourceFile } from '../../src/hcl/source.ts';
import { FORMAT_NAMES, loadReporter } from '../../src/report/formats.ts';
import { PLAIN } from '../../src/report/style.ts';
import { finding } from '../lint/build.ts';
import { report, result } from './build.ts';

const PIECES = [
  '::error::boo',
  '%0A::error::boo',
  '\n::error::boo',
  '\r\n##[error]boo',
  '\u001b[31m\u001b]8;;https://evil.example\u0007',
  ']]>',
  '</script><img src=x onerror=alert(1)>',
  '\u202eevil\u2066',
  '\u0000\u0085\u2028',
  '|@everyone|`',
];

describe.each(FORMAT_NAMES)('hostile names in %s', (format) => {
  it.each(PIECES)('%j are harmless in messages, addresses, reasons and paths', async (piece) => {
    const file = new SourceFile(`a/${piece}.tf`, `${piece}\n${piece}`);
    const place = { file, start: 0, end: 3 };
    const environment = { kind: 'production', because: piece, place } as const;
    const trace = [{ kind: 'use', message: piece, place } as const];
    const common = { message: piece, rule: 'immutable-tags', resource: piece, environment, trace };
    const findings = [
      finding({ ...common, place }),
      finding(common),
      finding({ ...common, place, suppressed: { by: 'comment', reason: piece } }),
    ];
    const unresolved = [{ rule: 'immutable-tags', resource: piece, place, reason: piece }];
    const write = await loadReporter(format);
    const text = write(report(result(findings, unresolved)), PLAIN);

    expect(text).not.toBe('');
    // Nothing steers a terminal or hides what stands there.
    expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u);
    // No line begins with a workflow command but those that are meant.
    const commands = text.split('\n').filter((line) => /^\s*(?:::|##\[)/.test(line));
    expect(commands).toHaveLength(format === 'github' ? 2 : 0);
    if (format === 'junit') expect(text).not.toContain(']]>');
    if (format === 'junit' || format === 'markdown') expect(withoutCode(text)).not.toMatch(/<(?:script|img|\/script)/);
    if (format === 'markdown') expect(withoutCode(text)).not.toContain('@everyone');
  });
});

/** Markdown without its code spans, in which nothing has a meaning. */
function withoutCode(text: string): string {
  return text.replace(/(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)/g, '');
}
