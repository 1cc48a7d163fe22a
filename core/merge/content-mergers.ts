import { binaryMerger } from "./binary-merger.ts";
import type { ContentMerger } from "./content-merger.ts";
import { sqliteMerger } from "./sqlite/sqlite-merger.ts";
import { textMerger } from "./text/text-merger.ts";

/** Every content merger: of those that handle a content the first merges it. The last one handles everything. */
export const contentMergers: readonly ContentMerger[] = [sqliteMerger, textMerger, binaryMerger];

/** The merger that merges nothing. */
const whole = binaryMerger;

/** Gives the merger of some contents by how each begins: the whole-file one, unless all are of one kind. */
export function mergerFor(starts: readonly Uint8Array[]): ContentMerger {
  const [first = whole, ...others] = starts.map((start) =>
    contentMergers.find((merger) => merger.handles(start)),
  );
  return others.every((other) => other === first) ? first : whole;
}
