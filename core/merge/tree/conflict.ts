import type { Entry } from "../../manifest/entry.ts";
import type { StoredContent } from "../../manifest/store-content.ts";
import type { HunkCounts, RowConflict, TextConflict } from "../merger.ts";

/** The kinds of conflict. `docs/merge.md` says when each occurs. */
export const CONFLICT_KINDS = [
  "text",
  "binary",
  "sqlite",
  "modify/delete",
  "rename/rename",
  "rename/delete",
  "type",
  "mode",
] as const;

/** A kind of conflict. */
export type ConflictKind = (typeof CONFLICT_KINDS)[number];

/** The paths of one moved file or link: in the base, and on each side; null if the side deleted it. */
export interface MovedFile {
  readonly base: string;
  readonly ours: string | null;
  readonly theirs: string | null;
}

/** A path in conflict, and its entry in each snapshot; null if there is nothing or a folder. */
export interface TreeConflict {
  readonly path: string;
  /** If one side moved the file here, `base` and the other side's entry are those of the path it was moved from. */
  readonly base: Entry | null;
  readonly ours: Entry | null;
  readonly theirs: Entry | null;
  readonly kind: ConflictKind;
  readonly reason?: string;
  /**
   * The files whose moves cannot both stand; only of the kinds `rename/…`. The conflict stands for all their paths. For
   * one file, `path` is the base's and the entries are the file's own wherever it is; for several, `path` is the first
   * path that two were moved to.
   */
  readonly moved?: readonly MovedFile[];
  readonly hunks?: HunkCounts;
  readonly text?: TextConflict;
  /** The number of rows in conflict, of which `rows` may list only some. */
  readonly rowCount?: number;
  readonly rows?: readonly RowConflict[];
  /** Whether the path is unsettled. */
  readonly unsettled?: boolean;
  /** The merged content, if only the permissions are in conflict: of kind `mode`. */
  readonly content?: StoredContent;
  /** The merged mode of a file with a conflict in its content; absent if the permissions are in conflict too. */
  readonly mode?: number;
}
