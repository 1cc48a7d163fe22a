import { existsSync } from "node:fs";
import { posix } from "node:path";
import { asStrataError, StrataError } from "../errors.ts";
import type { SnapshotId } from "../ids.ts";
import { readContent } from "../manifest/content.ts";
import { type Entry, entryType } from "../manifest/entry.ts";
import { folderStart } from "../manifest/path.ts";
import { getEntry, rangeEntries, statFolder } from "../manifest/read.ts";
import type { Sink } from "../snapshot/archive/archive-writer.ts";
import { type ArchiveOptions, exportArchive } from "../snapshot/archive/export-archive.ts";
import { type ArchivedEntries, type ArchiveFormat, writeArchive } from "../snapshot/archive/write-archive.ts";
import {
  type ExportReport as EntriesReport,
  exportEntries,
  type Overwrite,
} from "../snapshot/export/export.ts";
import { knownHoles } from "../snapshot/export/known-holes.ts";
import { windowsProblem } from "../snapshot/export/names.ts";
import type { RoomNeeded } from "../snapshot/export/room.ts";
import { FolderIdentity } from "../snapshot/folder-identity.ts";
import type { OpenedStore } from "../store/open.ts";
import { opennessNotes, originOf } from "./folder-origin.ts";

export type { ExportProgress } from "../snapshot/export/export.ts";

/** The part of a snapshot to export. */
export interface ExportedPart {
  readonly id: SnapshotId;
  /** "" for all, a folder for its content, a file or link under its own name. */
  readonly path: string;
  /** Whether to report names that Windows cannot have. Default: for archives only, which are often unpacked there. */
  readonly windowsNames?: boolean | undefined;
}

/** A part to export as an archive, into a sink. */
export interface ArchivedPart extends ExportedPart {
  readonly format: ArchiveFormat;
}

/** The request of an export. */
export interface ExportRequest extends ExportedPart {
  /** The target, absolute; a missing folder is created. */
  readonly to: string;
  readonly overwrite: Overwrite;
  /** Default: "folder". Otherwise `to` is the file of an archive. */
  readonly format?: "folder" | ArchiveFormat;
}

/** The outcome of an export. */
export interface ExportReport extends EntriesReport {
  readonly id: SnapshotId;
  /** Paths that Windows cannot hold, where that is to be reported. On Windows itself they are in `skipped`. */
  readonly warnings: readonly { readonly path: string; readonly reason: string }[];
  /** Sentences: where the export is open to more people than the imported folder was. */
  readonly notes: readonly string[];
}

/**
 * Writes a snapshot, or the part of it that a path names, into a folder or an archive. Throws `ENOENT`, `BadInput` for an archive
 * that is to be overwritten in part, and as {@link exportEntries} and {@link exportArchive} do.
 */
export async function exportSnapshot(
  store: OpenedStore,
  request: ExportRequest,
  context: Pick<ArchiveOptions, "signal" | "gate" | "onProgress" | "files">,
): Promise<ExportReport> {
  const { labels, layout } = store;
  const { id, overwrite, format = "folder", windowsNames = format !== "folder" } = request;
  const { warnings, ...part } = await partOf(store, { ...request, windowsNames });
  const what = { ...context, ...part, target: request.to, exclude: new FolderIdentity(layout.folder) };
  const origin = originOf(labels, id);
  const folder = { path: request.to, existed: existsSync(request.to) };
  const report =
    format === "folder"
      ? await exportEntries({ ...what, overwrite, newerThan: labels.madeAt(id), targetMode: origin.mode })
      : await exportArchive({ ...what, format, overwrite: wholly(overwrite) });
  const notes = opennessNotes(origin, format === "folder" ? folder : undefined);
  return { ...report, id, warnings: warnings(), notes };
}

/** Writes a snapshot, or the part of it that a path names, as an archive into a sink. Throws `ENOENT`, `Cancelled`, and what the sink throws. */
export async function archiveSnapshot(
  store: Pick<OpenedStore, "nodes" | "objects" | "labels">,
  { format, windowsNames = true, ...request }: ArchivedPart,
  sink: Sink,
  context: Pick<ArchivedEntries, "signal" | "onProgress">,
): Promise<ExportReport> {
  const { entries, read, warnings } = await partOf(store, { ...request, windowsNames });
  try {
    const report = await writeArchive({ ...context, entries, read, format }, sink);
    const notes = opennessNotes(originOf(store.labels, request.id), undefined);
    return { ...report, id: request.id, warnings: warnings(), notes };
  } catch (thrown) {
    throw asStrataError(thrown, "writing the archive");
  }
}

/** A part ready to export: its entries, how to read their contents, the room they need and, at the end, the warnings. */
interface Part extends Pick<ArchivedEntries, "entries" | "read"> {
  readonly room: RoomNeeded;
  readonly warnings: () => ExportReport["warnings"];
}

/** Finds the entries to export. Throws `ENOENT`. */
async function partOf(
  store: Pick<OpenedStore, "nodes" | "objects">,
  { id, path, windowsNames }: ExportedPart,
): Promise<Part> {
  const { nodes, objects } = store;
  const entry = path === "" ? undefined : await getEntry(nodes, id, path);
  const isFolder = entry === undefined || entryType(entry) === "directory";
  const size = isFolder ? await statFolder(nodes, id, path) : { bytes: entry.size };
  if (size === undefined) {
    throw new StrataError("ENOENT", `There is no ${JSON.stringify(path)} in that snapshot.`, {
      hint: "See what there is with `strata tree`.",
      data: { id, path },
    });
  }
  // Keyed by path, since the entries are read twice.
  const found = new Map<string, string>();
  const all = () => (isFolder ? below(store, id, path) : only(posix.basename(path), entry));
  return {
    entries: windowsNames ? () => withWarnings(all(), found) : all,
    read: (file: Entry) => readContent(objects, file),
    room: { bytes: size.bytes, holes: () => knownHoles(objects, all()) },
    warnings: () => [...found].map(([path, reason]) => ({ path, reason })),
  };
}

/** Passes entries on, and collects those whose names Windows cannot have. */
async function* withWarnings(
  entries: AsyncIterable<readonly [string, Entry]>,
  warnings: Map<string, string>,
): AsyncGenerator<readonly [string, Entry]> {
  for await (const each of entries) {
    const problem = process.platform === "win32" ? undefined : windowsProblem(each[0]);
    if (problem !== undefined) warnings.set(each[0], problem);
    yield each;
  }
}

/** An archive is one file. */
function wholly(overwrite: Overwrite): "refuse" | "always" {
  if (overwrite === "refuse" || overwrite === "always") return overwrite;
  throw new StrataError("BadInput", `An archive cannot be written over with ${JSON.stringify(overwrite)}.`, {
    hint: 'It is one file: "refuse" leaves one that is there alone, "always" replaces it.',
    data: { overwrite },
  });
}

async function* below(
  { nodes }: Pick<OpenedStore, "nodes">,
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
