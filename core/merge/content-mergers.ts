import type { ContentMerger } from "./content-merger.ts";
import { sqliteMerger } from "./sqlite/sqlite-merger.ts";
import { textMerger } from "./text/text-merger.ts";

/** Every content merger: of those that handle a content the first merges it. What none handles is merged by nobody. */
export const contentMergers: readonly ContentMerger[] = [sqliteMerger, textMerger];

/** Gives the merger for a content by its first 8,000 bytes, or undefined where there is none. */
export function mergerFor(start: Uint8Array): ContentMerger | undefined {
  return contentMergers.find((merger) => merger.handles(start));
}

/** Gives the merger of that kind. */
export function mergerOf(kind: ContentMerger["kind"]): ContentMerger {
  const merger = contentMergers.find((merger) => merger.kind === kind);
  if (merger === undefined) throw new Error(`there is no merger for ${kind}`);
  return merger;
}
