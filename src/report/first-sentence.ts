/** The first sentence of a Markdown text, on one line. */
export function firstSentence(markdown: string): string {
  const [paragraph = ''] = markdown.trim().split(/\n\s*\n/);
  const [sentence = ''] = paragraph.replace(/\s+/g, ' ').split(/(?<=[.!?])\s(?=[A-Z`])/);
  return sentence;
}
