import type { SnapshotId } from "../ids.ts";
import { contentId } from "../manifest/content-id.ts";
import { type Entry, entryType, FOLDER_MODE } from "../manifest/entry.ts";
import type { Tally } from "../manifest/node.ts";
import { folderStart, isUnder } from "../manifest/path.ts";
import type { Repository } from "../repository/repository.ts";
import { TimeSlice } from "../time-slice.ts";
import type { Location } from "./locate.ts";

/** A line of a listing: a file, link or folder. See the command `tree`. */
export interface ListedEntry {
  path: string;
  type: "file" | "symlink" | "directory";
  mode: number;
  size: number;
  files?: number;
  id?: string;
  target?: string;
  content?: { inline: true } | { chunks: { id: string; len: number }[] };
}

/** How to list. */
export interface ListingOptions {
  /** Whether to say where the bytes of files are. */
  readonly content: boolean;
  /** Whether to leave out the fields that need a file's entry, which {@link complete} adds. */
  readonly bare?: boolean;
  readonly signal?: AbortSignal | undefined;
}

interface OpenFolder extends ListedEntry {
  files: number;
}

/** Lists the direct children of a folder; a file or a link lists itself. Throws `ENOENT`. */
export async function listChildren(
  repository: Repository,
  { id, path }: Location,
  options: ListingOptions,
): Promise<ListedEntry[]> {
  const found = await repository.stat(id, path);
  if (isEntry(found)) return [await describe(repository, path, found, options)];
  const listed: ListedEntry[] = [];
  const slice = new TimeSlice(options.signal);
  for (const child of await repository.list(id, path)) {
    await slice.step();
    listed.push(
      child.type === "directory"
        ? folderOf(child.path, child)
        : await describe(repository, child.path, child.entry, options),
    );
  }
  return listed;
}

/**
 * Lists everything below a folder in one pass over its entries, each folder before what is in it; a file or a link lists
 * itself. Throws `ENOENT`.
 */
export async function listBelow(
  repository: Repository,
  { id, path: top }: Location,
  options: ListingOptions,
): Promise<ListedEntry[]> {
  const found = await repository.stat(id, top);
  if (isEntry(found)) return [await describe(repository, top, found, options)];
  const listed: ListedEntry[] = [];
  // The folders that the walk is in, outermost first: each entry adds to all of them.
  const open: OpenFolder[] = [];
  const slice = new TimeSlice(options.signal);
  for await (const [path, entry] of repository.entries(id, top)) {
    await slice.step();
    while (open.length > 0 && !isUnder(path, open.at(-1)?.path ?? "")) open.pop();
    for (const folder of newFolders(path, open.at(-1)?.path ?? top)) {
      open.push(folder);
      listed.push(folder);
    }
    if (entryType(entry) === "directory") {
      listed.push(folderOf(path, { entries: 0, bytes: 0 }));
      continue;
    }
    for (const folder of open) {
      folder.files++;
      folder.size += entry.size;
    }
    listed.push(await describe(repository, path, entry, options));
  }
  return listed;
}

/** Adds the fields that a bare listing of a snapshot leaves out. */
export async function complete(
  repository: Repository,
  id: SnapshotId,
  listed: ListedEntry,
  options: ListingOptions,
): Promise<ListedEntry> {
  if (listed.type !== "file") return listed;
  const found = await repository.stat(id, listed.path);
  return isEntry(found) ? await describe(repository, listed.path, found, options) : listed;
}

/** Returns whether a value is an entry rather than the tally of a folder. */
export function isEntry(found: Entry | Tally): found is Entry {
  return "mode" in found;
}

/** Returns the folders between a folder and a path below it, outermost first, with empty tallies. */
function* newFolders(path: string, above: string): Generator<OpenFolder> {
  let slash = path.indexOf("/", folderStart(above).length);
  for (; slash >= 0; slash = path.indexOf("/", slash + 1)) {
    yield folderOf(path.slice(0, slash), { entries: 0, bytes: 0 });
  }
}

function folderOf(path: string, { entries, bytes }: Tally): OpenFolder {
  return { path, type: "directory", mode: FOLDER_MODE, size: bytes, files: entries };
}

/** Describes a file, a link or an empty folder. */
export async function describe(
  repository: Repository,
  path: string,
  entry: Entry,
  options: ListingOptions,
): Promise<ListedEntry> {
  const { mode, size, symlink } = entry;
  if (symlink !== null) return { path, type: "symlink", mode, size, target: symlink };
  if (options.bare) return { path, type: "file", mode, size };
  const listed: ListedEntry = { path, type: "file", mode, size, id: contentId(entry) };
  if (options.content) listed.content = await contentOf(repository, entry);
  return listed;
}

async function contentOf(repository: Repository, entry: Entry): Promise<NonNullable<ListedEntry["content"]>> {
  if (entry.content.kind === "inline") return { inline: true };
  const chunks: { id: string; len: number }[] = [];
  for await (const { id, len } of repository.chunks(entry)) chunks.push({ id, len });
  return { chunks };
}
