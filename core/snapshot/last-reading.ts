import { basename, dirname, join } from "node:path";
import type { Entry } from "../manifest/entry.ts";
import { decodeEntry } from "../manifest/entry-codec.ts";
import { isUnder } from "../manifest/path.ts";
import type { ImportRoot } from "./roots.ts";
import type { StatCache } from "./stat-cache.ts";

/** What files on disk held when they were last read, by their paths in a snapshot of these roots, whether or not they are still there. */
export class LastReading {
  readonly #roots: readonly ImportRoot[];
  readonly #cache: StatCache;
  /** The folder that was asked about last, and the encoded entries of its files. */
  #folder: { readonly path: string; readonly entries: ReadonlyMap<string, Uint8Array> } | undefined;

  constructor(roots: readonly ImportRoot[], cache: StatCache) {
    this.#roots = roots;
    this.#cache = cache;
  }

  /** Gives the entry of a file; undefined for what is not remembered, and for links and folders, which never are. */
  entry(path: string): Entry | undefined {
    const root = this.#roots.find(({ name }) => path === name || isUnder(path, name));
    if (root === undefined) return undefined;
    const onDisk = join(root.path, root.name === "" ? path : path.slice(root.name.length));
    const bytes = this.#entriesIn(dirname(onDisk)).get(basename(onDisk));
    try {
      return bytes && decodeEntry(bytes);
    } catch {
      // The row is damaged, and so remembers nothing.
      return undefined;
    }
  }

  /** Paths come in order, so that those of one folder mostly come together. */
  #entriesIn(path: string): ReadonlyMap<string, Uint8Array> {
    if (this.#folder?.path !== path) {
      const files = this.#cache.folder(Buffer.from(path)).files();
      this.#folder = { path, entries: new Map(Array.from(files, ({ name, entry }) => [name, entry])) };
    }
    return this.#folder.entries;
  }
}
