import SQLite from "better-sqlite3";
import fc from "fast-check";
import { expect, it } from "vitest";
import { bound, cellSql, keyCellSql, parameterSql, shownCell } from "./cells.ts";

const ENCODINGS = ["UTF-8", "UTF-16le", "UTF-16be"];

/** A value and the SQL that makes it. A text may have any bytes. */
const value = fc.oneof(
  fc.constant({ value: null, sql: "?" }),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map((each) => ({ value: each, sql: "?" })),
  fc.double({ noNaN: true }).map((each) => ({ value: each, sql: "?" })),
  fc.string({ unit: "binary" }).map((each) => ({ value: each, sql: "?" })),
  fc.uint8Array().map((each) => ({ value: Buffer.from(each), sql: "?" })),
  fc.uint8Array().map((each) => ({ value: Buffer.from(each), sql: "CAST(? AS TEXT)" })),
);

it.each(ENCODINGS)("a cell carries a value from one database to another, to the bit, in %s", (encoding) => {
  const db = new SQLite(":memory:");
  db.pragma(`encoding = "${encoding}"`);
  db.exec("CREATE TABLE a(v); CREATE TABLE b(v)");
  const cell = (table: string) =>
    String(
      db
        .prepare(`SELECT ${cellSql("v")} FROM ${table}`)
        .pluck()
        .get(),
    );
  fc.assert(
    fc.property(value, (made) => {
      db.exec("DELETE FROM a; DELETE FROM b");
      db.prepare(`INSERT INTO a VALUES (${made.sql})`).run(made.value);
      const carried = cell("a");
      db.prepare(`INSERT INTO b VALUES (${parameterSql(carried)})`).run(bound(carried));
      expect(cell("b")).toBe(carried);
      const alike = db
        .prepare(
          "SELECT typeof(a.v) = typeof(b.v) AND a.v IS b.v AND CAST(a.v AS BLOB) IS CAST(b.v AS BLOB) FROM a, b",
        )
        .pluck();
      expect(alike.get()).toBe(1);
      expect(shownCell(carried, encoding).length).toBeLessThan(210);
    }),
    { numRuns: 500 },
  );
  db.close();
});

it("cells of keys are equal when SQLite takes the keys for equal", () => {
  const db = new SQLite(":memory:");
  const collation = fc.constantFrom("BINARY", "NOCASE", "RTRIM");
  const key = fc.oneof(
    fc.constantFrom<unknown>(
      "a",
      "A",
      "a ",
      "ä",
      "Ä",
      "",
      " ",
      1n,
      1,
      1.5,
      0,
      -0,
      9007199254740993n,
      9007199254740992,
    ),
    fc.constantFrom<unknown>(9223372036854775807n, 2 ** 63, Infinity, -Infinity, "1", Buffer.from("a")),
    value.map((made) => made.value ?? 0),
  );
  fc.assert(
    fc.property(collation, key, key, (name, a, b) => {
      const row = db
        .prepare(
          `SELECT a = b COLLATE ${name} AS same, ${keyCellSql("a", name)} AS a, ${keyCellSql("b", name)} AS b FROM (SELECT ? AS a, ? AS b)`,
        )
        .get(a, b) as { same: number; a: string; b: string };
      // SQLite's NOCASE compares up to a NUL; cells compare the whole text.
      if (typeof a === "string" && a.includes("\0")) return;
      expect(row.a === row.b).toBe(row.same === 1);
    }),
    { numRuns: 1000 },
  );
});

it("values are shown as SQL literals, long ones cut", () => {
  const hex = (text: string) => Buffer.from(text).toString("hex").toUpperCase();
  expect(shownCell("n", "UTF-8")).toBe("NULL");
  expect(shownCell("-12", "UTF-8")).toBe("-12");
  expect(shownCell("b00FF", "UTF-8")).toBe("x'00ff'");
  expect(shownCell(`t${hex("it's ä")}`, "UTF-8")).toBe("'it''s ä'");
  expect(shownCell("t00E4D83D", "UTF-16be")).toBe("'ä\ufffd'");
  expect(shownCell(`t${hex("x".repeat(200))}`, "UTF-8")).toBe(`'${"x".repeat(200)}'`);
  expect(shownCell(`t${hex("x".repeat(201))}`, "UTF-8")).toBe(`'${"x".repeat(200)}…`);
  expect(shownCell(`t${hex(`${"x".repeat(199)}😀😀`)}`, "UTF-8")).toBe(`'${"x".repeat(199)}…`);
  expect(shownCell(`b${"00".repeat(101)}`, "UTF-8")).toBe(`x'${"00".repeat(100)}…`);
});
