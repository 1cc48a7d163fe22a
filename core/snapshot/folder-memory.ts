import type { Entry } from "../manifest/entry.ts";
import { decodeEntry } from "../manifest/entry-codec.ts";
import { comparePaths } from "../manifest/path.ts";
import type { FoundList, ListedFile, ListedFolder } from "./found-list.ts";
import type { RememberedFile, RememberedFolder, StatCache } from "./stat-cache.ts";

/** The stat cache's rows of the folders of one walk, and the walk's changes to them. */
export class FolderMemory {
  readonly #cache: StatCache;
  readonly #recalls: boolean;
  readonly #folders = new Map<Buffer, RememberedFolder>();
  /** Number of cached files in folders whose rows are no longer in memory. */
  readonly #sizes = new Map<Buffer, number>();

  /** Without `recalls`, nothing is taken from the cache, and what is read replaces its content. */
  constructor(cache: StatCache, recalls = true) {
    this.#cache = cache;
    this.#recalls = recalls;
  }

  /** Returns the entry of a file that has not changed since it was last read, or undefined. */
  recall({ folder, name, signature }: ListedFile): Entry | undefined {
    if (!this.#recalls) return undefined;
    let remembered = this.#folders.get(folder);
    if (remembered === undefined) {
      remembered = this.#cache.folder(folder);
      this.#folders.set(folder, remembered);
    }
    const entry = remembered.entry(name, signature);
    return entry && decoded(entry);
  }

  /** Frees the rows when all files were looked up. */
  release(): void {
    for (const [path, remembered] of this.#folders) this.#sizes.set(path, remembered.size);
    this.#folders.clear();
  }

  /** Writes the found files and their entries to the cache, for folders with changes. */
  save(found: FoundList): void {
    this.#cache.save(this.#changed(found));
  }

  *#changed(found: FoundList): Generator<readonly [Buffer, Iterable<RememberedFile>]> {
    for (const folder of found.folders) {
      const isKnown = (no: number) => found.origin(no) === "recalled";
      const hasAll = folder.alone || this.#sizes.get(folder.path) === folder.files.length;
      if (!hasAll || !folder.files.every(isKnown))
        yield [folder.path, folder.alone ? this.#withOthers(found, folder) : filesOf(found, folder)];
    }
  }

  /** Keeps the cached files of a folder that were not found because only some were named. */
  #withOthers(found: FoundList, { path, files }: ListedFolder): RememberedFile[] {
    const all = new Map(Array.from(this.#cache.folder(path).files(), (file) => [file.name, file]));
    for (const no of files) {
      const name = found.file(no)?.name ?? "";
      if (isRemembered(found, no)) all.set(name, found.remembered(no));
      else all.delete(name);
    }
    return [...all.values()].sort((a, b) => comparePaths(a.name, b.name));
  }
}

function filesOf(found: FoundList, { files }: ListedFolder): Iterable<RememberedFile> {
  return {
    *[Symbol.iterator]() {
      for (const no of files) if (isRemembered(found, no)) yield found.remembered(no);
    },
  };
}

function isRemembered(found: FoundList, no: number): boolean {
  const origin = found.origin(no);
  return origin === "recalled" || origin === "read";
}

/** Returns undefined for a damaged row, whose files are read again. */
function decoded(entry: Uint8Array): Entry | undefined {
  try {
    return decodeEntry(entry);
  } catch {
    return undefined;
  }
}
