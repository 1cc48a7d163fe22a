import type { Entry } from "../manifest/entry.ts";
import type { StoredContent } from "../manifest/store-content.ts";
import type { TextConflict } from "./content-merger.ts";
import type { RowConflict } from "./sqlite/row-conflict.ts";

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
  /** Of a file that one side moved here, these are from where it was: `base`, and the other side's. */
  readonly base: Entry | null;
  readonly ours: Entry | null;
  readonly theirs: Entry | null;
  readonly kind: ConflictKind;
  readonly reason?: string;
  readonly text?: TextConflict;
  readonly rows?: readonly RowConflict[];
  /** What the file holds whatever becomes of its permissions: of kind `mode`. */
  readonly content?: StoredContent;
  /** The mode that the file gets whatever it will hold: of conflicts in contents, unless the permissions conflict too. */
  readonly mode?: number;
}
