import type { Label, LabelStore, Move, ReflogEntry } from "./label-store.ts";

/** A move that can be undone or made again. */
export interface UndoStep {
  /** What is undone, or made again: never itself an undo or a redo. */
  readonly move: ReflogEntry;
  /** What to ask of the store for it, with the label's head as the expected one. */
  readonly asks: Move;
}

/** What undo and redo would do to a label as it is; undefined for nothing. */
export interface UndoState {
  readonly undo: UndoStep | undefined;
  readonly redo: UndoStep | undefined;
}

/**
 * Gives what undo and redo would do to a label. Undo appends the opposite of the latest move that is not undone, and names
 * that in `undoes`; redo appends the opposite of that entry in turn, and names it. So an entry's `undoes` tells what it is,
 * and any other entry is a new move, which ends what can be redone.
 *
 * Nothing is offered past what the reflog still holds. The cost follows how often undo changed its direction, not the length
 * of the reflog. Throws `UnknownLabel` when the label is renamed meanwhile.
 */
export async function undoState(store: Pick<LabelStore, "log">, label: Label): Promise<UndoState> {
  const moves = new Moves(store, label.name);
  const [done, undone] = [await latestDone(moves, label.last), await latestUndone(moves, label.last)];
  const isDone = done !== undefined && done.to === label.head && (await canGoBack(moves, done));
  const isUndone = undone !== undefined && undone.undo.to === label.head;
  return {
    undo: isDone ? { move: done, asks: oppositeOf(label, done) } : undefined,
    redo: isUndone ? { move: undone.move, asks: oppositeOf(label, undone.undo) } : undefined,
  };
}

/** Reads moves of one label one by one. */
class Moves {
  readonly #store: Pick<LabelStore, "log">;
  readonly #label: string;

  constructor(store: Pick<LabelStore, "log">, label: string) {
    this.#store = store;
    this.#label = label;
  }

  /** Gives the move of that number, which is one of the label's, unless it is pruned: then all before it are, too. */
  at(seq: number): Promise<ReflogEntry | undefined> {
    return this.before(seq + 1);
  }

  /** Gives the latest move before that number. */
  async before(seq: number): Promise<ReflogEntry | undefined> {
    const [entry] = await this.#store.log(this.#label, { limit: 1, before: seq });
    return entry;
  }
}

/** Gives the move that was the latest one not undone when an entry had just been appended. */
async function latestDone(moves: Moves, entry: ReflogEntry): Promise<ReflogEntry | undefined> {
  let at: ReflogEntry | undefined = entry;
  while (at?.undoes !== undefined) {
    const target: ReflogEntry | undefined = await moves.at(at.undoes);
    if (target === undefined) return undefined;
    if (target.undoes !== undefined) return await newMove(moves, target.undoes);
    // It undid `target`: what was done before that is the latest again.
    at = await moves.before(target.seq);
  }
  return at;
}

/** Gives the undo that redo would have taken back when an entry had just been appended, and the move that it undid. */
async function latestUndone(
  moves: Moves,
  entry: ReflogEntry,
): Promise<{ undo: ReflogEntry; move: ReflogEntry } | undefined> {
  let at: ReflogEntry | undefined = entry;
  while (at?.undoes !== undefined) {
    const target: ReflogEntry | undefined = await moves.at(at.undoes);
    if (target === undefined) return undefined;
    if (target.undoes === undefined) return { undo: at, move: target };
    // It took the undo `target` back: what was undone before that is the next again.
    at = await moves.before(target.seq);
  }
  return undefined;
}

async function newMove(moves: Moves, seq: number): Promise<ReflogEntry | undefined> {
  const entry = await moves.at(seq);
  return entry?.undoes === undefined ? entry : undefined;
}

/** Tells whether the store still keeps what a move started from: it does by the entry before it, if that is not pruned. */
async function canGoBack(moves: Moves, { seq, op, from }: ReflogEntry): Promise<boolean> {
  return from === null || op === "rename" || (await moves.before(seq)) !== undefined;
}

/** Makes the move that leads back from an entry, after which the label is as it is now. */
function oppositeOf({ name: label, last }: Label, { seq, from, to, renamedFrom }: ReflogEntry): Move {
  const move = { label, undoes: seq, after: last.seq };
  if (renamedFrom !== undefined) return { ...move, op: "rename", to: from, rename: renamedFrom };
  if (from === null) return { ...move, op: "delete", to: null };
  return { ...move, op: to === null ? "restore" : "reset", to: from };
}
