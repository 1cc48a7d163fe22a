import { StrataError } from "../errors.ts";
import type { SnapshotId } from "../ids.ts";
import { descendsFrom } from "../labels/history.ts";
import type { Label, Move, MoveResult, NamedSnapshot, ReflogEntry } from "../labels/label-store.ts";
import type { MountInfo } from "../mount/mount-catalog.ts";
import type { Flushed } from "../mount/mount-reader.ts";
import type { OpenedStore } from "../store/open.ts";
import type { OperationContext } from "./operation.ts";

/** The request of a push. */
export interface MountPushRequest {
  readonly id: number;
  /** Absent: the label that the mount was opened from. */
  readonly label?: string | undefined;
  /** The expected head. Absent: the mount's base; for a label other than the mount's, that the label does not exist. */
  readonly expected?: string | undefined;
  /** Moves the label whatever its head is. */
  readonly force: boolean;
  readonly message: string;
  readonly override: boolean;
}

/** The outcome of a push. */
export type MountPush =
  | {
      readonly status: "advanced";
      readonly label: string;
      readonly id: SnapshotId;
      readonly entry: ReflogEntry;
    }
  | { readonly status: "unchanged"; readonly label: string; readonly id: SnapshotId }
  | { readonly status: "rejected"; readonly label: string; readonly current: SnapshotId | null };

/**
 * Makes a snapshot of a mount, moves a label to it and makes it the mount's base, in one transaction; the mount then has
 * no rows, and its open merges are abandoned. If the label has another head than expected, nothing changes; unless it is the mount's own label, it
 * already has the new snapshot as its head, and the request named no `expected`.
 *
 * Throws `BadInput` for a mount without a label when none is named, and as `LabelStore.cas` does.
 */
export async function pushMount(
  store: OpenedStore,
  request: MountPushRequest,
  { mounts, sessions, keepUpLater }: Pick<OperationContext, "mounts" | "sessions" | "keepUpLater">,
): Promise<MountPush> {
  const pushed = await push(store, request, { mounts, sessions });
  if (pushed.status === "advanced") keepUpLater(pushed.entry);
  return pushed;
}

async function push(
  store: OpenedStore,
  request: MountPushRequest,
  { mounts, sessions }: Pick<OperationContext, "mounts" | "sessions">,
): Promise<MountPush> {
  const { id } = request;
  const { catalog } = mounts;
  const mount = mounts.get(id);
  for (;;) {
    const objects = store.stage();
    try {
      const flushed = await mount.flush(store.nodes.over(objects));
      return objects.flushWith(() => {
        // Read only now, as labels may be renamed and mounts pushed elsewhere at any time.
        const info = catalog.get(id);
        const pushed = moveTo(store, info, request, { ...flushed, on: catalog.namedBase(id) });
        if (pushed.status === "rejected") throw new Rejected(pushed);
        const seq = store.labels.resolveSync(pushed.label)?.last.seq;
        const pinned = { id: flushed.id, ...(seq !== undefined && { seq }) };
        if (!catalog.setBase(id, flushed.revision, pinned, [])) throw new WrittenMeanwhile();
        if (pushed.label !== info.label) catalog.amend(id, { label: pushed.label });
        sessions.abandonOfMount(id);
        return pushed;
      });
    } catch (thrown) {
      // The transaction was rolled back: the label has not moved.
      objects.discard();
      if (thrown instanceof Rejected) return thrown.push;
      if (!(thrown instanceof WrittenMeanwhile)) throw thrown;
    }
  }
}

/** Another process wrote to the mount during the push, which has to include those writes. */
class WrittenMeanwhile extends Error {}

/** The label has another head: nothing of the push is kept. */
class Rejected extends Error {
  readonly push: MountPush;

  constructor(push: MountPush) {
    super();
    this.push = push;
  }
}

/** What a push comes to by its label as it is now. */
interface PushVerdict {
  readonly status: MountPush["status"];
  readonly label: string;
  /** The label, unless it is to be made. */
  readonly known: Label | undefined;
}

/** Judges whether a push may move its label, whose protection does not count here. Throws `BadInput` for a mount without a label when none is named. */
export function judgePush(
  { labels }: OpenedStore,
  info: MountInfo,
  request: Pick<MountPushRequest, "label" | "expected" | "force">,
  { base, id: to }: Pick<Flushed, "base" | "id">,
): PushVerdict {
  const label = request.label ?? info.label;
  if (label === null) throw noLabel(info);
  const isOwn = label === info.label;
  const known = labels.resolveSync(label);
  const head = known?.head ?? null;
  const expected = request.force ? head : (request.expected ?? (isOwn ? base : null));
  const isThere = head === to && isOwn && request.expected === undefined;
  const isRejected = head !== expected && !isThere;
  return { status: isRejected ? "rejected" : head === to ? "unchanged" : "advanced", label, known };
}

function moveTo(
  store: OpenedStore,
  info: MountInfo,
  request: MountPushRequest,
  flushed: Flushed & { readonly on: NamedSnapshot },
): MountPush {
  const { labels } = store;
  const { force, message, override } = request;
  const { id: to, on } = flushed;
  const { status, label, known } = judgePush(store, info, request, flushed);
  const { head, last } = known ?? { head: null };
  if (status === "rejected") return { status, label, current: head };
  if (status === "unchanged") return { status, label, id: to };
  const op = head === null ? "create" : force ? "force" : "push";
  // A head that does not descend from the mount's base needs the base's move as a parent.
  const goesOn = head !== null && on.seq !== undefined && descendsFrom(labels.history, last.seq, on.seq);
  const parents = goesOn ? [] : [on];
  const move: Move = { label, op, to, message, override, parents };
  const moved: MoveResult = labels.casSync(move, head);
  if (moved.status === "rejected") return { ...moved, label };
  return { status: "advanced", label, id: to, entry: moved.entry };
}

/** Makes the error for a mount that has no label of its own. */
export function noLabel({ name }: MountInfo): StrataError {
  return new StrataError("BadInput", `The mount ${name} was made of a snapshot, not of a label.`, {
    hint: "Name the label to push to; one that is new is created.",
    data: { mount: name },
  });
}
