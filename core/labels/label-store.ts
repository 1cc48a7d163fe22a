import type { SnapshotId } from "../ids.ts";

/** The kind of a move. */
export type Op = (typeof OPS)[number];

/** All kinds of moves. */
export const OPS = ["create", "push", "reset", "force", "merge", "delete", "restore", "rename"] as const;

/** A move of a label: an entry of its append-only reflog. */
export interface ReflogEntry {
  /** The number of the move. It counts up over the whole store and orders the moves of all labels. */
  readonly seq: number;
  /** When the move was made, in ms since 1970. */
  readonly at: number;
  readonly op: Op;
  /** The head before: null on create. */
  readonly from: SnapshotId | null;
  /** The head after: null on delete. */
  readonly to: SnapshotId | null;
  /** At most 4,096 bytes of UTF-8; may be empty. */
  readonly message: string;
  /** Who made the move and through which surface: `user@host (app|cli|http|mcp|run)`. */
  readonly actor: string;
  /** The snapshots that went into it besides `from`: `[ours, theirs, base]` of a merge. */
  readonly parents?: readonly SnapshotId[];
  /** The move that this one undoes or redoes. */
  readonly undoes?: number;
  /** The label's name before; only on rename. */
  readonly renamedFrom?: string;
}

/** How an import chooses the files of a label's folder, whether moves need an override, and how much history is kept. */
export interface LabelSettings {
  /** Patterns with gitignore syntax, applied after those of `.strataignore`. */
  readonly ignore?: readonly string[];
  /** Whether `.gitignore` files count too. */
  readonly gitignore?: boolean;
  /** The label's folder on disk: an absolute path on the machine that set it. */
  readonly folder?: string;
  /** The permission bits that {@link folder} had when it was last imported. */
  readonly folderMode?: number;
  /** The number of folders with restricted permissions at the last import; absent if the label has no folder. */
  readonly restrictedFolders?: number;
  /** Whether moves need {@link Move.override} while the label has a head. */
  readonly protected?: boolean;
  /** How much of its history is kept, as it is stored; `retentionOf` reads it. Absent: the store's default. */
  readonly retention?: unknown;
}

/** The current state of a label. `head` is null while it is deleted. */
export interface Label {
  readonly name: string;
  readonly head: SnapshotId | null;
  readonly description: string;
  readonly pinned: boolean;
  readonly settings: LabelSettings;
  /** The number of moves in its reflog. */
  readonly moves: number;
  /** Its latest move. */
  readonly last: ReflogEntry;
}

/** A snapshot named by somebody: by a label's entry, or, without `seq`, by its id alone. */
export interface NamedSnapshot {
  readonly id: SnapshotId;
  /** The number of the entry that moved a label to it. */
  readonly seq?: number;
}

/** A move to make. */
export interface Move {
  readonly label: string;
  readonly op: Op;
  /** The new head: null exactly if `op` is `delete`. */
  readonly to: SnapshotId | null;
  readonly message?: string;
  /**
   * The number of the entry, of any label, that `to` was named by; null if it was named by its id alone. Absent if
   * nobody named it because it is new.
   */
  readonly origin?: number | null;
  /** Only on create, push, force and merge. */
  readonly parents?: readonly NamedSnapshot[];
  /** A move of the same label; only on reset, restore, delete and rename. */
  readonly undoes?: number;
  /** The new name; only on rename. The head stays as it is, whatever `to` is. */
  readonly rename?: string;
  /** Whether the move may move a protected label. */
  readonly override?: boolean;
  /**
   * The number of the label's latest move when it was read: if there is a later one, the move is rejected. Only with
   * `cas`.
   */
  readonly after?: number;
}

/** The result of a compare-and-set: the label moved, or its head or latest move was not the expected one. */
export type MoveResult =
  | { readonly status: "moved"; readonly entry: ReflogEntry }
  | { readonly status: "rejected"; readonly current: SnapshotId | null };

/** Changes of a label that are not moves. */
export interface LabelChange {
  readonly description?: string;
  readonly pinned?: boolean;
  readonly settings?: LabelSettings;
}

/** The part of a reflog to read. */
export interface LogRange {
  /** Maximum number of entries, the most recent ones; all if absent. */
  readonly limit?: number;
  /** Only entries older than this one. */
  readonly before?: number;
}

/**
 * Keeps labels and their reflogs: the only mutable part of a store. SQLite and memory implement it; each passes the
 * suite in `label-store-suite.ts`. Moves are linearizable across threads and processes.
 *
 * A deleted label keeps its reflog. Creating the name again continues it; `restore` brings the head back.
 */
export interface LabelStore {
  /** Returns all labels in byte order of their names, deleted ones only on request. */
  list(options?: { deleted?: boolean }): Promise<Label[]>;

  /** Returns a label, also a deleted one; undefined if no label ever had the name. */
  resolve(name: string): Promise<Label | undefined>;

  /**
   * Moves a label if its head is `expected` (null: it does not exist or is deleted) and its latest move is the move's
   * `after`, if given; appends the reflog entry in the same step. Otherwise returns `rejected`. An entry's `at` is
   * never before that of the label's previous one.
   *
   * Throws `BadLabelName`; `BadInput` if the message is too long or the fields do not fit the op; `UnknownLabel` if no
   * such label ever existed and `op` is not `create`; `LabelDeleted` if the label has no head and `op` is neither
   * `create` nor `restore`; `LabelExists` if it has one and `op` is one of these, or if a rename's new name is in use
   * (also by a deleted label, whose reflog it would continue); `LabelProtected` if it has a head and is protected, and
   * the move does not override that.
   */
  cas(move: Move, expected: SnapshotId | null): Promise<MoveResult>;

  /** Moves a label whatever its head is. Throws as {@link cas} does. */
  force(move: Move): Promise<ReflogEntry>;

  /** Changes a label without a move, also a deleted one. Throws `UnknownLabel`, `BadInput`. */
  amend(name: string, change: LabelChange): Promise<Label>;

  /** Returns a label's reflog, oldest first. Throws `UnknownLabel`. */
  log(name: string, range?: LogRange): Promise<ReflogEntry[]>;
}
