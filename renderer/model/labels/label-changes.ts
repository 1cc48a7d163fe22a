import { type AppError, asAppError, ask } from "../../api/bridge.ts";
import { labelsChanged } from "../../api/stale.ts";
import { useNotices } from "../../state/notices.ts";
import { text } from "../../strings/index.ts";

const words = text.labels;

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
