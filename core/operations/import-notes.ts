import { isDeepStrictEqual } from "node:util";
import type { LabelChange, LabelSettings, ReflogEntry } from "../labels/label-store.ts";
import type { SqliteLabelStore } from "../labels/sqlite-labels.ts";
import { diffManifests } from "../manifest/diff.ts";
import { entryType } from "../manifest/entry.ts";
import type { FolderPermissions } from "../snapshot/folder-modes.ts";
import { soleFolder } from "../snapshot/roots.ts";
import type { OpenedStore } from "../store/open.ts";
import { localSource } from "./import-base.ts";

/** How many files and links an import added, modified and removed. */
export interface ImportChanges {
  readonly added: number;
  readonly modified: number;
  readonly removed: number;
}

/**
 * Records on a label the facts of an import beyond the content: the folder it came from, the base that source and label share
 * now, the folder permissions that the snapshot does not keep and, when `entry` created the label, its description. Call it in the
 * transaction of the move.
 */
export function noteOnLabel(
  labels: SqliteLabelStore,
  request: {
    readonly label: string;
    readonly paths: readonly string[];
    readonly description?: string | undefined;
  },
  folders: FolderPermissions,
  entry?: ReflogEntry,
): void {
  const label = labels.resolveSync(request.label);
  if (label === undefined || label.head === null) return;
  labels.bases.set(label.name, localSource(request.paths), { seq: label.last.seq, snapshot: label.head });
  const { description } = request;
  const folder = soleFolder(request.paths);
  const { restrictedFolders: _, ...others } = label.settings;
  const settings: LabelSettings = {
    ...others,
    ...(folder !== undefined && { folder }),
    ...(folders.mode !== undefined && { folderMode: folders.mode }),
    ...(folders.restricted > 0 && { restrictedFolders: folders.restricted }),
  };
  const change: LabelChange = {
    ...(entry?.op === "create" && description !== undefined && { description }),
    ...(!isDeepStrictEqual(settings, label.settings) && { settings }),
  };
  if (Object.keys(change).length > 0) labels.amendSync(request.label, change);
}

/** Counts the changes of a move: from the change index, or by comparing snapshots where the index lacks them. */
export async function countChanges(
  { changes, nodes }: Pick<OpenedStore, "changes" | "nodes">,
  entry: Pick<ReflogEntry, "from" | "to"> | undefined,
): Promise<ImportChanges> {
  const counts = { added: 0, modified: 0, removed: 0 };
  if (entry === undefined || entry.to === null) return counts;
  const known = changes.counts(entry.from, entry.to);
  if (known !== undefined) return { added: known.added, modified: known.modified, removed: known.removed };
  for await (const { before, after } of diffManifests(nodes, entry.from, entry.to)) {
    const [was, is] = [before, after].map((side) => side !== null && entryType(side) !== "directory");
    if (was && is) counts.modified++;
    else if (is) counts.added++;
    else if (was) counts.removed++;
  }
  return counts;
}
