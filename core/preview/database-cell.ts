/** A shown value of a row: a blob by its size and first bytes, a text by its beginning. */
export type Cell =
  | null
  | number
  | { readonly text: string; readonly truncated: boolean }
  | { readonly integer: string }
  | { readonly blob: number; readonly hex: string };

/** Maximum UTF-16 units shown of a text, and maximum bytes shown of a blob. */
const TEXT_SHOWN = 200;
const BYTES_SHOWN = 16;

/** Converts a value from SQLite, with integers as `bigint`, to a cell. */
export function cellOf(value: unknown): Cell {
  if (typeof value === "bigint") {
    return Number.isSafeInteger(Number(value)) ? Number(value) : { integer: String(value) };
  }
  // JSON has no infinity.
  if (typeof value === "number")
    return Number.isFinite(value) ? value : { text: String(value), truncated: false };
  if (typeof value === "string") return { text: beginning(value), truncated: value.length > TEXT_SHOWN };
  if (value instanceof Uint8Array) {
    return { blob: value.length, hex: Buffer.from(value.subarray(0, BYTES_SHOWN)).toString("hex") };
  }
  return null;
}

/** Cuts a text without splitting a surrogate pair. */
function beginning(text: string): string {
  return text.slice(0, TEXT_SHOWN).replace(/[\ud800-\udbff]$/, "");
}
