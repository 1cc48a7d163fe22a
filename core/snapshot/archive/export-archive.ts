import { lstatSync, statSync } from "node:fs";
import { basename, dirname } from "node:path";
import { asStrataError, cancelled, StrataError } from "../../errors.ts";
import { removeQuietly } from "../../files/durable.ts";
import type { FileWriter, FileWrites } from "../../files/file-writes.ts";
import { type Entry, entryType } from "../../manifest/entry.ts";
import { pathProblem } from "../../manifest/path.ts";
import { requireOutside } from "../export/outside-store.ts";
import { Pace } from "../export/pace.ts";
import { type Skip, type Skipped, skipFor } from "../export/skip.ts";
import { sweepLeftOvers, TemporaryNames } from "../export/temporary-names.ts";
import type { ExportOptions, ExportReport } from "../export.ts";
import type { ArchiveWriter, Sink } from "./archive-writer.ts";
import { TarWriter } from "./tar-writer.ts";
import { ZipWriter } from "./zip-writer.ts";

/** The formats of archives. */
export type ArchiveFormat = "zip" | "tar";

/** What an archive is made of, and where and how. `target` is its file. */
export interface ArchiveOptions
  extends Pick<
    ExportOptions,
    "entries" | "read" | "target" | "exclude" | "files" | "signal" | "gate" | "onProgress"
  > {
  readonly format: ArchiveFormat;
  /** What becomes of a file that is there. */
  readonly overwrite: "refuse" | "always";
}

/** Files up to this are held in memory as a whole, in bytes; larger ones are read twice, first to see that they are sound. */
const WHOLE = 4 * 1024 * 1024;

/**
 * Writes entries of a snapshot into one archive file, which is there when it is whole and durable, and not before. A file that is
 * damaged is skipped with its reason and the rest goes on.
 *
 * Throws `FilesInTheWay`, `StoreInFolder`, `EISDIR`, `ENOENT`, `Cancelled`, `DiskFull`, `WriteFailed`, and what `entries` throws.
 */
export async function exportArchive(options: ArchiveOptions): Promise<ExportReport> {
  try {
    requirePlace(options);
    return await replaceDurably(options.files, options.target, options, (file) =>
      new Archiving(options, file).run(),
    );
  } catch (thrown) {
    throw asStrataError(thrown, "writing the archive");
  }
}

class Archiving {
  readonly #options: ArchiveOptions;
  readonly #pace: Pace;
  readonly #writer: ArchiveWriter;
  readonly #report = { files: 0, bytes: 0, unchanged: 0, skipped: [] as Skipped[] };
  #done = 0;

  constructor(options: ArchiveOptions, file: FileWriter) {
    this.#options = options;
    this.#pace = new Pace(options.signal, () => this.#tell(), { gate: options.gate, cancelled });
    const sink: Sink = (bytes) => {
      file.write(bytes);
      return this.#pace.step(bytes.length);
    };
    this.#writer = options.format === "zip" ? new ZipWriter(sink) : new TarWriter(sink);
  }

  async run(): Promise<ExportReport> {
    for await (const [path, entry] of this.#options.entries()) {
      await this.#pace.entry();
      const problem = pathProblem(path);
      const skip: Skip | undefined =
        problem === undefined
          ? await this.#put(path, entry)
          : { code: "EINVAL", reason: `it cannot be a path: ${problem}` };
      if (skip !== undefined) this.#report.skipped.push({ path, ...skip });
      this.#done++;
    }
    await this.#writer.end();
    this.#tell();
    return this.#report;
  }

  async #put(path: string, entry: Entry): Promise<Skip | undefined> {
    const { size, symlink } = entry;
    const type = entryType(entry);
    if (type === "directory") {
      await this.#writer.folder(path);
      return undefined;
    }
    if (type === "symlink") {
      const target = symlink ?? "";
      if (target === "" || target.includes("\0"))
        return { code: "EINVAL", reason: "it is a link to no path" };
      await this.#writer.link(path, target);
    } else {
      const content = await this.#soundContent(entry);
      if ("code" in content) return content;
      await this.#writer.file(path, { mode: entry.mode & 0o777, size, content });
    }
    this.#report.files++;
    this.#report.bytes += size;
    return undefined;
  }

  /** Gives a file's content once it has been read as a whole, since what is in an archive cannot be taken back. */
  async #soundContent(entry: Entry): Promise<Uint8Array | AsyncIterable<Uint8Array> | Skip> {
    const { read } = this.#options;
    const pieces: Uint8Array[] = [];
    let size = 0;
    try {
      for await (const bytes of read(entry)) {
        size += bytes.length;
        if (entry.size <= WHOLE) pieces.push(bytes);
        await this.#pace.step(bytes.length);
      }
      if (size !== entry.size) {
        throw new StrataError("CorruptObject", `Its content has ${size} bytes where ${entry.size} belong.`);
      }
    } catch (thrown) {
      return skipFor(thrown);
    }
    return size <= WHOLE ? Buffer.concat(pieces) : read(entry);
  }

  #tell(): void {
    this.#options.onProgress?.({ files: this.#done, bytes: this.#report.bytes });
  }
}

/** Makes sure that the archive may be where it is to be. */
function requirePlace({ target, overwrite, exclude }: ArchiveOptions): void {
  requireOutside(target, exclude);
  const folder = dirname(target);
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    throw new StrataError("ENOENT", `There is no folder ${folder}.`, {
      hint: "Name a file in a folder that is there.",
      data: { path: folder },
    });
  }
  const existing = lstatSync(target, { throwIfNoEntry: false });
  if (existing === undefined) return;
  if (existing.isDirectory()) {
    throw new StrataError("EISDIR", `${target} is a folder.`, {
      hint: "Name the file that the archive is to be.",
      data: { path: target },
    });
  }
  if (overwrite === "refuse" || !(existing.isFile() || existing.isSymbolicLink())) throw inTheWay(target);
}

function inTheWay(target: string): StrataError {
  return new StrataError("FilesInTheWay", `There is something at ${target} already.`, {
    hint: "Choose another name, or have it replaced.",
    data: { count: 1, paths: [basename(target)] },
  });
}

/** Has a file written under a temporary name, and gives it its own once it is durable; on failure it is removed. */
async function replaceDurably<T>(
  files: FileWrites,
  path: string,
  { overwrite }: Pick<ArchiveOptions, "overwrite">,
  write: (file: FileWriter) => Promise<T>,
): Promise<T> {
  const folder = dirname(path);
  sweepLeftOvers(files, folder);
  const temporary = new TemporaryNames().next({ path: folder });
  // It stays its owner's alone, as some of what is in it may be.
  const file = files.create(temporary);
  let result: T;
  try {
    try {
      result = await write(file);
      file.sync();
    } finally {
      file.close();
    }
    if (overwrite === "refuse" && lstatSync(path, { throwIfNoEntry: false }) !== undefined)
      throw inTheWay(path);
    files.rename(temporary, path);
  } catch (thrown) {
    removeQuietly(files, temporary);
    throw thrown;
  }
  files.syncFolder(folder);
  return result;
}
