import { isObjectId, type SnapshotId } from "../ids.ts";
import type { Origins } from "./history.ts";
import { badInput, labelDeleted, labelExists, labelProtected, unknownLabel } from "./label-errors.ts";
import { parseLabelName } from "./label-name.ts";
import type { LabelChange, LabelSettings, Move, Op, ReflogEntry } from "./label-store.ts";

/** Maximum size of a move's message and of a label's description, in bytes of UTF-8. */
export const MAX_TEXT_BYTES = 4096;

/** The moves that create a head, and so begin without one. */
const FROM_NOTHING: readonly Op[] = ["create", "restore"];
/** The moves that may name further parents. */
const WITH_PARENTS: readonly Op[] = ["create", "push", "force", "merge"];
/** The moves that undo and redo consist of. */
const UNDOING: readonly Op[] = ["reset", "restore", "delete", "rename"];

/** Checks the fields of a move. Throws `BadLabelName`, and `BadInput` if they do not fit its op. */
export function checkForm(move: Move): void {
  parseLabelName(move.label);
  if (move.rename !== undefined) parseLabelName(move.rename);
  checkText("message", move.message ?? "");
  const parents = move.parents?.map(({ id }) => id) ?? [];
  for (const id of [move.to ?? [], parents].flat()) {
    if (!isObjectId(id))
      throw badInput(`Not an id: ${JSON.stringify(id)}`, "An id has 64 lower-case hex digits.");
  }
  const misfit = misfitOf(move);
  if (misfit !== undefined) {
    throw badInput(`A ${move.op} ${misfit}.`, "This is a mistake of the program that asked for it.", {
      op: move.op,
    });
  }
}

function misfitOf({ op, to, rename, parents, undoes }: Move): string | undefined {
  if ((op === "delete") !== (to === null))
    return op === "delete" ? "moves to nothing" : "needs a snapshot to move to";
  if ((op === "rename") !== (rename !== undefined))
    return op === "rename" ? "needs a new name" : "gives no new name";
  if (parents?.length && !WITH_PARENTS.includes(op)) return "has no further parents";
  if (undoes !== undefined && !UNDOING.includes(op)) return "cannot undo a move";
  return undefined;
}

/**
 * Checks a move against the label's head: create and restore begin without one (else `LabelExists`), all other moves
 * with one (else `LabelDeleted`).
 */
export function checkHead(move: Move, head: SnapshotId | null): void {
  if (FROM_NOTHING.includes(move.op)) {
    if (head !== null) throw labelExists(move.label, false);
  } else if (head === null) throw labelDeleted(move.label);
}

/** Checks that a move's label exists or existed, unless the move creates it. Throws `UnknownLabel`. */
export function checkKnown(move: Move, known: boolean): void {
  if (!known && move.op !== "create") throw unknownLabel(move.label);
}

/** Returns whether a label's head and latest move are those that a move expects. */
export function isExpected(
  { after }: Move,
  expected: SnapshotId | null,
  current: { readonly head: SnapshotId | null; readonly last: number | undefined },
): boolean {
  return current.head === expected && (after === undefined || after === current.last);
}

/**
 * Checks that a move may move a label with this head and these settings. A label without a head is not protected:
 * deleting it took an override. Throws `LabelProtected`.
 */
export function checkProtection(
  { label, override }: { readonly label: string; readonly override?: boolean | undefined },
  current: { readonly head: SnapshotId | null; readonly settings: LabelSettings } | undefined,
): void {
  if (current === undefined || current.head === null || override === true) return;
  if (current.settings.protected === true) throw labelProtected(label);
}

/** Checks that a move undoes a move of the same label. Throws `BadInput`. */
export function checkUndoes(move: Move, isOwn: (seq: number) => boolean): void {
  if (move.undoes === undefined || isOwn(move.undoes)) return;
  throw badInput(
    `The label ${move.label} has no move ${move.undoes} to undo.`,
    "A move can be undone as long as the label's history holds it.",
    { label: move.label, undoes: move.undoes },
  );
}

/** Checks that a rename's new name is free, given the label that has it. Throws `LabelExists`. */
export function checkFree(name: string, holder: { head: unknown } | undefined): void {
  if (holder !== undefined) throw labelExists(name, holder.head === null);
}

/** Checks the texts of a change. Throws `BadInput`. */
export function checkChange(change: LabelChange): void {
  checkText("description", change.description ?? "");
}

function checkText(what: string, text: string): void {
  if (Buffer.byteLength(text) > MAX_TEXT_BYTES) {
    throw badInput(
      `The ${what} is too long.`,
      `It may have ${MAX_TEXT_BYTES.toLocaleString("en")} bytes of UTF-8.`,
    );
  }
  // An unpaired surrogate has no UTF-8 and would be read back as another character.
  if (/\p{Surrogate}/u.test(text)) throw badInput(`The ${what} is not valid Unicode.`, "Write it again.");
}

/** Returns the reflog entry of a checked move of a label with this head. */
export function entryOf(
  move: Move,
  head: SnapshotId | null,
  { at, actor }: { at: number; actor: string },
): Omit<ReflogEntry, "seq"> {
  const renames = move.op === "rename";
  return {
    at,
    op: move.op,
    from: head,
    to: renames ? head : move.to,
    message: move.message ?? "",
    actor,
    ...(move.parents?.length ? { parents: move.parents.map(({ id }) => id) } : {}),
    ...(move.undoes === undefined ? {} : { undoes: move.undoes }),
    ...(renames ? { renamedFrom: move.label } : {}),
  };
}

/**
 * Returns the origins of a move; undefined if it names none. A move that creates a label always has some: without them,
 * the label would be taken to come from a label that held its snapshot.
 */
export function originsOf({ op, origin, parents = [] }: Move): Origins | undefined {
  const says = op === "create" || typeof origin === "number" || parents.length > 0;
  if (!says) return undefined;
  return {
    ...(origin !== undefined && { to: origin }),
    ...(parents.length > 0 && { parents: parents.map(({ seq = null }) => seq) }),
  };
}
