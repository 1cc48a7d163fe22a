import type { SnapshotId } from "../ids.ts";
import type { Entry } from "../manifest/entry.ts";
import type { NodeStore } from "../manifest/node-store.ts";
import type { StoredContent } from "../manifest/store-content.ts";
import type { Preference, TextConflict } from "./content-merger.ts";
import type { RowConflict } from "./sqlite/row-conflict.ts";

/** What is merged: two snapshots and what both came from. Without a base, paths that both have are compared alone. */
export interface TreeMergeRequest {
  readonly base: SnapshotId | null;
  readonly ours: SnapshotId;
  readonly theirs: SnapshotId;
  readonly prefer: Preference;
  /** Whether edits follow files that the other side renamed. */
  readonly renames: boolean;
}

/** What a conflict is about. */
export type ConflictKind = "text" | "binary" | "sqlite" | "modify/delete" | "type" | "mode";

/** What content mergers tell of a conflict. */
export interface ContentConflict {
  readonly kind: "text" | "binary" | "sqlite";
  readonly reason?: string;
  readonly text?: TextConflict;
  readonly rows?: readonly RowConflict[];
}

/** A path that somebody has to decide, and what each snapshot has there; null is nothing, or a folder. */
export interface TreeConflict {
  readonly path: string;
  readonly base: Entry | null;
  readonly ours: Entry | null;
  readonly theirs: Entry | null;
  readonly kind: ConflictKind;
  readonly reason?: string;
  readonly text?: TextConflict;
  readonly rows?: readonly RowConflict[];
}

/** A file that one side moved without changing its content. */
export interface Rename {
  readonly from: string;
  readonly to: string;
  readonly by: "ours" | "theirs";
}

/** What a merge of trees gives. Paths and conflicts are in the order of the paths' bytes, each path once. */
export type TreeMerge =
  | {
      readonly status: "merged";
      readonly id: SnapshotId;
      /** The files whose contents both sides changed. */
      readonly autoMerged: readonly string[];
      /** The paths that the preference decided, in whole or in part. */
      readonly preferred: readonly string[];
      readonly renames: readonly Rename[];
    }
  | {
      readonly status: "conflict";
      readonly conflicts: readonly TreeConflict[];
      readonly autoMerged: readonly string[];
      readonly preferred: readonly string[];
      readonly renames: readonly Rename[];
    };

/** Three contents of one file. */
export interface FileSides {
  readonly path: string;
  /** Null where both sides came upon the path by themselves. */
  readonly base: Entry | null;
  readonly ours: Entry;
  readonly theirs: Entry;
}

/** Merges the contents of a file; the permissions are no matter of it. */
export type MergeContents = (
  sides: FileSides,
) => Promise<
  | { status: "merged"; content: StoredContent; preferred: boolean }
  | { status: "conflict"; conflict: ContentConflict }
>;

export declare function mergeTrees(
  nodes: NodeStore,
  request: TreeMergeRequest,
  mergeContents: MergeContents,
): Promise<TreeMerge>;
