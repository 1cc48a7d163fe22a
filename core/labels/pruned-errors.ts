import { StrataError } from "../errors.ts";
import type { SnapshotId } from "../ids.ts";
import type { ReferenceCatalog } from "./reference-catalog.ts";

/** A snapshot that somebody asked for and that was pruned. */
interface PrunedSnapshot {
  /** Names it, as the beginning of "… was pruned". */
  readonly what: string;
  readonly id: SnapshotId;
  /** The label that it was reached by. */
  readonly label?: string | undefined;
  readonly hint?: string;
}

/**
 * Throws `SnapshotPruned` for a snapshot that was pruned, with when that was, and what the retention of its label is. Its label is
 * the one it was reached by, else the last one to be moved to it.
 */
export function requireUnpruned(
  catalog: Pick<ReferenceCatalog, "prunedAt" | "retentionName" | "lastMoveTo">,
  { what, id, label = catalog.lastMoveTo(id)?.label, hint }: PrunedSnapshot,
): void {
  const at = catalog.prunedAt(id);
  if (at === undefined) return;
  const retention = label === undefined ? undefined : catalog.retentionName(label);
  const why = retention === undefined ? "" : `; the retention of ${label} is ${retention}`;
  const log = label === undefined ? "" : ` See which moves it still has the files of: strata log ${label}`;
  throw new StrataError("SnapshotPruned", `${what} was pruned on ${localDay(at)}${why}.`, {
    hint: hint ?? `Its files are gone, unless a backup of the store has them.${log}`,
    data: { id, at, label: label ?? null, retention: retention ?? null },
  });
}

/** Returns a day in this machine's zone. */
function localDay(at: number): string {
  const date = new Date(at);
  const two = (number: number) => String(number).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
