import { asAppError } from "../api/bridge.ts";
import { useNotices } from "../state/notices.ts";

/** Runs the action of a menu or button, and tells of its failure. */
export function attempt(work: Promise<unknown>): void {
  work.catch((thrown: unknown) => tellFailed(asAppError(thrown).message, thrown));
}

/** Tells what could not be done, with the reason. */
export function tellFailed(text: string, thrown: unknown): void {
  useNotices.getState().tell({ kind: "failed", text, error: asAppError(thrown) });
}
