import type { Entry } from "../../manifest/entry.ts";
import type { StoredContent } from "../../manifest/store-content.ts";
import type { ContentConflict } from "../tree/conflict.ts";

/** Three contents of one file. */
export interface FileSides {
  readonly path: string;
  /** Null where both sides came upon the path by themselves. */
  readonly base: Entry | null;
  readonly ours: Entry;
  readonly theirs: Entry;
  /** What both came from does not agree on the path: `base` is null, and that they differ is a conflict. */
  readonly unsettled?: boolean;
}

/** What came of merging contents. `preferred`: whether a preference decided some of it. */
export type MergedContents =
  | { readonly status: "merged"; readonly content: StoredContent; readonly preferred: boolean }
  | { readonly status: "conflict"; readonly conflict: ContentConflict };

/** Merges the contents of a file; the permissions are no matter of it. */
export type MergeContents = (sides: FileSides) => Promise<MergedContents>;
