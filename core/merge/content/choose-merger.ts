import { sqliteMerger } from "../sqlite/sqlite-merger.ts";
import { textMerger } from "../text/text-merger.ts";
import type { ContentMerger } from "./merger.ts";

/** Every content merger. The first that handles all sides merges them; contents that none handles are a conflict. */
export const contentMergers: readonly ContentMerger[] = [sqliteMerger, textMerger];

/** Returns the merger for a content, given its first 8,000 bytes; undefined if there is none. */
export function mergerFor(start: Uint8Array): ContentMerger | undefined {
  return contentMergers.find((merger) => merger.handles(start));
}

/** Returns the merger of a kind. */
export function mergerOf(kind: ContentMerger["kind"]): ContentMerger {
  const merger = contentMergers.find((merger) => merger.kind === kind);
  if (merger === undefined) throw new Error(`there is no merger for ${kind}`);
  return merger;
}
