import type { SnapshotId } from "../ids.ts";
import type { Difference } from "../manifest/diff.ts";
import { entryType } from "../manifest/entry.ts";
import type { Repository } from "../repository/repository.ts";

/** What happened to a path from one snapshot to the other. */
export type Change = "added" | "modified" | "removed";

/** Says what a difference is to a person; undefined for an empty folder that is only no longer, or newly, empty. */
export async function changeOf(
  repository: Repository,
  { path, before, after }: Difference,
  { from, to }: { from: SnapshotId | null; to: SnapshotId },
): Promise<Change | undefined> {
  if (before !== null && after !== null) return "modified";
  const entry = before ?? after;
  const other = before === null ? from : to;
  const isFolder = entry !== null && entryType(entry) === "directory";
  if (isFolder && other !== null && (await repository.hasFolder(other, path))) return undefined;
  return before === null ? "added" : "removed";
}
