import { describe, expect, it } from "vitest";
import { fileOf, merge, mergedBytes, mergeSql, reasonOf, rowsOf } from "./databases-suite.ts";
import { sqliteMerger } from "./sqlite-merger.ts";

const PEOPLE = `CREATE TABLE people(id INTEGER PRIMARY KEY, name TEXT, age);
  INSERT INTO people VALUES (1, 'Ann', 30), (2, 'Bob', 40), (3, 'Cid', 50);`;

describe("databases", () => {
  it("are recognized by their first bytes", () => {
    expect(sqliteMerger.handles(fileOf(PEOPLE).subarray(0, 8000))).toBe(true);
    expect(sqliteMerger.handles(Buffer.from("SQLite format 3\0"))).toBe(true);
    for (const other of ["", "SQLite format 3", "SQLite format 4\0", "x".repeat(100)]) {
      expect(sqliteMerger.handles(Buffer.from(other))).toBe(false);
    }
  });

  it("MC10: are merged by rows and columns", () => {
    const merged = mergeSql(
      PEOPLE,
      "UPDATE people SET name = 'Anna' WHERE id = 1; DELETE FROM people WHERE id = 3; INSERT INTO people VALUES (4, 'Dan', 60)",
      "UPDATE people SET age = 31 WHERE id = 1; INSERT INTO people VALUES (5, 'Eve', 70), (-5, '', NULL)",
    );
    expect(rowsOf(mergedBytes(merged), "SELECT * FROM people")).toEqual([
      [-5n, "", null],
      [1n, "Anna", 31n],
      [2n, "Bob", 40n],
      [4n, "Dan", 60n],
      [5n, "Eve", 70n],
    ]);
  });

  it("MC11: list the rows in conflict", () => {
    const merged = mergeSql(
      PEOPLE,
      "UPDATE people SET name = 'Anna', age = 1 WHERE id = 1; DELETE FROM people WHERE id = 2; INSERT INTO people VALUES (4, 'D', 1.5)",
      "UPDATE people SET name = 'Anne', age = 1 WHERE id = 1; UPDATE people SET age = x'00ff' WHERE id = 2; INSERT INTO people VALUES (4, 'E', 1.5)",
    );
    const row = (id: string, name: string, age: string) => ({ id, name, age });
    expect(merged).toEqual({
      status: "conflict",
      rowCount: 3,
      rows: [
        {
          table: "people",
          key: { id: "1" },
          base: row("1", "'Ann'", "30"),
          ours: row("1", "'Anna'", "1"),
          theirs: row("1", "'Anne'", "1"),
          columns: ["name"],
        },
        {
          table: "people",
          key: { id: "2" },
          base: row("2", "'Bob'", "40"),
          ours: null,
          theirs: row("2", "'Bob'", "x'00ff'"),
          columns: [],
        },
        {
          table: "people",
          key: { id: "4" },
          base: null,
          ours: row("4", "'D'", "1.5"),
          theirs: row("4", "'E'", "1.5"),
          columns: ["name"],
        },
      ],
    });
  });

  describe("conflict if both sides gave a row another key, or one did and the other deleted it", () => {
    const schema = "CREATE TABLE t(k TEXT PRIMARY KEY, v, w); INSERT INTO t VALUES ('a', 1, 2), ('b', 3, 4)";
    const key = (from: string, to: string) => `UPDATE t SET k = '${to}' WHERE k = '${from}'`;
    const row = (k: string, v: number, w: number) => ({ k: `'${k}'`, v: `${v}`, w: `${w}` });
    const gone = "DELETE FROM t WHERE k = 'a'";
    const others: [string, bigint, bigint] = ["b", 3n, 4n];

    it.each([
      ["two keys", key("a", "x"), key("a", "y"), row("x", 1, 2), row("y", 1, 2), ["k"]],
      ["moved and deleted", key("a", "x"), gone, row("x", 1, 2), null, []],
      ["deleted and moved", gone, key("a", "x"), null, row("x", 1, 2), []],
    ])("%s", (_, ours, theirs, our, their, columns) => {
      expect(mergeSql(schema, ours, theirs)).toEqual({
        status: "conflict",
        rowCount: 1,
        rows: [{ table: "t", key: { k: "'a'" }, base: row("a", 1, 2), ours: our, theirs: their, columns }],
      });
      for (const [prefer, side] of [["ours", our] as const, ["theirs", their] as const]) {
        const merged = mergeSql(schema, ours, theirs, prefer);
        expect(merged).toMatchObject({ status: "merged", preferred: 1 });
        const kept = side === null ? [] : [[side.k.slice(1, -1), 1n, 2n]];
        expect(rowsOf(mergedBytes(merged), "SELECT * FROM t ORDER BY k")).toEqual([others, ...kept]);
      }
    });

    it("MC12: and keep the preferred side's row of two rows that got one key", () => {
      const [ours, theirs] = [key("a", "x"), key("b", "x")];
      expect(mergeSql(schema, ours, theirs)).toMatchObject({
        status: "conflict",
        rows: [{ key: { k: "'x'" }, base: null, ours: row("x", 1, 2), theirs: row("x", 3, 4) }],
      });
      const merged = mergeSql(schema, ours, theirs, "ours");
      expect(rowsOf(mergedBytes(merged), "SELECT * FROM t ORDER BY k")).toEqual([others, ["x", 1n, 2n]]);
    });

    it("but not if both gave it the same key, or if it may be another row", () => {
      const same = mergeSql(schema, key("a", "x"), `${key("a", "x")}; INSERT INTO t VALUES ('y', 1, 2)`);
      expect(rowsOf(mergedBytes(same), "SELECT k FROM t ORDER BY k")).toEqual([["b"], ["x"], ["y"]]);
      const alike = `${schema}, ('c', 1, 2)`;
      const other = mergeSql(alike, key("a", "x"), gone);
      expect(rowsOf(mergedBytes(other), "SELECT k FROM t ORDER BY k")).toEqual([["b"], ["c"], ["x"]]);
      const onlyKeys = mergeSql(
        "CREATE TABLE t(k TEXT PRIMARY KEY); INSERT INTO t VALUES ('a')",
        key("a", "x"),
        gone,
      );
      expect(rowsOf(mergedBytes(onlyKeys), "SELECT k FROM t")).toEqual([["x"]]);
    });
  });

  it("list a limited number of conflicts", () => {
    const schema = `CREATE TABLE t(k INTEGER PRIMARY KEY, v);
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1434) INSERT INTO t SELECT i, 0 FROM n`;
    const merged = mergeSql(schema, "UPDATE t SET v = 1", "UPDATE t SET v = 2");
    expect(merged).toMatchObject({
      status: "conflict",
      reason: "These are the first 200 rows in conflict, and there are 1,234 more.",
      rowCount: 1434,
    });
    expect(merged.status === "conflict" && merged.rows?.map(({ key }) => key.k)).toEqual(
      Array.from({ length: 200 }, (_, at) => String(at + 1)),
    );
  });

  it("take the preferred side's rows for those in conflict", () => {
    const ours = "UPDATE people SET name = 'Anna', age = 1 WHERE id = 1; DELETE FROM people WHERE id = 2";
    const theirs = "UPDATE people SET name = 'Anne' WHERE id < 3; INSERT INTO people VALUES (4, 'Dan', 60)";
    const preferred = (prefer: "ours" | "theirs") => {
      const merged = mergeSql(PEOPLE, ours, theirs, prefer);
      expect(merged).toMatchObject({ status: "merged", preferred: 2 });
      return rowsOf(mergedBytes(merged), "SELECT * FROM people");
    };
    const others = [
      [3n, "Cid", 50n],
      [4n, "Dan", 60n],
    ];
    expect(preferred("ours")).toEqual([[1n, "Anna", 1n], ...others]);
    expect(preferred("theirs")).toEqual([[1n, "Anne", 30n], [2n, "Anne", 40n], ...others]);
  });

  it("take the preferred side's bytes if the whole file is in conflict", () => {
    const base = fileOf("CREATE TABLE t(a)");
    const [ours, theirs] = [
      fileOf("INSERT INTO t VALUES (1)", base),
      fileOf("INSERT INTO t VALUES (2)", base),
    ];
    expect(merge(base, ours, theirs, "ours")).toEqual({ status: "merged", bytes: ours, preferred: 1 });
    expect(merge(base, ours, theirs, "theirs")).toEqual({ status: "merged", bytes: theirs, preferred: 1 });
  });

  it("may swap unique values, and lose no row in tables that replace rows in the way", () => {
    const schema = `CREATE TABLE t(k INTEGER PRIMARY KEY, u UNIQUE ON CONFLICT REPLACE, v);
      INSERT INTO t VALUES (1, 'a', 0), (2, 'b', 0), (3, 'c', 0)`;
    const swap = `UPDATE t SET u = NULL; UPDATE t SET u = 'b' WHERE k = 1; UPDATE t SET u = 'a' WHERE k = 2;
      UPDATE t SET u = 'c' WHERE k = 3`;
    const merged = mergeSql(schema, swap, "UPDATE t SET v = 9");
    expect(rowsOf(mergedBytes(merged), "SELECT u, v FROM t")).toEqual([
      ["b", 9n],
      ["a", 9n],
      ["c", 9n],
    ]);
    const clash = mergeSql(schema, "INSERT INTO t VALUES (4, 'd', 1)", "INSERT INTO t VALUES (5, 'd', 2)");
    expect(reasonOf(clash)).toBe(
      "The changes of the two sides cannot be combined: UNIQUE constraint failed: t.u.",
    );
  });

  it("keep rowids, continue the larger sequence, and do not cascade", () => {
    const schema = `CREATE TABLE p(k TEXT PRIMARY KEY, v); INSERT INTO p VALUES ('a', 1), ('b', 2), ('c', 3);
      CREATE TABLE c(k INTEGER PRIMARY KEY AUTOINCREMENT, p REFERENCES p ON DELETE CASCADE ON UPDATE SET NULL);
      INSERT INTO c(p) VALUES ('a'), ('b');`;
    const merged = mergeSql(
      schema,
      "UPDATE p SET v = 9 WHERE k = 'a'; INSERT INTO c VALUES (70, 'c'); DELETE FROM c WHERE k = 70",
      "UPDATE p SET v = 8 WHERE k = 'b'; INSERT INTO c VALUES (50, 'a')",
    );
    expect(rowsOf(mergedBytes(merged), "SELECT rowid, * FROM p")).toEqual([
      [1n, "a", 9n],
      [2n, "b", 8n],
      [3n, "c", 3n],
    ]);
    expect(rowsOf(mergedBytes(merged), "SELECT * FROM c")).toEqual([
      [1n, "a"],
      [2n, "b"],
      [50n, "a"],
    ]);
    expect(rowsOf(mergedBytes(merged), "SELECT * FROM sqlite_sequence")).toEqual([["c", 70n]]);
  });

  it("keep texts with invalid bytes", () => {
    const schema =
      "CREATE TABLE t(k TEXT PRIMARY KEY, v) WITHOUT ROWID; INSERT INTO t VALUES (CAST(x'ff' AS TEXT), 1)";
    const merged = mergeSql(
      schema,
      "UPDATE t SET v = CAST(x'fe' AS TEXT)",
      "INSERT INTO t VALUES (CAST(x'fd00' AS TEXT), CAST(x'610062' AS TEXT))",
    );
    expect(
      rowsOf(mergedBytes(merged), "SELECT hex(CAST(k AS BLOB)), typeof(v), hex(CAST(v AS BLOB)) FROM t"),
    ).toEqual([
      ["FD00", "text", "610062"],
      ["FF", "text", "FE"],
    ]);
  });

  it("may have more columns than an SQL expression takes", () => {
    const columns = Array.from({ length: 1999 }, (_, at) => `c${at}`);
    const merged = mergeSql(
      `CREATE TABLE t(k INTEGER PRIMARY KEY, ${columns}); INSERT INTO t(k) VALUES (1)`,
      "UPDATE t SET c0 = 1",
      "UPDATE t SET c1998 = 2",
    );
    expect(rowsOf(mergedBytes(merged), "SELECT c0, c1, c1998 FROM t")).toEqual([[1n, null, 2n]]);
  });

  it("stay in WAL mode", () => {
    const wal = (file: Buffer) => file.fill(2, 18, 20);
    const base = fileOf(PEOPLE);
    const ours = fileOf("INSERT INTO people(id) VALUES (8)", base);
    const theirs = fileOf("INSERT INTO people(id) VALUES (9)", base);
    const plain = mergedBytes(merge(base, ours, theirs));
    const expected = wal(Buffer.from(plain));
    expect(plain[18]).toBe(1);
    for (const result of [
      merge(wal(Buffer.from(base)), wal(Buffer.from(ours)), wal(Buffer.from(theirs))),
      merge(base, wal(Buffer.from(ours)), theirs),
      merge(base, ours, wal(Buffer.from(theirs))),
    ]) {
      expect(Buffer.compare(mergedBytes(result), expected)).toBe(0);
    }
    const inPlace = wal(Buffer.from(ours));
    merge(base, inPlace, theirs);
    expect(inPlace[18]).toBe(2);
  });

  it("keep rows that refer to missing rows in the base", () => {
    const schema = `PRAGMA foreign_keys = OFF; CREATE TABLE p(k INTEGER PRIMARY KEY);
      CREATE TABLE c(k INTEGER PRIMARY KEY, p REFERENCES p); INSERT INTO c VALUES (1, 7), (2, 8)`;
    const merged = mergeSql(schema, "INSERT INTO p VALUES (1)", "INSERT INTO p VALUES (2)");
    expect(rowsOf(mergedBytes(merged), "SELECT * FROM c")).toEqual([
      [1n, 7n],
      [2n, 8n],
    ]);
  });

  it("keep unchanged tables, views, triggers and indexes as they are", () => {
    const schema = `${PEOPLE} CREATE TABLE log(line); INSERT INTO log VALUES ('x'), ('x');
      CREATE TABLE half(k TEXT PRIMARY KEY); INSERT INTO half VALUES (NULL), (NULL);
      CREATE TABLE loud(k INTEGER PRIMARY KEY); CREATE TRIGGER l AFTER INSERT ON loud BEGIN SELECT 1; END;
      CREATE VIRTUAL TABLE found USING fts5(t); INSERT INTO found VALUES ('text');
      CREATE VIRTUAL TABLE box USING rtree(id, a, b); INSERT INTO box VALUES (1, 0, 1);
      CREATE VIEW v AS SELECT * FROM people; CREATE INDEX byAge ON people(age + 1) WHERE name NOT NULL;`;
    const merged = mergeSql(
      schema,
      "ANALYZE; UPDATE people SET age = 1 WHERE id = 1",
      "UPDATE people SET age = 2 WHERE id = 2",
    );
    const bytes = mergedBytes(merged);
    expect(rowsOf(bytes, "SELECT t FROM found WHERE found MATCH 'text'")).toEqual([["text"]]);
    expect(rowsOf(bytes, "SELECT age FROM v")).toEqual([[1n], [2n], [50n]]);
    expect(rowsOf(bytes, "PRAGMA integrity_check")).toEqual([["ok"]]);
    const kept = "SELECT type, name, sql FROM sqlite_schema ORDER BY 1, 2";
    expect(rowsOf(bytes, kept)).toEqual(rowsOf(fileOf(schema), kept));
  });
});
