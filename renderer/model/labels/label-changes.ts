import { type AppError, asAppError, ask } from "../../api/bridge.ts";
import { client } from "../../api/client.ts";
import { useNotices } from "../../state/notices.ts";
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

/** Protects a label from being moved unless that is meant, or no longer. */
export async function protectLabel(name: string, isProtected: boolean): Promise<void> {
  const { tell } = useNotices.getState();
  try {
    await ask("label.protect", { label: name, protected: isProtected });
  } catch (thrown) {
    return tell({ kind: "failed", text: words.failed.protect(name), error: asAppError(thrown) });
  }
  const { protection } = words;
  tell({ kind: "done", text: isProtected ? protection.on(name) : protection.off(name) });
  await labelsChanged(name);
}
