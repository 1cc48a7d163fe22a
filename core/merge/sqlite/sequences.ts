import type SQLite from "better-sqlite3";

/** The largest number that each AUTOINCREMENT table has given out, by table name. */
export type Sequences = ReadonlyMap<string, bigint>;

/** Reads a database's sequences (https://sqlite.org/autoinc.html). */
export function readSequences(db: SQLite.Database): Sequences {
  if (!hasSequences(db)) return new Map();
  const rows = db
    .prepare<[], [string, bigint]>(
      "SELECT name, max(seq) FROM sqlite_sequence WHERE typeof(seq) = 'integer' GROUP BY name ORDER BY name",
    )
    .raw();
  return new Map(rows.all());
}

/** Merges sequences. If both sides advanced one, the larger number wins, so that none is given out twice. */
export function mergeSequences(base: Sequences, ours: Sequences, theirs: Sequences): Sequences {
  const merged = new Map<string, bigint>();
  for (const name of [...new Set([...ours.keys(), ...theirs.keys()])].sort()) {
    const [was, our, their] = [base.get(name), ours.get(name), theirs.get(name)];
    const now = their === was ? our : our === was ? their : larger(our, their);
    if (now !== undefined) merged.set(name, now);
  }
  return merged;
}

/** Writes a database's sequences. */
export function writeSequences(db: SQLite.Database, sequences: Sequences): void {
  const present = readSequences(db);
  const remove = () => db.prepare("DELETE FROM sqlite_sequence WHERE name = ?");
  for (const name of present.keys()) if (!sequences.has(name)) remove().run(name);
  for (const [name, seq] of sequences) {
    if (present.get(name) === seq) continue;
    remove().run(name);
    db.prepare("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)").run(name, seq);
  }
}

function larger(a: bigint | undefined, b: bigint | undefined): bigint | undefined {
  return a === undefined || (b !== undefined && b > a) ? b : a;
}

function hasSequences(db: SQLite.Database): boolean {
  return db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_sequence'").get() !== undefined;
}
