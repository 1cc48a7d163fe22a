import type { Entry } from "../manifest/entry.ts";
import { decodeEntry } from "../manifest/entry-codec.ts";
import { comparePaths } from "../manifest/path.ts";
import type { FoundList, ListedFile, ListedFolder } from "./found-list.ts";
import type { RememberedFolder, StatCache } from "./stat-cache.ts";
import type { RememberedFile } from "./stat-segment.ts";

const SLASH = 0x2f;

/** What the stat cache holds of the folders of one walk, and the walk's changes to it. */
export class FolderMemory {
  readonly #cache: StatCache;
  readonly #recalls: boolean;
  /** The folders that the walk is in, outermost first. */
  readonly #entered: { readonly path: Buffer; readonly files: RememberedFolder }[] = [];
  /** The folders that the walk has left and whose cached files it has all found. */
  readonly #complete = new Set<Buffer>();

  /** Without `recalls`, nothing is taken from the cache, and what is read replaces its content. */
  constructor(cache: StatCache, recalls = true) {
    this.#cache = cache;
    this.#recalls = recalls;
  }

  /**
   * Returns the entry of a file that has not changed since it was last read, or undefined. Files are given in the order
   * of the walk.
   */
  recall({ folder, name, signature }: ListedFile): Entry | undefined {
    if (!this.#recalls) return undefined;
    const entry = this.#enter(folder).entry(name, signature);
    return entry && decoded(entry);
  }

  /** Frees what is in memory when all files were looked up. */
  release(): void {
    while (this.#entered.length > 0) this.#leave();
  }

  /** Writes the found files and their entries to the cache, for folders with changes. */
  save(found: FoundList): void {
    this.#cache.save(this.#changed(found));
  }

  #enter(path: Buffer): RememberedFolder {
    for (let last = this.#entered.at(-1); last !== undefined; last = this.#entered.at(-1)) {
      if (last.path === path || last.path.equals(path)) return last.files;
      if (isBelow(path, last.path)) break;
      this.#leave();
    }
    const files = this.#cache.folder(path);
    this.#entered.push({ path, files });
    return files;
  }

  #leave(): void {
    const left = this.#entered.pop();
    if (left?.files.isUsedUp) this.#complete.add(left.path);
  }

  *#changed(found: FoundList): Generator<readonly [Buffer, Iterable<RememberedFile>]> {
    const isKnown = (no: number) => found.origin(no) === "recalled";
    for (const folder of found.folders) {
      if (folder.alone) yield [folder.path, this.#withOthers(found, folder)];
      else if (!this.#complete.has(folder.path) || !folder.files.every(isKnown))
        yield [folder.path, rememberedOf(found, folder)];
    }
  }

  /** Keeps the cached files of a folder that were not found because only some were named. */
  *#withOthers(found: FoundList, { path, files }: ListedFolder): Generator<RememberedFile> {
    const others = this.#cache.folder(path).files();
    let other = others.next();
    for (const no of files) {
      const name = found.file(no)?.name ?? "";
      for (; !other.done && comparePaths(other.value.name, name) < 0; other = others.next())
        yield other.value;
      if (!other.done && other.value.name === name) other = others.next();
      if (isRemembered(found, no)) yield found.remembered(no);
    }
    for (; !other.done; other = others.next()) yield other.value;
  }
}

/** Returns whether a folder on disk lies in another one. */
function isBelow(path: Buffer, folder: Buffer): boolean {
  return path[folder.length] === SLASH && path.compare(folder, 0, folder.length, 0, folder.length) === 0;
}

function* rememberedOf(found: FoundList, { files }: ListedFolder): Generator<RememberedFile> {
  for (const no of files) if (isRemembered(found, no)) yield found.remembered(no);
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
