import type { SnapshotId } from "../ids.ts";
import { EMPTY_FOLDER, type Entry, sameEntry } from "../manifest/entry.ts";
import { parentOf } from "../manifest/innermost-folder.ts";
import type { NodeStore } from "../manifest/node-store.ts";
import { comparePaths, folderStart, isUnder, parsePath } from "../manifest/path.ts";
import { RowMap } from "./row-map.ts";
import { afterPath, type PlacedRow, type Row, type RowChange, type RowSource } from "./upper-layer.ts";
import { View } from "./view.ts";

/**
 * Gathers what one operation changes in an upper layer, and shows the tree as it is with that. Keeps to the rules of a tree:
 * a folder that loses its last child becomes an entry, and an empty folder that gets one is an entry no more.
 */
export class Draft implements RowSource {
  /** The tree as it is with the changes so far. */
  readonly view: View;
  readonly #upper: RowSource;
  readonly #set = new RowMap();
  readonly #changed = new Set<string>();

  constructor(nodes: NodeStore, base: SnapshotId, upper: RowSource) {
    this.#upper = upper;
    this.view = new View(nodes, base, this);
  }

  get(path: string): Row | undefined {
    return this.#changed.has(path) ? this.#set.get(path) : this.#upper.get(path);
  }

  seek(from: string): PlacedRow | undefined {
    let upper = this.#upper.seek(from);
    while (upper !== undefined && this.#changed.has(upper[0])) upper = this.#upper.seek(afterPath(upper[0]));
    const own = this.#set.seek(from);
    if (own === undefined || upper === undefined) return own ?? upper;
    return comparePaths(own[0], upper[0]) < 0 ? own : upper;
  }

  /** Gives the rows that are now others than the layer's. */
  changes(): RowChange[] {
    const changes: RowChange[] = [];
    for (const path of this.#changed) {
      const row = this.#set.get(path);
      if (!sameRow(row, this.#upper.get(path))) changes.push([path, row]);
    }
    return changes;
  }

  /** Puts an entry where there is one or nothing, in a folder that may be still to be made. Throws `EINVAL`. */
  async put(path: string, entry: Entry): Promise<void> {
    parsePath(path);
    await this.#fillAbove(path);
    await this.#place(path, entry);
  }

  /** Removes what is at a path, with everything below it. */
  async remove(path: string): Promise<void> {
    await this.#hide(path);
    const parent = parentOf(path);
    if (parent !== "" && !(await this.view.isFilled(parent))) await this.#place(parent, EMPTY_FOLDER);
  }

  /** Moves what is at a path, with everything below it, to where nothing is, or what it may take the place of. Throws `EINVAL`. */
  async move(from: string, to: string): Promise<void> {
    const entry = await this.view.entry(from);
    const below: PlacedRow[] = [];
    for await (const [path, moved] of this.view.below(from)) {
      below.push([parsePath(to + path.slice(from.length)), { entry: moved }]);
    }
    await this.remove(from);
    if (entry !== undefined) {
      await this.put(to, entry);
      return;
    }
    await this.#fillAbove(to);
    await this.#hide(to);
    for (const [path, row] of below) this.#row(path, row);
  }

  /** Has the deepest folder above a path be no entry, as it will have something in it. */
  async #fillAbove(path: string): Promise<void> {
    for (let folder = parentOf(path); folder !== ""; folder = parentOf(folder)) {
      if ((await this.view.entry(folder)) !== undefined) return await this.#hide(folder);
      if (await this.view.isFilled(folder)) return;
    }
  }

  /** Has an entry at a path, and no rows below it: it hides what they would. */
  async #place(path: string, entry: Entry): Promise<void> {
    this.#clearBelow(path);
    const before = await this.view.baseEntry(path);
    this.#row(path, before !== undefined && sameEntry(before, entry) ? undefined : { entry });
  }

  /** Has nothing at a path nor below it. */
  async #hide(path: string): Promise<void> {
    this.#clearBelow(path);
    this.#row(path, (await this.view.baseHas(path)) ? { entry: null } : undefined);
  }

  #clearBelow(path: string): void {
    const gone: string[] = [];
    let row = this.seek(folderStart(path));
    for (; row !== undefined && isUnder(row[0], path); row = this.seek(afterPath(row[0]))) gone.push(row[0]);
    for (const below of gone) this.#row(below, undefined);
  }

  #row(path: string, row: Row | undefined): void {
    this.#changed.add(path);
    this.#set.set(path, row);
  }
}

function sameRow(a: Row | undefined, b: Row | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a.entry === null || b.entry === null ? a.entry === b.entry : sameEntry(a.entry, b.entry);
}
