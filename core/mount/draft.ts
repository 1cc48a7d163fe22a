import type { SnapshotId } from "../ids.ts";
import { EMPTY_FOLDER, type Entry, sameEntry } from "../manifest/entry.ts";
import { parentOf } from "../manifest/innermost-folder.ts";
import type { NodeStore } from "../manifest/node-store.ts";
import { comparePaths, folderStart, isUnder, parsePath } from "../manifest/path.ts";
import { RowMap } from "./row-map.ts";
import { afterPath, type PlacedRow, type Row, type RowChange, type RowSource } from "./upper-layer.ts";
import { View } from "./view.ts";

/**
 * Collects the row changes of one operation on a mount and shows the tree as it will be with them.
 *
 * It keeps two invariants of manifests: a folder that loses its last child gets an entry as an empty folder, and an empty
 * folder that gets its first child loses its entry.
 *
 * An operation makes a draft of the current revision, reads through {@link view}, calls {@link put}, {@link remove} and
 * {@link move}, and passes {@link changes} to `UpperLayer.apply`. The draft itself writes nothing; if the layer has
 * changed meanwhile, it is dropped and the operation starts over with a new one.
 */
export class Draft implements RowSource {
  /** The tree with the changes so far. */
  readonly view: View;
  readonly #upper: RowSource;
  readonly #changes = new RowMap();
  readonly #changed = new Set<string>();

  constructor(nodes: NodeStore, base: SnapshotId, upper: RowSource) {
    this.#upper = upper;
    this.view = new View(nodes, base, this);
  }

  get(path: string): Row | undefined {
    return this.#changed.has(path) ? this.#changes.get(path) : this.#upper.get(path);
  }

  seek(from: string): PlacedRow | undefined {
    let upper = this.#upper.seek(from);
    while (upper !== undefined && this.#changed.has(upper[0])) upper = this.#upper.seek(afterPath(upper[0]));
    const own = this.#changes.seek(from);
    if (own === undefined || upper === undefined) return own ?? upper;
    return comparePaths(own[0], upper[0]) < 0 ? own : upper;
  }

  /** Returns the rows that differ from the layer's. */
  changes(): RowChange[] {
    const changes: RowChange[] = [];
    for (const path of this.#changed) {
      const row = this.#changes.get(path);
      if (!sameRow(row, this.#upper.get(path))) changes.push([path, row]);
    }
    return changes;
  }

  /** Puts an entry at a path, replacing any entry there. Missing parents need no rows. Throws `EINVAL`. */
  async put(path: string, entry: Entry): Promise<void> {
    parsePath(path);
    await this.#clearParentEntry(path);
    await this.#setEntry(path, entry);
  }

  /** Removes what is at a path and everything below it. */
  async remove(path: string): Promise<void> {
    await this.#clear(path);
    const parent = parentOf(path);
    if (parent !== "" && !(await this.view.isFilled(parent))) await this.#setEntry(parent, EMPTY_FOLDER);
  }

  /**
   * Moves what is at a path and everything below it. The target must be free or something that may be replaced. Throws
   * `EINVAL`.
   */
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
    await this.#clearParentEntry(to);
    await this.#clear(to);
    for (const [path, row] of below) this.#setRow(path, row);
  }

  /** Removes the entry of the nearest folder above a path, since it will no longer be empty. */
  async #clearParentEntry(path: string): Promise<void> {
    for (let folder = parentOf(path); folder !== ""; folder = parentOf(folder)) {
      if ((await this.view.entry(folder)) !== undefined) return await this.#clear(folder);
      if (await this.view.isFilled(folder)) return;
    }
  }

  /** Sets an entry's row and drops the rows below it, which the entry makes obsolete. */
  async #setEntry(path: string, entry: Entry): Promise<void> {
    this.#clearBelow(path);
    const before = await this.view.baseEntry(path);
    this.#setRow(path, before !== undefined && sameEntry(before, entry) ? undefined : { entry });
  }

  /** Removes whatever is at a path and below it. */
  async #clear(path: string): Promise<void> {
    this.#clearBelow(path);
    this.#setRow(path, (await this.view.baseHas(path)) ? { entry: null } : undefined);
  }

  #clearBelow(path: string): void {
    const gone: string[] = [];
    let row = this.seek(folderStart(path));
    for (; row !== undefined && isUnder(row[0], path); row = this.seek(afterPath(row[0]))) gone.push(row[0]);
    for (const below of gone) this.#setRow(below, undefined);
  }

  #setRow(path: string, row: Row | undefined): void {
    this.#changed.add(path);
    this.#changes.set(path, row);
  }
}

function sameRow(a: Row | undefined, b: Row | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a.entry === null || b.entry === null ? a.entry === b.entry : sameEntry(a.entry, b.entry);
}
