/**
 * The text with everything between `<!-- name:start -->` and `<!-- name:end -->` replaced. Throws when a marker is
 * missing: the generated part would otherwise quietly go out of date.
 */
export function replaceBetweenMarkers(text: string, name: string, content: string): string {
  const start = `<!-- ${name}:start -->`;
  const end = `<!-- ${name}:end -->`;
  const from = text.indexOf(start);
  const to = text.indexOf(end, from);
  if (from === -1 || to === -1) throw new Error(`The markers ${start} and ${end} are not both there, in this order.`);
  return `${text.slice(0, from + start.length)}\n\n${content.trim()}\n\n${text.slice(to)}`;
}
