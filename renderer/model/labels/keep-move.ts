import { ask } from "../../api/bridge.ts";
import { labelsChanged } from "../../api/stale.ts";
import { text } from "../../strings/index.ts";
import { tellFailed } from "../attempt.ts";

const words = text.retention;

/** Keeps a move of a label for good, or no longer. */
export async function keepMove(label: string, seq: number, kept: boolean): Promise<void> {
  try {
    await ask(kept ? "move.keep" : "move.release", { label, seq });
  } catch (thrown) {
    return tellFailed(kept ? words.failed.keep : words.failed.release, thrown);
  }
  await labelsChanged(label);
}
