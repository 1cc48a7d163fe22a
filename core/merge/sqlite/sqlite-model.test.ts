import SQLite from "better-sqlite3";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ContentMerge } from "../content/merger.ts";
import { fileOf, merge, mergedBytes, reasonOf, rowsOf } from "./databases-suite.ts";

const CASES = Number(process.env.STRATA_MERGE_CASES ?? 60);

const SCHEMA = `
  CREATE TABLE a(id INTEGER PRIMARY KEY, v, n INT DEFAULT 5, r REAL, up AS (upper(v)));
  CREATE TABLE b(k TEXT COLLATE NOCASE, l, v TEXT, w BLOB, PRIMARY KEY (k, l)) WITHOUT ROWID;
  CREATE TABLE c(k TEXT PRIMARY KEY NOT NULL, u INT UNIQUE, a REFERENCES a(id) ON DELETE CASCADE, x);
  CREATE TABLE d(id INTEGER PRIMARY KEY AUTOINCREMENT, v);
  CREATE INDEX ax ON a(v, n DESC); CREATE INDEX cx ON c(x COLLATE NOCASE) WHERE x IS NOT NULL;
  CREATE VIEW seen AS SELECT * FROM a;`;
const TABLES: Record<string, { key: string[]; columns: string[] }> = {
  a: { key: ["id"], columns: ["id", "v", "n", "r"] },
  b: { key: ["k", "l"], columns: ["k", "l", "v", "w"] },
  c: { key: ["k"], columns: ["k", "u", "a", "x"] },
  d: { key: ["id"], columns: ["id", "v"] },
};

type Value = null | bigint | number | string | Buffer;
type Row = Value[];
type Edit =
  | { op: "put"; table: string; key: number; column: number; value: Value }
  | { op: "delete"; table: string; key: number }
  | { op: "rekey"; table: string; key: number; to: number };

const VALUES: Value[] = [
  ...[null, 0n, 1n, 2n, 3n, 9007199254740993n, -1n, 0.5, 1, -0, 1e300, Infinity, "", "a", "A", "ä\0😀"],
  ...["1", "x".repeat(3000), Buffer.from(""), Buffer.from([0, 255]), Buffer.alloc(5000, 7)],
];
const table = fc.constantFrom(...Object.keys(TABLES));
const edit: fc.Arbitrary<Edit> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      op: fc.constant("put" as const),
      table,
      key: fc.nat(7),
      column: fc.nat(3),
      value: fc.constantFrom(...VALUES),
    }),
  },
  { weight: 1, arbitrary: fc.record({ op: fc.constant("delete" as const), table, key: fc.nat(7) }) },
  {
    weight: 1,
    arbitrary: fc.record({ op: fc.constant("rekey" as const), table, key: fc.nat(7), to: fc.nat(7) }),
  },
);
const edits = (maxLength: number) => fc.array(edit, { maxLength });

function keyValues(name: string, key: number, upper: boolean): Value[] {
  const letter = String.fromCharCode((upper ? 65 : 97) + (key % 4));
  if (name === "b") return [letter, key < 4 ? BigInt(key) : key - 3.5];
  return name === "c" ? [letter.toLowerCase() + (key < 4 ? "" : "'")] : [BigInt(key + 1)];
}

/** Applies edits to a database, without those that it rejects. */
function edited(file: Uint8Array, list: readonly Edit[]): Buffer {
  const db = new SQLite(Buffer.from(file));
  try {
    for (const each of list) {
      const { key, columns } = TABLES[each.table] ?? { key: [], columns: [] };
      const values = keyValues(each.table, each.key, each.op === "put" && each.column % 2 === 1);
      const where = key.map((name) => `${name} = ?`).join(" AND ");
      try {
        if (each.op === "delete") {
          db.prepare(`DELETE FROM ${each.table} WHERE ${where}`).run(...values);
          continue;
        }
        if (each.op === "rekey") {
          const to = key.map((name) => `${name} = ?`).join();
          db.prepare(`UPDATE ${each.table} SET ${to} WHERE ${where}`).run(
            ...keyValues(each.table, each.to, false),
            ...values,
          );
          continue;
        }
        const marks = key.map(() => "?").join();
        db.prepare(`INSERT OR IGNORE INTO ${each.table} (${key.join()}) VALUES (${marks})`).run(...values);
        const column = columns.slice(key.length)[each.column % (columns.length - key.length)];
        db.prepare(`UPDATE ${each.table} SET ${column} = ? WHERE ${where}`).run(each.value, ...values);
      } catch (thrown) {
        if (!(thrown instanceof SQLite.SqliteError && thrown.code.startsWith("SQLITE_CONSTRAINT")))
          throw thrown;
      }
    }
    return db.serialize();
  } finally {
    db.close();
  }
}

/** Returns a value with its type, as the model compares it. */
function tag(value: Value): string {
  return Buffer.isBuffer(value)
    ? `blob ${value.toString("hex")}`
    : `${value === null ? "null" : typeof value} ${value}`;
}

/** Returns the rows of a table by key. */
function read(file: Uint8Array, name: string): Map<string, Row> {
  const { columns, key } = TABLES[name] ?? { columns: [], key: [] };
  const rows = rowsOf(file, `SELECT ${columns.join()} FROM ${name}`) as Row[];
  const keyOf = (row: Row) =>
    row
      .slice(0, key.length)
      .map((value) => (typeof value === "string" ? value.toLowerCase() : String(value)))
      .join("|");
  return new Map(rows.map((row) => [keyOf(row), row]));
}

type Rows = Map<string, Row>;
type KeyMove = { from: string; to: string; by: number };

/** Returns the keys of rows whose new keys on both sides cannot both stand, and the conflicts. */
function movedApart(name: string, b: Rows, sides: readonly [Rows, Rows]) {
  const { key: keyColumns = [], columns = [] } = TABLES[name] ?? {};
  const rest = (row: Row) => row.slice(keyColumns.length).map(tag).join("\n");
  const moves = sides.flatMap((side, by): KeyMove[] => {
    const other = sides[1 - by] ?? side;
    return [...b].flatMap(([from, row]): KeyMove[] => {
      const alone = [...b.values()].filter((each) => rest(each) === rest(row)).length === 1;
      if (!alone || side.has(from)) return [];
      const added = [...side].filter(([key, now]) => !b.has(key) && rest(now) === rest(row));
      const isShared = (key: string) => rest(other.get(key) ?? [null, null, null, null, null]) === rest(row);
      if (!other.has(from) && added.some(([key]) => isShared(key))) return [];
      const [to] = added
        .map(([key]) => key)
        .filter((key) => !isShared(key))
        .sort();
      return to === undefined ? [] : [{ from, to, by }];
    });
  });
  const groups: KeyMove[][] = [];
  for (const move of moves) {
    const joined = groups.filter((group) =>
      group.some(({ from, to }) => from === move.from || to === move.to),
    );
    for (const group of joined) groups.splice(groups.indexOf(group), 1);
    groups.push([move, ...joined.flat()]);
  }
  return groups.flatMap((group) => {
    const [{ from = "", to = "", by = 0 } = {}] = group;
    const other = sides[1 - by];
    if (group.length === 1 && (other?.has(from) || other?.has(to))) return [];
    const disputed = group.map((move) => move.to).filter((key, at, all) => all.indexOf(key) !== at);
    const [key = from] = disputed.sort((x, y) => x.length - y.length || (x < y ? -1 : 1));
    const [our, their] = sides.map((side, at) =>
      side.get(group.find((move) => move.from === key && move.by === at)?.to ?? key),
    );
    const differing = columns.filter(
      (_, at) => our && their && tag(our[at] ?? null) !== tag(their[at] ?? null),
    );
    return { keys: group.flatMap((move) => [move.from, move.to]), conflict: `${name} ${key} ${differing}` };
  });
}

/** Returns the expected result of a merge, computed in the plainest way. */
function model(base: Uint8Array, ours: Uint8Array, theirs: Uint8Array) {
  const merged: Record<string, Map<string, Row>> = {};
  const conflicts: string[] = [];
  for (const name of Object.keys(TABLES)) {
    const [b, o, t] = [read(base, name), read(ours, name), read(theirs, name)];
    const rows = new Map<string, Row>();
    const apart = movedApart(name, b, [o, t]);
    conflicts.push(...apart.map(({ conflict }) => conflict));
    for (const key of new Set([...b.keys(), ...o.keys(), ...t.keys()])) {
      if (apart.some(({ keys }) => keys.includes(key))) continue;
      const [was, our, their] = [b.get(key), o.get(key), t.get(key)];
      const text = (row: Row | undefined) => row?.map(tag).join("\n");
      const put = (row: Row | undefined) => row && rows.set(key, row);
      if (text(our) === text(their) || text(their) === text(was)) put(our);
      else if (text(our) === text(was)) put(their);
      else if (was && our && their) {
        const both = our.map((value, at): Value | undefined => {
          const [x, y, z] = [tag(was[at] ?? null), tag(value), tag(their[at] ?? null)];
          return y === z || z === x ? value : y === x ? (their[at] ?? null) : undefined;
        });
        if (both.some((value) => value === undefined)) {
          const columns = TABLES[name]?.columns.filter((_, at) => both[at] === undefined);
          conflicts.push(`${name} ${key} ${columns}`);
        } else put(both as Row);
      } else if (our && their) {
        const columns = TABLES[name]?.columns.filter(
          (_, at) => tag(our[at] ?? null) !== tag(their[at] ?? null),
        );
        conflicts.push(`${name} ${key} ${columns}`);
      } else conflicts.push(`${name} ${key} `);
    }
    merged[name] = rows;
  }
  const c = [...(merged.c?.values() ?? [])];
  const uniques = c.flatMap(([, u = null]) => (u === null ? [] : [tag(u)]));
  const parents = new Set([...(merged.a?.values() ?? [])].map(([id]) => String(id)));
  const sound =
    new Set(uniques).size === uniques.length && c.every(([, , a]) => a === null || parents.has(String(a)));
  return { merged, conflicts: conflicts.sort(), sound };
}

/** Returns the rows of all tables in a form to compare. */
function dump(of: (name: string) => Map<string, Row>): string[] {
  return Object.keys(TABLES).flatMap((name) =>
    [...of(name).values()].map((row) => `${name} ${row.map(tag).join(" ")}`).sort(),
  );
}

const dumpFile = (file: Uint8Array) => dump((name) => read(file, name));

function conflictKeys(result: ContentMerge): string[] {
  if (result.status === "merged") return [];
  const unquote = (literal: string) => literal.replace(/^'(.*)'$/, "$1").replaceAll("''", "'");
  return (result.rows ?? [])
    .map(
      ({ table: name, key, columns }) =>
        `${name} ${Object.values(key).map(unquote).join("|").toLowerCase()} ${columns}`,
    )
    .sort();
}

function check(encoding: string, cases: number): void {
  const empty = fileOf(`PRAGMA encoding = "${encoding}"; ${SCHEMA}`);
  const seen = { merged: 0, rows: 0 };
  fc.assert(
    fc.property(edits(30), edits(6), edits(6), (start, our, their) => {
      const base = edited(empty, start);
      const [ours, theirs] = [edited(base, our), edited(base, their)];
      const expected = model(base, ours, theirs);
      const result = merge(base, ours, theirs);
      const mirrored = merge(base, theirs, ours);
      if (expected.conflicts.length > 0) {
        seen.rows++;
        expect(conflictKeys(result)).toEqual(expected.conflicts);
        expect(mirrored).toEqual(
          result.status === "conflict" && {
            ...result,
            rows: result.rows?.map((row) => ({ ...row, ours: row.theirs, theirs: row.ours })),
          },
        );
      } else if (expected.sound) {
        seen.merged++;
        expect(dumpFile(mergedBytes(result))).toEqual(dump((name) => expected.merged[name] ?? new Map()));
        expect(Buffer.compare(mergedBytes(result), mergedBytes(mirrored))).toBe(0);
        expect(rowsOf(mergedBytes(result), "PRAGMA integrity_check")).toEqual([["ok"]]);
      } else {
        expect(reasonOf(result)).toContain("cannot be combined");
        expect(mirrored).toEqual(result);
      }
      const preferOurs = merge(base, ours, theirs, "ours");
      const mirroredPreference = merge(base, theirs, ours, "theirs");
      expect(Buffer.compare(mergedBytes(preferOurs), mergedBytes(mirroredPreference))).toBe(0);
      const wholeSide = Buffer.compare(mergedBytes(preferOurs), ours) === 0;
      const preferred = preferOurs.status === "merged" ? preferOurs.preferred : 0;
      if (expected.conflicts.length > 0 && !wholeSide) expect(preferred).toBe(expected.conflicts.length);
    }),
    { numRuns: cases },
  );
  if (cases < 50) return;
  expect(seen.merged).toBeGreaterThan(0);
  expect(seen.rows).toBeGreaterThan(0);
}

describe("a merge of databases", () => {
  it("gives the model's result, and its mirror image for swapped sides", () => check("UTF-8", CASES));

  it.each(["UTF-16le", "UTF-16be"])("does so in %s", (encoding) => check(encoding, Math.ceil(CASES / 5)));

  it("with a side that only has another layout gives the rows of the other", () => {
    const empty = fileOf(SCHEMA);
    fc.assert(
      fc.property(edits(30), edits(6), (start, changes) => {
        const base = edited(empty, start);
        const side = edited(base, changes);
        const anew = fileOf("VACUUM", fileOf("CREATE TABLE z(a); DROP TABLE z", base));
        expect(Buffer.compare(anew, base)).not.toBe(0);
        for (const result of [merge(base, side, anew), merge(base, anew, side)]) {
          expect(dumpFile(mergedBytes(result))).toEqual(dumpFile(side));
        }
        const both = merge(base, side, fileOf("VACUUM", side));
        expect(dumpFile(mergedBytes(both))).toEqual(dumpFile(side));
      }),
      { numRuns: Math.ceil(CASES / 3) },
    );
  });

  it("with a side equal to the base gives the other's bytes", () => {
    const base = fileOf(SCHEMA);
    const side = fileOf("INSERT INTO a(v) VALUES (1)", base);
    expect(merge(base, side, Buffer.from(base))).toEqual({ status: "merged", bytes: side, preferred: 0 });
    expect(merge(base, Buffer.from(base), side)).toEqual({ status: "merged", bytes: side, preferred: 0 });
    expect(merge(base, side, Buffer.from(side))).toEqual({ status: "merged", bytes: side, preferred: 0 });
    expect(merge(null, side, Buffer.from(side))).toEqual({ status: "merged", bytes: side, preferred: 0 });
  });
});
