import { StrataError } from "../errors.ts";
import type { SnapshotId } from "../ids.ts";

/** The error for a name that no label ever had. */
export function unknownLabel(name: string): StrataError {
  return new StrataError("UnknownLabel", `There is no label ${JSON.stringify(name)}.`, {
    hint: "List the labels to see which there are; names are case-sensitive.",
    data: { label: name },
  });
}

/** The error for a deleted label, with a hint how to reach what it held. */
export function labelDeleted(name: string): StrataError {
  return new StrataError("LabelDeleted", `The label ${name} is deleted.`, {
    hint: `Restore it, or name a snapshot that it held: ${name}@{1} is the one before it was deleted.`,
    data: { label: name },
  });
}

/**
 * The error for a name in use. A deleted label's name is in use too, since another reflog must not continue its own.
 */
export function labelExists(name: string, deleted: boolean): StrataError {
  return new StrataError("LabelExists", `There is a${deleted ? " deleted" : ""} label ${name} already.`, {
    hint: deleted
      ? "Its history is kept under that name: restore it, or choose another name."
      : "Choose another name, or rename or delete that label first.",
    data: { label: name, deleted },
  });
}

/** The error for a label that was moved after it was read. */
export function labelMoved(name: string, expected: string | null, current: string | null): StrataError {
  return new StrataError("LabelMoved", `The label ${name} was moved by someone else just now.`, {
    hint: "Look at its history, and run it again if it still is what you want.",
    data: { label: name, expected, current },
  });
}

/** The error for a move of a protected label without an override. */
export function labelProtected(name: string): StrataError {
  return new StrataError("LabelProtected", `The label ${name} is protected.`, {
    hint: "To move it all the same, say so with the override (--override), or take the protection off first.",
    data: { label: name },
  });
}

/** The error for a label with no move left to undo or redo. */
export function nothingToUndo(name: string, direction: "undo" | "redo"): StrataError {
  const hint =
    direction === "undo"
      ? "All moves that its history still holds are undone; its history shows them."
      : "Only moves that were undone can be made again, until the label moves on.";
  return new StrataError(
    direction === "undo" ? "NothingToUndo" : "NothingToRedo",
    `There is nothing to ${direction} in the label ${name}.`,
    { hint, data: { label: name } },
  );
}

/** The error for a snapshot that a collection let go. */
export function snapshotPruned(id: SnapshotId): StrataError {
  return new StrataError("SnapshotPruned", `The snapshot ${id.slice(0, 10)} is not in the store any more.`, {
    hint: "It was pruned: no label's retention keeps it. `strata log` shows which moves are still there.",
    data: { id },
  });
}

/** The error for an invalid request about a label. */
export function badInput(message: string, hint: string, data?: Record<string, unknown>): StrataError {
  return new StrataError("BadInput", message, { hint, ...(data === undefined ? {} : { data }) });
}

/** The error for a number that no move of the label has, or none that its history still holds. */
export function unknownMove(name: string, seq: number): StrataError {
  return new StrataError("UnknownReference", `The history of ${name} has no move ${seq}.`, {
    hint: `See which moves it has: strata log ${name}`,
    data: { reference: String(seq), label: name, seq, candidates: [] },
  });
}
