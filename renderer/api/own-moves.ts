import { create } from "zustand";
import { createJSONStorage, persist } from "zustand/middleware";
import type { CommandName } from "../../core/api/registry/registry.ts";
import { ask, onAnswer } from "./bridge.ts";

/** The parts of a move that identify it among all moves, those of other stores too. */
export interface MoveId {
  readonly seq: number;
  /** In ms since 1970. */
  readonly at: number;
}

interface OwnMoves {
  /** The moves that this window made, or made again, and those that it undid. */
  readonly made: readonly string[];
  readonly undone: readonly string[];
}

/** The most moves kept of each kind. */
const MOST = 1000;

/** This window's moves of labels. They outlast a reload of the page, until the app ends. */
export const useOwnMoves = create<OwnMoves>()(
  persist((): OwnMoves => ({ made: [], undone: [] }), {
    name: "strata.own-moves",
    storage: createJSONStorage(() => sessionStorage),
  }),
);

/** Returns whether this window may undo or redo a move: it made the move, or undid it. */
export function isOwn({ made, undone }: OwnMoves, direction: "undo" | "redo", move: MoveId): boolean {
  return (direction === "undo" ? made : undone).includes(keyOf(move));
}

/** Notes that this window undid a move, or made it again. */
export function noteStep(direction: "undo" | "redo", move: MoveId): void {
  note(direction === "undo" ? "undone" : "made", move);
}

/** The commands that move a label. */
const MOVING: ReadonlySet<CommandName> = new Set<CommandName>([
  "import",
  "push",
  "reset",
  "label.create",
  "label.set",
  "label.rename",
  "label.delete",
  "label.restore",
  "mount.push",
  "merge.complete",
]);
/** The answers of commands that may leave a label where it is, when they moved it. */
const DONE: ReadonlySet<unknown> = new Set([undefined, "advanced", "completed"]);

/** Notes this window's moves before their callers go on. Returns a function that stops it. */
export function followOwnMoves(): () => void {
  return onAnswer(async (name, answer) => {
    if (!MOVING.has(name)) return;
    const { label, ca_id, moved, status } = answer as Partial<Record<string, unknown>>;
    if (typeof label !== "string" || moved === false || !DONE.has(status)) return;
    const { undo } = await ask("undo.preview", { label });
    // Someone else may have moved it again by now.
    const to = name === "label.delete" ? null : ca_id;
    if (undo !== null && undo.to === to) note("made", undo);
  });
}

function note(where: keyof OwnMoves, move: MoveId): void {
  const key = keyOf(move);
  useOwnMoves.setState((state) => ({
    [where]: [...state[where].filter((each) => each !== key), key].slice(-MOST),
  }));
}

function keyOf({ seq, at }: MoveId): string {
  return `${seq}:${at}`;
}
