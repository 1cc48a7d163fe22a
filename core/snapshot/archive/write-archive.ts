import { StrataError } from "../../errors.ts";
import { type Entry, entryType } from "../../manifest/entry.ts";
import { pathProblem } from "../../manifest/path.ts";
import { TimeSlice } from "../../time-slice.ts";
import type { ExportOptions, ExportReport } from "../export/export.ts";
import { type Skip, type Skipped, skipFor } from "../export/skip.ts";
import type { ArchivedFile, ArchiveWriter, Sink } from "./archive-writer.ts";
import { SegmentFinder } from "./sparse-tar.ts";
import { TarWriter } from "./tar-writer.ts";
import { ZipWriter } from "./zip-writer.ts";

/** The formats of archives. */
export type ArchiveFormat = "zip" | "tar";

/** The content of an archive. */
export interface ArchivedEntries
  extends Pick<ExportOptions, "entries" | "read" | "signal" | "gate" | "onProgress"> {
  readonly format: ArchiveFormat;
}

/** Maximum size of a file that is held in memory, in bytes. Larger ones are read twice, first to verify them. */
const WHOLE = 4 * 1024 * 1024;

/**
 * Writes entries of a snapshot as one archive into a sink. A damaged file is skipped with its reason. Throws
 * `Cancelled`, and what `entries` and the sink throw.
 */
export async function writeArchive(options: ArchivedEntries, sink: Sink): Promise<ExportReport> {
  return await new Archiving(options, sink).run();
}

class Archiving {
  readonly #options: ArchivedEntries;
  readonly #slice: TimeSlice;
  readonly #writer: ArchiveWriter;
  readonly #report = { files: 0, bytes: 0, unchanged: 0, skipped: [] as Skipped[] };
  #done = 0;

  constructor(options: ArchivedEntries, sink: Sink) {
    this.#options = options;
    const { signal, gate } = options;
    this.#slice = new TimeSlice(signal, { gate, onEnd: () => this.#tell() });
    const step = () => this.#slice.step();
    const paced: Sink = (bytes) => {
      const taken = sink(bytes);
      return taken === undefined ? step() : taken.then(step);
    };
    this.#writer = options.format === "zip" ? new ZipWriter(paced) : new TarWriter(paced);
  }

  async run(): Promise<ExportReport> {
    await this.#slice.end();
    for await (const [path, entry] of this.#options.entries()) {
      await this.#slice.step();
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
      const sound = await this.#soundContent(entry);
      if ("code" in sound) return sound;
      await this.#writer.file(path, { mode: entry.mode & 0o777, size, ...sound });
    }
    this.#report.files++;
    this.#report.bytes += size;
    return undefined;
  }

  /** Returns a file's content after reading all of it, since nothing in an archive can be taken back. */
  async #soundContent(entry: Entry): Promise<Pick<ArchivedFile, "content" | "segments"> | Skip> {
    const { read } = this.#options;
    const pieces: Uint8Array[] = [];
    const finder = new SegmentFinder();
    let size = 0;
    try {
      for await (const bytes of read(entry)) {
        size += bytes.length;
        finder.add(bytes);
        if (entry.size <= WHOLE) pieces.push(bytes);
        await this.#slice.step();
      }
      if (size !== entry.size) {
        throw new StrataError("CorruptObject", `Its content has ${size} bytes where ${entry.size} belong.`);
      }
    } catch (thrown) {
      return skipFor(thrown);
    }
    return { content: size <= WHOLE ? Buffer.concat(pieces) : read(entry), segments: finder.worthwhile() };
  }

  #tell(): void {
    this.#options.onProgress?.({ files: this.#done, bytes: this.#report.bytes });
  }
}
