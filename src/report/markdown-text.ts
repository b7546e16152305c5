import { printableLine } from './printable.ts';

/** Splits what GitHub would make a mention, a reference or a link of; it is invisible. */
const SPLIT = '<!-- -->';

/**
 * Text from Terraform as Markdown on one line: it looks as it is written, and makes no markup, no HTML, no link, no
 * mathematics, and no mention of a user, an issue or a pull request.
 */
export function escapeMarkdown(text: string): string {
  return printableLine(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/[\\`*[\]|~]|(?<![a-z0-9])_|_(?![a-z0-9])/gi, '\\$&')
    .replaceAll('$', '<span>$</span>')
    .replace(/(?:@|#|(?:gh|www)(?=[-.]))/gi, `$&${SPLIT}`)
    .replaceAll('://', `:${SPLIT}//`);
}

/** Text from Terraform in code style. */
export function codeSpan(text: string): string {
  const line = printableLine(text);
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const space = /^`|`$/.test(line) || line === '' ? ' ' : '';
  return `${fence}${space}${line}${space}${fence}`;
}

/** The same in a cell of a table, which a bar would end; a backslash before the bar must not take its escape away. */
export function codeCell(text: string): string {
  return codeSpan(text).replace(/(\\*)\|/g, '$1$1\\|');
}
