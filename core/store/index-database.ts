import { type Database, inTransaction, openDatabase } from "../database/database.ts";
import { StrataError } from "../errors.ts";
import type { FileWrites } from "../files/file-writes.ts";
import { identityOf } from "../files/identity.ts";
import { PACK_INDEX_SCHEMA, PackIndex } from "../objects/pack-index.ts";
import { CHANGE_INDEX_SCHEMA, ChangeIndex } from "../snapshot/change-index.ts";
import { STAT_CACHE_SCHEMA, StatCache } from "../snapshot/stat-cache.ts";
import { DAMAGED_PACKS_SCHEMA, DamagedPacks } from "./damaged-packs.ts";
import type { StoreLayout } from "./layout.ts";

/**
 * The version of `index.db`. An index of another version is rebuilt, a newer one too: data that must not be lost to an older
 * Strata is guarded by the versions of `store.json` and `strata.db`, and a newer Strata that has the index open follows.
 */
const INDEX_VERSION = 4;

/** Options of an {@link IndexDatabase}. */
export interface IndexOptions {
  readonly readonly: boolean;
  /** How long to wait for another process's lock, in ms. */
  readonly lockWait?: number | undefined;
  readonly files: FileWrites;
}

/** The contents of one `index.db`. */
export interface OpenedIndex {
  readonly indexDb: Database;
  readonly index: PackIndex;
  readonly cache: StatCache;
  readonly changes: ChangeIndex;
  readonly damagedPacks: DamagedPacks;
}

/** The open file, and the identity that tells it from a later file of the same name. */
interface OpenFile extends OpenedIndex {
  readonly identity: string;
}

const SCHEMAS = [PACK_INDEX_SCHEMA, STAT_CACHE_SCHEMA, CHANGE_INDEX_SCHEMA, DAMAGED_PACKS_SCHEMA];

/**
 * The derived database of a store. Any process may delete or rebuild it while it is open here: SQLite then goes on with
 * a file that nobody else sees, until {@link follow} opens the file that now has the name.
 */
export class IndexDatabase {
  readonly #layout: StoreLayout;
  readonly #db: Database;
  readonly #options: IndexOptions;
  /** The database that SQLite last found intact, so that it is not checked again for every missing object. */
  #intact: Database | undefined;
  /** Files that lost their name. An operation under way may go on with one, so that they are closed last. */
  readonly #replaced: Database[] = [];
  #current: OpenFile;

  /**
   * Opens the index, and rebuilds it where it is missing or damaged; read-only, it throws `DatabaseDamaged` instead.
   * `db` is `strata.db`, whose lock keeps other processes from rebuilding the index at the same time.
   */
  constructor(layout: StoreLayout, db: Database, options: IndexOptions) {
    this.#layout = layout;
    this.#db = db;
    this.#options = options;
    this.#current = this.#open();
  }

  /** The index that was opened last. */
  get current(): OpenedIndex {
    return this.#current;
  }

  /**
   * Opens the file that has the name now; returns whether it is another one. A reader keeps its file while there
   * is no sound one. A writer's new file may know no packs yet.
   */
  follow(): boolean {
    if (identityOf(this.#layout.indexDb) === this.#current.identity) return false;
    const replaced = this.#current.indexDb;
    try {
      this.#current = this.#open();
    } catch (thrown) {
      if (this.#options.readonly && isDamage(thrown)) return false;
      throw thrown;
    }
    this.#replaced.push(replaced);
    return true;
  }

  /**
   * Rebuilds a damaged index, unless another process did so meanwhile; returns whether there is another file now.
   * Callers that read a malformed row are `certain`; otherwise SQLite checks the whole file first.
   */
  mend(certain: boolean): boolean {
    return inTransaction(this.#db, () => {
      const { identity, indexDb } = this.#current;
      if (identityOf(this.#layout.indexDb) === identity) {
        if (!certain && this.#isIntact(indexDb)) return false;
        this.#removeFiles();
      }
      this.#replaced.push(indexDb);
      this.#current = this.#open();
      return true;
    });
  }

  close(): void {
    for (const db of this.#replaced.splice(0)) db.close();
    this.#current.indexDb.close();
  }

  #isIntact(db: Database): boolean {
    if (this.#intact !== db && isIntact(db)) this.#intact = db;
    return this.#intact === db;
  }

  #open(): OpenFile {
    try {
      return this.#openSound();
    } catch (thrown) {
      if (this.#options.readonly || !isDamage(thrown)) throw thrown;
      return inTransaction(this.#db, () => this.#makeAgain());
    }
  }

  #openSound(): OpenFile {
    // Read first: a file that takes the name in between is then at worst followed once for nothing.
    const identity = identityOf(this.#layout.indexDb);
    if (identity === undefined) throw hasToBeMade(this.#layout);
    const indexDb = this.#connect(false);
    try {
      if (indexDb.pragma("user_version", { simple: true }) !== INDEX_VERSION) throw hasToBeMade(this.#layout);
      const index = new PackIndex(indexDb, this.#layout.packs);
      index.packs();
      return {
        identity,
        indexDb,
        index,
        cache: new StatCache(indexDb),
        changes: new ChangeIndex(indexDb),
        damagedPacks: new DamagedPacks(indexDb, this.#layout.packs),
      };
    } catch (thrown) {
      indexDb.close();
      throw thrown;
    }
  }

  /** Rebuilds the database without rows. The caller holds the lock of {@link #db}. */
  #makeAgain(): OpenFile {
    try {
      // Another process may have rebuilt it before this one got the lock.
      return this.#openSound();
    } catch (thrown) {
      if (!isDamage(thrown)) throw thrown;
    }
    this.#removeFiles();
    const made = this.#connect(true);
    try {
      inTransaction(made, () => {
        for (const schema of SCHEMAS) made.exec(schema);
        made.pragma(`user_version = ${INDEX_VERSION}`);
      });
    } finally {
      made.close();
    }
    return this.#openSound();
  }

  /**
   * The WAL and its index must never be beside another database than their own. The file itself goes last: until then every process finds
   * the damage and waits for the lock.
   */
  #removeFiles(): void {
    for (const suffix of ["-wal", "-shm", ""]) this.#options.files.remove(this.#layout.indexDb + suffix);
  }

  #connect(create: boolean): Database {
    const { readonly, lockWait } = this.#options;
    return openDatabase(this.#layout.indexDb, {
      readonly,
      create,
      ...(lockWait === undefined ? {} : { lockWait }),
      synchronous: "NORMAL",
    });
  }
}

function hasToBeMade(layout: StoreLayout): StrataError {
  return new StrataError("DatabaseDamaged", `The index of ${layout.folder} has to be made again.`, {
    hint: "Run any command that may write to the store; the index is derived from the packs.",
    data: { path: layout.indexDb },
  });
}

function isIntact(db: Database): boolean {
  try {
    return db.pragma("integrity_check", { simple: true }) === "ok";
  } catch (thrown) {
    if (isDamage(thrown)) return false;
    throw thrown;
  }
}

/** Returns whether an error means damage. A statement of ours that fails with `SQLITE_ERROR` lacks its table or column. */
function isDamage(thrown: unknown): boolean {
  const { code } = thrown as { code?: unknown };
  return typeof code === "string" && /^(DatabaseDamaged|SQLITE_(ERROR$|CORRUPT|NOTADB))/.test(code);
}
