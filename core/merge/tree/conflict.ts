import type { Entry } from "../../manifest/entry.ts";
import type { StoredContent } from "../../manifest/store-content.ts";
import type { TextConflict } from "../content/merger.ts";
import type { RowConflict } from "../sqlite/row-conflict.ts";

/** What a conflict is about. */
export type ConflictKind =
  | "text"
  | "binary"
  | "sqlite"
  | "modify/delete"
  | "rename/rename"
  | "rename/delete"
  | "type"
  | "mode";

/** The paths of one file or link: what the base has there, and to where each side moved it; null where it deleted it. */
export interface MovedFile {
  readonly base: string;
  readonly ours: string | null;
  readonly theirs: string | null;
}

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
  /** Of a file that one side moved here, these are from where it was: `base`, and the other side's. */
  readonly base: Entry | null;
  readonly ours: Entry | null;
  readonly theirs: Entry | null;
  readonly kind: ConflictKind;
  readonly reason?: string;
  /**
   * What the sides moved in ways that do not go together: of the kinds `rename/…`, whose conflict stands for all these paths.
   * Of one file, `path` is the base's, and the entries are its own wherever it is; of several, which have a path in common,
   * `path` is the first such.
   */
  readonly moved?: readonly MovedFile[];
  readonly text?: TextConflict;
  readonly rows?: readonly RowConflict[];
  /** What both came from does not agree on the path. */
  readonly unsettled?: boolean;
  /** What the file holds whatever becomes of its permissions: of kind `mode`. */
  readonly content?: StoredContent;
  /** The mode that the file gets whatever it will hold: of conflicts in contents, unless the permissions conflict too. */
  readonly mode?: number;
}
