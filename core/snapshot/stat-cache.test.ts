import { describe, expect, it } from "vitest";
import { type Database, openDatabase } from "../database/database.ts";
import { SIGNATURE_BYTES } from "./signature.ts";
import { STAT_CACHE_SCHEMA, StatCache } from "./stat-cache.ts";
import type { RememberedFile } from "./stat-segment.ts";

const FOLDER = Buffer.from("/folder");
const signature = Buffer.alloc(SIGNATURE_BYTES, 7);

/** A cache of one folder, and the rows that it is in. */
class TestCache extends StatCache {
  readonly #db: Database;

  constructor(names: readonly string[] = []) {
    const db = openDatabase(":memory:", { create: true });
    db.exec(STAT_CACHE_SCHEMA);
    super(db);
    this.#db = db;
    this.put(names);
  }

  /** Saves the folder with these files. Returns the number of rows that this changed. */
  put(names: readonly string[]): number {
    const before = this.#changes();
    this.save([[FOLDER, names.map(file)]]);
    return this.#changes() - before;
  }

  /** The first name and the size of each row. */
  rows(): { first: string; size: number }[] {
    const rows = this.#db.prepare("SELECT first, length(files) AS size FROM stat_cache ORDER BY first").all();
    return (rows as { first: Buffer; size: number }[]).map(({ first, size }) => ({
      first: String(first),
      size,
    }));
  }

  damage(first: string): void {
    this.#db
      .prepare("UPDATE stat_cache SET files = substr(files, 1, length(files) - 10) WHERE first = ?")
      .run(Buffer.from(first));
  }

  /** Looks files up in this order. Returns those found, and whether that used the folder up. */
  find(names: readonly string[]): { found: string[]; isUsedUp: boolean } {
    const folder = this.folder(FOLDER);
    const found = names.filter((name) => {
      const entry = folder.entry(name, signature);
      if (entry !== undefined) expect(Buffer.from(entry).toString()).toBe(entryOf(name));
      return entry !== undefined;
    });
    return { found, isUsedUp: folder.isUsedUp };
  }

  #changes(): number {
    return this.#db.prepare("SELECT total_changes()").pluck().get() as number;
  }
}

function entryOf(name: string): string {
  return `entry of ${name}`.padEnd(120, ".");
}

function file(name: string): RememberedFile {
  return { name, signature, entry: Buffer.from(entryOf(name)) };
}

// "ﬀ" comes before "😀" in bytes, and after it in JavaScript's order.
const SMALL = ["a", "a-b", "b", "z", "ü", "ﬀ", "😀"];
/** Some 3 MB, in several segments. */
const LARGE = Array.from({ length: 18_000 }, (_, i) => `file-${String(i).padStart(5, "0")}`);

describe("the stat cache of a folder", () => {
  it("finds its files, in one row", () => {
    const cache = new TestCache(SMALL);
    expect(cache.find(SMALL)).toEqual({ found: SMALL, isUsedUp: true });
    expect(cache.rows()).toMatchObject([{ first: "" }]);
  });

  it("finds its files beside new ones and without deleted ones", () => {
    const cache = new TestCache(SMALL);
    const found = cache.find(["0", "a", "aa", "b", "c", "ﬀ", "😁"]);
    expect(found).toEqual({ found: ["a", "b", "ﬀ"], isUsedUp: false });
  });

  it("returns an entry only for the signature it was saved with, or for any", () => {
    const folder = new TestCache(["a"]).folder(FOLDER);
    expect(folder.entry("a", Buffer.alloc(SIGNATURE_BYTES, 8))).toBeUndefined();
    expect(String(folder.lastEntry("a"))).toBe(entryOf("a"));
    expect(folder.lastEntry("b")).toBeUndefined();
  });

  it("is empty for an unknown folder, or one without files", () => {
    const cache = new TestCache(["a"]);
    expect([...cache.folder(Buffer.from("/other")).files()]).toEqual([]);
    cache.put([]);
    expect(cache.find(["a"])).toEqual({ found: [], isUsedUp: true });
    expect(cache.rows()).toEqual([]);
  });
});

describe("the stat cache of a large folder", () => {
  it("is in rows of 256 KiB to 1 MiB, each with the files from its first name on", () => {
    const cache = new TestCache(LARGE);
    const rows = cache.rows();
    expect(rows.length).toBeGreaterThan(3);
    expect(rows[0]?.first).toBe("");
    for (const { size } of rows) expect(size).toBeLessThan(1024 * 1024 + 1024);
    for (const { size } of rows.slice(0, -1)) expect(size).toBeGreaterThanOrEqual(256 * 1024);
    expect(cache.find(LARGE)).toEqual({ found: LARGE, isUsedUp: true });
    expect(Array.from(cache.folder(FOLDER).files(), ({ name }) => name)).toEqual(LARGE);
  });

  it("finds the names at the borders, those beside them, and in any order", () => {
    const cache = new TestCache(LARGE);
    const borders = cache.rows().slice(1);
    const beside = borders.flatMap(({ first }) => {
      const at = LARGE.indexOf(first);
      return LARGE.slice(at - 1, at + 2);
    });
    expect(beside.length).toBe(3 * borders.length);
    expect(cache.find(beside).found).toEqual(beside);
    beside.reverse();
    expect(cache.find(beside).found).toEqual(beside);
    const unknown = borders.flatMap(({ first }) => [first.slice(0, -1), `${first}-`]);
    expect(cache.find(unknown).found).toEqual([]);
  });

  it("is not used up when a file is gone, at a border or in between, or a whole segment", () => {
    const cache = new TestCache(LARGE);
    const [, second = "", third = ""] = cache.rows().map(({ first }) => first);
    const without = (isGone: (name: string) => boolean) => LARGE.filter((name) => !isGone(name));
    const before = LARGE[LARGE.indexOf(second) - 1];
    for (const gone of [LARGE[0], LARGE[100], before, second, LARGE.at(-1)])
      expect(cache.find(without((name) => name === gone)).isUsedUp, gone).toBe(false);
    expect(cache.find(without((name) => name >= second && name < third)).isUsedUp).toBe(false);
    expect(cache.find(without((name) => name < second)).isUsedUp).toBe(false);
    expect(cache.find(without((name) => name >= third)).isUsedUp).toBe(false);
    expect(cache.find([]).isUsedUp).toBe(false);
  });

  it("is written only where it changed", () => {
    const cache = new TestCache(LARGE);
    expect(cache.put(LARGE)).toBe(0);
    const rows = cache.rows().length;
    for (const name of ["a", "file-09000-", "z"]) {
      const changed = cache.put([...LARGE, name].sort());
      expect(changed).toBeGreaterThan(0);
      expect(changed).toBeLessThan(rows);
      cache.put(LARGE);
    }
  });

  it("shrinks to one row, and grows again", () => {
    const cache = new TestCache(LARGE);
    const few = LARGE.filter((_, i) => i % 3000 === 0);
    cache.put(few);
    expect(cache.rows()).toMatchObject([{ first: "" }]);
    expect(cache.find(LARGE)).toEqual({ found: few, isUsedUp: true });
    cache.put(LARGE);
    expect(cache.find(LARGE)).toEqual({ found: LARGE, isUsedUp: true });
  });

  it("follows a file that moves from one segment to another", () => {
    const cache = new TestCache(LARGE);
    const [moved = "", ...others] = LARGE;
    const after = [...others, "file-moved"];
    cache.put(after);
    expect(cache.find([moved, ...after])).toEqual({ found: after, isUsedUp: true });
  });

  it("takes the files that others are saved with from what it holds", () => {
    const cache = new TestCache(LARGE);
    const more = LARGE.filter((_, i) => i % 2 === 0).map((name) => `${name}-more`);
    function* merged() {
      const names = new Set(more);
      for (const other of cache.folder(FOLDER).files()) {
        yield other;
        if (names.has(`${other.name}-more`)) yield file(`${other.name}-more`);
      }
    }
    cache.save([[FOLDER, merged()]]);
    const all = [...LARGE, ...more].sort();
    expect(cache.find(all)).toEqual({ found: all, isUsedUp: true });
  });

  it("loses only the files of a damaged row, and is not used up then", () => {
    const cache = new TestCache(LARGE);
    const second = cache.rows()[1]?.first ?? "";
    cache.damage(second);
    const { found, isUsedUp } = cache.find(LARGE);
    expect(found.length).toBe(LARGE.length - 1);
    expect(isUsedUp).toBe(false);
  });
});
