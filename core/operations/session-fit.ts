import type { FileDecision, Side } from "../merge/model/merge-state.ts";
import type { SessionFile } from "../sessions/session.ts";
import { unfitDecision } from "../sessions/session-errors.ts";

/** Throws `BadInput` for a decision that does not fit a file. */
export function checkDecision(file: SessionFile, decision: FileDecision): void {
  checkPermissions(file, decision);
  if (decision.take === "text" && file.text === null) {
    throw unfitDecision(file.path, "nobody has looked at its text yet", "Take a step in its text first.");
  }
}

/** Throws `BadInput` if a file's permissions are in no conflict, or the side has none. */
export function checkPermissions(
  { path, conflict, versions }: SessionFile,
  { permissions }: { readonly permissions?: Side | undefined },
): void {
  if (permissions === undefined) return;
  if (conflict?.permissions !== true && conflict?.content === undefined)
    throw unfitDecision(path, "its permissions are in no conflict", "Leave out the permissions.");
  if (versions[permissions] === null)
    throw unfitDecision(path, `${permissions} has no file there`, "Take another side's permissions.");
}
