import { describe, expect, it } from "vitest";
import { fileOf, merge, mergeSql, reasonOf } from "./databases-suite.ts";

const PEOPLE = `CREATE TABLE people(id INTEGER PRIMARY KEY, name TEXT, age);
  INSERT INTO people VALUES (1, 'Ann', 30), (2, 'Bob', 40), (3, 'Cid', 50);`;

describe("the whole file is in conflict if", () => {
  it("there is no base", () => {
    const reason = reasonOf(merge(null, fileOf(PEOPLE), fileOf("CREATE TABLE t(a)")));
    expect(reason).toBe("Both sides have this database, but not from a version that they have in common.");
  });

  const INSERTED = "INSERT INTO people(id) VALUES (8)";
  const SCHEMA_REASON = (what: string) => `The ${what} is not the same in all three versions.`;
  const TOGETHER = "The changes of the two sides cannot be combined";
  it.each([
    [
      "MC13: a table was altered",
      PEOPLE,
      "ALTER TABLE people ADD COLUMN x",
      INSERTED,
      SCHEMA_REASON('table "people"'),
    ],
    ["a table was added", PEOPLE, "CREATE TABLE n(a)", INSERTED, SCHEMA_REASON('table "n"')],
    ["both added a table", PEOPLE, "CREATE TABLE n(a)", "CREATE TABLE n(b)", SCHEMA_REASON('table "n"')],
    ["an index was added", PEOPLE, "CREATE INDEX i ON people(age)", INSERTED, SCHEMA_REASON('index "i"')],
    ["a view was added", PEOPLE, "CREATE VIEW v AS SELECT 1", INSERTED, SCHEMA_REASON('view "v"')],
    [
      "its version was raised",
      PEOPLE,
      "PRAGMA user_version = 2",
      INSERTED,
      SCHEMA_REASON("setting user_version"),
    ],
    [
      "it was given another owner",
      PEOPLE,
      "PRAGMA application_id = 2",
      INSERTED,
      SCHEMA_REASON("setting application_id"),
    ],
    [
      "a table has no primary key",
      "CREATE TABLE t(a)",
      "INSERT INTO t VALUES (1)",
      "INSERT INTO t VALUES (2)",
      'The table "t" has no primary key that tells which row is which.',
    ],
    [
      "a key is NULL",
      "CREATE TABLE t(a TEXT PRIMARY KEY, b)",
      "INSERT INTO t VALUES (NULL, 1)",
      "INSERT INTO t VALUES ('x', 1)",
      'The table "t" has rows with NULL in their primary key, so that they cannot be told apart.',
    ],
    [
      "a table has triggers",
      `${PEOPLE} CREATE TRIGGER g AFTER INSERT ON people BEGIN UPDATE people SET age = 1; END`,
      INSERTED,
      "DELETE FROM people WHERE id = 2",
      'The table "people" has triggers, whose effects cannot be merged row by row.',
    ],
    [
      "a search index was changed",
      "CREATE VIRTUAL TABLE found USING fts5(t)",
      "INSERT INTO found VALUES ('a')",
      "INSERT INTO found VALUES ('b')",
      /^The table "found_\w+" belongs to the virtual table "found"/,
    ],
    [
      "what a search index is of was changed",
      `${PEOPLE} CREATE VIRTUAL TABLE found USING fts5(name, content='people', content_rowid='id')`,
      INSERTED,
      "INSERT INTO people(id) VALUES (9)",
      /^The table "people" belongs to the virtual table "found"/,
    ],
    [
      "what is indexed has a name of many words",
      `CREATE TABLE "my (own) docs"(id INTEGER PRIMARY KEY, b); CREATE VIRTUAL TABLE found USING fts5(b, content='My (Own) Docs')`,
      'INSERT INTO "my (own) docs" VALUES (1, 1)',
      'INSERT INTO "my (own) docs" VALUES (2, 1)',
      /^The table "my \(own\) docs" belongs to the virtual table "found"/,
    ],
    [
      "both use up what is unique",
      "CREATE TABLE t(k INTEGER PRIMARY KEY, u UNIQUE)",
      "INSERT INTO t VALUES (1, 1)",
      "INSERT INTO t VALUES (2, 1)",
      `${TOGETHER}: UNIQUE constraint failed: t.u.`,
    ],
    [
      "a CHECK fails on what both made",
      "CREATE TABLE t(k INTEGER PRIMARY KEY, a, b, CHECK (a + b < 10)); INSERT INTO t VALUES (1, 0, 0)",
      "UPDATE t SET a = 9",
      "UPDATE t SET b = 9",
      `${TOGETHER}: CHECK constraint failed: a + b < 10.`,
    ],
    [
      "one refers to what the other deleted",
      "CREATE TABLE p(k INTEGER PRIMARY KEY); CREATE TABLE c(k INTEGER PRIMARY KEY, p REFERENCES p); INSERT INTO p VALUES (1)",
      "DELETE FROM p",
      "INSERT INTO c VALUES (1, 1)",
      `${TOGETHER}: a row of "c" would refer to one of "p" that is not there.`,
    ],
    [
      "it computes with what may take for ever",
      "CREATE TABLE t(k INTEGER PRIMARY KEY, v CHECK (v LIKE '%a%b%c'))",
      "INSERT INTO t VALUES (1, 'abc')",
      "INSERT INTO t VALUES (2, 'abc')",
      'The table "t" computes something with LIKE, which may take for ever and is not run.',
    ],
    [
      "an index computes with what takes a lot of memory",
      'CREATE TABLE t(k INTEGER PRIMARY KEY, v); CREATE INDEX i ON t("format" /* ( */ (v))',
      "INSERT INTO t VALUES (1, 'abc')",
      "INSERT INTO t VALUES (2, 'abc')",
      'The index "i" computes something with FORMAT, which may take for ever and is not run.',
    ],
  ])("%s", (_, schema, ours, theirs, reason) => {
    const mergedReason = reasonOf(mergeSql(schema, ours, theirs));
    if (typeof reason === "string") expect(mergedReason).toBe(reason);
    else expect(mergedReason).toMatch(reason);
    expect(reasonOf(mergeSql(schema, theirs, ours))).toBe(mergedReason);
  });

  it.each([
    ["encoding", "PRAGMA encoding = 'UTF-16'"],
    ["page_size", "PRAGMA page_size = 512"],
    ["auto_vacuum", "PRAGMA auto_vacuum = FULL"],
  ])("its %s is another", (setting, pragma) => {
    const base = fileOf(PEOPLE);
    const other = fileOf(`${pragma}; ${PEOPLE}`);
    expect(reasonOf(merge(base, other, fileOf(INSERTED, base)))).toBe(SCHEMA_REASON(`setting ${setting}`));
  });

  it.each([
    ["function", "CREATE TABLE t(k INTEGER PRIMARY KEY, v CHECK (abs(v)))", "abs(v)", "own(v)"],
    ["collation", "CREATE TABLE t(k TEXT COLLATE RTRIM PRIMARY KEY, v)", "RTRIM", "OTHER"],
  ])("SQLite does not know a %s", (what, schema, from, to) => {
    const change = `PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = replace(sql, '${from}', '${to}')`;
    const made = (row: string) => fileOf(change, fileOf(`${schema}; ${row}`));
    const merged = merge(made(""), made("INSERT INTO t VALUES (1, 2)"), made("INSERT INTO t VALUES (2, 2)"));
    expect(reasonOf(merged)).toMatch(new RegExp(`cannot be read by SQLite alone: (no such|unknown) ${what}`));
  });
});
