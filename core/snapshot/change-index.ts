import { type Database, inTransaction } from "../database/database.ts";
import { damagedRow, isCount, orNull, readRows, readValues } from "../database/rows.ts";
import { idToBytes, type SnapshotId } from "../ids.ts";
import { diffManifests } from "../manifest/diff.ts";
import { type Entry, entryType } from "../manifest/entry.ts";
import type { NodeStore } from "../manifest/node-store.ts";
import { isUnder } from "../manifest/path.ts";
import { statFolder } from "../manifest/read.ts";

/**
 * The tables of the paths that differ between two snapshots, so that history is a query and never walks snapshots
 * again. The folders above a changed path are in it too: a folder's history is then one row per move, however much
 * changed below. It can be rebuilt. A set counts only once its `complete` mark is there.
 */
export const CHANGE_INDEX_SCHEMA = `
  CREATE TABLE change_sets (
    no INTEGER PRIMARY KEY,
    before BLOB NOT NULL,
    after BLOB NOT NULL,
    added INTEGER NOT NULL DEFAULT 0,
    modified INTEGER NOT NULL DEFAULT 0,
    removed INTEGER NOT NULL DEFAULT 0,
    bytes INTEGER NOT NULL DEFAULT 0,
    complete INTEGER NOT NULL DEFAULT 0,
    UNIQUE (before, after)
  );
  CREATE TABLE changed_paths (no INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE);
  CREATE TABLE changes (
    path INTEGER NOT NULL,
    change_set INTEGER NOT NULL,
    PRIMARY KEY (path, change_set)
  ) WITHOUT ROWID;
`;

/** Number of files and links that a move added, modified and removed. Empty folders are not counted. */
export interface ChangeCounts {
  readonly added: number;
  readonly modified: number;
  readonly removed: number;
  /** Bytes of the added and modified files. */
  readonly bytes: number;
}

/** Number of paths written in one transaction. */
const BATCH = 2000;

/** Finds and keeps the changes between the snapshots of labels' moves. */
export class ChangeIndex {
  readonly #db: Database;
  readonly #counts;
  readonly #numbers;
  readonly #sets;

  constructor(db: Database) {
    this.#db = db;
    // Prepared once, since a page of history uses it a hundred times.
    this.#counts = readRows(
      db.prepare<[Buffer, Buffer]>(
        "SELECT added, modified, removed, bytes FROM change_sets WHERE before = ? AND after = ? AND complete = 1",
      ),
      { added: isCount, modified: isCount, removed: isCount, bytes: isCount },
    );
    // One statement for all moves of a label, since starting one for each takes SQLite longer.
    this.#numbers = readValues(
      db.prepare<[string]>(
        `SELECT iif(value IS NULL, 0, (SELECT no FROM change_sets WHERE before = unhex(substr(value, 1, 64))
           AND after = unhex(substr(value, 65)) AND complete = 1)) FROM json_each(?) ORDER BY key`,
      ),
      orNull(isCount),
    );
    this.#sets = readValues(
      db.prepare<[string]>(
        "SELECT change_set FROM changes WHERE path = (SELECT no FROM changed_paths WHERE path = ?)",
      ),
      isCount,
    );
  }

  /** Returns the counts of a move, or undefined if it is not filled in yet. */
  counts(before: SnapshotId | null, after: SnapshotId): ChangeCounts | undefined {
    return this.#counts.get(keyOf(before), keyOf(after));
  }

  /**
   * Returns the numbers of the change sets of moves: 0 for null, null if not filled in. `pairs` is a JSON array of
   * strings with the hex digits of two ids in sequence, or null.
   */
  setsOfMoves(pairs: string): (number | null)[] {
    return this.#numbers.all(pairs);
  }

  /**
   * Returns the numbers of the change sets in which a path, or anything below it, differs; "" is in none. Moves without
   * a head before have no paths here: whether they changed a path is whether it is in the snapshot.
   */
  setsOf(path: string): readonly number[] {
    return this.#sets.all(path);
  }

  /** Fills in a move, unless it is there. The cost follows the difference; a move without a head before is one row. */
  async fill(nodes: NodeStore, before: SnapshotId | null, after: SnapshotId): Promise<ChangeCounts> {
    const known = this.counts(before, after);
    if (known !== undefined) return known;
    const set = this.#begin(before, after);
    const counts =
      before === null ? await everything(nodes, after) : await this.#compare(nodes, before, after, set);
    this.#db
      .prepare(
        "UPDATE change_sets SET added = ?, modified = ?, removed = ?, bytes = ?, complete = 1 WHERE no = ?",
      )
      .run(counts.added, counts.modified, counts.removed, counts.bytes, set);
    return counts;
  }

  #begin(before: SnapshotId | null, after: SnapshotId): number {
    this.#db
      .prepare("INSERT OR IGNORE INTO change_sets (before, after) VALUES (?, ?)")
      .run(keyOf(before), keyOf(after));
    const number = readValues(
      this.#db.prepare<[Buffer, Buffer]>("SELECT no FROM change_sets WHERE before = ? AND after = ?"),
      isCount,
    ).get(keyOf(before), keyOf(after));
    if (number === undefined) throw damagedRow(this.#db.name, "a row that was written is not there");
    return number;
  }

  async #compare(
    nodes: NodeStore,
    before: SnapshotId,
    after: SnapshotId,
    set: number,
  ): Promise<ChangeCounts> {
    const counts = { added: 0, modified: 0, removed: 0, bytes: 0 };
    let paths: string[] = [];
    let above: readonly string[] = [];
    for await (const difference of diffManifests(nodes, before, after)) {
      const [before, after] = [isCounted(difference.before), isCounted(difference.after)];
      if (before && after) counts.modified++;
      else if (after) counts.added++;
      else if (before) counts.removed++;
      if (after) counts.bytes += difference.after?.size ?? 0;
      const { path } = difference;
      // Paths are in order, so that those of a folder are adjacent.
      const shared = above.filter((folder) => isUnder(path, folder));
      const entered = foldersFrom(path, shared.at(-1) ?? "");
      above = [...shared, ...entered];
      paths.push(...entered, path);
      if (paths.length < BATCH) continue;
      this.#write(set, paths);
      paths = [];
    }
    this.#write(set, paths);
    return counts;
  }

  #write(set: number, paths: readonly string[]): void {
    const addPath = this.#db.prepare("INSERT OR IGNORE INTO changed_paths (path) VALUES (?)");
    const addChange = this.#db.prepare(
      "INSERT OR IGNORE INTO changes (path, change_set) SELECT no, ? FROM changed_paths WHERE path = ?",
    );
    inTransaction(this.#db, () => {
      for (const path of paths) {
        addPath.run(path);
        addChange.run(set, path);
      }
    });
  }
}

/** Returns the folders above a path that are below `folder`, outermost first. */
function foldersFrom(path: string, folder: string): string[] {
  const folders: string[] = [];
  for (let at = path.indexOf("/", folder.length + 1); at !== -1; at = path.indexOf("/", at + 1))
    folders.push(path.slice(0, at));
  return folders;
}

function isCounted(entry: Entry | null): boolean {
  return entry !== null && entryType(entry) !== "directory";
}

async function everything(nodes: NodeStore, after: SnapshotId): Promise<ChangeCounts> {
  const tally = await statFolder(nodes, after, "");
  return { added: tally?.entries ?? 0, modified: 0, removed: 0, bytes: tally?.bytes ?? 0 };
}

/** An empty blob stands for no snapshot. */
const NOTHING = Buffer.alloc(0);

function keyOf(id: SnapshotId | null): Buffer {
  return id === null ? NOTHING : idToBytes(id);
}
