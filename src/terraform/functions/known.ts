import type { TextDetail, TextPiece, Value } from '../value.ts';

/** True for a string that cannot be null or empty, though parts of it may be unknown. */
export function isCertainlyNotEmpty(value: Value): boolean {
  if (value.kind === 'string') return value.value !== '';
  if (value.kind !== 'unknown') return false;
  if (value.candidates !== null) return value.candidates.every(isCertainlyNotEmpty);
  return value.text !== null && hasKnownText(value.text);
}

function hasKnownText(text: TextDetail): boolean {
  return text.encoded !== null || (text.pieces ?? []).some(isVisible);
}

function isVisible(piece: TextPiece): boolean {
  switch (piece.kind) {
    case 'text':
      return piece.part.value !== '';
    case 'value':
      return isCertainlyNotEmpty(piece.value);
    case 'file':
      return piece.file.text !== '';
  }
}
