import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeCell, codeSpan, escapeMarkdown } from '../../src/report/markdown-text.ts';
import { mentions, render } from './valid/render.ts';

const HOSTILE = fc
  .array(
    fc.constantFrom(
      ...['a', ' ', '\n', '|', '\\', '`', '``', '*', '_', '**', '~~', '[', '](x)', '![', '<b>', '<!--', '-->', '&amp;'],
      ...[
        '@x',
        'x@y.example',
        '#1',
        'GH-1',
        'http://e.example',
        'www.e.example',
        '<http://e.example>',
        '$',
        '1. ',
        '- ',
      ],
    ),
    { maxLength: 12 },
  )
  .map((pieces) => pieces.join(''));

describe('names from Terraform, rendered', () => {
  it('are text and code in their cell or item, and nothing else', () => {
    fc.assert(
      fc.property(HOSTILE, (name) => {
        const html = render(
          `| a | b |\n|---|---|\n| x ${escapeMarkdown(name)} | ${codeCell(name)} |\n\n- x ${escapeMarkdown(name)} ${codeSpan(name)}\n`,
        );
        expect(html.match(/<td>/g)).toHaveLength(2);
        expect(html.match(/<li>/g)).toHaveLength(1);
        const ours = /<\/?(?:table|thead|tbody|tr|th|td|ul|li|code|span)>|<!-- -->/g;
        expect(html.replace(ours, '')).not.toMatch(/<[a-z/!]/i);
        expect(mentions(html)).toBe(false);
      }),
      { numRuns: 1000 },
    );
  });

  it('would be more without being escaped, so that the test above can fail', () => {
    expect(render('www.e.example')).toContain('<a ');
    expect(render('| a |\n|---|\n| <b> |')).toContain('<b>');
  });
});
