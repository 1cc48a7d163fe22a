import { hashId } from "../hash.ts";
import type { ObjectId } from "../ids.ts";
import type { Entry } from "./entry.ts";
import { encodeContent } from "./entry-codec.ts";
import { encodePath } from "./path.ts";

/**
 * Returns the id of an entry's content, whatever its path and mode: the BLAKE3 of inline bytes, the id of a single chunk
 * (the BLAKE3 of its bytes), else the BLAKE3 of the encoded `Content`. A link's is the BLAKE3 of its target as UTF-8, an
 * empty folder's that of no bytes. Equal contents have equal ids within a store, whose profile fixes the cuts.
 */
export function contentId(entry: Entry): ObjectId {
  const { content, symlink } = entry;
  if (symlink !== null) return hashId(encodePath(symlink));
  if (content.kind === "inline") return hashId(content.bytes);
  const [first, second] = content.kind === "chunks" ? content.chunks : [];
  if (first !== undefined && second === undefined) return first.id;
  return hashId(encodeContent(content));
}
