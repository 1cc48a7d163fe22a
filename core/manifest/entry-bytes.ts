import type { ObjectId } from "../ids.ts";
import { BincodeReader } from "./bincode-reader.ts";
import { BincodeWriter } from "./bincode-writer.ts";
import type { Entry } from "./entry.ts";
import { readEntry, writeEntry } from "./entry-codec.ts";

/** Errors name this id, since an entry by itself is no object. */
const NO_OBJECT = "0".repeat(64) as ObjectId;

/** Encodes a single entry as it is encoded in a node. */
export function encodeEntry(entry: Entry): Uint8Array {
  const to = new BincodeWriter(256);
  writeEntry(to, entry);
  return to.take();
}

/** Decodes the result of {@link encodeEntry}. Throws `CorruptObject` for anything else. */
export function decodeEntry(bytes: Uint8Array): Entry {
  const from = new BincodeReader(NO_OBJECT, bytes);
  const entry = readEntry(from);
  if (from.at !== bytes.length) throw from.corrupt("extra bytes follow the entry");
  return entry;
}
