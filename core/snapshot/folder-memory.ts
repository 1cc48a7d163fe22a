import type { Entry } from "../manifest/entry.ts";
import type { FileRead } from "./content-protocol.ts";
import { isSettled, type Signature } from "./signature.ts";
import { type RememberedFile, rememberedEntry, rememberedFile, type StatCache } from "./stat-cache.ts";
import type { FoundFile } from "./walk.ts";

interface Folder {
  readonly before: Map<string, RememberedFile>;
  /** What is learnt stays an entry until it is saved: encoded, it would take more memory than the entry that is there anyway. */
  readonly now: Map<string, RememberedFile | { readonly signature: Signature; readonly learnt: Entry }>;
  changed: boolean;
}

/** What the stat cache knows of the folders of one walk, and what the walk adds to it. */
export class FolderMemory {
  readonly #cache: StatCache;
  readonly #recalls: boolean;
  readonly #folders = new Map<Buffer, Folder>();

  /** Without `recalls` nothing is taken from the cache, and what is read replaces what is in it. */
  constructor(cache: StatCache, recalls = true) {
    this.#cache = cache;
    this.#recalls = recalls;
  }

  /** Gives the entry of a file that has not changed since it was last read, or undefined. */
  recall(file: FoundFile): Entry | undefined {
    const folder = this.#folder(file);
    const known = this.#recalls ? folder.before.get(file.name) : undefined;
    if (known === undefined || !known.signature.equals(file.signature)) {
      folder.changed = true;
      return undefined;
    }
    folder.now.set(file.name, known);
    return rememberedEntry(known);
  }

  /** Remembers the entry of a file that was read, if it can be told later whether it has changed since. */
  learn(found: FoundFile, read: FileRead, entry: Entry): void {
    const folder = this.#folder(found);
    folder.changed = true;
    folder.now.delete(found.name);
    // The walk's signature is the one to keep where they agree, since it is in memory already.
    const signature = found.signature.equals(read.signature) ? found.signature : Buffer.from(read.signature);
    if (!read.unstable && isSettled(signature, read.readAt))
      folder.now.set(found.name, { signature, learnt: entry });
  }

  /** Writes what has changed to the cache. */
  save(): void {
    this.#cache.save(this.#changed());
  }

  *#changed(): Generator<readonly [Buffer, ReadonlyMap<string, RememberedFile>]> {
    for (const [path, { before, now, changed }] of this.#folders) {
      if (!changed && now.size === before.size) continue;
      const files = new Map<string, RememberedFile>();
      for (const [name, file] of now) {
        files.set(name, "learnt" in file ? rememberedFile(file.signature, file.learnt) : file);
      }
      yield [path, files];
    }
  }

  #folder({ folder: path, alone }: FoundFile): Folder {
    let folder = this.#folders.get(path);
    if (folder === undefined) {
      const before = this.#cache.folder(path);
      folder = { before, now: new Map(alone ? before : []), changed: false };
      this.#folders.set(path, folder);
    }
    return folder;
  }
}
