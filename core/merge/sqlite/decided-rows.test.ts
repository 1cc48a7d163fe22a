import { describe, expect, it } from "vitest";
import type { RowDecision, RowDecisions } from "../row-decision.ts";
import { fileOf, merge, mergedBytes, mergeSql, NAMES, reasonOf, rowsOf } from "./databases-suite.ts";
import { RowConflicts } from "./row-conflicts.ts";

const PEOPLE = `CREATE TABLE people(id INTEGER PRIMARY KEY, name TEXT, age, town);
  INSERT INTO people VALUES (1, 'Ann', 30, 'Ulm'), (2, 'Bob', 40, 'Ulm'), (3, 'Cid', 50, 'Ulm');`;
const OURS = "UPDATE people SET name = 'Anna', age = 31 WHERE id = 1; DELETE FROM people WHERE id = 2";
const THEIRS =
  "UPDATE people SET name = 'Anne', town = 'Köln' WHERE id = 1; UPDATE people SET age = 41 WHERE id = 2";
const ALL = "SELECT * FROM people ORDER BY id";

/** Decides rows of the table above. */
function people(...rows: Omit<RowDecision, "table">[]): RowDecisions {
  return { rows: rows.map((row) => ({ table: "people", ...row })), tables: [] };
}

/** Returns the conflicts of two databases that SQL makes from a base. */
function conflictsOf(schema: string, ours: string, theirs: string): RowConflicts {
  const base = fileOf(schema);
  return new RowConflicts({ base, ours: fileOf(ours, base), theirs: fileOf(theirs, base) }, NAMES);
}

describe("a decision for a row in conflict", () => {
  const bob = { key: "2", take: "theirs" } as const;
  const untouched = [3n, "Cid", 50n, "Ulm"];
  it.each<[string, Omit<RowDecision, "table" | "key">, unknown[]]>([
    ["takes it as a whole", { take: "ours" }, ["Anna", 31n, "Ulm"]],
    ["takes it as it was", { take: "base" }, ["Ann", 30n, "Ulm"]],
    ["keeps what the other side alone changed", { take: "ours", columns: {} }, ["Anna", 31n, "Köln"]],
    [
      "takes each column from a version",
      { take: "theirs", columns: { name: "base", town: "base" } },
      ["Ann", 31n, "Ulm"],
    ],
  ])("%s", (_, decision, expected) => {
    const merged = mergeSql(PEOPLE, OURS, THEIRS, "none", people({ key: "1", ...decision }, bob));
    expect(merged).toMatchObject({ status: "merged", preferred: 2 });
    expect(rowsOf(mergedBytes(merged), ALL)).toEqual([[1n, ...expected], [2n, "Bob", 41n, "Ulm"], untouched]);
  });

  it("takes the deletion where a version has no such row, and leaves the others open", () => {
    const decisions = people({ key: "2", take: "ours" });
    const open = mergeSql(PEOPLE, OURS, THEIRS, "none", decisions);
    expect(open).toMatchObject({ status: "conflict", rows: [{ key: { id: "1" } }] });
    expect(open).not.toHaveProperty("reason");
    const rest = { ...decisions, tables: [{ table: "people", take: "theirs" } as const] };
    const merged = mergedBytes(mergeSql(PEOPLE, OURS, THEIRS, "none", rest));
    expect(rowsOf(merged, ALL)).toEqual([[1n, "Anne", 30n, "Köln"], untouched]);
  });

  it("decides all rows that got different keys together", () => {
    const schema = "CREATE TABLE t(k TEXT PRIMARY KEY, v); INSERT INTO t VALUES ('a', 1), ('b', 2)";
    const [ours, theirs] = ["UPDATE t SET k = 'x' WHERE k = 'a'", "UPDATE t SET k = 'x' WHERE k = 'b'"];
    const { rows } = conflictsOf(schema, ours, theirs).page({ offset: 0, limit: 10 });
    expect(rows).toMatchObject([{ moved: true, base: null, keyCells: [{ value: "'x'" }] }]);
    const taken = (take: "base" | "ours" | "theirs") => {
      const decisions = { rows: [{ table: "t", key: rows[0]?.key ?? "", take }], tables: [] };
      return rowsOf(
        mergedBytes(mergeSql(schema, ours, theirs, "none", decisions)),
        "SELECT * FROM t ORDER BY v",
      );
    };
    expect(taken("base")).toEqual([
      ["a", 1n],
      ["b", 2n],
    ]);
    expect(taken("ours")).toEqual([
      ["x", 1n],
      ["b", 2n],
    ]);
    expect(taken("theirs")).toEqual([
      ["a", 1n],
      ["x", 2n],
    ]);
  });

  it.each<[string, RowDecisions, string]>([
    [
      "of a row without conflict",
      people({ key: "3", take: "ours" }),
      'The row "3" of the table "people" is not in conflict.',
    ],
    [
      "of an unknown table",
      { rows: [], tables: [{ table: "nobody", take: "ours" }] },
      'No row of the table "nobody" is in conflict.',
    ],
    [
      "of an unknown column",
      people({ key: "1", take: "ours", columns: { shoe: "ours" } }),
      'The row "1" of the table "people" has no column "shoe".',
    ],
    [
      "of a column from a side without the row",
      people({ key: "2", take: "theirs", columns: { age: "ours" } }),
      'The row "2" of the table "people" is not there in ours, so that no column of it can be taken from there.',
    ],
  ])("that does not fit is a reason: %s", (_, decisions, reason) => {
    const all = { ...decisions, tables: [...decisions.tables, { table: "people", take: "ours" } as const] };
    expect(reasonOf(mergeSql(PEOPLE, OURS, THEIRS, "none", all))).toBe(reason);
    expect(conflictsOf(PEOPLE, OURS, THEIRS).misfit(decisions)).toBe(reason);
    expect(conflictsOf(PEOPLE, OURS, THEIRS).misfit(people(bob))).toBeUndefined();
  });

  it("cannot break what the database demands", () => {
    const schema = "CREATE TABLE t(k INTEGER PRIMARY KEY, u UNIQUE); INSERT INTO t VALUES (1, 'a'), (2, 'b')";
    const ours = "UPDATE t SET u = 'c' WHERE k = 1; UPDATE t SET u = 'd' WHERE k = 2";
    const theirs = "UPDATE t SET u = 'd' WHERE k = 1; UPDATE t SET u = 'e' WHERE k = 2";
    const decided = (one: "ours" | "theirs", two: "ours" | "theirs"): RowDecisions => ({
      rows: [
        { table: "t", key: "1", take: one },
        { table: "t", key: "2", take: two },
      ],
      tables: [],
    });
    expect(reasonOf(mergeSql(schema, ours, theirs, "none", decided("theirs", "ours")))).toBe(
      "The changes of the two sides cannot be combined: UNIQUE constraint failed: t.u.",
    );
    const merged = mergedBytes(mergeSql(schema, ours, theirs, "none", decided("ours", "theirs")));
    expect(rowsOf(merged, "SELECT u FROM t")).toEqual([["c"], ["e"]]);
  });
});

describe("the rows in conflict", () => {
  it("are listed with all versions, what is cut with its full length", () => {
    const long = `x${"é".repeat(300)}`;
    const theirs = `UPDATE people SET age = '${long}' WHERE id < 3`;
    const page = conflictsOf(PEOPLE, OURS, theirs).page({ offset: 0, limit: 10 });
    const cells = (...values: string[]) => values.map((value) => ({ value }));
    const cut = { value: `'x${"é".repeat(199)}…`, bytes: 601 };
    expect(page).toEqual({
      tables: [{ table: "people", key: ["id"], columns: ["id", "name", "age", "town"], conflicts: 2 }],
      rows: [
        {
          table: "people",
          key: "1",
          keyCells: cells("1"),
          base: cells("1", "'Ann'", "30", "'Ulm'"),
          ours: cells("1", "'Anna'", "31", "'Ulm'"),
          theirs: [...cells("1", "'Ann'"), cut, ...cells("'Ulm'")],
          columns: ["age"],
          moved: false,
        },
        {
          table: "people",
          key: "2",
          keyCells: cells("2"),
          base: cells("2", "'Bob'", "40", "'Ulm'"),
          ours: null,
          theirs: [...cells("2", "'Bob'"), cut, ...cells("'Ulm'")],
          columns: [],
          moved: false,
        },
      ],
    });
  });

  it("have short keys that tell apart those that are shown alike", () => {
    const same = "k".repeat(500);
    const schema = `CREATE TABLE t(k TEXT PRIMARY KEY, v);
      INSERT INTO t VALUES ('${same}1', 0), ('${same}2', 0), (CAST(x'fe' AS TEXT), 0), (CAST(x'ff' AS TEXT), 0)`;
    const [ours, theirs] = ["UPDATE t SET v = 1", "UPDATE t SET v = 2"];
    const { rows } = conflictsOf(schema, ours, theirs).page({ offset: 0, limit: 10 });
    expect(new Set(rows.map(({ key }) => key)).size).toBe(4);
    expect(Math.max(...rows.map(({ key }) => key.length))).toBeLessThan(100);
    const decisions = rows.map(({ table, key }, at) => ({
      table,
      key,
      take: at % 2 === 0 ? ("ours" as const) : ("theirs" as const),
    }));
    const merged = mergeSql(schema, ours, theirs, "none", { rows: decisions, tables: [] });
    expect(rowsOf(mergedBytes(merged), "SELECT v FROM t ORDER BY k")).toEqual([[1n], [2n], [1n], [2n]]);
  });

  it("may be very many, and each decided", () => {
    const schema = `CREATE TABLE t(k INTEGER PRIMARY KEY, v);
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000) INSERT INTO t SELECT i, 0 FROM n`;
    const [ours, theirs] = ["UPDATE t SET v = 1", "UPDATE t SET v = 2"];
    const conflicts = conflictsOf(schema, ours, theirs);
    expect(conflicts.page({ offset: 4990, limit: 100 }).rows.map(({ key }) => key)).toEqual(
      Array.from({ length: 10 }, (_, at) => String(4991 + at)),
    );
    const rows = Array.from({ length: 5000 }, (_, at) => ({
      table: "t",
      key: String(at + 1),
      take: at % 2 === 0 ? ("ours" as const) : ("theirs" as const),
    }));
    const merged = mergeSql(schema, ours, theirs, "none", { rows, tables: [] });
    expect(rowsOf(mergedBytes(merged), "SELECT v, count(*) FROM t GROUP BY v")).toEqual([
      [1n, 2500n],
      [2n, 2500n],
    ]);
  });

  it("of wide tables come in small pages", () => {
    const columns = Array.from({ length: 1900 }, (_, at) => `c${at}`);
    const schema = `CREATE TABLE t(k INTEGER PRIMARY KEY, ${columns}); INSERT INTO t(k) VALUES (1), (2), (3), (4),
      (5), (6), (7), (8), (9), (10), (11), (12)`;
    const conflicts = conflictsOf(schema, "UPDATE t SET c0 = 1", "UPDATE t SET c0 = 2");
    const { rows, tables } = conflicts.page({ offset: 0, limit: 1000 });
    expect(tables).toMatchObject([{ conflicts: 12 }]);
    expect(rows.map(({ key }) => key)).toEqual(Array.from({ length: 10 }, (_, at) => String(at + 1)));
    expect(conflicts.page({ offset: 10, limit: 1000 }).rows).toHaveLength(2);
  });

  it("are refused as a list where the whole file is in conflict", () => {
    const base = fileOf(PEOPLE);
    const altered = fileOf("CREATE TABLE n(a)", base);
    expect(() => new RowConflicts({ base, ours: altered, theirs: fileOf(OURS, base) }, NAMES)).toThrow(
      'The table "n" is not the same in all three versions.',
    );
    expect(reasonOf(merge(base, altered, fileOf(OURS, base), "none", people()))).toBe(
      'The table "n" is not the same in all three versions.',
    );
  });
});
