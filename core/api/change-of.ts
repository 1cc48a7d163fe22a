import type { Difference } from "../manifest/diff.ts";
import { entryType } from "../manifest/entry.ts";
import { folderStart } from "../manifest/path.ts";
import type { Repository } from "../repository/repository.ts";
import type { Location } from "./locate.ts";

/** How a path changed from one snapshot to the other. */
export type Change = "added" | "modified" | "removed";

/**
 * Says what a difference between two folders, or two snapshots, is to a person; undefined for an empty folder that is only no
 * longer, or newly, empty.
 */
export async function changeOf(
  repository: Repository,
  { path, before, after }: Difference,
  { from, to }: { from: Location | null; to: Location },
): Promise<Change | undefined> {
  if (before !== null && after !== null) return "modified";
  const entry = before ?? after;
  const other = before === null ? from : to;
  const isFolder = entry !== null && entryType(entry) === "directory";
  if (isFolder && other !== null && (await repository.hasFolder(other.id, folderStart(other.path) + path))) {
    return undefined;
  }
  return before === null ? "added" : "removed";
}
