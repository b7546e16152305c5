/** The answer where a text has no bytes. */
export type EncodingFailure = 'unknown-charset' | 'unsupported-charset' | 'not-representable';

/** A text, or why bytes are none. */
export type Decoded =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'unknown-charset' | 'unsupported-charset' | 'not-valid' };

/** Encodes a text in a charset of IANA's registry, as `textencodebase64` does. */
export function encodeCharset(text: string, name: string): Uint8Array | EncodingFailure {
  const charset = findCharset(name);
  if (typeof charset === 'string') return charset;
  return charset.encode(text) ?? 'not-representable';
}

/** Decodes bytes that are in a charset of IANA's registry, as `textdecodebase64` does. */
export function decodeCharset(bytes: Uint8Array, name: string): Decoded {
  const charset = findCharset(name);
  if (typeof charset === 'string') return { kind: charset };
  const text = charset.decode(bytes);
  return text.includes(MISSING) ? { kind: 'not-valid' } : { kind: 'text', text };
}

interface Charset {
  encode(text: string): Uint8Array | null;
  /** With U+FFFD for what cannot be decoded. */
  decode(bytes: Uint8Array): string;
}

function findCharset(name: string): Charset | 'unknown-charset' | 'unsupported-charset' {
  const label = name.toLowerCase();
  switch (label) {
    case 'utf-8':
    case 'csutf8':
      return UTF8;
    case 'utf-16le':
    case 'csutf16le':
      return utf16(true);
    case 'utf-16be':
    case 'csutf16be':
      return utf16(false);
    case 'utf-16':
    case 'csutf16':
      // Without a byte order mark, big endian; one is written.
      return { encode: (text) => utf16(false).encode(`\ufeff${text}`), decode: decodeUtf16WithMark };
    case 'iso-8859-1':
    case 'iso_8859-1':
    case 'latin1':
    case 'l1':
    case 'iso-ir-100':
    case 'ibm819':
    case 'cp819':
    case 'csisolatin1':
      return singleByte(Array.from({ length: 256 }, (_, code) => String.fromCharCode(code)));
    case 'us-ascii':
    case 'ascii':
    case 'iso646-us':
    case 'ibm367':
    case 'cp367':
    case 'csascii':
      return singleByte(Array.from({ length: 256 }, (_, code) => (code < 128 ? String.fromCharCode(code) : MISSING)));
    case 'windows-1252':
    case 'cswindows1252':
      // Node decodes this one as ISO-8859-1.
      return singleByte(
        Array.from({ length: 256 }, (_, code) => WINDOWS_1252[code - 0x80] ?? String.fromCharCode(code)),
      );
    default:
      return findLegacyCharset(label);
  }
}

/** Stands for bytes without a character. */
const MISSING = '\ufffd';

/** The characters of 0x80 to 0x9f. */
const WINDOWS_1252 = [...'€\ufffd‚ƒ„…†‡ˆ‰Š‹Œ\ufffdŽ\ufffd\ufffd‘’“”•–—˜™š›œ\ufffdžŸ'];

/** Charsets that IANA and the web call by the same name, and that have one character per byte. */
const SINGLE_BYTE = /^(?:windows-(?:874|125[013-8])|iso-8859-(?:[2-8]|1[03456])|koi8-[ru]|macintosh|ibm866)$/;

/** Charsets of several bytes, or ones that Go's table has and the web's does not. */
const KNOWN_ELSEWHERE =
  /^(?:gbk|gb18030|hz-gb-2312|big5|euc-jp|iso-2022-jp|shift_jis|euc-kr|ibm\w+|iso-8859-9|.*cp?\d+)$/;

function findLegacyCharset(label: string): Charset | 'unknown-charset' | 'unsupported-charset' {
  if (!SINGLE_BYTE.test(label)) return KNOWN_ELSEWHERE.test(label) ? 'unsupported-charset' : 'unknown-charset';
  const decoder = new TextDecoder(label);
  const table = Array.from({ length: 256 }, (_, code) => decoder.decode(Uint8Array.of(code)));
  // The web fills the gaps of Microsoft's code pages with control characters.
  const isFilled = label.startsWith('windows-');
  return singleByte(table.map((character) => (isFilled && /[\x80-\x9f]/.test(character) ? MISSING : character)));
}

const UTF8: Charset = {
  encode: (text) => new TextEncoder().encode(text),
  decode: (bytes) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes),
};

function utf16(isLittleEndian: boolean): Charset {
  return {
    encode: (text) => {
      const bytes = new Uint8Array(text.length * 2);
      const view = new DataView(bytes.buffer);
      for (let i = 0; i < text.length; i++) view.setUint16(i * 2, text.charCodeAt(i), isLittleEndian);
      return bytes;
    },
    decode: (bytes) => {
      const label = isLittleEndian ? 'utf-16le' : 'utf-16be';
      return new TextDecoder(label, { ignoreBOM: true }).decode(bytes);
    },
  };
}

function decodeUtf16WithMark(bytes: Uint8Array): string {
  const isLittleEndian = bytes[0] === 0xff && bytes[1] === 0xfe;
  const text = utf16(isLittleEndian).decode(bytes);
  return text.startsWith('\ufeff') ? text.slice(1) : text;
}

/** @param table the character of every byte */
function singleByte(table: readonly string[]): Charset {
  const codes = new Map(table.map((character, code) => [character, code]));
  return {
    encode: (text) => {
      const bytes: number[] = [];
      for (const character of text) {
        const code = character === MISSING ? undefined : codes.get(character);
        if (code === undefined) return null;
        bytes.push(code);
      }
      return Uint8Array.from(bytes);
    },
    decode: (bytes) => Array.from(bytes, (code) => table[code]!).join(''),
  };
}
