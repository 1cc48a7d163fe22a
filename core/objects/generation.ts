import { type Database, inTransaction } from "../database/database.ts";
import { isCount, readValues } from "../database/rows.ts";
import { StrataError } from "../errors.ts";

/**
 * The table of the generation of a store's objects. It is odd while a collection takes objects away, and even otherwise.
 */
export const GENERATION_SCHEMA = `
CREATE TABLE collections (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  generation INTEGER NOT NULL CHECK (generation >= 0)
) STRICT;
INSERT INTO collections (id, generation) VALUES (1, 0);
`;

/** Returns whether a database has the count. */
export function hasGeneration(db: Database): boolean {
  return (
    db.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'collections'").get() !==
    undefined
  );
}

/**
 * Keeps what work relies on from being collected unseen. Work calls {@link begin} before its first look-up, and {@link check} in the
 * transaction that makes its result durable: if the generation is the same, everything that it found is still there.
 *
 * A collector takes objects away in two transactions: the first makes the generation odd, the second takes them and makes it even.
 * If it dies in the second one, objects outside of this database may be gone although that is rolled back; but then the
 * generation stays odd, and whoever began before notices. Work that begins in an odd generation waits for the second transaction or
 * forestalls it. A database that is too old to have been collected is in generation 0.
 */
export class Generation {
  readonly #db: Database;
  #read: ReturnType<typeof readCount> | undefined;

  constructor(db: Database) {
    this.#db = db;
  }

  /** Returns the generation that work begins in. It is even. */
  begin(): number {
    const now = this.#now();
    if (now % 2 === 0) return now;
    return inTransaction(this.#db, () => {
      if (this.#now() % 2 === 1) this.#next();
      return this.#now();
    });
  }

  /** Throws `LeaseLost` if objects were taken away since `generation`. Call it in the transaction that commits. */
  check(generation: number): void {
    if (!this.isStill(generation)) throw leaseLost();
  }

  /** Returns whether the generation is still this one. */
  isStill(generation: number): boolean {
    return this.#now() === generation;
  }

  /** Says that objects will be taken away: the first of a collector's two transactions. Returns the odd generation. */
  open(): number {
    return inTransaction(this.#db, () => {
      this.#next();
      if (this.#now() % 2 === 0) this.#next();
      return this.#now();
    });
  }

  /** Says that objects were taken away, at the end of the second transaction. */
  close(): void {
    this.#next();
  }

  #now(): number {
    if (this.#read === undefined && !hasGeneration(this.#db)) return 0;
    this.#read ??= readCount(this.#db);
    return this.#read.get() ?? 0;
  }

  #next(): void {
    this.#db.prepare("UPDATE collections SET generation = generation + 1").run();
  }
}

/** Returns the present generation of a store's objects, which every collection that takes something changes. */
export function generationOf(db: Database): number {
  return hasGeneration(db) ? (readCount(db).get() ?? 0) : 0;
}

/** The error of work that relied on objects which were taken away meanwhile. It is done again from the start. */
export function leaseLost(): StrataError {
  return new StrataError("LeaseLost", "Objects that this relied on were taken out of the store meanwhile.", {
    hint: "Run it again; nothing was changed.",
  });
}

function readCount(db: Database) {
  return readValues(db.prepare<[]>("SELECT generation FROM collections"), isCount);
}
