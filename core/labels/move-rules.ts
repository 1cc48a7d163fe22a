import { isObjectId, type SnapshotId } from "../ids.ts";
import type { Origins } from "./history.ts";
import { badInput, labelDeleted, labelExists, labelProtected, unknownLabel } from "./label-errors.ts";
import { parseLabelName } from "./label-name.ts";
import type { LabelChange, LabelSettings, Move, Op, ReflogEntry } from "./label-store.ts";

/** The most bytes of UTF-8 in a move's message, and in a label's description. */
export const MAX_TEXT_BYTES = 4096;

/** The moves that bring a label into being, and so begin where it has no head. */
const FROM_NOTHING: readonly Op[] = ["create", "restore"];
/** The moves that may name further parents. */
const WITH_PARENTS: readonly Op[] = ["create", "push", "force", "merge"];
/** The moves that undo and redo are made of. */
const UNDOING: readonly Op[] = ["reset", "restore", "delete", "rename"];

/** Checks what a move says by itself. Throws `BadLabelName`, and `BadInput` when its fields do not fit its op. */
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
 * Checks a move against the label as it is: create and restore begin without a head (else `LabelExists`), every other
 * move with one (else `LabelDeleted`).
 */
export function checkHead(move: Move, head: SnapshotId | null): void {
  if (FROM_NOTHING.includes(move.op)) {
    if (head !== null) throw labelExists(move.label, false);
  } else if (head === null) throw labelDeleted(move.label);
}

/** Checks that a move's label has been there before, unless the move creates it. Throws `UnknownLabel`. */
export function checkKnown(move: Move, known: boolean): void {
  if (!known && move.op !== "create") throw unknownLabel(move.label);
}

/** Tells whether a label is where a move is to begin, given its head and its latest move as they are. */
export function isExpected(
  { after }: Move,
  expected: SnapshotId | null,
  current: { readonly head: SnapshotId | null; readonly last: number | undefined },
): boolean {
  return current.head === expected && (after === undefined || after === current.last);
}

/**
 * Checks that a move may move a label with this head and these settings. One without a head is free: deleting it took an
 * override. Throws `LabelProtected`.
 */
export function checkProtection(
  { label, override }: { readonly label: string; readonly override?: boolean | undefined },
  current: { readonly head: SnapshotId | null; readonly settings: LabelSettings } | undefined,
): void {
  if (current === undefined || current.head === null || override === true) return;
  if (current.settings.protected === true) throw labelProtected(label);
}

/** Checks that a move undoes one of its own label's moves. Throws `BadInput`. */
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
  // Half a surrogate pair has no UTF-8, and would come back as another character.
  if (/\p{Surrogate}/u.test(text)) throw badInput(`The ${what} is not valid Unicode.`, "Write it again.");
}

/** Makes the entry that a checked move appends to the reflog of a label with this head. */
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
 * Gives by which entries a move named its snapshots; undefined where it named none. Of one that creates a label that is to be
 * said too: without it, the label is taken to come from where its snapshot was.
 */
export function originsOf({ op, origin, parents = [] }: Move): Origins | undefined {
  const says = op === "create" || typeof origin === "number" || parents.length > 0;
  if (!says) return undefined;
  return {
    ...(origin !== undefined && { to: origin }),
    ...(parents.length > 0 && { parents: parents.map(({ seq = null }) => seq) }),
  };
}
