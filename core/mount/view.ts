import type { SnapshotId } from "../ids.ts";
import { openEntries } from "../manifest/cursor.ts";
import { EMPTY_FOLDER, type Entry, entryType } from "../manifest/entry.ts";
import { listFolder } from "../manifest/list.ts";
import type { NodeStore } from "../manifest/node-store.ts";
import { comparePaths, folderEnd, folderStart, isUnder } from "../manifest/path.ts";
import { getEntry, rangeEntries } from "../manifest/read.ts";
import { afterPath, type PlacedRow, type RowSource } from "./upper-layer.ts";

/** A child of a listed folder. */
export interface FolderItem {
  readonly name: string;
  readonly type: ReturnType<typeof entryType>;
}

/**
 * Shows a base snapshot and the rows over it as one tree. A row hides what the base has at and below its path.
 *
 * Paths are those of entries: links are not followed, which `resolve.ts` does. A view holds no state of its own and reads
 * rows and base on every call, so one over a layer is only consistent while the layer's revision stays the same
 * (`atOneRevision`); one over a {@link Draft} shows the draft's changes as they are made.
 */
export class View {
  readonly #nodes: NodeStore;
  readonly #base: SnapshotId;
  readonly #rows: RowSource;

  constructor(nodes: NodeStore, base: SnapshotId, rows: RowSource) {
    this.#nodes = nodes;
    this.#base = base;
    this.#rows = rows;
  }

  /** Returns the entry at exactly this path; undefined if there is none or the path is a folder with contents. */
  async entry(path: string): Promise<Entry | undefined> {
    const row = this.#rows.get(path);
    return row === undefined ? await this.baseEntry(path) : (row.entry ?? undefined);
  }

  /** Returns what is at a path (`""`: the root). A folder with contents is returned as an empty folder's entry. */
  async at(path: string): Promise<Entry | undefined> {
    if (path === "") return EMPTY_FOLDER;
    return (await this.entry(path)) ?? ((await this.isFilled(path)) ? EMPTY_FOLDER : undefined);
  }

  /** Returns whether a path is a folder with contents. */
  async isFilled(folder: string): Promise<boolean> {
    for await (const _ of this.below(folder)) return true;
    return false;
  }

  /**
   * Returns the base's entry at exactly this path unless a row above it hides it. A row at the path itself does not
   * count.
   */
  async baseEntry(path: string): Promise<Entry | undefined> {
    return this.#hiddenFrom(path, "") ? undefined : await getEntry(this.#nodes, this.#base, path);
  }

  /** Returns whether the base has something at or below a path that no row above it hides. */
  async baseHas(path: string): Promise<boolean> {
    if (this.#hiddenFrom(path, "")) return false;
    return (
      (await getEntry(this.#nodes, this.#base, path)) !== undefined || (await this.#isFilledInBase(path))
    );
  }

  /** Yields every entry below a folder in the order of the paths' bytes. Does not read what rows hide. */
  async *below(folder: string): AsyncGenerator<readonly [path: string, entry: Entry]> {
    let next = this.#rowUnder(folder, folderStart(folder));
    if (this.#isHidden(folder)) {
      for (; next !== undefined; next = this.#rowUnder(folder, afterPath(next[0]))) {
        const [path, { entry }] = next;
        if (entry !== null) yield [path, entry];
      }
      return;
    }
    if (next === undefined) {
      yield* rangeEntries(this.#nodes, this.#base, { under: folder });
      return;
    }
    const base = await openEntries(this.#nodes, this.#base, folderStart(folder));
    // The parent of the last base entry yielded; nothing in it is hidden.
    let shown = folder;
    for (;;) {
      await base.descendTo(0);
      const item = base.entry !== undefined && isUnder(base.entry.key, folder) ? base.entry : undefined;
      if (item === undefined && next === undefined) return;
      const order = item && next ? comparePaths(item.key, next[0]) : item ? -1 : 1;
      if (next !== undefined && order >= 0) {
        const [path, { entry }]: PlacedRow = next;
        if (entry !== null) yield [path, entry];
        if (order === 0) base.next();
        next = this.#rowUnder(folder, afterPath(path));
      } else if (item !== undefined) {
        const parent = item.key.slice(0, Math.max(0, item.key.lastIndexOf("/")));
        const by = parent === shown ? undefined : this.#hiddenFrom(item.key, folder);
        if (by !== undefined) {
          await base.seek(folderEnd(by));
          continue;
        }
        shown = parent;
        yield [item.key, item.entry];
        base.next();
      }
    }
  }

  /**
   * Lists a folder's direct children in the order of their names' bytes; none if there is no folder. Only children with
   * rows are looked at one by one.
   */
  async list(folder: string): Promise<FolderItem[]> {
    const start = folderStart(folder);
    const types = new Map<string, FolderItem["type"]>();
    if (!this.#isHidden(folder) && (await this.#isFilledInBase(folder))) {
      for (const { name, type } of await listFolder(this.#nodes, this.#base, folder)) types.set(name, type);
    }
    let row = this.#rowUnder(folder, start);
    while (row !== undefined) {
      const [path] = row;
      const slash = path.indexOf("/", start.length);
      const child = slash < 0 ? path : path.slice(0, slash);
      const found = await this.at(child);
      if (found === undefined) types.delete(child.slice(start.length));
      else types.set(child.slice(start.length), entryType(found));
      row = this.#rowUnder(folder, slash < 0 ? afterPath(path) : folderEnd(child));
    }
    return [...types].map(([name, type]) => ({ name, type })).sort((a, b) => comparePaths(a.name, b.name));
  }

  /** Returns whether a row at or above a folder hides its contents in the base. */
  #isHidden(folder: string): boolean {
    return (
      folder !== "" && (this.#rows.get(folder) !== undefined || this.#hiddenFrom(folder, "") !== undefined)
    );
  }

  /** Returns the topmost folder below `folder` that has a row and lies above a path. */
  #hiddenFrom(path: string, folder: string): string | undefined {
    const from = folderStart(folder).length;
    for (let slash = path.indexOf("/", from); slash >= 0; slash = path.indexOf("/", slash + 1)) {
      const above = path.slice(0, slash);
      if (this.#rows.get(above) !== undefined) return above;
    }
    return undefined;
  }

  #rowUnder(folder: string, from: string): PlacedRow | undefined {
    const row = this.#rows.seek(from);
    return row !== undefined && isUnder(row[0], folder) ? row : undefined;
  }

  async #isFilledInBase(folder: string): Promise<boolean> {
    for await (const _ of rangeEntries(this.#nodes, this.#base, { under: folder })) return true;
    return false;
  }
}
