import { Readable } from "node:stream";
import { ZipArchiveEntry, ZipArchiveOutputStream } from "compress-commons";
import type { ArchivedFile, ArchiveWriter, Sink } from "./archive-writer.ts";
import { LibraryOutput } from "./library-output.ts";

/** The size from which 64-bit sizes are written: below it, deflating cannot make a file larger than 2^32. */
const WIDE_FROM = 0xf0000000;
const STORED = 0;
/** The library's types lack `zlib`. */
const OPTIONS = { highWaterMark: 64 * 1024, zlib: { level: 6 } };

/** Writes a zip archive with compress-commons, archiver's zip engine, with modes and links in Info-ZIP's form. */
export class ZipWriter implements ArchiveWriter {
  readonly #archive = new ZipArchiveOutputStream(OPTIONS);
  readonly #output: LibraryOutput;

  constructor(sink: Sink) {
    this.#output = new LibraryOutput(this.#archive, sink);
  }

  async folder(path: string): Promise<void> {
    const entry = new Entry(`${path}/`, 0o040755, 0);
    entry.setMethod(STORED);
    await this.#put(entry, Buffer.alloc(0));
  }

  async link(path: string, target: string): Promise<void> {
    const bytes = Buffer.from(target);
    const entry = new Entry(path, 0o120777, bytes.length);
    entry.setMethod(STORED);
    await this.#put(entry, bytes);
  }

  async file(path: string, { mode, size, content }: ArchivedFile): Promise<void> {
    const entry = new Entry(path, 0o100000 | mode, size);
    if (content instanceof Uint8Array) {
      await this.#put(entry, Buffer.from(content.buffer, content.byteOffset, content.length));
      return;
    }
    const source = Readable.from(this.#output.paced(content), { highWaterMark: 1 });
    try {
      await this.#put(entry, source);
    } finally {
      source.destroy();
    }
  }

  async end(): Promise<void> {
    await this.#output.end(() => this.#archive.finish());
  }

  async #put(entry: Entry, source: Buffer | Readable): Promise<void> {
    await this.#output.whileDone((done) => this.#archive.entry(entry, source, done));
  }
}

/** The records of one member of an archive, with a fixed time. `mode` is the whole `st_mode`. */
class Entry extends ZipArchiveEntry {
  readonly #path: string;
  readonly #isWide: boolean;

  constructor(path: string, mode: number, size: number) {
    super();
    this.#path = path;
    this.#isWide = size >= WIDE_FROM;
    this.getGeneralPurposeBit().useUTF8ForNames(true);
    // The first day of the format.
    this.setTime(new Date(0));
    this.setUnixMode(mode);
  }

  /** Returns the path unchanged; the library would cut off a leading "a:" and replace backslashes. */
  override getName(): string {
    return this.#path;
  }

  /** Decides by the size before deflating, so that every record of the member agrees. */
  override isZip64(): boolean {
    return this.#isWide;
  }
}
