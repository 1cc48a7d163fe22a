import { StrataError } from "../../errors.ts";
import { removeQuietly } from "../../files/durable.ts";
import type { FileWriter, FileWrites } from "../../files/file-writes.ts";
import { PRIVATE_FILE } from "../../files/private.ts";
import type { Entry } from "../../manifest/entry.ts";
import type { TimeSlice } from "../../time-slice.ts";
import { HoleFinder } from "../holes.ts";
import type { TemporaryNames } from "../temporary-names.ts";
import type { ReadContent } from "./same-content.ts";
import { errnoOf, type Skip } from "./skip.ts";
import { type Folder, pathIn } from "./target-folders.ts";

/** The errors of systems and disks without links, or without links for this user. */
const NO_LINKS: ReadonlySet<string> = new Set(["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS"]);

/** The parts that writing the entries of a snapshot needs. */
export interface EntryWriterOptions {
  readonly files: FileWrites;
  readonly read: ReadContent;
  readonly slice: TimeSlice;
  readonly temporary: TemporaryNames;
  /** Called with the number of bytes written. */
  readonly onBytes: (bytes: number) => void;
}

/**
 * Writes files and links of a snapshot, each under a temporary name that is then renamed, so that a file with its final
 * name is always whole. Long runs of zeros become holes. Nothing is synced: an export can be repeated, and syncing
 * 80,000 small files would take minutes.
 */
export class EntryWriter {
  readonly #options: EntryWriterOptions;

  constructor(options: EntryWriterOptions) {
    this.#options = options;
  }

  /** Writes a file and replaces a file or link of its name. Throws as reading and the system do, and `Cancelled`. */
  async writeFile(folder: Folder, name: string, entry: Entry): Promise<void> {
    const { files, temporary } = this.#options;
    const path = temporary.next(folder);
    const hasModes = process.platform !== "win32";
    // Until it is whole, others have no access and the owner no more than in the end.
    const file = hasModes ? files.create(path, entry.mode & PRIVATE_FILE) : files.create(path);
    try {
      try {
        await this.#fill(file, entry);
        // Not on creation, where the umask applies.
        if (hasModes) file.chmod(entry.mode & 0o777);
      } finally {
        file.close();
      }
    } catch (thrown) {
      removeQuietly(files, path);
      throw thrown;
    }
    this.#settle(path, pathIn(folder, name));
  }

  /** Creates a link with its target unchanged and unchecked. `over`: whether it replaces a file or link. */
  writeLink(folder: Folder, name: string, target: string, over: boolean): Skip | undefined {
    // The system would cut the target at a NUL, and has no links without a target.
    if (target === "" || target.includes("\0")) return { code: "EINVAL", reason: "it is a link to no path" };
    const { files, temporary } = this.#options;
    const path = pathIn(folder, name);
    // Creating a link is atomic, and fails if the path is taken meanwhile.
    const made = over ? temporary.next(folder) : path;
    try {
      files.link(target, made);
    } catch (thrown) {
      if (!NO_LINKS.has(errnoOf(thrown) ?? "")) throw thrown;
      return {
        code: "WriteFailed",
        reason: "it is a link, and the system or disk does not allow making links",
      };
    }
    if (over) this.#settle(made, path);
    return undefined;
  }

  /** Renames a file or link to its final name. */
  #settle(temporary: string, path: string): void {
    const { files } = this.#options;
    try {
      files.rename(temporary, path);
    } catch (thrown) {
      removeQuietly(files, temporary);
      throw thrown;
    }
  }

  async #fill(file: FileWriter, entry: Entry): Promise<void> {
    const { read, slice, onBytes } = this.#options;
    const holes = new HoleFinder({
      data: (bytes) => file.write(bytes),
      hole: (length) => file.skip(length),
    });
    let size = 0;
    for await (const bytes of read(entry)) {
      holes.add(bytes);
      size += bytes.length;
      onBytes(bytes.length);
      await slice.step();
    }
    holes.end();
    if (size !== entry.size) {
      throw new StrataError("CorruptObject", `Its content has ${size} bytes where ${entry.size} belong.`);
    }
  }
}
