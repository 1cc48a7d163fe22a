import { StrataError } from "../errors.ts";
import type { SnapshotId } from "../ids.ts";
import { checkProtection } from "../labels/move-rules.ts";
import type { ConflictKind } from "../merge/tree/conflict.ts";
import { MountCatalog } from "../mount/mount-catalog.ts";
import { MountReader } from "../mount/mount-reader.ts";
import { SqliteUpperReader } from "../mount/sqlite-upper.ts";
import { MemoryObjectStore } from "../objects/memory-store.ts";
import { ScratchObjects } from "../objects/scratch-objects.ts";
import type { OpenedStore } from "../store/open.ts";
import { mergePartly } from "./merge.ts";
import { judgePush, type MountPushRequest } from "./mount-push.ts";
import type { ReadingContext } from "./operation.ts";

/** What a push would answer. */
export type PushPreview = { readonly label: string; readonly id: SnapshotId } & (
  | { readonly status: "advanced" | "unchanged" }
  | {
      readonly status: "rejected";
      readonly current: SnapshotId | null;
      /** Null where it cannot be told, or the label's head cannot be brought into the mount. */
      readonly forecast: MergeForecast | null;
    }
);

/** What a merge of a mount with its label's head would come to. */
export interface MergeForecast {
  /** The paths that would be in conflict. */
  readonly conflicts: readonly { readonly path: string; readonly kind: ConflictKind }[];
  /** The number of files that both sides changed and that would merge by themselves. */
  readonly merged: number;
}

type Context = Pick<ReadingContext, "clock" | "merger" | "signal">;

/**
 * Tells what a push would answer, and changes nothing: whatever has to be made for that stays in memory. Throws as a push does, and
 * `Cancelled`.
 */
export async function previewPush(
  store: OpenedStore,
  request: Omit<MountPushRequest, "message">,
  { clock, merger, signal }: Context,
): Promise<PushPreview> {
  const { id, override } = request;
  const objects = new ScratchObjects(new MemoryObjectStore(), store.objects, "scratch");
  const nodes = store.nodes.over(objects);
  const flushed = await new MountReader(new SqliteUpperReader(store.db, id), nodes).flush(nodes);
  const info = new MountCatalog(store.db, clock).get(id);
  const { status, label, known } = judgePush(store, info, request, flushed);
  const head = known?.head ?? null;
  const pushed = { label, id: flushed.id };
  if (status !== "rejected") {
    if (status === "advanced") checkProtection({ label, override }, known);
    return { status, ...pushed };
  }
  // Only what its own label holds can be brought into a mount.
  if (head === null || label !== info.label) return { status, ...pushed, current: head, forecast: null };
  const sides = { base: flushed.base, ours: flushed.id, theirs: head };
  const names = { base: "base", ours: "ours", theirs: "theirs" };
  const stores = { objects, nodes, profile: store.profile, run: merger, signal };
  const forecast = await unlessDamaged(async () => {
    const { conflicts, autoMerged } = await mergePartly(stores, { ...sides, names, renames: true });
    return { conflicts: conflicts.map(({ path, kind }) => ({ path, kind })), merged: autoMerged.length };
  });
  return { status, ...pushed, current: head, forecast };
}

/** Returns null where something that has to be read is lost or damaged. */
async function unlessDamaged<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (thrown) {
    const isDamaged =
      thrown instanceof StrataError && (thrown.code === "MissingObject" || thrown.code === "CorruptObject");
    if (!isDamaged) throw thrown;
    return null;
  }
}
