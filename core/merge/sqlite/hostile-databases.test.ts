import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fileOf, merge, reasonOf } from "./databases-suite.ts";
import { sqliteMerger } from "./sqlite-merger.ts";

const CASES = Number(process.env.STRATA_MERGE_CASES ?? 100);

const PAGE = 512;
const BASE = fileOf(`PRAGMA page_size = ${PAGE}; CREATE TABLE t(k INTEGER PRIMARY KEY, v, w UNIQUE);
  CREATE TABLE u(k TEXT COLLATE NOCASE PRIMARY KEY, v) WITHOUT ROWID; CREATE INDEX uv ON u(v);
  CREATE TABLE c(k TEXT PRIMARY KEY, t REFERENCES t, n AS (t + 1)); CREATE VIEW seen AS SELECT * FROM t;
  WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300)
  INSERT INTO t SELECT i, 'some text ' || i, -i FROM n;
  INSERT INTO u SELECT v, zeroblob(k) FROM t; INSERT INTO c SELECT hex(k), k FROM t; DELETE FROM t WHERE k % 7 = 1 AND k > 301;
  DELETE FROM c WHERE t > 200; DELETE FROM t WHERE k > 250;`);
const OURS = fileOf(
  "UPDATE t SET v = 'ours' WHERE k % 50 = 0; INSERT INTO u VALUES ('new', 1); DELETE FROM u WHERE k = 'some text 9'",
  BASE,
);
const THEIRS = fileOf(
  "UPDATE t SET w = k * 3 WHERE k % 30 = 0; INSERT INTO c VALUES ('new', 1), ('newer', 2)",
  BASE,
);

/** Returns a copy of a file with some bytes changed. */
function tampered(file: Uint8Array, change: (bytes: Buffer) => void): Buffer {
  const bytes = Buffer.from(file);
  change(bytes);
  return bytes;
}

/** Returns the offset of the root page of a table that has several pages. */
function interiorPage(file: Buffer): number {
  for (let at = PAGE; at < file.length; at += PAGE) if (file[at] === 5) return at;
  throw new Error("no table has more than one page");
}

describe("hostile databases", () => {
  it("with changed bytes either merge or conflict", () => {
    expect(merge(BASE, OURS, THEIRS).status).toBe("merged");
    const change = fc.tuple(fc.nat(BASE.length - 1), fc.integer({ min: 0, max: 255 }));
    const where = fc.constantFrom(PAGE, 4 * PAGE, BASE.length);
    const changes = fc.array(change, { minLength: 1, maxLength: 20 });
    const sides = fc.subarray([0, 1, 2], { minLength: 1 });
    const prefer = fc.constantFrom("none", "ours", "theirs");
    let merged = 0;
    fc.assert(
      fc.property(changes, where, sides, prefer, (list, most, which, preference) => {
        const files = [BASE, OURS, THEIRS].map((file, side) =>
          tampered(file, (bytes) => {
            if (which.includes(side)) for (const [at, byte] of list) bytes[at % most] = byte;
          }),
        );
        const [base = BASE, ours = OURS, theirs = THEIRS] = files;
        const copies = files.map((file) => Buffer.from(file));
        const result = merge(base, ours, theirs, preference);
        if (result.status === "merged") merged++;
        else expect(result.reason ?? result.rows?.[0]?.table).toBeTypeOf("string");
        if (preference !== "none") expect(result.status).toBe("merged");
        // A merge must not change its input.
        for (const [at, file] of files.entries()) expect(file.equals(copies[at] ?? file)).toBe(true);
      }),
      { numRuns: CASES },
    );
    if (CASES >= 100) expect(merged).toBeGreaterThan(0);
  });

  it("that are damaged are named", () => {
    const cut = OURS.subarray(0, OURS.length - 3 * PAGE);
    expect(reasonOf(merge(BASE, cut, THEIRS))).toMatch(/^The database of main is damaged: /);
    expect(reasonOf(merge(BASE, OURS, THEIRS.subarray(0, 90)))).toMatch(
      /^The database of topic is damaged: it is not an SQLite 3 database\.$/,
    );
    const both = reasonOf(merge(BASE, cut, THEIRS.subarray(0, 90)));
    const mirrored = sqliteMerger.merge(
      { base: BASE, ours: THEIRS.subarray(0, 90), theirs: cut },
      { prefer: "none", names: { base: "the base", ours: "topic", theirs: "main" } },
    );
    expect(reasonOf(mirrored)).toBe(both);
    expect(reasonOf(merge(Buffer.from("SQLite format 3\0"), OURS, THEIRS))).toMatch(
      /^The database of the base is/,
    );
  });

  it("with a page that is its own child are refused", () => {
    const loop = tampered(OURS, (bytes) => {
      const at = interiorPage(bytes);
      bytes.writeUInt32BE(at / PAGE + 1, at + 8);
    });
    expect(reasonOf(merge(BASE, loop, THEIRS))).toBe(
      "The database of main is damaged: its pages do not make a tree.",
    );
  });

  it("with a long chain of pages are refused", () => {
    // Pages of one child each, more than the stack has room for.
    const pages = 100_000;
    const deep = Buffer.concat([OURS, Buffer.alloc(pages * PAGE)]);
    const first = OURS.length / PAGE + 1;
    const root = interiorPage(deep);
    deep.writeUInt32BE(first, root + 8);
    for (let page = first; page < first + pages - 1; page++) {
      const at = (page - 1) * PAGE;
      deep.writeUInt8(5, at);
      deep.writeUInt16BE(PAGE, at + 5);
      deep.writeUInt32BE(page + 1, at + 8);
    }
    deep.writeUInt8(0x0d, (first + pages - 2) * PAGE);
    deep.writeUInt32BE(first + pages - 1, 28);
    expect(reasonOf(merge(BASE, deep, THEIRS))).toBe(
      "The database of main is damaged: its pages do not make a tree.",
    );
  });

  it("have no view run behind a table's name", () => {
    const endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i AS k FROM n";
    const schema = `CREATE TABLE t(k INTEGER PRIMARY KEY); CREATE VIEW v AS ${endless}; PRAGMA writable_schema = ON;
      UPDATE sqlite_schema SET name = 'v', tbl_name = 'v' WHERE name = 't';
      UPDATE sqlite_schema SET name = 'w' WHERE type = 'view'`;
    const base = fileOf(schema);
    const [ours, theirs] = [1, 2].map((version) =>
      tampered(base, (bytes) => bytes.writeUInt32BE(version, 24)),
    );
    expect(reasonOf(merge(base, ours ?? base, theirs ?? base))).toMatch(
      /is damaged: malformed database schema/,
    );
  });

  it("have no costly generated columns computed", () => {
    const schema = `CREATE TABLE t(k INTEGER PRIMARY KEY, a, b NOT NULL AS (a)); INSERT INTO t(k, a) VALUES (1, 1);
      PRAGMA writable_schema = ON;
      UPDATE sqlite_schema SET sql = replace(sql, 'AS (a)', 'AS (hex(zeroblob(900000000)))')`;
    const base = fileOf(schema);
    const [ours, theirs] = [1, 2].map((version) =>
      tampered(base, (bytes) => bytes.writeUInt32BE(version, 24)),
    );
    expect(reasonOf(merge(base, ours ?? base, theirs ?? base))).toMatch(/computes something with ZEROBLOB/);
  });

  it("are not read by an index that differs from its table", () => {
    const base = fileOf("CREATE TABLE t(k TEXT PRIMARY KEY, v); INSERT INTO t VALUES ('a', 1), ('b', 2)");
    const ours = tampered(fileOf("UPDATE t SET v = 7 WHERE k = 'a'", base), (bytes) => {
      // The key in the index, on page 3, differs from the key in the table.
      const at = bytes.lastIndexOf("a", bytes.length);
      bytes[at] = 0x63;
    });
    const theirs = fileOf("UPDATE t SET v = 8 WHERE k = 'b'", base);
    expect(merge(base, ours, theirs)).toMatchObject({ status: "merged" });
    expect(reasonOf(merge(ours, base, theirs))).toBeTypeOf("string");
  });
});
