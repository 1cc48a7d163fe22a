import { inTransaction } from "../database/database.ts";
import type { SnapshotId } from "../ids.ts";
import { freeName } from "../labels/label-name.ts";
import type { MountCatalog, MountInfo } from "../mount/mount-catalog.ts";
import type { OpenedStore } from "../store/open.ts";
import type { OperationContext } from "./operation.ts";

/** The request to open a mount. */
export interface OpenMountRequest {
  readonly base: SnapshotId;
  readonly label: string | null;
  /** The reflog entry that named the base. */
  readonly entry?: number | undefined;
  /** Absent: the mount is named after the label or the snapshot. */
  readonly name?: string | undefined;
}

type Mounts = Pick<OperationContext, "mounts">;

/** Opens a mount. Throws `EEXIST` and `EINVAL` for the name, `UnknownLabel`, `SnapshotPruned` if the base is gone by now. */
export function openMount(
  { db, labels }: OpenedStore,
  { name, ...pinned }: OpenMountRequest,
  { mounts: { catalog } }: Mounts,
): MountInfo {
  const wanted = pinned.label ?? pinned.base.slice(0, 10);
  return inTransaction(db, () => {
    labels.snapshots.require([pinned.base]);
    return catalog.create({ ...pinned, name: name ?? freeNameIn(catalog, wanted) });
  });
}

/** Renames a mount. Throws `EEXIST`, `EINVAL`, `UnknownReference`. */
export function renameMount(
  _: OpenedStore,
  { id, name }: { readonly id: number; readonly name: string },
  { mounts }: Mounts,
): MountInfo {
  return mounts.catalog.amend(id, { name });
}

/** Discards a mount, so that it can be undeleted. Throws `UnknownReference`. */
export function discardMount(_: OpenedStore, id: number, { mounts }: Mounts): MountInfo {
  return mounts.catalog.discard(id);
}

/**
 * Undeletes a discarded mount, under another name if its own has been taken; an open mount stays as it is.
 * Throws `UnknownReference`.
 */
export function undeleteMount({ db }: OpenedStore, id: number, { mounts: { catalog } }: Mounts): MountInfo {
  return inTransaction(db, () => {
    const mount = catalog.get(id);
    return mount.discardedAt === null ? mount : catalog.undelete(id, freeNameIn(catalog, mount.name));
  });
}

function freeNameIn(catalog: MountCatalog, wanted: string): string {
  return freeName(wanted, (name) => catalog.find(name) !== undefined);
}
