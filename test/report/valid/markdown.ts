import { mentions, outsideOfCode, render } from './render.ts';

/** A comment on GitHub holds so many characters. */
const LONGEST = 65_536;
/** What a report is made of. A link leads to a rule's documentation, or where that sends people. */
const OURS =
  /<\/?(?:h3|p|table|thead|tbody|tr|th|td|ul|li|code|strong|em|span|details|summary)>|<a href="https:\/\/[^"]*">|<\/a>|<!-- (?:ecrlint )?-->/g;

const SEVERITY = /^(?:<strong>error<\/strong>|warning|info)$/;
const WHERE = /^(?:<code>[^<]*<\/code>)?$/;

/** What is wrong with a report for a comment: one sentence, or null. */
export function defectOfMarkdown(text: string): string | null {
  if (text.length > LONGEST) return `it has ${text.length} characters`;
  const html = render(text);
  const foreign = /<[a-z/!][^>]*>?/i.exec(outsideOfCode(html).replace(OURS, ''));
  if (foreign !== null) return `there is ${foreign[0]} in it`;
  if (mentions(html.replace(/<a href="[^"]*">/g, ''))) return 'it mentions somebody or something';
  const rows = [...html.matchAll(/<tr>\n<td>(.*?)<\/td>\n<td>(.*?)<\/td>\n<td>(.*?)<\/td>\n<\/tr>/gs)];
  const odd = rows.find(([, severity = '', , where = '']) => !SEVERITY.test(severity) || !WHERE.test(where));
  return odd === undefined ? null : `there is a row ${odd[0]}`;
}
