// @browser-safe

/** Bytes that are no part of valid UTF-8 become these units, 0x80 to 0xff in order, as in Python's PEP 383. */
const ESCAPED = 0xdc00;
const ESCAPES = /[\udc80-\udcff]+/u;

/**
 * Decodes bytes as UTF-8. Each byte that is no part of valid UTF-8 becomes a lone surrogate U+DC80 to U+DCFF, so that {@link
 * bytesOfText} returns the same bytes. Line feeds stay line feeds. A byte order mark is kept.
 */
export function textOfBytes(bytes: Uint8Array): string {
  const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  try {
    return strict.decode(bytes);
  } catch {
    return textOfInvalid(bytes);
  }
}

/** Encodes a text as UTF-8, with the bytes that {@link textOfBytes} escaped as they were. */
export function bytesOfText(text: string): Uint8Array {
  const encoder = new TextEncoder();
  if (!ESCAPES.test(text)) return encoder.encode(text);
  const pieces = text.split(/([\udc80-\udcff]+)/u).map((piece, at) => {
    if (at % 2 === 0) return encoder.encode(piece);
    return Uint8Array.from(piece, (unit) => unit.charCodeAt(0) - ESCAPED);
  });
  const bytes = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

/** Returns whether a text holds bytes that are no part of valid UTF-8. */
export function hasInvalidBytes(text: string): boolean {
  return ESCAPES.test(text);
}

function textOfInvalid(bytes: Uint8Array): string {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  const pieces: string[] = [];
  let start = 0;
  for (let at = 0; at < bytes.length; ) {
    const length = sequenceLength(bytes, at);
    if (length > 0) {
      at += length;
      continue;
    }
    pieces.push(decoder.decode(bytes.subarray(start, at)), String.fromCharCode(ESCAPED + (bytes[at] ?? 0)));
    at++;
    start = at;
  }
  pieces.push(decoder.decode(bytes.subarray(start)));
  return pieces.join("");
}

/** Returns the length of the valid sequence at a place; 0 if there is none. Overlong forms and surrogates are invalid. */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const [first = 0, second = 0] = [bytes[at], bytes[at + 1]];
  if (first < 0x80) return 1;
  const length = first >= 0xc2 && first < 0xe0 ? 2 : first >= 0xe0 && first < 0xf0 ? 3 : 4;
  if (first < 0xc2 || first > 0xf4) return 0;
  const least = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
  const most = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
  if (second < least || second > most) return 0;
  for (let next = 2; next < length; next++) {
    const byte = bytes[at + next] ?? 0;
    if (byte < 0x80 || byte > 0xbf) return 0;
  }
  return length;
}
