import type { SnapshotId } from "../ids.ts";
import { openEntries } from "../manifest/cursor.ts";
import { EMPTY_FOLDER, type Entry, entryType } from "../manifest/entry.ts";
import { listFolder } from "../manifest/list.ts";
import type { NodeStore } from "../manifest/node-store.ts";
import { comparePaths, folderEnd, folderStart, isUnder } from "../manifest/path.ts";
import { getEntry, rangeEntries } from "../manifest/read.ts";
import { afterPath, type PlacedRow, type RowSource } from "./upper-layer.ts";

/** What something in a folder is called, and what it is. */
export interface Named {
  readonly name: string;
  readonly type: ReturnType<typeof entryType>;
}

/** A base with rows laid over it, seen as one tree. Paths are those of entries: links are not followed. */
export class View {
  readonly #nodes: NodeStore;
  readonly #base: SnapshotId;
  readonly #rows: RowSource;

  constructor(nodes: NodeStore, base: SnapshotId, rows: RowSource) {
    this.#nodes = nodes;
    this.#base = base;
    this.#rows = rows;
  }

  /** Gives the entry of just this path; undefined where there is none, and for a folder with something in it. */
  async entry(path: string): Promise<Entry | undefined> {
    const row = this.#rows.get(path);
    return row === undefined ? await this.baseEntry(path) : (row.entry ?? undefined);
  }

  /** Gives what is at a path (`""`: the root), where every folder is given as an empty one is. */
  async at(path: string): Promise<Entry | undefined> {
    if (path === "") return EMPTY_FOLDER;
    return (await this.entry(path)) ?? ((await this.isFilled(path)) ? EMPTY_FOLDER : undefined);
  }

  /** Tells whether a folder is there that has something in it. */
  async isFilled(folder: string): Promise<boolean> {
    for await (const _ of this.below(folder)) return true;
    return false;
  }

  /** Gives the base's entry of just this path, as far as no row above it hides it. */
  async baseEntry(path: string): Promise<Entry | undefined> {
    return this.#hiddenFrom(path, "") ? undefined : await getEntry(this.#nodes, this.#base, path);
  }

  /** Tells whether the base has something at a path or below it that no row above it hides. */
  async baseHas(path: string): Promise<boolean> {
    if (this.#hiddenFrom(path, "")) return false;
    return (
      (await getEntry(this.#nodes, this.#base, path)) !== undefined || (await this.#isFilledInBase(path))
    );
  }

  /** Gives every entry below a folder, in the order of the paths' bytes. What rows hide of the base is not read. */
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
    // The folder of the base's last entry, once it is known that no row hides what is in it.
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
   * Lists what is directly in a folder, in the order of the names' bytes; nothing where there is no folder. Only what has rows
   * is looked at by itself.
   */
  async list(folder: string): Promise<Named[]> {
    const start = folderStart(folder);
    const types = new Map<string, Named["type"]>();
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

  /** Tells whether a row at a folder or above it hides what the base has in it. */
  #isHidden(folder: string): boolean {
    return (
      folder !== "" && (this.#rows.get(folder) !== undefined || this.#hiddenFrom(folder, "") !== undefined)
    );
  }

  /** Gives the topmost folder with a row that a path lies below, of those below a folder. */
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
