import { ask } from "../../api/bridge.ts";
import { labelsChanged } from "../../api/stale.ts";
import { useNotices } from "../../state/notices.ts";
import { useSelection } from "../../state/selection.ts";
import { text } from "../../strings/index.ts";
import { tellFailed } from "../attempt.ts";
import { unlessProtected } from "./protection.ts";
import { undoAction } from "./step.ts";
import { undoDeleted } from "./undo-target.ts";

const words = text.labels;

/** Deletes a label, and chooses another in its place; undo is about the one that is gone, until something else is done. */
export async function deleteLabel(name: string, neighbour: string | null): Promise<void> {
  const { tell } = useNotices.getState();
  try {
    const asks = { does: words.deletes(name), button: words.delete };
    const deleted = await unlessProtected(name, asks, (override) =>
      ask("label.delete", { label: name, override }),
    );
    if (deleted === undefined) return;
    const { label, chooseLabel } = useSelection.getState();
    if (label === name && neighbour !== null) {
      chooseLabel(neighbour);
      undoDeleted(name, neighbour);
    }
    const action = await undoAction(name, { op: "delete", to: null });
    tell({ kind: "done", text: words.deletedNotice(name), ...(action && { action }) });
  } catch (thrown) {
    tellFailed(words.failed.delete(name), thrown);
  }
  await labelsChanged(name);
}

/** Brings a deleted label back, and chooses it. */
export async function restoreLabel(name: string): Promise<void> {
  const { tell } = useNotices.getState();
  try {
    await ask("label.restore", { label: name });
  } catch (thrown) {
    return tellFailed(words.failed.restore(name), thrown);
  }
  useSelection.getState().chooseLabel(name);
  tell({ kind: "done", text: words.restored(name) });
  await labelsChanged(name);
}

/** Pins a label, or no longer. */
export async function pinLabel(name: string, pinned: boolean): Promise<void> {
  try {
    await ask("label.pin", { label: name, pinned });
  } catch (thrown) {
    return tellFailed(words.failed.pin(name), thrown);
  }
  await labelsChanged(name);
}

/** Protects a label from being moved unless that is meant, or no longer. */
export async function protectLabel(name: string, isProtected: boolean): Promise<void> {
  const { tell } = useNotices.getState();
  try {
    await ask("label.protect", { label: name, protected: isProtected });
  } catch (thrown) {
    return tellFailed(words.failed.protect(name), thrown);
  }
  const { protection } = words;
  tell({ kind: "done", text: isProtected ? protection.on(name) : protection.off(name) });
  await labelsChanged(name);
}
