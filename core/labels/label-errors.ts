import { StrataError } from "../errors.ts";

/** Says that the store has never had a label of this name. */
export function unknownLabel(name: string): StrataError {
  return new StrataError("UnknownLabel", `There is no label ${JSON.stringify(name)}.`, {
    hint: "List the labels to see which there are; names are case-sensitive.",
    data: { label: name },
  });
}

/** Says that a label is deleted, and how to reach what it held. */
export function labelDeleted(name: string): StrataError {
  return new StrataError("LabelDeleted", `The label ${name} is deleted.`, {
    hint: `Restore it, or name a snapshot that it held: ${name}@{1} is the one before it was deleted.`,
    data: { label: name },
  });
}

/** Says that a name is taken; by a deleted label too, as a reflog must not continue another label's. */
export function labelExists(name: string, deleted: boolean): StrataError {
  return new StrataError("LabelExists", `There is a${deleted ? " deleted" : ""} label ${name} already.`, {
    hint: deleted
      ? "Its history is kept under that name: restore it, or choose another name."
      : "Choose another name, or rename or delete that label first.",
    data: { label: name, deleted },
  });
}

/** Says that a label was moved between being looked at and being moved. */
export function labelMoved(name: string, expected: string | null, current: string | null): StrataError {
  return new StrataError("LabelMoved", `The label ${name} was moved by someone else just now.`, {
    hint: "Look at its history, and run it again if it still is what you want.",
    data: { label: name, expected, current },
  });
}

/** Says that a label is protected from moves that do not say they mean it. */
export function labelProtected(name: string): StrataError {
  return new StrataError("LabelProtected", `The label ${name} is protected.`, {
    hint: "To move it all the same, say so with the override (--override), or take the protection off first.",
    data: { label: name },
  });
}

/** Says that a label has no move left to undo, or to redo. */
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

/** Says that what was asked of a label does not make sense. */
export function badInput(message: string, hint: string, data?: Record<string, unknown>): StrataError {
  return new StrataError("BadInput", message, { hint, ...(data === undefined ? {} : { data }) });
}
