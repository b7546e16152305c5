let segmenter: Intl.Segmenter | null = null;

/** The characters as readers see them: grapheme clusters, by which Terraform measures and cuts strings. */
export function graphemes(text: string): string[] {
  // Every ASCII character stands alone, but for a line ending of two.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the whole range is meant
  if (/^[\x00-\x7f]*$/.test(text) && !text.includes('\r\n')) return [...text];
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

/**
 * A string mapped code point by code point, as Go changes case: a mapping to several characters, such as that of
 * `ß`, does not count.
 */
export function mapCodePoints(text: string, map: (character: string) => string): string {
  let result = '';
  for (const character of text) {
    const mapped = map(character);
    result += mapped.length === character.length || [...mapped].length === 1 ? mapped : character;
  }
  return result;
}

/** The bytes of a text in standard base64 with padding, as Go reads it: line endings do not count. Null if it is not. */
export function decodeBase64(text: string): Uint8Array | null {
  const digits = text.replace(/[\r\n]/g, '');
  if (digits.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(digits)) return null;
  return Buffer.from(digits, 'base64');
}

/** Bytes as text; null if they are not valid UTF-8. A byte order mark stays. */
export function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
