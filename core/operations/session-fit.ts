import type { FileDecision, Side } from "../merge/model/merge-state.ts";
import { movedOnce, type SessionFile } from "../sessions/session.ts";
import { unfitDecision } from "../sessions/session-errors.ts";

/** Throws `BadInput` for a decision that does not fit a file. */
export function checkDecision(file: SessionFile, decision: FileDecision): void {
  checkPermissions(file, decision);
  checkPlace(file, decision);
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

const NEW_CONTENT: ReadonlySet<FileDecision["take"]> = new Set(["text", "content", "rows"]);

/** Throws `BadInput` for the path of a side that did not move the file, or if what is taken has its own place. */
export function checkPlace({ path, conflict }: SessionFile, { take, at }: FileDecision): void {
  if (at === undefined) return;
  if (typeof movedOnce({ conflict })?.[at] !== "string")
    throw unfitDecision(path, "the sides did not move it to a place each", "Leave out the path (--at).");
  if (NEW_CONTENT.has(take)) return;
  throw unfitDecision(path, `${take} has its own place`, "Take the text, or leave out the path (--at).");
}
