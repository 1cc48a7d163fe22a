import type { Progress } from "../../api/command.ts";
import { counted, size } from "./amounts.ts";

/** Formats a command's progress as one line. */
export function progressText(progress: Progress): string {
  if (progress.command === "export") {
    return `Writing: ${counted(progress.files, "file")}, ${size(progress.bytes)}`;
  }
  if (progress.command === "verify" || progress.command === "repair") {
    const doing = progress.phase === "repairing" ? "Repairing" : `Checking ${progress.phase}`;
    return `${doing}${share(progress.done, progress.total)}`;
  }
  if (progress.command === "gc" || progress.command === "space") {
    return `${PHASES[progress.phase]}${share(progress.done, progress.total)}`;
  }
  if (progress.command === "store.move") {
    return `${MOVING[progress.phase]}${share(progress.done, progress.total)}`;
  }
  if (progress.command === "preflight") {
    return `Looking: ${counted(progress.files, "file")}, ${size(progress.bytes)}`;
  }
  const { phase, files, filesDone, bytes, bytesDone, newBytes } = progress;
  if (phase === "looking") return `Looking: ${counted(files, "file")}, ${size(bytes)}`;
  if (phase === "finishing") return `Finishing: ${counted(files, "file")}, ${size(newBytes)} new`;
  const done = `${filesDone.toLocaleString("en")} of ${counted(files, "file")}`;
  return `Reading${share(bytesDone, bytes)}: ${done}, ${size(bytesDone)} of ${size(bytes)}, ${size(newBytes)} new`;
}

const PHASES = {
  marking: "Looking for what is needed",
  counting: "Counting what is not",
  pruning: "Pruning histories",
  dropping: "Deleting packs",
  rewriting: "Rewriting packs",
  tidying: "Giving space back",
} as const;

const MOVING = {
  copying: "Copying the store",
  verifying: "Checking the copy",
  switching: "Switching to the copy",
} as const;

function share(done: number, total: number): string {
  return total === 0 ? "" : ` ${Math.min(100, Math.floor((100 * done) / total))} %`;
}
