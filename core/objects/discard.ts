import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { type Database, inTransaction } from "../database/database.ts";
import { asStrataError, StrataError } from "../errors.ts";
import { TEMPORARY_PREFIX, temporaryIn } from "../files/durable.ts";
import type { FileWrites } from "../files/file-writes.ts";
import type { PackIndex } from "./pack-index.ts";

/** Says that packs were discarded; nothing is in it. It goes as a temporary file does, long after all work that it is for. */
const MARK = `${TEMPORARY_PREFIX}discarded-`;

/** What discarding packs needs. */
export interface DiscardParts {
  /** The precious database: nobody moves a label while packs go. */
  readonly db: Database;
  readonly index: PackIndex;
  /** Where the packs are. */
  readonly folder: string;
  /** Where it is noted that packs were discarded. */
  readonly markFolder: string;
  readonly files: FileWrites;
  /** Makes a little room on a full disk; tells whether there was any to be had. */
  readonly makeRoom: () => boolean;
}

/**
 * Discards packs of an operation that failed, unless `mayGo`, asked when nobody can move a label, says otherwise. Others may have
 * come upon their objects meanwhile: what is under way finds the mark that this leaves, and gives up before it moves a label.
 * Packs that cannot be discarded stay: they are sound, and in nobody's way.
 */
function discardPacks(parts: DiscardParts, names: readonly string[], mayGo: () => boolean): void {
  const { db, index, folder, markFolder, files } = parts;
  const forget = () =>
    index.atomically(() => {
      for (const name of names) index.forget(name);
    });
  inTransaction(db, () => {
    if (!mayGo()) return;
    files.create(join(markFolder, MARK + basename(temporaryIn("")).slice(TEMPORARY_PREFIX.length))).close();
    withRoom(forget, parts.makeRoom);
    for (const name of names) files.remove(join(folder, name));
    // Another process may just have read one in.
    forget();
  });
}

/** Discards packs on the way out of a failure, whose own error is the one worth telling. */
export function discardQuietly(
  parts: DiscardParts,
  names: readonly string[],
  mayGo: () => boolean = () => true,
): void {
  try {
    discardPacks(parts, names, mayGo);
  } catch {
    // They stay.
  }
}

/** Which packs were discarded when an operation first relied on one. */
export class DiscardWatch {
  readonly #folder: string;
  #marks: ReadonlySet<string> | undefined;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** To be called before the operation relies on any. */
  begin(): void {
    this.#marks ??= new Set(marksIn(this.#folder));
  }

  /** Throws `StoreLocked` when packs were discarded since: what was relied on may be gone. To be called when nobody can discard any. */
  check(): void {
    const marks = this.#marks;
    if (marks === undefined || marksIn(this.#folder).every((mark) => marks.has(mark))) return;
    throw new StrataError(
      "StoreLocked",
      "Other work in the store failed, and took back what this relied on.",
      {
        hint: "Run it again; nothing was changed.",
      },
    );
  }
}

function withRoom(work: () => void, makeRoom: () => boolean): void {
  try {
    work();
  } catch (thrown) {
    if (asStrataError(thrown).code !== "DiskFull" || !makeRoom()) throw thrown;
    work();
  }
}

function marksIn(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => name.startsWith(MARK));
  } catch {
    // A folder that is missing has nothing in it.
    return [];
  }
}
