import type { SnapshotId } from "../ids.ts";
import { buildManifest } from "../manifest/build.ts";
import { DEFAULT_FILE_MODE, EMPTY_FOLDER, type Entry, fileEntry, symlinkEntry } from "../manifest/entry.ts";
import type { NodeStore } from "../manifest/node-store.ts";
import { comparePaths } from "../manifest/path.ts";

/** A tree in short form: for each path a file's text or bytes, an entry, or `null` for an empty folder (`"dir/"`). */
export type TreeSpec = Readonly<Record<string, string | Uint8Array | Entry | null>>;

/** Returns a link's entry, for {@link tree}. */
export const symlinkTo = symlinkEntry;

/** Returns a file's entry with inline bytes. */
export function inlineFile(bytes: string | Uint8Array, mode = DEFAULT_FILE_MODE): Entry {
  const content = typeof bytes === "string" ? new TextEncoder().encode(bytes) : bytes;
  return fileEntry(mode, content.length, { kind: "inline", bytes: content });
}

/** Returns the sorted entries of a tree: `tree({ "a.txt": "text", "dir/": null, link: symlinkTo("a.txt") })`. */
export function tree(spec: TreeSpec): [path: string, entry: Entry][] {
  return Object.entries(spec)
    .map(([path, what]): [string, Entry] => {
      if (what === null) return [path.replace(/\/$/, ""), EMPTY_FOLDER];
      return [path, typeof what === "string" || what instanceof Uint8Array ? inlineFile(what) : what];
    })
    .sort(([a], [b]) => comparePaths(a, b));
}

/** Stores a tree as a snapshot. */
export async function snapshotOf(nodes: NodeStore, spec: TreeSpec): Promise<SnapshotId> {
  return await buildManifest(nodes, tree(spec));
}

/** Returns pseudo-random bytes for a seed (xorshift32, Marsaglia 2003). */
export function seededBytes(seed: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  // xorshift never leaves 0, so the seed is mixed first.
  let state = Math.imul(seed, 0x9e3779b1) ^ 0x5bf03635 || 1;
  for (let at = 0; at < length; at++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    bytes[at] = state;
  }
  return bytes;
}
