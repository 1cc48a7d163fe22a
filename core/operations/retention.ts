import { inTransaction } from "../database/database.ts";
import { unknownMove } from "../labels/label-errors.ts";
import type { ReflogEntry } from "../labels/label-store.ts";
import { requireUnpruned } from "../labels/pruned-errors.ts";
import type { Retention } from "../labels/retention.ts";
import { setDefaultRetention } from "../labels/retention-settings.ts";
import type { OpenedStore } from "../store/open.ts";
import { amendLabelSettings } from "./label-moves.ts";

/** Keeps a move of a label for good, or no longer. Throws `UnknownLabel`, `UnknownReference`, `SnapshotPruned`. */
export function keepMove(
  { db, labels }: OpenedStore,
  { label, seq, kept }: { readonly label: string; readonly seq: number; readonly kept: boolean },
): ReflogEntry {
  return inTransaction(db, () => {
    const [entry] = labels.logSync(label, { limit: 1, before: seq + 1 });
    if (entry?.seq !== seq) throw unknownMove(label, seq);
    if (kept && entry.to !== null)
      requireUnpruned(labels, { what: `The snapshot of move ${seq}`, id: entry.to, label });
    labels.kept.set(seq, kept);
    return entry;
  });
}

/** Sets the retention of a label, or of the store where `label` is null; null takes it away. Throws `UnknownLabel`. */
export function setRetention(
  store: OpenedStore,
  { label, retention }: { readonly label: string | null; readonly retention: Retention | null },
): void {
  if (label === null) setDefaultRetention(store.db, retention);
  else amendLabelSettings(store, { label, change: { retention } });
}
