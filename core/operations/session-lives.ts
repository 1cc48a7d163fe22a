import type { MergeSession } from "../sessions/session.ts";
import type { OpenedStore } from "../store/open.ts";
import type { QuickContext } from "./operation.ts";

type Context = Pick<QuickContext, "sessions">;

/**
 * Abandons a session, which can be restored for 30 days; of one that cannot be read it returns the reason. Throws `UnknownMerge`,
 * `MergeEnded`.
 */
export function endSession(
  _: OpenedStore,
  id: number,
  { sessions }: Context,
): MergeSession | { readonly id: number; readonly problem: string } {
  const ended = sessions.abandon(id);
  return "problem" in ended ? { id, problem: ended.problem.message } : ended;
}

/** Opens an abandoned session again. Throws `UnknownMerge`, `MergeEnded` for a completed one. */
export function restoreSession(_: OpenedStore, id: number, { sessions }: Context): MergeSession {
  return sessions.restore(id);
}
