import { lstatSync } from "node:fs";
import { StrataError } from "../errors.ts";
import type { SnapshotId } from "../ids.ts";
import type { LabelSettings } from "../labels/label-store.ts";
import { buildManifest } from "../manifest/build.ts";
import { writeChunks } from "../manifest/chunk-list.ts";
import { objectsOf } from "../manifest/content.ts";
import {
  type ChunkRef,
  DEFAULT_FILE_MODE,
  EMPTY_FOLDER,
  type Entry,
  entryType,
  fileEntry,
  MAX_CHUNKS,
  symlinkEntry,
} from "../manifest/entry.ts";
import type { NodeStore } from "../manifest/node-store.ts";
import { comparePaths } from "../manifest/path.ts";
import { getEntry } from "../manifest/read.ts";
import type { PackStore } from "../objects/pack-store.ts";
import { readContents, type SizedFile } from "./content-dispatch.ts";
import type { ContentWorker, FileRead } from "./content-protocol.ts";
import { FolderIdentity } from "./folder-identity.ts";
import { FolderMemory } from "./folder-memory.ts";
import { FolderModes, type FolderPermissions, restrictedWarning } from "./folder-modes.ts";
import { FoundList } from "./found-list.ts";
import { IgnoreRules } from "./ignore-rules.ts";
import { ImportCount, type ImportWatch } from "./import-progress.ts";
import { importRoots } from "./roots.ts";
import { isSettled } from "./signature.ts";
import type { StatCache } from "./stat-cache.ts";
import { cannotRead } from "./unreadable.ts";
import { type Found, onDisk, type Skipped, walk } from "./walk.ts";

/** The parts that taking a snapshot needs. */
export interface TakeOptions extends ImportWatch {
  readonly paths: readonly string[];
  /** Whether a single folder is in the snapshot under its name, instead of being the root. */
  readonly named?: boolean | undefined;
  /** The store's folder, which is never imported. */
  readonly storeFolder: string;
  readonly settings: LabelSettings;
  /** The label's current head: on a system without modes, known paths keep theirs. */
  readonly head: SnapshotId | null;
  readonly posixModes: boolean;
  readonly objects: PackStore;
  readonly nodes: NodeStore;
  readonly cache: StatCache;
  /** Whether every file is read, even if the stat cache has it. */
  readonly reread?: boolean | undefined;
  readonly workers: readonly ContentWorker[];
}

/** A snapshot whose objects are staged and not yet durable. */
export interface TakenSnapshot {
  readonly id: SnapshotId;
  /** Number of files that were not read again. */
  readonly unchanged: number;
  /** Plaintext bytes of chunks that the store did not have. */
  readonly newChunkBytes: number;
  /** Bytes of all inline contents in it. */
  readonly inlineBytes: number;
  readonly skipped: readonly Skipped[];
  /** Paths that are in the snapshot, but differ from those on disk. */
  readonly warnings: readonly Skipped[];
  readonly folders: FolderPermissions;
  /** Updates the stat cache. Call it when the objects are durable. */
  readonly remember: () => void;
}

/** Number of entries of the stat cache that are looked up in the store at once. */
const BATCH = 512;

/**
 * Takes a snapshot of folders and files: walks them, reads the files that are not in the stat cache, and builds the
 * manifest. Nothing is durable yet and no label moves. Throws as {@link importRoots} and {@link walk} do, and
 * `Cancelled`.
 */
export async function takeSnapshot(options: TakeOptions): Promise<TakenSnapshot> {
  const take = new Take(options);
  await take.look();
  await take.recall();
  await take.read();
  return await take.build();
}

class Take {
  readonly #options: TakeOptions;
  readonly #memory: FolderMemory;
  readonly #found = new FoundList();
  /** Folders that turned out empty: each is walked where `a/` sorts, and is an entry `a`. */
  readonly #empty: string[] = [];
  readonly #folders: FolderModes;
  readonly #skipped: Skipped[] = [];
  readonly #warnings: Skipped[] = [];
  readonly #count: ImportCount;
  #unchanged = 0;
  #inlineBytes = 0;

  constructor(options: TakeOptions) {
    this.#options = options;
    this.#memory = new FolderMemory(options.cache, !options.reread);
    this.#folders = new FolderModes(options.posixModes);
    this.#count = new ImportCount(options);
  }

  /** Walks the folders. */
  async look(): Promise<void> {
    const { paths, named, storeFolder, settings } = this.#options;
    const rules = IgnoreRules.forLabel(settings);
    const store = new FolderIdentity(storeFolder);
    const walkOptions = {
      exclude: store,
      skip: (skipped: Skipped) => void this.#skipped.push(skipped),
      entered: (path: string, folder: Buffer) => this.#folders.folder(path, folder),
    };
    for (const root of importRoots(paths, store, { named })) {
      const { path, name } = root;
      this.#folders.root(root);
      for (const found of walk(Buffer.from(path), name, rules, walkOptions)) {
        this.#add(found);
        await this.#count.slice.step();
      }
    }
    this.#empty.sort(comparePaths);
  }

  #add(found: Found): void {
    if (found.type === "folder") this.#empty.push(found.path);
    else if (found.type === "symlink") this.#found.addLink(found.path, symlinkEntry(found.target));
    else {
      this.#found.addFile(found);
      this.#count.now.files++;
      this.#count.now.bytes += found.size;
      if ((found.mode & 0o7000) !== 0)
        this.#warnings.push({ path: found.path, reason: "its setuid, setgid or sticky bit is not kept" });
    }
  }

  /** Takes the entries of unchanged files from the stat cache. */
  async recall(): Promise<void> {
    this.#count.now.phase = "reading";
    const batch: { no: number; size: number; entry: Entry }[] = [];
    for (let no = 0; no < this.#found.length; no++) {
      const file = this.#found.file(no);
      const entry = file && this.#memory.recall(file);
      if (entry !== undefined) batch.push({ no, size: file?.size ?? 0, entry });
      if (batch.length === BATCH) await this.#accept(batch.splice(0));
    }
    await this.#accept(batch);
    this.#memory.release();
  }

  /** Reads the other files. */
  async read(): Promise<void> {
    const { workers, objects, signal, gate } = this.#options;
    const large: { file: FileRead; chunks: readonly ChunkRef[] }[] = [];
    await readContents(this.#unread(), {
      workers,
      store: objects,
      signal,
      gate,
      onRead: (file) => {
        if (file.content.kind === "chunks" && file.content.chunks.length > MAX_CHUNKS) {
          large.push({ file, chunks: file.content.chunks });
        } else this.#keep(file, fileEntry(file.mode, file.size, file.content));
      },
      onFailed: ({ no, reason }) => {
        const file = this.#found.file(no);
        if (file?.alone) {
          this.#requireRoots();
          throw cannotRead(onDisk(file.folder, Buffer.from(file.name)).toString(), reason);
        }
        this.#skipped.push({ path: this.#found.path(no), reason });
        this.#count.now.filesDone++;
      },
      onBytes: (read, fresh) => {
        this.#count.now.bytesDone += read;
        this.#count.now.newBytes += fresh;
        this.#count.report();
      },
    });
    for (const { file, chunks } of large) {
      const content = await writeChunks(objects, chunks);
      this.#keep(file, fileEntry(file.mode, file.size, content));
    }
  }

  *#unread(): Generator<SizedFile> {
    for (let no = 0; no < this.#found.length; no++) {
      const file = this.#found.hasEntry(no) ? undefined : this.#found.file(no);
      if (file === undefined) continue;
      yield { no, from: onDisk(file.folder, Buffer.from(file.name)), size: file.size };
    }
  }

  /** Builds the manifest. */
  async build(): Promise<TakenSnapshot> {
    this.#count.now.phase = "finishing";
    this.#count.report();
    this.#requireRoots();
    const id = await buildManifest(this.#options.nodes, this.#sorted());
    this.#skipped.sort((a, b) => (a.path < b.path ? -1 : 1));
    const folders = this.#folders.found();
    return {
      id,
      unchanged: this.#unchanged,
      newChunkBytes: this.#count.now.newBytes,
      inlineBytes: this.#inlineBytes,
      skipped: this.#skipped,
      warnings: [...this.#warnings, ...restrictedWarning(folders)],
      folders,
      remember: () => this.#memory.save(this.#found),
    };
  }

  /** A folder that disappeared as a whole must not become an empty snapshot. */
  #requireRoots(): void {
    for (const path of this.#options.paths) {
      if (lstatSync(path, { throwIfNoEntry: false }) !== undefined) continue;
      throw new StrataError("ENOENT", `${path} vanished while it was being imported.`, {
        hint: "The label is as it was. Bring the folder back and import it again.",
        data: { path },
      });
    }
  }

  /** Yields all entries in the manifest's order: the list is sorted except for empty folders. */
  async *#sorted(): AsyncGenerator<readonly [string, Entry]> {
    let empty = 0;
    for (let no = 0; no <= this.#found.length; no++) {
      const path = no < this.#found.length ? this.#found.path(no) : undefined;
      for (let folder = this.#empty[empty]; folder !== undefined; folder = this.#empty[++empty]) {
        if (path !== undefined && comparePaths(folder, path) > 0) break;
        yield [folder, EMPTY_FOLDER];
      }
      const entry = path === undefined ? undefined : this.#found.entry(no);
      if (path !== undefined && entry !== undefined) {
        if (entry.content.kind === "inline") this.#inlineBytes += entry.size;
        yield [path, await this.#withMode(path, entry)];
      }
      await this.#count.slice.step();
    }
  }

  /** On a system without POSIX modes, a known file keeps its mode. */
  async #withMode(path: string, entry: Entry): Promise<Entry> {
    const { posixModes, head, nodes } = this.#options;
    if (posixModes || entryType(entry) !== "file") return entry;
    const before = head === null ? undefined : await getEntry(nodes, head, path);
    const mode = before !== undefined && entryType(before) === "file" ? before.mode : DEFAULT_FILE_MODE;
    return { ...entry, mode };
  }

  #keep(file: FileRead, entry: Entry): void {
    const signature = Buffer.from(file.signature);
    // Kept in the stat cache only if a later change would be noticed.
    const isSafe = !file.unstable && isSettled(signature, file.readAt);
    this.#found.keep(file.no, entry, isSafe ? "read" : "read too soon", signature);
    this.#count.now.filesDone++;
    if (file.unstable) {
      this.#warnings.push({
        path: this.#found.path(file.no),
        reason: "it changed while it was read; its second reading is kept",
      });
    }
  }

  /** Accepts cached entries whose objects are all still in the store. */
  async #accept(batch: readonly { no: number; size: number; entry: Entry }[]): Promise<void> {
    await this.#count.slice.end();
    const { objects } = this.#options;
    const needed = await Promise.all(batch.map(({ entry }) => objectsOf(objects, entry)));
    const present = await objects.has(needed.flatMap((ids) => ids ?? []));
    let at = 0;
    batch.forEach(({ no, size, entry }, i) => {
      const ids = needed[i];
      if (ids === undefined) return;
      const own = present.slice(at, at + ids.length);
      at += ids.length;
      if (!own.every(Boolean)) return;
      this.#found.keep(no, entry, "recalled");
      this.#unchanged++;
      this.#count.now.filesDone++;
      this.#count.now.bytesDone += size;
    });
  }
}
