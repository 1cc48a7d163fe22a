import SQLite from "better-sqlite3";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DatabaseView } from "./database-view.ts";

/** Makes a database file by SQL; `tamper` may then change its bytes. */
function fileOf(sql: string, tamper?: (file: Buffer) => void): Buffer {
  const db = new SQLite(":memory:");
  db.unsafeMode();
  db.exec(sql);
  const file = db.serialize();
  db.close();
  tamper?.(file);
  return file;
}

function look<T>(file: Buffer, with_: (view: DatabaseView) => T): T {
  const view = new DatabaseView(file);
  try {
    return with_(view);
  } finally {
    view.close();
  }
}

const cannot = (obstacle: string) => expect.objectContaining({ code: "CannotPreview", data: { obstacle } });

describe("a database", () => {
  it("lists its tables, without views, virtual tables and SQLite's internal ones", () => {
    const file = fileOf(`
      CREATE TABLE "odd ""name" (id INTEGER PRIMARY KEY, "select" TEXT, x);
      CREATE TABLE [bracketed](a); CREATE TABLE 'quoted'(a); CREATE TABLE /* c */ plain /* d */ (a);
      CREATE TABLE counted (a INTEGER PRIMARY KEY AUTOINCREMENT);
      CREATE VIEW seen AS SELECT 1; CREATE VIRTUAL TABLE searched USING fts5(t);`);
    look(file, (view) => {
      expect(view.tables().filter((name) => !name.startsWith("searched_"))).toEqual([
        ...["bracketed", "counted", 'odd "name', "plain", "quoted"],
      ]);
      expect(view.columns('odd "name')).toEqual([
        { name: "id", type: "INTEGER", primaryKey: true },
        { name: "select", type: "TEXT", primaryKey: false },
        { name: "x", type: "", primaryKey: false },
      ]);
      for (const table of ["seen", "searched", "sqlite_schema", "nope"]) {
        expect(() => view.rows({ table, offset: 0, limit: 1 })).toThrow(
          expect.objectContaining({ code: "ENOENT" }),
        );
      }
    });
  });

  it("limits its answers to what can be shown at once", () => {
    const columns = (count: number) => Array.from({ length: count }, (_, n) => `c${n}`).join(", ");
    const row = "INSERT INTO t(c0) VALUES (1);";
    const wide = fileOf(`CREATE TABLE t(${columns(2000)}); ${row.repeat(30)}`);
    const { rows } = look(wide, (view) => view.rows({ table: "t", offset: 15, limit: 200 }));
    expect(rows).toHaveLength(10);
    const tables = (count: number, of: number) =>
      Array.from({ length: count }, (_, n) => `CREATE TABLE t${n}(${columns(of)});`).join("");
    expect(look(fileOf(tables(5, 2000)), (view) => view.overview())).toHaveLength(5);
    expect(() => look(fileOf(tables(6, 2000)), (view) => view.overview())).toThrow(cannot("too large"));
    expect(() => look(fileOf(tables(1001, 1)), () => {})).toThrow(cannot("too large"));
    expect(() => look(fileOf(`CREATE TABLE ${"t".repeat(257)}(a)`), () => {})).toThrow(cannot("too large"));
    const named = fileOf(`CREATE TABLE t(${"c".repeat(257)})`);
    expect(() => look(named, (view) => view.columns("t"))).toThrow(cannot("too large"));
  });

  it("shows every type of value", () => {
    const file = fileOf(`CREATE TABLE t(v);
      INSERT INTO t VALUES (NULL), (1.5), (-7), (9007199254740993), ('text'), (x'00ff'), (9e999), ('${"ä".repeat(300)}'),
      ('${"a".repeat(199)}😀😀'), (zeroblob(100));`);
    const { rows } = look(file, (view) => view.rows({ table: "t", offset: 0, limit: 100 }));
    expect(rows.map(([cell]) => cell)).toEqual([
      null,
      1.5,
      -7,
      { integer: "9007199254740993" },
      { text: "text", truncated: false },
      { blob: 2, hex: "00ff" },
      { text: "Infinity", truncated: false },
      { text: "ä".repeat(200), truncated: true },
      { text: "a".repeat(199), truncated: true },
      { blob: 100, hex: "00".repeat(16) },
    ]);
  });

  it.each([
    ["of the rowid", "CREATE TABLE t(k, v)"],
    ["of the primary key", "CREATE TABLE t(k PRIMARY KEY, v) WITHOUT ROWID"],
  ])("gives rows in the order %s, a page at a time", (what, create) => {
    const file = fileOf(`${create}; CREATE INDEX other ON t(v DESC);
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)
      INSERT INTO t SELECT (i * 7919) % 3001, -i FROM n;`);
    const page = (offset: number) =>
      look(file, (view) => view.rows({ table: "t", offset, limit: 10 }).rows.map(([key]) => key));
    const keys = Array.from({ length: 3000 }, (_, i) =>
      what === "of the rowid" ? ((i + 1) * 7919) % 3001 : i + 1,
    );
    for (const offset of [0, 1000, 2995, 3000]) expect(page(offset)).toEqual(keys.slice(offset, offset + 10));
    expect(look(file, (view) => view.count("t"))).toBe(3000);
  });

  it("opens in WAL mode", () => {
    const file = fileOf("CREATE TABLE t(a)", (bytes) => bytes.fill(2, 18, 20));
    expect(look(file, (view) => view.tables())).toEqual(["t"]);
  });
});

describe("a malicious database", () => {
  /** An expression that takes a lot of memory and then fails. */
  const BLAST = "hex(zeroblob(900000000))";

  it("does not get its columns' expressions run", () => {
    const file = fileOf(
      `CREATE TABLE t(a, b AS (a) VIRTUAL, c AS (a + 1) STORED); INSERT INTO t(a) VALUES (1);
      PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = replace(sql, 'b AS (a)', 'b AS (${BLAST})');`,
    );
    const { columns, rows } = look(file, (view) => view.rows({ table: "t", offset: 0, limit: 10 }));
    expect(columns.map(({ name }) => name)).toEqual(["a", "c"]);
    expect(rows).toEqual([[1, 2]]);
  });

  it.each([
    [
      "a view that is called a table",
      "UPDATE sqlite_schema SET type = 'table', rootpage = 2 WHERE name = 'v'",
    ],
    [
      "a view behind a table's name",
      `UPDATE sqlite_schema SET name = 'v', tbl_name = 'v' WHERE name = 't';
        UPDATE sqlite_schema SET name = 'w' WHERE type = 'view'`,
    ],
    ["a virtual table with pages", "UPDATE sqlite_schema SET rootpage = 2 WHERE name = 'x'"],
  ])("is shown without %s, or not at all", (_, tampering) => {
    const file = fileOf(
      `CREATE TABLE t(a); INSERT INTO t VALUES (1); CREATE VIEW v AS SELECT ${BLAST} AS a;
      CREATE VIRTUAL TABLE x USING fts5(a); PRAGMA writable_schema = ON; ${tampering};`,
    );
    try {
      look(file, (view) => {
        for (const name of ["v", "x"]) expect(view.tables()).not.toContain(name);
      });
    } catch (thrown) {
      expect(thrown).toEqual(cannot("damaged"));
    }
  });

  const many = `CREATE TABLE t(a); WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)
    INSERT INTO t SELECT hex(i) || 'xxxxxxxxxxxxxxxxxxxxxxxx' FROM n;`;

  it("is refused if its pages share children", () => {
    // All children of page 2, the root of `t`, are made to point at the first one.
    const file = fileOf(many, (bytes) => {
      const root = bytes.subarray(4096, 8192);
      expect(root[0]).toBe(5);
      const first = root.readUInt32BE(root.readUInt16BE(12));
      for (let cell = 0; cell < root.readUInt16BE(3); cell++) {
        root.writeUInt32BE(first, root.readUInt16BE(12 + 2 * cell));
      }
    });
    look(file, (view) => {
      expect(() => view.count("t")).toThrow(cannot("damaged"));
      expect(() => view.rows({ table: "t", offset: 0, limit: 1 })).toThrow(cannot("damaged"));
    });
  });

  it("is refused if a page is its own child", () => {
    const file = fileOf(many, (bytes) => void bytes.writeUInt32BE(2, 4096 + 8));
    look(file, (view) => expect(() => view.count("t")).toThrow(cannot("damaged")));
  });

  it("is reported if it is no database", () => {
    for (const file of [Buffer.alloc(0), Buffer.from("SQLite format 3\0"), Buffer.alloc(5000, 65)]) {
      expect(() => new DatabaseView(file)).toThrow(cannot("not a database"));
    }
  });

  it("answers or is refused after any change of its bytes", () => {
    const sound = fileOf(
      `${many} CREATE TABLE u(k PRIMARY KEY, v) WITHOUT ROWID; INSERT INTO u VALUES (1, 'x'), (2, zeroblob(9000));`,
    );
    const change = fc.tuple(fc.nat(sound.length - 1), fc.integer({ min: 0, max: 255 }));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 40 }), fc.boolean(), (changes, early) => {
        const file = Buffer.from(sound);
        // The first pages hold the schema, on which everything depends.
        for (const [at, byte] of changes) file[early ? at % 8192 : at] = byte;
        try {
          look(file, (view) => {
            for (const table of view.tables()) {
              view.count(table);
              view.rows({ table, offset: 0, limit: 10 });
            }
          });
        } catch (thrown) {
          expect((thrown as { code: string }).code).toBe("CannotPreview");
        }
      }),
      { numRuns: 500 },
    );
  });
});
