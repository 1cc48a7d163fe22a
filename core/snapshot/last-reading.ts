import { basename, dirname, join } from "node:path";
import type { Entry } from "../manifest/entry.ts";
import { decodeEntry } from "../manifest/entry-codec.ts";
import { isUnder } from "../manifest/path.ts";
import type { ImportRoot } from "./roots.ts";
import type { StatCache } from "./stat-cache.ts";

/**
 * The contents of files on disk at their last reading, by their paths in a snapshot of these roots, whether or not they
 * still exist.
 */
export class LastReading {
  readonly #roots: readonly ImportRoot[];
  readonly #cache: StatCache;
  /** The folder that was asked about last, and the encoded entries of its files. */
  #folder: { readonly path: string; readonly entries: ReadonlyMap<string, Uint8Array> } | undefined;

  constructor(roots: readonly ImportRoot[], cache: StatCache) {
    this.#roots = roots;
    this.#cache = cache;
  }

  /** Returns the entry of a file; undefined if it is not in the stat cache, as links and folders never are. */
  entry(path: string): Entry | undefined {
    const root = this.#roots.find(({ name }) => path === name || isUnder(path, name));
    if (root === undefined) return undefined;
    const onDisk = join(root.path, root.name === "" ? path : path.slice(root.name.length));
    const bytes = this.#entriesIn(dirname(onDisk)).get(basename(onDisk));
    try {
      return bytes && decodeEntry(bytes);
    } catch {
      // A damaged row counts as empty.
      return undefined;
    }
  }

  /** Paths come in order, so that those of a folder mostly come together. */
  #entriesIn(path: string): ReadonlyMap<string, Uint8Array> {
    if (this.#folder?.path !== path) {
      const files = this.#cache.folder(Buffer.from(path)).files();
      this.#folder = { path, entries: new Map(Array.from(files, ({ name, entry }) => [name, entry])) };
    }
    return this.#folder.entries;
  }
}
