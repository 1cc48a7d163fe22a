import SQLite from "better-sqlite3";
import fc from "fast-check";
import type { ContentMerge } from "../merger.ts";
import type { Side } from "../model/merge-state.ts";
import { rowsOf } from "./databases-suite.ts";

/** The tables of the random databases. */
export const SCHEMA = `
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
/** Random edits of a database. */
export const edits = (maxLength: number, minLength = 0) => fc.array(edit, { minLength, maxLength });

function keyValues(name: string, key: number, upper: boolean): Value[] {
  const letter = String.fromCharCode((upper ? 65 : 97) + (key % 4));
  if (name === "b") return [letter, key < 4 ? BigInt(key) : key - 3.5];
  return name === "c" ? [letter.toLowerCase() + (key < 4 ? "" : "'")] : [BigInt(key + 1)];
}

/** Applies edits to a database, without those that it rejects. */
export function edited(file: Uint8Array, list: readonly Edit[]): Buffer {
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
    return {
      key,
      keys: new Set(group.flatMap((move) => [move.from, move.to])),
      conflict: `${name} ${key} ${differing}`,
    };
  });
}

/** What the model takes for a conflict: a version of the row as a whole, or some columns of it. */
export interface ModelChoice {
  take: Side;
  columns?: Record<string, Side>;
}

/**
 * Returns the expected result of a merge, computed in the plainest way. `decide` is asked about the conflicts, by a table's name and a
 * key in lower case, with bars between its columns.
 */
export function model(
  files: Record<Side, Uint8Array>,
  decide: (table: string, key: string) => ModelChoice | undefined = () => undefined,
) {
  const merged: Record<string, Rows> = {};
  const conflicts: string[] = [];
  for (const name of Object.keys(TABLES)) {
    const sides = {
      base: read(files.base, name),
      ours: read(files.ours, name),
      theirs: read(files.theirs, name),
    };
    const { base: b, ours: o, theirs: t } = sides;
    const columnNames = TABLES[name]?.columns ?? [];
    const rows: Rows = new Map();
    const put = (key: string, row: Row | undefined) => row && rows.set(key, row);
    const apart = movedApart(name, b, [o, t]);
    for (const { keys, key, conflict } of apart) {
      const choice = decide(name, key);
      if (choice === undefined) conflicts.push(conflict);
      else for (const each of keys) put(each, sides[choice.take].get(each));
    }
    for (const key of new Set([...b.keys(), ...o.keys(), ...t.keys()])) {
      if (apart.some(({ keys }) => keys.has(key))) continue;
      const [was, our, their] = [b.get(key), o.get(key), t.get(key)];
      const text = (row: Row | undefined) => row?.map(tag).join("\n");
      if (text(our) === text(their) || text(their) === text(was)) {
        put(key, our);
        continue;
      }
      if (text(our) === text(was)) {
        put(key, their);
        continue;
      }
      const both = our && their ? mergedRow(was, our, their) : undefined;
      const open = columnNames.filter((_, at) => both !== undefined && both[at] === undefined);
      if (both !== undefined && open.length === 0) {
        put(key, both as Row);
        continue;
      }
      const choice = decide(name, key);
      if (choice === undefined) conflicts.push(`${name} ${key} ${open}`);
      else if (choice.columns === undefined) put(key, sides[choice.take].get(key));
      else {
        const taken = sides[choice.take].get(key) ?? [];
        const chosen = taken.map((value, at) => {
          const side = choice.columns?.[columnNames[at] ?? ""];
          if (side !== undefined) return sides[side].get(key)?.[at] ?? null;
          return both?.[at] === undefined ? value : both[at];
        });
        put(key, chosen);
      }
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

/** Returns the columns of a row that both sides have; undefined for those in conflict. */
function mergedRow(was: Row | undefined, our: Row, their: Row): (Value | undefined)[] {
  return our.map((value, at) => {
    const [y, z] = [tag(value), tag(their[at] ?? null)];
    const x = was === undefined ? undefined : tag(was[at] ?? null);
    return y === z || z === x ? value : y === x ? (their[at] ?? null) : undefined;
  });
}

/** Returns the rows of all tables in a form to compare. */
export function dump(of: (name: string) => Map<string, Row>): string[] {
  return Object.keys(TABLES).flatMap((name) =>
    [...of(name).values()].map((row) => `${name} ${row.map(tag).join(" ")}`).sort(),
  );
}

/** Returns the rows of a database in that form. */
export const dumpFile = (file: Uint8Array) => dump((name) => read(file, name));

/** Returns the conflicts of a merge, as the model names them. */
export function conflictKeys(result: ContentMerge): string[] {
  if (result.status === "merged") return [];
  return (result.rows ?? [])
    .map(({ table: name, key, columns }) => `${name} ${modelKey(Object.values(key))} ${columns}`)
    .sort();
}

/** Returns the model's form of a key, of its values as SQL literals. */
export function modelKey(literals: readonly string[]): string {
  const unquoted = literals.map((each) => each.replace(/^'(.*)'$/, "$1").replaceAll("''", "'"));
  return unquoted.join("|").toLowerCase();
}
