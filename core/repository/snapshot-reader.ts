import { StrataError } from "../errors.ts";
import type { SnapshotId } from "../ids.ts";
import { readChunks } from "../manifest/chunk-list.ts";
import type { ByteRange } from "../manifest/chunk-range.ts";
import { readContent, readContentIn, readWhole } from "../manifest/content.ts";
import { contentId } from "../manifest/content-id.ts";
import { type Difference, diffManifests } from "../manifest/diff.ts";
import { type Entry, entryType } from "../manifest/entry.ts";
import { innermostFolder } from "../manifest/innermost-folder.ts";
import { type Listed, listFolder } from "../manifest/list.ts";
import { sumTallies, type Tally } from "../manifest/node.ts";
import { getEntry, rangeEntries, statFolder } from "../manifest/read.ts";
import type { ChangedRows } from "../preview/database-changes.ts";
import type { RowRange, TableRows } from "../preview/database-view.ts";
import type { OpenedStore } from "../store/open.ts";
import {
  type ChangedRange,
  type DatabaseFile,
  DatabasePreviews,
  type TableComparison,
  type TableSummary,
} from "./database-previews.ts";

/** Reads snapshots: their folders, files and contents, and how they differ. */
export class SnapshotReader {
  readonly #store: Pick<OpenedStore, "nodes" | "objects">;
  readonly #databases = new DatabasePreviews();

  constructor(store: Pick<OpenedStore, "nodes" | "objects">) {
    this.#store = store;
  }

  /** Returns the entry at a path of a snapshot, or a folder's tally. Throws `ENOENT`. */
  async stat(id: SnapshotId, path: string): Promise<Entry | Tally> {
    const entry = path === "" ? undefined : await getEntry(this.#store.nodes, id, path);
    if (entry !== undefined && entryType(entry) !== "directory") return entry;
    const tally = await statFolder(this.#store.nodes, id, path);
    if (tally !== undefined) return tally;
    throw new StrataError("ENOENT", `There is no ${JSON.stringify(path)} in that snapshot.`, {
      hint: "See what there is with `strata tree`.",
      data: { id, path },
    });
  }

  /** Lists the direct children of a folder. Throws `ENOENT`, `ENOTDIR`. */
  list(id: SnapshotId, folder: string): Promise<Listed[]> {
    return listFolder(this.#store.nodes, id, folder);
  }

  /** Returns the number of a snapshot's files and links, and their total size in bytes. */
  async tally(id: SnapshotId): Promise<Tally> {
    return sumTallies((await this.#store.nodes.node(id)).items);
  }

  /** Returns whether there is a folder at a path, empty or not. */
  async hasFolder(id: SnapshotId, path: string): Promise<boolean> {
    return (await statFolder(this.#store.nodes, id, path)) !== undefined;
  }

  /** Returns the deepest folder that contains everything below a folder: the folder itself unless it holds only one folder. */
  innermostFolder(id: SnapshotId, folder: string): Promise<string> {
    return innermostFolder(this.#store.nodes, id, folder);
  }

  /** Yields every entry below a folder, in the manifest's order. */
  entries(id: SnapshotId, folder: string): AsyncGenerator<readonly [path: string, entry: Entry]> {
    return rangeEntries(this.#store.nodes, id, { under: folder });
  }

  /** Yields a file's bytes, a chunk at a time. Throws `MissingObject`, `CorruptObject`. */
  content(entry: Entry): AsyncGenerator<Uint8Array> {
    return readContent(this.#store.objects, entry);
  }

  /** Returns a range of a file's bytes, reading only the chunks that contain it. Throws as {@link content} does. */
  contentIn(entry: Entry, range: ByteRange): AsyncGenerator<Uint8Array> {
    return readContentIn(this.#store.objects, entry, range);
  }

  /** Lists the tables of a database file. Throws `CannotPreview`, and as {@link content} does. */
  tables(entry: Entry): Promise<TableSummary[]> {
    return this.#databases.tables(this.#databaseFile(entry));
  }

  /** Returns some rows of a table of a database file. Throws as {@link tables} does, and `ENOENT`. */
  tableRows(entry: Entry, range: RowRange): Promise<TableRows> {
    return this.#databases.rows(this.#databaseFile(entry), range);
  }

  /** Lists the tables of two database files with their changes. Throws as {@link tables} does. */
  compareTables(before: Entry, after: Entry): Promise<TableComparison[]> {
    return this.#databases.compare(this.#databaseFile(before), this.#databaseFile(after));
  }

  /** Returns some of the rows of a table in which two database files differ. Throws as {@link tableRows} does. */
  changedRows(before: Entry, after: Entry, range: ChangedRange): Promise<ChangedRows> {
    return this.#databases.changes(this.#databaseFile(before), this.#databaseFile(after), range);
  }

  /** Returns the chunks of a file's content, with chunk lists resolved; none for inline content. */
  chunks(entry: Entry): AsyncGenerator<{ id: string; len: number }> {
    return readChunks(this.#store.objects, entry);
  }

  /** Returns the paths in which two snapshots differ; null stands for the empty snapshot. */
  diff(before: SnapshotId | null, after: SnapshotId): AsyncGenerator<Difference> {
    return diffManifests(this.#store.nodes, before, after);
  }

  /** Ends the thread that reads databases. */
  protected async closeReader(): Promise<void> {
    await this.#databases.close();
  }

  #databaseFile(entry: Entry): DatabaseFile {
    return { key: contentId(entry), read: () => readWhole(this.#store.objects, entry) };
  }
}
