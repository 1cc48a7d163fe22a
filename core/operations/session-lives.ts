import type { MergeSession } from "../sessions/session.ts";
import type { OpenedStore } from "../store/open.ts";
import type { QuickContext } from "./operation.ts";

type Context = Pick<QuickContext, "sessions">;

/** Abandons a session, which can be restored for 30 days. Throws `UnknownMerge`, `MergeEnded`. */
export function endSession(_: OpenedStore, id: number, { sessions }: Context): MergeSession {
  return sessions.end(id, "abandoned");
}

/** Opens an abandoned session again. Throws `UnknownMerge`, `MergeEnded` for a completed one. */
export function restoreSession(_: OpenedStore, id: number, { sessions }: Context): MergeSession {
  return sessions.restore(id);
}

/** Abandons the open sessions of a mount, whose changes were merged another way. */
export function abandonOfMount(sessions: Context["sessions"], mount: number): void {
  for (const { id, mount: of } of sessions.list()) if (of?.id === mount) sessions.end(id, "abandoned");
}
