import { lstatSync, opendirSync, realpathSync, statSync } from "node:fs";
import { orDiskFull } from "../../database/full-disk.ts";
import { asStrataError, StrataError } from "../../errors.ts";
import type { FileWrites } from "../../files/file-writes.ts";
import { PRIVATE_FOLDER } from "../../files/private.ts";
import { type Entry, entryType } from "../../manifest/entry.ts";
import type { PauseGate } from "../../pause-gate.ts";
import { TimeSlice } from "../../time-slice.ts";
import type { FolderIdentity } from "../folder-identity.ts";
import { TemporaryNames } from "../temporary-names.ts";
import { EntryWriter } from "./entry-writer.ts";
import { Inspection } from "./in-the-way.ts";
import { foldOf, probeFold } from "./name-folding.ts";
import { type Fold, Names } from "./names.ts";
import { requireOutside } from "./outside-store.ts";
import { type OverwriteRule, reasonToKeep } from "./overwrite.ts";
import { type RoomNeeded, requireRoom } from "./room.ts";
import { Comparison, type ReadContent } from "./same-content.ts";
import { type Skip, type Skipped, skipFor } from "./skip.ts";
import { type Folder, pathIn, splitPath, TargetFolders } from "./target-folders.ts";

export type { Overwrite } from "./overwrite.ts";
export type { Skipped } from "./skip.ts";

/** The progress of an export: entries processed, and bytes written. */
export interface ExportProgress {
  readonly files: number;
  readonly bytes: number;
}

/** The entries to export, the target and the rules. */
export interface ExportOptions extends OverwriteRule {
  /**
   * Returns the entries to write in the manifest's order, with paths relative to the target. It is called again for a
   * second pass.
   */
  readonly entries: () => AsyncIterable<readonly [path: string, entry: Entry]>;
  readonly read: ReadContent;
  /** An absolute path. The folder is created if it is missing. */
  readonly target: string;
  /** The permission bits of a target that is created; its owner can always write to it. */
  readonly targetMode?: number | undefined;
  /** A folder that is never written into, under any path: the store's. */
  readonly exclude?: FolderIdentity;
  /** The room that an empty target needs; it is checked before anything is written. */
  readonly room?: RoomNeeded | undefined;
  readonly files: FileWrites;
  /**
   * Whether the target distinguishes names that differ in case or in the encoding of an accent; found out by default.
   */
  readonly caseSensitive?: boolean;
  readonly signal?: AbortSignal | undefined;
  readonly gate?: PauseGate | undefined;
  readonly onProgress?: ((progress: ExportProgress) => void) | undefined;
}

/** The result of an export. */
export interface ExportReport {
  /** Number of files and links written. */
  readonly files: number;
  /** Bytes of their contents. */
  readonly bytes: number;
  /** Number of files and links that were there already and are equal. */
  readonly unchanged: number;
  /** The entries that were not written, with the reasons; in the order of the entries. */
  readonly skipped: readonly Skipped[];
}

/**
 * Writes entries of a snapshot into a folder, and never outside it: links below the target are not followed. An entry
 * that cannot be written is skipped with its reason. Every file with its final name is whole.
 *
 * Throws `FilesInTheWay` (with "refuse", before anything is written), `StoreInFolder`, `Cancelled`, `DiskFull`,
 * `WriteFailed`, `ENOTDIR`, and what `entries` throws. Files written so far stay; exporting again completes them.
 */
export async function exportEntries(options: ExportOptions): Promise<ExportReport> {
  try {
    return await new Export(options, await openTarget(options)).run();
  } catch (thrown) {
    throw asStrataError(orDiskFull(thrown, "exporting", options.target), "exporting");
  }
}

const TAKEN_BY_ANOTHER_NAME: Skip = {
  code: "NameCollision",
  reason: "the disk takes its name for that of something in the same folder",
};

class Export {
  readonly #options: ExportOptions;
  readonly #root: Folder;
  readonly #fold: Fold | undefined;
  readonly #slice: TimeSlice;
  readonly #comparison: Comparison;
  readonly #folders: TargetFolders;
  readonly #writer: EntryWriter;
  readonly #report = { files: 0, bytes: 0, unchanged: 0, skipped: [] as Skipped[] };
  /** The paths that the first pass found equal. */
  #same: ReadonlySet<string> = new Set();
  #done = 0;

  constructor(options: ExportOptions, root: Folder) {
    const { files, read, caseSensitive, overwrite } = options;
    const temporary = new TemporaryNames();
    this.#options = options;
    this.#root = root;
    this.#fold =
      caseSensitive === undefined ? probeFold(files, root.path) : foldOf(!caseSensitive, !caseSensitive);
    const { signal, gate } = options;
    this.#slice = new TimeSlice(signal, { gate, onEnd: () => this.#tell(), cancelled: stopped });
    this.#comparison = new Comparison(read, this.#slice);
    const replaceFiles = overwrite === "always";
    this.#folders = new TargetFolders(root, { files, temporary, replaceFiles, exclude: options.exclude });
    const onBytes = (bytes: number) => {
      this.#report.bytes += bytes;
    };
    this.#writer = new EntryWriter({ files, read, slice: this.#slice, temporary, onBytes });
  }

  async run(): Promise<ExportReport> {
    const { entries, overwrite } = this.#options;
    await this.#slice.end();
    if (overwrite === "refuse" && !this.#root.isNew) {
      const inspection = new Inspection(this.#root, this.#names(), this.#comparison, this.#slice);
      this.#same = await inspection.findSame(entries());
    }
    const names = this.#names();
    for await (const [path, entry] of entries()) {
      await this.#slice.step();
      const skip = names.claim(path) ?? (await this.#put(path, entry));
      if (skip !== undefined) this.#report.skipped.push({ path, ...skip });
      this.#done++;
    }
    this.#tell();
    return this.#report;
  }

  /** Writes one entry. Returns why, if it cannot. */
  async #put(path: string, entry: Entry): Promise<Skip | undefined> {
    const before = this.#report.bytes;
    try {
      const type = entryType(entry);
      const [above, name] = type === "directory" ? [path, ""] : splitPath(path);
      const folder = this.#folders.open(above);
      if ("code" in folder) return folder;
      return type === "directory" ? undefined : await this.#putIn(folder, name, path, entry);
    } catch (thrown) {
      this.#report.bytes = before;
      return skipFor(thrown);
    }
  }

  async #putIn(folder: Folder, name: string, path: string, entry: Entry): Promise<Skip | undefined> {
    // A new folder has only what this export wrote. A name is taken there only if the disk treats two names as one.
    const mayExist = !folder.isNew || this.#fold !== undefined;
    const onDisk = pathIn(folder, name);
    const existing = mayExist ? lstatSync(onDisk, { throwIfNoEntry: false }) : undefined;
    if (existing !== undefined) {
      if (folder.isNew) return TAKEN_BY_ANOTHER_NAME;
      if (this.#same.has(path) || (await this.#comparison.isSame(onDisk, existing, entry))) {
        this.#report.unchanged++;
        return undefined;
      }
      const keep = reasonToKeep(existing, this.#options);
      if (keep !== undefined) return keep;
    }
    const skip = await this.#write(folder, name, entry, existing !== undefined);
    if (skip === undefined) this.#report.files++;
    return skip;
  }

  async #write(folder: Folder, name: string, entry: Entry, over: boolean): Promise<Skip | undefined> {
    const { symlink } = entry;
    if (entryType(entry) === "symlink") return this.#writer.writeLink(folder, name, symlink ?? "", over);
    await this.#writer.writeFile(folder, name, entry);
    return undefined;
  }

  #names(): Names {
    return new Names(this.#fold, process.platform === "win32");
  }

  #tell(): void {
    this.#options.onProgress?.({ files: this.#done, bytes: this.#report.bytes });
  }
}

function stopped(): StrataError {
  return new StrataError(
    "Cancelled",
    "The export was cancelled; what it had written so far is whole and stays.",
  );
}

/**
 * Returns the target by its real path, created if needed. Only here are links followed, since the user named the path.
 */
async function openTarget({
  target,
  targetMode = 0o777,
  files,
  exclude,
  room,
}: ExportOptions): Promise<Folder> {
  const existing = statSync(target, { throwIfNoEntry: false });
  requireOutside(target, exclude);
  // What exists may be equal, or may be replaced.
  const isNew = existing === undefined || (existing.isDirectory() && isEmpty(target));
  if (isNew && room !== undefined) await requireRoom(target, room);
  if (existing === undefined) files.makeFolder(target, targetMode | PRIVATE_FOLDER);
  else if (!existing.isDirectory()) {
    throw new StrataError("ENOTDIR", `${target} is not a folder.`, {
      hint: "Name a folder to export into; it is made if it is not there.",
      data: { path: target },
    });
  }
  const path = realpathSync.native(target);
  return { path, isNew: isEmpty(path) };
}

function isEmpty(folder: string): boolean {
  const open = opendirSync(folder);
  try {
    return open.readSync() === null;
  } finally {
    open.closeSync();
  }
}
