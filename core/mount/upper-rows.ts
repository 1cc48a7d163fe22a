import { isBytes, orNull } from "../database/rows.ts";
import { StrataError } from "../errors.ts";
import { decodeEntry, encodeEntry, requireEntry } from "../manifest/entry-codec.ts";
import { decodeUtf8, parsePath, pathProblem } from "../manifest/path.ts";
import type { PlacedRow, Row } from "./upper-layer.ts";

/** A row of the table `upper`. */
export interface UpperRow {
  path: Buffer;
  entry: Buffer | null;
}

/** The columns of `upper` that are read. */
export const ENTRY_COLUMN = { entry: orNull(isBytes) };
export const UPPER_COLUMNS = { path: isBytes, ...ENTRY_COLUMN };

/** Encodes a row's entry; null for a whiteout. Throws as `requireEntry` and `parsePath` do. */
export function encodeRow(path: string, { entry }: Row): Uint8Array | null {
  parsePath(path);
  if (entry === null) return null;
  requireEntry(path, entry);
  return encodeEntry(entry);
}

/** Decodes a row's entry. Throws `DatabaseDamaged`. */
export function decodeRow({ entry: bytes }: Pick<UpperRow, "entry">): Row {
  if (bytes === null) return { entry: null };
  try {
    return { entry: decodeEntry(bytes) };
  } catch (cause) {
    throw damagedRow("its entry cannot be read", cause);
  }
}

/** Decodes a row and its path. Throws `DatabaseDamaged`. */
export function decodePlacedRow(row: UpperRow): PlacedRow {
  const path = decodeUtf8(row.path);
  if (path === undefined || pathProblem(path) !== undefined) throw damagedRow("its path is invalid");
  return [path, decodeRow(row)];
}

function damagedRow(why: string, cause?: unknown): StrataError {
  return new StrataError("DatabaseDamaged", `A file that was written to a mount is damaged: ${why}.`, {
    hint: "Run `strata verify` to see what else is damaged.",
    cause,
  });
}
