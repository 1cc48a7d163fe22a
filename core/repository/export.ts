import { posix } from "node:path";
import { StrataError } from "../errors.ts";
import type { FileWrites } from "../files/file-writes.ts";
import type { SnapshotId } from "../ids.ts";
import type { Entry } from "../manifest/entry.ts";
import { folderStart } from "../manifest/path.ts";
import { getEntry, rangeEntries, statFolder } from "../manifest/read.ts";
import { readContent } from "../snapshot/content.ts";
import {
  type ExportReport as EntriesReport,
  type ExportProgress,
  exportEntries,
  type Overwrite,
} from "../snapshot/export.ts";
import { FolderIdentity } from "../snapshot/folder-identity.ts";
import type { OpenedStore } from "./open.ts";

export type { ExportProgress } from "../snapshot/export.ts";

/** An export that is asked for. */
export interface ExportRequest {
  readonly id: SnapshotId;
  /** What of the snapshot: "" for all, a folder for its content, a file or link under its own name. */
  readonly path: string;
  /** The target folder, absolute; it is made where it is missing. */
  readonly to: string;
  readonly overwrite: Overwrite;
}

/** What an export did. */
export interface ExportReport extends EntriesReport {
  readonly id: SnapshotId;
}

/** Writes a snapshot, or the part of it that a path names, into a folder. Throws `ENOENT`, `FilesInTheWay`, `Cancelled`. */
export async function exportSnapshot(
  store: OpenedStore,
  request: ExportRequest,
  context: { signal?: AbortSignal; onProgress?: (progress: ExportProgress) => void; files: FileWrites },
): Promise<ExportReport> {
  const { nodes, objects, labels, layout } = store;
  const { id, path } = request;
  const entry = path === "" ? undefined : await getEntry(nodes, id, path);
  const isFolder = entry === undefined || (entry.mode & 0o170000) === 0o040000;
  if (isFolder && path !== "" && entry === undefined && (await statFolder(nodes, id, path)) === undefined) {
    throw new StrataError("ENOENT", `There is no ${JSON.stringify(path)} in that snapshot.`, {
      hint: "See what there is with `strata tree`.",
      data: { id, path },
    });
  }
  const report = await exportEntries({
    entries: () => (isFolder ? below(store, id, path) : only(posix.basename(path), entry)),
    read: (file) => readContent(objects, file),
    target: request.to,
    overwrite: request.overwrite,
    newerThan: labels.firstMovedAt(id),
    exclude: new FolderIdentity(layout.folder),
    ...context,
  });
  return { ...report, id };
}

async function* below(
  { nodes }: OpenedStore,
  id: SnapshotId,
  folder: string,
): AsyncGenerator<readonly [string, Entry]> {
  const start = folderStart(folder);
  for await (const [path, entry] of rangeEntries(nodes, id, { under: folder })) {
    yield [path.slice(start.length), entry];
  }
}

async function* only(name: string, entry: Entry | undefined): AsyncGenerator<readonly [string, Entry]> {
  if (entry !== undefined) yield [name, entry];
}
