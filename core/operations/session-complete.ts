import { StrataError } from "../errors.ts";
import type { SnapshotId } from "../ids.ts";
import { badInput, labelDeleted, labelExists, labelMoved } from "../labels/label-errors.ts";
import type { Move, NamedSnapshot, ReflogEntry } from "../labels/label-store.ts";
import { type MergeSession, stateOf } from "../sessions/session.ts";
import { mergeEnded, mergeOpen } from "../sessions/session-errors.ts";
import { makeResult } from "../sessions/session-result.ts";
import type { OpenedStore } from "../store/open.ts";
import type { OperationContext } from "./operation.ts";
import { named } from "./session-merge.ts";
import { type Updated, updateSession } from "./session-start.ts";
import { staged } from "./staged.ts";

/** The request to complete a session. */
export interface CompleteRequest {
  readonly id: number;
  /** A label to make, in place of the one that the session moves. */
  readonly label?: string | undefined;
  readonly message: string;
  readonly override: boolean;
}

/** The outcome of completing a session. */
export type Completed =
  | { readonly status: "completed"; readonly id: SnapshotId; readonly label: string }
  /** A side had moved: the session was merged anew, and stays open. */
  | ({ readonly status: "updated" } & Updated);

type Context = Pick<OperationContext, "sessions" | "mounts" | "clock" | "merger" | "signal" | "keepUpLater">;

/**
 * Makes the snapshot that a session's decisions give and moves its label to it; a mount whose changes were merged gets it as its
 * base and has no rows then. All of it is one transaction. If the label or the mount is not what was merged any more, the session
 * is merged anew instead. One that is completed already answers the same again.
 *
 * Throws `UnknownMerge`, `MergeEnded`, `MergeOpen` for open files, `LabelDeleted`, `LabelExists` for the name of a label to make,
 * `LabelProtected`, `BadInput` if no label is named, and as `makeResult` and an update do.
 */
export async function completeSession(
  store: OpenedStore,
  request: CompleteRequest,
  context: Context,
): Promise<Completed> {
  const { sessions, keepUpLater } = context;
  const { id } = request;
  for (;;) {
    const session = sessions.get(id);
    const { outcome, result } = session;
    if (outcome === "completed" && result !== null)
      return { status: "completed", id: result, label: session.label ?? "" };
    if (outcome !== null) throw mergeEnded(id, outcome);
    const files = sessions.files(id);
    const open = files.filter((file) => stateOf(file) === "open");
    if (open.length > 0)
      throw mergeOpen(
        id,
        open.map(({ path }) => path),
      );
    try {
      const entry = await staged(store, async (objects) => {
        const { profile } = store;
        const nodes = store.nodes.over(objects);
        const { merger: run, signal } = context;
        const to = await makeResult({ objects, nodes, profile, run, signal }, session, files);
        return () => moveTo(store, session, to, request, context);
      });
      keepUpLater(entry);
    } catch (thrown) {
      if (thrown instanceof DecidedMeanwhile) continue;
      if (!(thrown instanceof SideMoved)) throw thrown;
      const updated = await updateSession(store, { id }, context);
      if (updated.session.revision === session.revision) {
        throw labelMoved(session.label ?? "", session.expected, session.head);
      }
      return { status: "updated", ...updated };
    }
  }
}

/** Another process changed the session, or ended it, while its result was made. */
class DecidedMeanwhile extends Error {}

/** The label or the mount is not what was merged any more: nothing of the completion is kept. */
class SideMoved extends Error {}

function moveTo(
  store: OpenedStore,
  { id, revision }: MergeSession,
  to: SnapshotId,
  { label: newName, message, override }: CompleteRequest,
  { sessions, mounts }: Context,
): ReflogEntry {
  const session = sessions.get(id);
  if (session.revision !== revision) throw new DecidedMeanwhile();
  const { label, isNew } = targetOf(session, newName);
  const head = store.labels.resolveSync(label)?.head ?? null;
  if (isNew && head !== null) throw labelExists(label, false);
  if (!isNew && head === null) throw deletedMeanwhile(label);
  const move: Move = {
    label,
    op: isNew ? "create" : "merge",
    to,
    message,
    override,
    parents: parentsOf(session),
  };
  const moved = store.labels.casSync(move, isNew ? null : session.expected);
  if (moved.status === "rejected") throw new SideMoved();
  const { mount, options } = session;
  if (mount !== null && options.mountRevision !== undefined) {
    const base = { id: to, seq: moved.entry.seq };
    if (!mounts.catalog.setBase(mount.id, options.mountRevision, base, [])) throw new SideMoved();
    if (mounts.catalog.get(mount.id).label !== label) mounts.catalog.amend(mount.id, { label });
  }
  sessions.complete(id, { result: to, label });
  return moved.entry;
}

function targetOf(session: MergeSession, newName: string | undefined): { label: string; isNew: boolean } {
  const { id, label, options } = session;
  if (newName !== undefined && newName !== label) return { label: newName, isNew: true };
  if (label !== null) return { label, isNew: options.newLabel !== undefined };
  throw badInput(`The merge ${id} has no label to move.`, "Name one that is made for its result (--label).", {
    merge: id,
  });
}

function parentsOf({ ours, theirs, base, options }: MergeSession): NamedSnapshot[] {
  const seq = options.baseEntry;
  const parents = [named(ours), named(theirs)];
  return base === null ? parents : [...parents, { id: base.id, ...(seq !== undefined && { seq }) }];
}

function deletedMeanwhile(label: string): StrataError {
  const { code, message, data } = labelDeleted(label);
  return new StrataError(code, message, {
    hint: `Restore it (strata label restore ${label}) and complete the merge then, or complete it into a new label (--label).`,
    ...(data && { data }),
  });
}
