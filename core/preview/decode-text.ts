/** How a text is encoded. */
export type TextEncodingName = "utf-8" | "utf-16le" | "utf-16be";

/** A text, or its beginning. */
export interface DecodedText {
  /** Without a byte order mark; U+FFFD stands for what is not valid. */
  readonly text: string;
  readonly encoding: TextEncodingName;
  /** Whether anything was not valid. */
  readonly lossy: boolean;
}

/**
 * Decodes a text by its byte order mark, as UTF-8 without one. Of one that is `truncated`, a character that was cut in two at
 * the end is left out.
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
