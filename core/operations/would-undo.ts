import { StrataError } from "../errors.ts";
import type { SnapshotId } from "../ids.ts";
import type { ReflogEntry } from "../labels/label-store.ts";
import type { Effect, Undone } from "../snapshot/undone.ts";

/** The changes that an import into a label would undo, and who made them. */
export interface Undoing extends Undone {
  /** The last move at which source and label held the same; undefined where none is known. */
  readonly base: { readonly seq: number; readonly snapshot: SnapshotId | null } | undefined;
  /** The number of the label's latest move when this was computed. */
  readonly last: number;
  /** The newest moves since the base that changed the label's content, newest first, and their number; none without a base. */
  readonly moves: readonly ReflogEntry[];
  readonly moveCount: number;
  /** The folder that the label was imported from before, if another one. */
  readonly otherFolder: string | undefined;
  /** A free label name. */
  readonly newLabel: string;
}

/** Converts it to the plain JSON of the error's data and the API. */
export function undoingJson(undoing: Undoing) {
  const { base, last, moves, moveCount, counts, changes, otherFolder, newLabel } = undoing;
  return {
    base: base === undefined ? null : { seq: base.seq, ca_id: base.snapshot },
    last,
    moves: moves.map(({ seq, at, op, to, message, actor, undoes }) => ({
      seq,
      at,
      op,
      ca_id: to,
      message,
      actor,
      ...(undoes !== undefined && { undoes }),
    })),
    move_count: moveCount,
    counts: { ...counts },
    changes: changes.map((change) => ({ ...change })),
    other_folder: otherFolder ?? null,
    new_label: newLabel,
  };
}

/** Makes the error of a refused import; `id` is the snapshot that it would have moved the label to. */
export function wouldUndo(label: string, id: SnapshotId, undoing: Undoing): StrataError {
  const { base, moveCount, counts, otherFolder, newLabel } = undoing;
  const moves = moveCount === 1 ? "a move" : `${moveCount.toLocaleString("en")} moves`;
  const of = otherFolder === undefined ? "" : ` (it is of ${otherFolder} so far)`;
  const what =
    base === undefined
      ? `replace what ${label} holds from elsewhere${of}`
      : `undo ${moves} of ${label} that did not come from these paths`;
  return new StrataError("WouldUndo", `The import would ${what}: it would ${effectsOf(counts)}.`, {
    hint: `See \`strata diff ${label} ${id.slice(0, 10)}\`; then import with --replace, or under another label: --label ${newLabel}.`,
    data: { label, ca_id: id, ...undoingJson(undoing) },
  });
}

const EFFECTS: Readonly<Record<Effect, (files: string) => string>> = {
  removed: (files) => `remove ${files}`,
  returned: (files) => `bring back ${files} that had been deleted`,
  reverted: (files) => `set ${files} back`,
  changed: (files) => `change ${files} again`,
};

function effectsOf(counts: Undone["counts"]): string {
  return (Object.keys(EFFECTS) as Effect[])
    .filter((effect) => counts[effect] > 0)
    .map((effect) =>
      EFFECTS[effect](`${counts[effect].toLocaleString("en")} ${counts[effect] === 1 ? "file" : "files"}`),
    )
    .join(", ");
}
