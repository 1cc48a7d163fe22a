import SQLite from "better-sqlite3";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareTables } from "./database-changes.ts";
import { DatabaseView } from "./database-view.ts";

/** Compares the table `t` of two databases made by SQL. */
function compare(before: string, after: string, table = "t") {
  const [old, now] = [before, after].map((sql) => {
    const db = new SQLite(":memory:");
    db.exec(sql);
    return new DatabaseView(db.serialize());
  });
  if (old === undefined || now === undefined) throw new Error("both were made");
  try {
    return compareTables(old, now, table);
  } finally {
    old.close();
    now.close();
  }
}

const text = (text: string) => ({ text, truncated: false });

describe("the rows of two tables", () => {
  it("are matched by primary key, wherever they are stored", () => {
    const table = "CREATE TABLE t(code TEXT PRIMARY KEY, n);";
    const { rows, counts, keyed } = compare(
      `${table} INSERT INTO t VALUES ('b', 1), ('a', 2), ('gone', 3), ('same', x'00')`,
      `${table} INSERT INTO t VALUES ('same', x'00'), ('a', 5), ('new', 4), ('b', 1)`,
    );
    expect(keyed).toBe(true);
    expect(counts).toEqual({ added: 1, modified: 1, removed: 1 });
    expect(rows).toEqual([
      { before: [text("a"), 2], after: [text("a"), 5], changed: [1] },
      { before: [text("gone"), 3], after: undefined, changed: [] },
      { before: undefined, after: [text("new"), 4], changed: [] },
    ]);
  });

  it("are matched by keys of several columns, but not by keys with NULL", () => {
    const table = "CREATE TABLE t(a, b, n, PRIMARY KEY (a, b)) ;";
    const { rows } = compare(
      `${table} INSERT INTO t VALUES ('1,2', '3', 0), ('1', '2,3', 0), (NULL, 1, 'x')`,
      `${table} INSERT INTO t VALUES ('1,2', '3', 0), ('1', '2,3', 1), (NULL, 1, 'y')`,
    );
    expect(rows.map(({ changed, after }) => [changed, after?.[2]])).toEqual([
      [[2], text("y")],
      [[2], 1],
    ]);
  });

  it("are matched by rowid if there is no key", () => {
    const { rows, keyed } = compare(
      "CREATE TABLE t(rowid, x); INSERT INTO t VALUES ('r', 1), ('s', 2)",
      "CREATE TABLE t(rowid, x); INSERT INTO t VALUES ('r', 1), ('s', 3), ('u', 4)",
    );
    expect(keyed).toBe(false);
    expect(rows.map(({ before, after }) => [before?.[1], after?.[1]])).toEqual([
      [2, 3],
      [undefined, 4],
    ]);
  });

  it("are compared by column name, including columns that only one table has", () => {
    const { columns, rows } = compare(
      "CREATE TABLE t(id INTEGER PRIMARY KEY, old, kept); INSERT INTO t VALUES (1, 'o', 'k'), (2, NULL, 'k')",
      "CREATE TABLE t(id INTEGER PRIMARY KEY, kept, new); INSERT INTO t VALUES (1, 'k', NULL), (2, 'k', NULL)",
    );
    expect(columns.map(({ name, change }) => [name, change])).toEqual([
      ["id", undefined],
      ["kept", undefined],
      ["new", "added"],
      ["old", "removed"],
    ]);
    expect(rows).toEqual([
      { before: [1, text("k"), null, text("o")], after: [1, text("k"), null, null], changed: [3] },
    ]);
  });

  it("are all added or all removed if one database lacks the table", () => {
    const table = "CREATE TABLE t(id INTEGER PRIMARY KEY); INSERT INTO t VALUES (1), (2)";
    expect(compare("CREATE TABLE other(x)", table).counts).toEqual({ added: 2, modified: 0, removed: 0 });
    const gone = compare(table, "CREATE TABLE other(x)");
    expect(gone.counts).toEqual({ added: 0, modified: 0, removed: 2 });
    expect(gone.columns.map(({ change }) => change)).toEqual([undefined]);
    expect(() => compare(table, table, "nope")).toThrow(expect.objectContaining({ code: "ENOENT" }));
  });

  it("differ like maps of them do, in tables with and without rowids", () => {
    const rows = fc.uniqueArray(fc.tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 2 })), {
      selector: ([key]) => key,
    });
    fc.assert(
      fc.property(rows, rows, fc.boolean(), (before, after, isIndex) => {
        const fill = (rows: [number, number][]) =>
          `CREATE TABLE t(k TEXT PRIMARY KEY, v)${isIndex ? " WITHOUT ROWID" : ""};
           ${rows.map(([key, value]) => `INSERT INTO t VALUES ('${key}', ${value});`).join("")}`;
        const [old, now] = [new Map(before), new Map(after)];
        const { counts } = compare(fill(before), fill(after));
        expect(counts).toEqual({
          added: after.filter(([key]) => !old.has(key)).length,
          modified: after.filter(([key, value]) => old.has(key) && old.get(key) !== value).length,
          removed: before.filter(([key]) => !now.has(key)).length,
        });
      }),
      { numRuns: 60 },
    );
  });
});
