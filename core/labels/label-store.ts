import type { SnapshotId } from "../ids.ts";

/** What kind of move a reflog entry records. */
export type Op = (typeof OPS)[number];

/** All kinds of moves. */
export const OPS = ["create", "push", "reset", "force", "merge", "delete", "restore", "rename"] as const;

/** One move of a label: an entry of its append-only reflog. */
export interface ReflogEntry {
  /** Counts up over the whole store, and orders all moves of all labels. */
  readonly seq: number;
  /** When, in milliseconds since 1970. */
  readonly at: number;
  readonly op: Op;
  /** The head before: null on create. */
  readonly from: SnapshotId | null;
  /** The head after: null on delete. */
  readonly to: SnapshotId | null;
  /** At most 4,096 bytes of UTF-8; may be empty. */
  readonly message: string;
  /** Who and through what: `user@host (app|cli|http|mcp|run)`. */
  readonly actor: string;
  /** The snapshots that went into it besides `from`: `[ours, theirs, base]` of a merge. */
  readonly parents?: readonly SnapshotId[];
  /** The move that this one undoes or redoes. */
  readonly undoes?: number;
  /** The label's name before, exactly on rename. */
  readonly renamedFrom?: string;
}

/** How the files of a label's folder are chosen on import, and whether its moves need an override. */
export interface LabelSettings {
  /** Patterns with gitignore syntax, applied after those of `.strataignore`. */
  readonly ignore?: readonly string[];
  /** Whether `.gitignore` files count too. */
  readonly gitignore?: boolean;
  /** The folder on disk that the label is of: an absolute path on the machine that set it. */
  readonly folder?: string;
  /** The permission bits that {@link folder} had when it was last imported. */
  readonly folderMode?: number;
  /** How many folders permitted less than the whole when it was last imported; none: no such folder. */
  readonly restrictedFolders?: number;
  /** Whether only moves that say {@link Move.override} may move it, while it has a head. */
  readonly protected?: boolean;
}

/** A label as it is now. `head` is null while it is deleted. */
export interface Label {
  readonly name: string;
  readonly head: SnapshotId | null;
  readonly description: string;
  readonly pinned: boolean;
  readonly settings: LabelSettings;
  /** How many moves its reflog holds. */
  readonly moves: number;
  /** Its latest move. */
  readonly last: ReflogEntry;
}

/** A snapshot as somebody named it: through a label's entry, or, without `seq`, by its id alone. */
export interface NamedSnapshot {
  readonly id: SnapshotId;
  /** The number of the entry that moved a label to it. */
  readonly seq?: number;
}

/** A move that is asked for. */
export interface Move {
  readonly label: string;
  readonly op: Op;
  /** The new head: null exactly when `op` is `delete`. */
  readonly to: SnapshotId | null;
  readonly message?: string;
  /**
   * The number of the entry, of any label, whose snapshot `to` was named by; null where it was named by its id alone. Absent
   * where nobody named it: it is new.
   */
  readonly origin?: number | null;
  /** Only on create, push, force and merge. */
  readonly parents?: readonly NamedSnapshot[];
  /** A move of the same label; only on reset, restore, delete and rename. */
  readonly undoes?: number;
  /** The new name, exactly when `op` is `rename`. The head then stays as it is, whatever `to` names. */
  readonly rename?: string;
  /** Moves a protected label too. */
  readonly override?: boolean;
  /**
   * The number of the label's latest move as it was seen, where it is not only the head that matters: when there is a later one by
   * then, the move is rejected. Only with `cas`.
   */
  readonly after?: number;
}

/** What became of a compare-and-set: the label moved, or its head (or latest move) was not the expected one. */
export type MoveResult =
  | { readonly status: "moved"; readonly entry: ReflogEntry }
  | { readonly status: "rejected"; readonly current: SnapshotId | null };

/** What of a label may change without a move. */
export interface LabelChange {
  readonly description?: string;
  readonly pinned?: boolean;
  readonly settings?: LabelSettings;
}

/** Which part of a reflog to read. */
export interface LogRange {
  /** Only the most recent so many; none → all; 0 → none. */
  readonly limit?: number;
  /** Only entries older than this one. */
  readonly before?: number;
}

/**
 * Keeps labels and their reflogs: the only thing in a store that changes. Implementations: SQLite, memory; each passes
 * the suite in `label-store-suite.ts`. Moves are linearizable across threads and processes.
 *
 * A deleted label keeps its reflog: creating the name again continues it, `restore` brings the head back.
 */
export interface LabelStore {
  /** Gives all labels ordered by name (bytes); deleted ones only when asked. */
  list(options?: { deleted?: boolean }): Promise<Label[]>;

  /** Gives one label, deleted ones too, or undefined when there never was one of that name. */
  resolve(name: string): Promise<Label | undefined>;

  /**
   * Moves a label if its head is `expected` (null: the label does not exist or is deleted), and its latest move is `after`
   * where the move says so, and appends the reflog entry, in one step. If either is another, gives `rejected`. An entry's `at`
   * is never before that of the label's last one.
   *
   * Throws `BadLabelName`; `BadInput` when the message is too long or the fields do not fit the op; `UnknownLabel` when
   * there never was such a label and `op` is not `create`; `LabelDeleted` when the label has no head and `op` is neither
   * `create` nor `restore`; `LabelExists` when it has one and `op` is one of these, and when a rename's new name is in use
   * (by a deleted label too, whose reflog it would continue); `LabelProtected` when it has a head, is protected, and the move
   * does not override that.
   */
  cas(move: Move, expected: SnapshotId | null): Promise<MoveResult>;

  /** Moves a label whatever its head is. Throws as {@link cas}. */
  force(move: Move): Promise<ReflogEntry>;

  /** Changes what is not part of the history, of a deleted label too. Throws `UnknownLabel`, `BadInput`. */
  amend(name: string, change: LabelChange): Promise<Label>;

  /** Gives a label's reflog, oldest first. Throws `UnknownLabel`. */
  log(name: string, range?: LogRange): Promise<ReflogEntry[]>;
}
