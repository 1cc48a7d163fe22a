import { StrataError } from "../../errors.ts";
import type { SnapshotId } from "../../ids.ts";
import { buildManifest } from "../../manifest/build.ts";
import { editManifest } from "../../manifest/edit.ts";
import { EMPTY_FOLDER, type Entry } from "../../manifest/entry.ts";
import type { NodeStore } from "../../manifest/node-store.ts";
import { comparePaths } from "../../manifest/path.ts";
import { getEntry, statFolder } from "../../manifest/read.ts";

/** How many bytes of entries are gathered, before they become nodes. */
const MOST = 32 * 1024 * 1024;
/** What an entry takes besides its path and its inline content. */
const ENTRY = 300;

/**
 * Builds a manifest of entries that come in any order, a path perhaps twice: then the later one counts. Memory is bounded, but for the
 * paths of folders: a large tree is built in several steps.
 */
export class TarTree {
  readonly #nodes: NodeStore;
  readonly #most: number;
  readonly #folders = new Set<string>();
  #gathered = new Map<string, Entry>();
  #bytes = 0;
  #root: SnapshotId | undefined;

  constructor(nodes: NodeStore, most = MOST) {
    this.#nodes = nodes;
    this.#most = most;
  }

  /** Adds a file or a link. Throws `ENOTDIR` and `EISDIR` where a path is both an entry and a folder; if not here, then by {@link finish}. */
  async add(path: string, entry: Entry): Promise<void> {
    this.#gathered.set(path, entry);
    this.#bytes += ENTRY + 2 * path.length + (entry.content.kind === "inline" ? entry.size : 0);
    if (this.#bytes > this.#most) await this.#write();
  }

  /** Adds a folder, which is kept if nothing lies in it. */
  addFolder(path: string): void {
    this.#folders.add(path);
  }

  /** Returns what was added at a path. */
  async get(path: string): Promise<Entry | undefined> {
    const gathered = this.#gathered.get(path);
    if (gathered !== undefined || this.#root === undefined) return gathered;
    return await getEntry(this.#nodes, this.#root, path);
  }

  /** Stores the last nodes and returns the root. */
  async finish(): Promise<SnapshotId> {
    const root = await this.#write();
    for (const folder of await this.#emptyFolders(root)) this.#gathered.set(folder, EMPTY_FOLDER);
    return await this.#write();
  }

  async #write(): Promise<SnapshotId> {
    const entries = [...this.#gathered].sort(([a], [b]) => comparePaths(a, b));
    this.#gathered = new Map();
    this.#bytes = 0;
    this.#root =
      this.#root === undefined
        ? await buildManifest(this.#nodes, entries)
        : await editManifest(this.#nodes, this.#root, entries);
    return this.#root;
  }

  /** Returns the folders that nothing lies in, without those that only have such folders. */
  async #emptyFolders(root: SnapshotId): Promise<string[]> {
    const empty: string[] = [];
    const above = new Set<string>();
    // What lies deeper comes first.
    for (const folder of [...this.#folders].sort((a, b) => comparePaths(b, a))) {
      if (above.has(folder)) continue;
      if ((await getEntry(this.#nodes, root, folder)) !== undefined) throw both(folder);
      if ((await statFolder(this.#nodes, root, folder)) === undefined) empty.push(folder);
      for (let slash = folder.lastIndexOf("/"); slash > 0; slash = folder.lastIndexOf("/", slash - 1))
        above.add(folder.slice(0, slash));
    }
    return empty;
  }
}

function both(path: string): StrataError {
  return new StrataError("ENOTDIR", `${JSON.stringify(path)} is a folder and something else, too.`, {
    hint: "Nothing was imported. Make the archive anew, from the folder itself.",
    data: { path },
  });
}
