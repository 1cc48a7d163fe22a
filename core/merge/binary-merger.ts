import type { ContentMerge, ContentMerger } from "./content-merger.ts";

/** Leaves to people what nothing is known about. */
export const binaryMerger: ContentMerger = {
  kind: "binary",
  mostBytes: Number.POSITIVE_INFINITY,
  handles: () => true,
  merge: ({ ours, theirs }, { prefer }): ContentMerge => {
    if (prefer === "none") return { status: "conflict" };
    return { status: "merged", bytes: prefer === "ours" ? ours : theirs, preferred: 1 };
  },
};
