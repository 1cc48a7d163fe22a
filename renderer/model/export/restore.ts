import { AppError, asAppError } from "../../api/bridge.ts";
import { text } from "../../strings/index.ts";
import type { ImportPlan } from "../import/plan.ts";
import { runImport, stopImport } from "../import/queue.ts";
import type { Overwrite } from "./export.ts";
import { type Written, writeOut } from "./write-out.ts";

/** A restore: its source and its target. */
export interface RestorePlan {
  readonly ref: string;
  readonly into: string;
  /** How to treat files that differ: replace at once, take a snapshot first, or ask. */
  readonly differing: "replace" | "snapshot-first" | "ask";
  readonly label: string;
  /** The label's folder, for that snapshot. */
  readonly folder: string | null;
  /** Whether that snapshot is taken although the label is protected. */
  readonly override: boolean;
  /** The message of the snapshot that is taken first. */
  readonly message: string;
}

/** The progress of a restore. */
export type RestoreStep = "writing" | "taking";

/** Who watches it, and may stop it. */
interface Watching {
  readonly onStep: (step: RestoreStep) => void;
  /** Gets what stops the step that begins. */
  readonly onStop: (stop: () => void) => void;
}

/**
 * Restores an item of a snapshot to disk. It first tries without replacing files, so that no needless
 * snapshot is taken. Throws as the command `export`; `FilesInTheWay` only if the user is to be asked.
 */
export async function putBack(plan: RestorePlan, watching: Watching): Promise<Written> {
  watching.onStep("writing");
  try {
    return await write(plan, "refuse", watching);
  } catch (thrown) {
    if (asAppError(thrown).code !== "FilesInTheWay" || plan.differing === "ask") throw thrown;
  }
  if (plan.differing === "snapshot-first" && plan.folder !== null) {
    watching.onStep("taking");
    await takeFirst(plan, plan.folder, watching);
    watching.onStep("writing");
  }
  return await write(plan, "always", watching);
}

/** Writes without asking: the user has decided about existing files. */
export function write({ ref, into }: RestorePlan, overwrite: Overwrite, { onStop }: Watching) {
  return writeOut({ ref, to: into, overwrite }, (handle) => onStop(() => handle.cancel()));
}

async function takeFirst(
  { label, message, override }: RestorePlan,
  folder: string,
  { onStop }: Watching,
): Promise<void> {
  const plan: ImportPlan = { input: { paths: [folder], label, message, override }, isNew: false };
  onStop(() => stopImport(plan));
  const outcome = await runImport(plan);
  if (outcome.status === "failed") throw outcome.error;
  if (outcome.status === "cancelled") {
    throw new AppError({ code: "Cancelled", message: text.exporting.restore.notSafe(label) });
  }
}
