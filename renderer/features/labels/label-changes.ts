import { type AppError, asAppError, ask } from "../../api/bridge.ts";
import { client } from "../../api/client.ts";
import { useNotices } from "../../state/notices.ts";
import { useSelection } from "../../state/selection.ts";
import { text } from "../../strings/index.ts";

const words = text.labels;

/** Marks as stale what is known of labels, at once: the store's own word of it comes a moment later. */
export async function labelsChanged(...names: readonly string[]): Promise<void> {
  const keys = [
    ["labels"],
    ["status"],
    ...names.flatMap((name) => [
      ["label", name],
      ["history", name],
    ]),
  ];
  await Promise.all(keys.map((queryKey) => client.invalidateQueries({ queryKey })));
}

/** Deletes a label, and chooses another in its place; it can be undone from the notice that tells. */
export async function deleteLabel(name: string, neighbour: string | null): Promise<void> {
  const { tell } = useNotices.getState();
  try {
    await ask("label.delete", { label: name });
  } catch (thrown) {
    return tell({ kind: "failed", text: words.failed.delete(name), error: asAppError(thrown) });
  }
  const { label, chooseLabel } = useSelection.getState();
  if (label === name && neighbour !== null) chooseLabel(neighbour);
  tell({
    kind: "done",
    text: words.deletedNotice(name),
    action: { text: words.undo, run: () => void restoreLabel(name) },
  });
  await labelsChanged(name);
}

/** Brings a deleted label back, and chooses it. */
export async function restoreLabel(name: string): Promise<void> {
  const { tell } = useNotices.getState();
  try {
    await ask("label.restore", { label: name });
  } catch (thrown) {
    return tell({ kind: "failed", text: words.failed.restore(name), error: asAppError(thrown) });
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
    const error: AppError = asAppError(thrown);
    return useNotices.getState().tell({ kind: "failed", text: words.failed.pin(name), error });
  }
  await labelsChanged(name);
}
