import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';

/** What GitHub makes of Markdown, before it looks for mentions and takes dangerous HTML out. */
export function render(markdown: string): string {
  return micromark(markdown, { extensions: [gfm()], htmlExtensions: [gfmHtml()], allowDangerousHtml: true });
}

/** Rendered Markdown without what is in code style, in which nothing has a meaning. */
export function outsideOfCode(html: string): string {
  return html.replace(/<code>.*?<\/code>/gs, '');
}

/** Whether GitHub would make a mention or a reference of something in it. */
export function mentions(html: string): boolean {
  return /@\w|#\d|gh-\d/i.test(outsideOfCode(html));
}
