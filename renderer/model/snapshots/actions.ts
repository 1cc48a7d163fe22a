import type { Chosen } from "../../api/chosen.ts";
import { useDialogs } from "../../state/dialogs.ts";
import { resetLabel } from "../labels/reset.ts";
import { goToCopy, openCopy } from "../working/copies.ts";

/** Moves the label back to a snapshot. */
export function resetTo({ label, to, at }: Chosen): void {
  if (to !== null) resetLabel({ label, snapshot: to, at });
}

/** Opens the dialog that restores a snapshot's files. */
export function restoreFiles({ label, to, at }: Chosen): void {
  if (to === null) return;
  useDialogs.getState().show({ name: "restore", label, snapshot: to, path: "", isFile: false, at });
}

/** Opens a working copy of a snapshot: of the label where that holds it, else of the snapshot alone. */
export function editSnapshot({ label, to, isHead }: Chosen): void {
  if (to !== null) void (isHead ? goToCopy(label) : openCopy(to));
}

/** Asks for the name of a label that begins at a snapshot. */
export function startLabel({ label, to }: Chosen): void {
  if (to !== null) useDialogs.getState().show({ name: "start-label", snapshot: to, from: label });
}

/** Opens the dialog that exports a snapshot. */
export function exportSnapshot({ label, to }: Chosen): void {
  if (to !== null) useDialogs.getState().show({ name: "export", ref: to, title: label, isFile: false });
}
