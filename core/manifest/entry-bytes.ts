import type { ObjectId } from "../ids.ts";
import { BincodeReader } from "./bincode-reader.ts";
import { BincodeWriter } from "./bincode-writer.ts";
import type { Entry } from "./entry.ts";
import { readEntry, writeEntry } from "./entry-codec.ts";

/** What errors name instead of an object, since an entry by itself is none. */
const NO_OBJECT = "0".repeat(64) as ObjectId;

/** Encodes an entry by itself, as it stands in a node. */
export function encodeEntry(entry: Entry): Uint8Array {
  const to = new BincodeWriter(256);
  writeEntry(to, entry);
  return to.take();
}

/** Decodes an entry that {@link encodeEntry} encoded. Throws `CorruptObject` for anything else. */
export function decodeEntry(bytes: Uint8Array): Entry {
  const from = new BincodeReader(NO_OBJECT, bytes);
  const entry = readEntry(from);
  if (from.at !== bytes.length) throw from.corrupt("bytes are left over");
  return entry;
}
