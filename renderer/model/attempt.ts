import { asAppError } from "../api/bridge.ts";
import { useNotices } from "../state/notices.ts";

/** Runs what a menu or a button asked for, and tells of what fails. */
export function attempt(work: Promise<unknown>): void {
  work.catch((thrown: unknown) => {
    const error = asAppError(thrown);
    useNotices.getState().tell({ kind: "failed", text: error.message, error });
  });
}
