import { StrataError } from "../errors.ts";
import { hashId } from "../hash.ts";
import { BincodeReader } from "../manifest/bincode-reader.ts";
import { BincodeWriter } from "../manifest/bincode-writer.ts";
import { readEntry, requireEntry, writeEntry } from "../manifest/entry-codec.ts";
import { decodeUtf8, parsePath, pathProblem } from "../manifest/path.ts";
import type { PlacedRow, Row } from "./upper-layer.ts";

/** A row of `upper`. */
export interface UpperRow {
  path: Buffer;
  entry: Buffer | null;
}

/** Encodes what a row says; null for a whiteout. Throws as `requireEntry` and `parsePath` do. */
export function encodeRow(path: string, { entry }: Row): Uint8Array | null {
  parsePath(path);
  if (entry === null) return null;
  requireEntry(path, entry);
  const to = new BincodeWriter(1024);
  writeEntry(to, entry);
  return to.take();
}

/** Decodes what a row says. Throws `DatabaseDamaged`. */
export function decodeRow({ entry: bytes }: Pick<UpperRow, "entry">): Row {
  if (bytes === null) return { entry: null };
  try {
    const from = new BincodeReader(hashId(bytes), bytes);
    const entry = readEntry(from);
    from.end();
    return { entry };
  } catch (cause) {
    throw damagedRow("it holds no entry", cause);
  }
}

/** Decodes a row and where it is. Throws `DatabaseDamaged`. */
export function decodePlacedRow(row: UpperRow): PlacedRow {
  const path = decodeUtf8(row.path);
  if (path === undefined || pathProblem(path) !== undefined) throw damagedRow("its path is none");
  return [path, decodeRow(row)];
}

function damagedRow(why: string, cause?: unknown): StrataError {
  return new StrataError("DatabaseDamaged", `A file that was written to a mount is damaged: ${why}.`, {
    hint: "Run `strata verify` to see what else is damaged.",
    cause,
  });
}
