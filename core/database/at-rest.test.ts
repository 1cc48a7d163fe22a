import { copyFileSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import SQLite from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../testing/folders.ts";
import { seededBytes } from "../testing/trees.ts";
import { readAtRest, stateOf } from "./at-rest.ts";
import { type Database, openDatabase } from "./database.ts";

const rowsOf = (db: Database) => db.prepare("SELECT id, hex(bytes) AS bytes FROM t ORDER BY id").all();

/** Gives what a database file and its log hold, as they are read at rest. */
function atRest(path: string): unknown[] {
  const db = new SQLite(readAtRest(path), { readonly: true });
  try {
    expect(db.pragma("integrity_check", { simple: true })).toBe("ok");
    return rowsOf(db);
  } finally {
    db.close();
  }
}

/** Makes a database with a log that nothing moves into it by itself. */
function withLog(): { db: Database; path: string; write: (seed: number) => void } {
  const path = join(temporaryFolder(), "a.db");
  const db = openDatabase(path, { create: true });
  db.pragma("wal_autocheckpoint = 0");
  db.exec("CREATE TABLE t (id INTEGER PRIMARY KEY, bytes BLOB)");
  const write = (seed: number) =>
    db.transaction(() => {
      const put = db.prepare("INSERT OR REPLACE INTO t (id, bytes) VALUES (?, ?)");
      for (let i = 0; i < 8; i++)
        put.run((seed * 7 + i * 3) % 40, seededBytes(seed + i, (seed * 331) % 9000));
      db.prepare("DELETE FROM t WHERE id % 11 = ?").run(seed % 11);
    })();
  return { db, path, write };
}

describe("a database at rest", () => {
  it("is what SQLite reads, with all of its log, a part, or none moved into the file", () => {
    const { db, path, write } = withLog();
    for (let seed = 1; seed < 60; seed++) {
      write(seed);
      if (seed % 9 === 0) db.pragma(`wal_checkpoint(${["PASSIVE", "RESTART", "TRUNCATE"][(seed / 9) % 3]})`);
      if (seed === 40) db.exec("DELETE FROM t; VACUUM");
      expect(atRest(path), `after ${seed}`).toEqual(rowsOf(db));
    }
    db.close();
    expect(atRest(path).length).toBeGreaterThan(10);
  });

  it("ends with the last commit before what is torn or flipped, as SQLite has it", () => {
    const { db, path, write } = withLog();
    for (let seed = 1; seed < 6; seed++) write(seed);
    const [file, log] = [readFileSync(path), readFileSync(`${path}-wal`)];
    const copy = join(temporaryFolder(), "b.db");
    for (let length = 0; length <= log.length; length += 1511) {
      for (const flip of [false, true]) {
        writeFileSync(copy, file);
        writeFileSync(`${copy}-wal`, log);
        if (!flip) truncateSync(`${copy}-wal`, length);
        else
          writeFileSync(
            `${copy}-wal`,
            log.map((byte, at) => (at === length ? byte ^ 1 : byte)),
          );
        const ours = readAtRest(copy);
        const theirs = join(temporaryFolder(), "c.db");
        copyFileSync(copy, theirs);
        copyFileSync(`${copy}-wal`, `${theirs}-wal`);
        const [one, other] = [new SQLite(ours), new SQLite(theirs)];
        const tables = (each: Database) => each.prepare("SELECT sql FROM sqlite_schema").all();
        expect(tables(one), `${length} ${flip}`).toEqual(tables(other));
        if (tables(one).length > 0) expect(rowsOf(one), `${length} ${flip}`).toEqual(rowsOf(other));
        one.close();
        other.close();
      }
    }
    db.close();
  });

  it("has another state after each write and each checkpoint that begins the log anew", () => {
    const { db, path, write } = withLog();
    write(1);
    const first = stateOf(path);
    expect(stateOf(path)).toBe(first);
    db.pragma("wal_checkpoint(TRUNCATE)");
    write(2);
    expect(stateOf(path)).not.toBe(first);
    db.close();
  });
});
