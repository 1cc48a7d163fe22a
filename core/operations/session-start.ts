import type { MergeSession } from "../sessions/session.ts";
import type { OpenedStore } from "../store/open.ts";
import type { OperationContext } from "./operation.ts";
import { type CarriedFiles, carryFiles } from "./session-carry.ts";
import {
  isCurrent,
  isOfSame,
  mergePlan,
  mountPlan,
  planOf,
  recordSnapshots,
  type SessionPlan,
  type SidesRequest,
  sidesPlan,
} from "./session-plan.ts";
import { staged } from "./staged.ts";

/** The request to start a session: of two snapshots, or of a mount and its label. */
export type StartRequest = SidesRequest | { readonly mount: number };

/** A session that was started, or one that was open already. */
export interface Started {
  readonly session: MergeSession;
  readonly resumed: boolean;
}

/** What became of a session's decisions when it was merged anew. */
export interface Updated extends Omit<CarriedFiles, "files"> {
  readonly session: MergeSession;
}

type Context = Pick<OperationContext, "sessions" | "mounts" | "clock" | "merger" | "signal">;

/**
 * Starts a session. If the same sides, or the same mount, are being merged already, that session is answered; if a side
 * moved meanwhile, it is merged anew. Throws as `findKeptBase` and a merge do, `BadInput` for a mount without a label, `LabelDeleted`.
 */
export async function startSession(
  store: OpenedStore,
  request: StartRequest,
  context: Context,
): Promise<Started> {
  const { sessions, clock } = context;
  const plan =
    "mount" in request ? await mountPlan(store, request.mount, context) : sidesPlan(store, request);
  const known = openOne(store, plan, context);
  if (known !== undefined) {
    return { session: (await updateSession(store, { id: known.id }, context)).session, resumed: true };
  }
  return await staged(store, async (objects) => {
    const { merge, files } = await mergePlan(store, objects, plan, context);
    return () => {
      // Another process may have started it meanwhile.
      const other = openOne(store, plan, context);
      if (other !== undefined) return { session: other, resumed: true };
      sessions.prune();
      recordSnapshots(store, merge, clock());
      const session = sessions.create({ ...merge, label: plan.label, mount: plan.mount?.id ?? null }, files);
      return { session, resumed: false };
    };
  });
}

function openOne(store: OpenedStore, plan: SessionPlan, { sessions }: Context): MergeSession | undefined {
  return sessions.list().find((session) => isOfSame(store, session, plan));
}

/**
 * Merges an open session anew if one of its sides moved; its decisions stay where the contents are the same. Throws `UnknownMerge`,
 * `MergeEnded`, and as {@link startSession} does.
 */
export async function updateSession(
  store: OpenedStore,
  { id }: { readonly id: number },
  context: Context,
): Promise<Updated> {
  const { sessions, clock } = context;
  for (;;) {
    const session = sessions.open(id);
    const plan = await planOf(store, session, context);
    if (isCurrent(session, plan)) return { session, kept: 0, reopened: [], settled: [] };
    const before = sessions.files(id);
    try {
      return await staged(store, async (objects) => {
        const { merge, files } = await mergePlan(store, objects, plan, context);
        const { files: carried, ...told } = await carryFiles(objects, before, files);
        return () => {
          if (sessions.open(id).revision !== session.revision) throw new DecidedMeanwhile();
          recordSnapshots(store, merge, clock());
          return { ...told, session: sessions.replace(id, merge, carried) };
        };
      });
    } catch (thrown) {
      if (!(thrown instanceof DecidedMeanwhile)) throw thrown;
    }
  }
}

/** Another process changed the session during the merge, which has to take that over too. */
class DecidedMeanwhile extends Error {}
