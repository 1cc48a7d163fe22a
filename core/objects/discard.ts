import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { type Database, inTransaction } from "../database/database.ts";
import { TEMPORARY_PREFIX, temporaryIn } from "../files/durable.ts";
import type { FileWrites } from "../files/file-writes.ts";
import { withRoom } from "../files/with-room.ts";
import { leaseLost } from "./generation.ts";
import type { PackIndex } from "./pack-index.ts";

/**
 * The prefix of empty files that say that packs were discarded. They are removed as temporary files are, long after the
 * operations that look for them have ended.
 */
const MARK = `${TEMPORARY_PREFIX}discarded-`;

/** The parts of a store that discarding packs needs. */
export interface DiscardParts {
  /** The precious database; nobody moves a label while packs are discarded. */
  readonly db: Database;
  readonly index: PackIndex;
  /** The folder of the packs. */
  readonly folder: string;
  /** The folder that marks of discarded packs are written to. */
  readonly markFolder: string;
  readonly files: FileWrites;
  /** Makes some room on a full disk. Returns whether it could. */
  readonly makeRoom: () => boolean;
}

/**
 * Discards packs of a failed operation, unless `mayGo`, which is called when nobody can move a label, returns false.
 * Others may already rely on objects of the packs: a running operation sees the mark written here and fails before it
 * moves a label. Packs that cannot be discarded stay; they are sound and do no harm.
 */
function discardPacks(parts: DiscardParts, names: readonly string[], mayGo: () => boolean): void {
  const { db, index, folder, markFolder, files } = parts;
  const forget = () =>
    index.atomically(() => {
      for (const name of names) index.forget(name);
    });
  inTransaction(db, () => {
    if (!mayGo()) return;
    markDiscarded(files, markFolder);
    withRoom(forget, parts.makeRoom);
    for (const name of names) files.remove(join(folder, name));
    // Another process may just have indexed one.
    forget();
  });
}

/**
 * Writes a mark that objects were taken out of the store, while nobody can move a label: operations that relied on objects before then
 * give up.
 */
export function markDiscarded(files: FileWrites, markFolder: string): void {
  files.create(join(markFolder, MARK + basename(temporaryIn("")).slice(TEMPORARY_PREFIX.length))).close();
}

/** Discards packs while another error is handled, and ignores errors of its own. */
export function discardQuietly(
  parts: DiscardParts,
  names: readonly string[],
  mayGo: () => boolean = () => true,
): void {
  try {
    discardPacks(parts, names, mayGo);
  } catch {
    // The packs stay.
  }
}

/** Remembers which packs were discarded when an operation first relied on a pack. */
export class DiscardWatch {
  readonly #folder: string;
  #marks: ReadonlySet<string> | undefined;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Must be called before the operation relies on a pack. */
  begin(): void {
    this.#marks ??= new Set(marksIn(this.#folder));
  }

  /**
   * Throws `LeaseLost` if packs were discarded since then: objects that the operation relies on may be gone. Must be
   * called while nobody can discard packs.
   */
  check(): void {
    const marks = this.#marks;
    if (marks === undefined || marksIn(this.#folder).every((mark) => marks.has(mark))) return;
    throw leaseLost();
  }
}

function marksIn(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => name.startsWith(MARK));
  } catch {
    // A missing folder has no marks.
    return [];
  }
}
