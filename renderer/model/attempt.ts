import { asAppError } from "../api/bridge.ts";
import { useNotices } from "../state/notices.ts";

/** Runs the action of a menu or button, and reports its failure. */
export function attempt(work: Promise<unknown>): void {
  work.catch((thrown: unknown) => {
    const error = asAppError(thrown);
    useNotices.getState().tell({ kind: "failed", text: error.message, error });
  });
}
