/** Bytes in one row of a hex view. */
export const ROW = 16;
/** Bytes that are read at once. */
export const PAGE_BYTES = 64 * 1024;
/**
 * The bytes of one scrolled stretch: the rows of more would be higher than a browser can draw (about 33
 * million pixels).
 */
export const PART = 16 * 1024 * 1024;

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/** Writes bytes as pairs of hex digits, with a wider gap after eight; a short row is filled up with spaces. */
export function hexOf(bytes: Uint8Array): string {
  let line = "";
  for (let at = 0; at < ROW; at++) {
    if (at > 0) line += at === ROW / 2 ? "  " : " ";
    const byte = bytes[at];
    line += byte === undefined ? "  " : HEX[byte];
  }
  return line;
}

/** Writes bytes as ASCII; what has no sign in it is a dot. */
export function asciiOf(bytes: Uint8Array): string {
  let line = "";
  for (const byte of bytes) line += byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : "·";
  return line;
}

/** Writes where a row begins, as wide as the file's last offset is. */
export function offsetOf(offset: number, size: number): string {
  const width = Math.max(8, Math.max(0, size - 1).toString(16).length);
  return offset.toString(16).padStart(width, "0");
}

/** Parses an offset: `4096`, `4,096`, `0x1000`, `1000h`; undefined if it is invalid or beyond the file's size. */
export function parseOffset(text: string, size: number): number | undefined {
  const plain = text
    .trim()
    .toLowerCase()
    .replace(/[\s,_']/g, "");
  const hex = /^(?:0x([0-9a-f]+)|([0-9a-f]+)h)$/.exec(plain);
  const digits = hex?.[1] ?? hex?.[2];
  const offset =
    digits !== undefined ? Number.parseInt(digits, 16) : /^\d+$/.test(plain) ? Number(plain) : Number.NaN;
  return offset < size || offset === 0 ? offset : undefined;
}

/** Counts the parts that a file is scrolled through in. */
export function partsOf(size: number): number {
  return Math.max(1, Math.ceil(size / PART));
}

/** Reads base64. */
export function bytesOf(base64: string): Uint8Array {
  const binary = atob(base64);
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < binary.length; at++) bytes[at] = binary.charCodeAt(at);
  return bytes;
}
