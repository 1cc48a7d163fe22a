import { basename, dirname, join } from "node:path";
import type { Entry } from "../manifest/entry.ts";
import { decodeEntry } from "../manifest/entry-codec.ts";
import { isUnder } from "../manifest/path.ts";
import type { ImportRoot } from "./roots.ts";
import type { RememberedFolder, StatCache } from "./stat-cache.ts";

/**
 * The contents of files on disk at their last reading, by their paths in a snapshot of these roots, whether or not they
 * still exist.
 */
export class LastReading {
  readonly #roots: readonly ImportRoot[];
  readonly #cache: StatCache;
  /** The folder that was asked about last. */
  #folder: { readonly path: string; readonly files: RememberedFolder } | undefined;

  constructor(roots: readonly ImportRoot[], cache: StatCache) {
    this.#roots = roots;
    this.#cache = cache;
  }

  /** Returns the entry of a file; undefined if it is not in the stat cache, as links and folders never are. */
  entry(path: string): Entry | undefined {
    const root = this.#roots.find(({ name }) => path === name || isUnder(path, name));
    if (root === undefined) return undefined;
    const onDisk = join(root.path, root.name === "" ? path : path.slice(root.name.length));
    const bytes = this.#filesIn(dirname(onDisk)).lastEntry(basename(onDisk));
    try {
      return bytes && decodeEntry(bytes);
    } catch {
      // A damaged row counts as empty.
      return undefined;
    }
  }

  /** Paths come in order, so that those of a folder mostly come together. */
  #filesIn(path: string): RememberedFolder {
    if (this.#folder?.path !== path) this.#folder = { path, files: this.#cache.folder(Buffer.from(path)) };
    return this.#folder.files;
  }
}
