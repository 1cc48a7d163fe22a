/** The encoding of a text. */
export type TextEncodingName = "utf-8" | "utf-16le" | "utf-16be";

/** A decoded text or its beginning. */
export interface DecodedText {
  /** Without a byte order mark. Invalid bytes are U+FFFD. */
  readonly text: string;
  readonly encoding: TextEncodingName;
  /** Whether any bytes were invalid. */
  readonly lossy: boolean;
}

/**
 * Decodes a text by its byte order mark, or as UTF-8 without one. With `truncated`, an incomplete character at the end is
 * dropped.
 */
export function decodeText(bytes: Uint8Array, truncated: boolean): DecodedText {
  const encoding = encodingOf(bytes);
  const options = { stream: truncated };
  try {
    return {
      text: new TextDecoder(encoding, { fatal: true }).decode(bytes, options),
      encoding,
      lossy: false,
    };
  } catch {
    return { text: new TextDecoder(encoding).decode(bytes, options), encoding, lossy: true };
  }
}

function encodingOf([first, second]: Uint8Array): TextEncodingName {
  if (first === 0xff && second === 0xfe) return "utf-16le";
  if (first === 0xfe && second === 0xff) return "utf-16be";
  return "utf-8";
}
