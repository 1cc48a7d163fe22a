import { inTransaction } from "../database/database.ts";
import type { SnapshotId } from "../ids.ts";
import { unknownLabel } from "../labels/label-errors.ts";
import type {
  Label,
  LabelChange,
  LabelSettings,
  Move,
  MoveResult,
  ReflogEntry,
} from "../labels/label-store.ts";
import type { OpenedStore } from "../store/open.ts";
import type { OperationContext } from "./operation.ts";

type Upkeep = Pick<OperationContext, "keepUpLater">;

/** Moves a label if its head is the expected one. Throws as `LabelStore.cas` does, and `SnapshotPruned`. */
export function moveLabel(
  store: OpenedStore,
  { move, expected }: { readonly move: Move; readonly expected: SnapshotId | null },
  { keepUpLater }: Upkeep,
): MoveResult {
  const result = inTransaction(store.db, () => {
    requireSnapshots(store, move);
    return store.labels.casSync(move, expected);
  });
  if (result.status === "moved") keepUpLater(result.entry);
  return result;
}

/** Moves a label whatever its head is. Throws as `LabelStore.force` does, and `SnapshotPruned`. */
export function forceLabel(store: OpenedStore, move: Move, { keepUpLater }: Upkeep): ReflogEntry {
  const entry = inTransaction(store.db, () => {
    requireSnapshots(store, move);
    return store.labels.forceSync(move);
  });
  keepUpLater(entry);
  return entry;
}

/** Whoever named the snapshots of a move looked them up before, and a collection may have let them go since. */
function requireSnapshots({ labels }: OpenedStore, { to, parents = [] }: Move): void {
  labels.snapshots.require([...(to === null ? [] : [to]), ...parents.map(({ id }) => id)]);
}

/** Changes the properties of a label that are not part of its history. */
export function amendLabel(
  { labels }: OpenedStore,
  { label, change }: { readonly label: string; readonly change: LabelChange },
): Label {
  return labels.amendSync(label, change);
}

/** Some of a label's settings; null removes one. */
export type SettingsChange = { readonly [K in keyof LabelSettings]?: LabelSettings[K] | null };

/** Changes some of a label's settings and keeps the others as they are in the store. Null removes a setting. */
export function amendLabelSettings(
  { db, labels }: OpenedStore,
  { label: name, change }: { readonly label: string; readonly change: SettingsChange },
): Label {
  return inTransaction(db, () => {
    const label = labels.resolveSync(name);
    if (label === undefined) throw unknownLabel(name);
    const settings = Object.entries({ ...label.settings, ...change }).filter(([, value]) => value !== null);
    return labels.amendSync(name, { settings: Object.fromEntries(settings) });
  });
}
