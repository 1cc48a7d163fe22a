import type { SnapshotId } from "../ids.ts";
import type { Label, LabelStore, Move, ReflogEntry } from "./label-store.ts";

/** A move that can be undone or redone. */
export interface UndoStep {
  /** The move to undo or redo: never an undo or a redo itself. */
  readonly move: ReflogEntry;
  /** The move that does it. Its expected head is the label's current one. */
  readonly asks: Move;
}

/** The next undo and redo of a label; undefined if there is nothing to undo or redo. */
export interface UndoState {
  readonly undo: UndoStep | undefined;
  readonly redo: UndoStep | undefined;
  /** The snapshots that they would lead to if these were not pruned. */
  readonly pruned: { readonly undo?: SnapshotId; readonly redo?: SnapshotId };
}

/** What undo reads: the moves of a label, and which snapshots were pruned. */
export type UndoSource = Pick<LabelStore, "log"> & {
  prunedAt(id: SnapshotId): number | undefined;
};

/**
 * Returns the next undo and redo of a label. Undo appends the opposite of the latest move that is not undone and names
 * that move in `undoes`; redo appends the opposite of the undo and names it. An entry without `undoes` is a new move,
 * after which nothing can be redone.
 *
 * Pruned moves cannot be undone, and a pruned snapshot cannot be gone back to. The cost follows how often undo changed its direction, not the length of the reflog.
 * Throws `UnknownLabel` if the label is renamed meanwhile.
 */
export async function undoState(store: UndoSource, label: Label): Promise<UndoState> {
  const moves = new Moves(store, label.name);
  const [done, undone] = [await latestDone(moves, label.last), await latestUndone(moves, label.last)];
  const isDone = done !== undefined && done.to === label.head && (await canGoBack(moves, done));
  const isUndone = undone !== undefined && undone.undo.to === label.head;
  const undo = isDone ? { move: done, asks: oppositeOf(label, done) } : undefined;
  const redo = isUndone ? { move: undone.move, asks: oppositeOf(label, undone.undo) } : undefined;
  const goneOf = (step: UndoStep | undefined) => {
    const to = step?.asks.to ?? null;
    return to === null || store.prunedAt(to) === undefined ? undefined : to;
  };
  const [noUndo, noRedo] = [goneOf(undo), goneOf(redo)];
  return {
    undo: noUndo === undefined ? undo : undefined,
    redo: noRedo === undefined ? redo : undefined,
    pruned: { ...(noUndo && { undo: noUndo }), ...(noRedo && { redo: noRedo }) },
  };
}

/** Reads single moves of one label. */
class Moves {
  readonly #store: Pick<LabelStore, "log">;
  readonly #label: string;

  constructor(store: Pick<LabelStore, "log">, label: string) {
    this.#store = store;
    this.#label = label;
  }

  /** Returns the move of the label with that number; undefined if it is pruned, as are then all moves before it. */
  at(seq: number): Promise<ReflogEntry | undefined> {
    return this.before(seq + 1);
  }

  /** Returns the latest move before that number. */
  async before(seq: number): Promise<ReflogEntry | undefined> {
    const [entry] = await this.#store.log(this.#label, { limit: 1, before: seq });
    return entry;
  }
}

/** Returns the latest move that was not undone right after an entry was appended. */
async function latestDone(moves: Moves, entry: ReflogEntry): Promise<ReflogEntry | undefined> {
  let at: ReflogEntry | undefined = entry;
  while (at?.undoes !== undefined) {
    const target: ReflogEntry | undefined = await moves.at(at.undoes);
    if (target === undefined) return undefined;
    if (target.undoes !== undefined) return await newMove(moves, target.undoes);
    // The entry undid `target`, so the latest move not undone is one before that.
    at = await moves.before(target.seq);
  }
  return at;
}

/** Returns the undo that redo would have taken back right after an entry was appended, and the move that it undid. */
async function latestUndone(
  moves: Moves,
  entry: ReflogEntry,
): Promise<{ undo: ReflogEntry; move: ReflogEntry } | undefined> {
  let at: ReflogEntry | undefined = entry;
  while (at?.undoes !== undefined) {
    const target: ReflogEntry | undefined = await moves.at(at.undoes);
    if (target === undefined) return undefined;
    if (target.undoes === undefined) return { undo: at, move: target };
    // The entry redid `target`, so the next undo to take back is one before that.
    at = await moves.before(target.seq);
  }
  return undefined;
}

async function newMove(moves: Moves, seq: number): Promise<ReflogEntry | undefined> {
  const entry = await moves.at(seq);
  return entry?.undoes === undefined ? entry : undefined;
}

/**
 * Returns whether the snapshot that a move started from is still kept: it is held by the entry before, unless that is
 * pruned.
 */
async function canGoBack(moves: Moves, { seq, op, from }: ReflogEntry): Promise<boolean> {
  return from === null || op === "rename" || (await moves.before(seq)) !== undefined;
}

/** Returns the move that leads back from an entry. Its label must be in the state after the entry. */
function oppositeOf({ name: label, last }: Label, { seq, from, to, renamedFrom }: ReflogEntry): Move {
  const move = { label, undoes: seq, after: last.seq };
  if (renamedFrom !== undefined) return { ...move, op: "rename", to: from, rename: renamedFrom };
  if (from === null) return { ...move, op: "delete", to: null };
  return { ...move, op: to === null ? "restore" : "reset", to: from };
}
