import { existsSync, readFileSync } from "node:fs";
import { z } from "zod";
import { type Database, openDatabase } from "../database/database.ts";
import { isText, readValues } from "../database/rows.ts";
import { StrataError } from "../errors.ts";
import { writeDurably } from "../files/durable.ts";
import type { FileWrites } from "../files/file-writes.ts";
import type { StoreLayout } from "./layout.ts";

/** The rows of `settings` that name the place that a store went to, and the one that it came from. */
const WENT = "moved-to";
const CAME = "moved-from";

const moveSchema = z.object({ folder: z.string(), move: z.string() });
const pointerSchema = z.object({ strata: z.literal("moved"), to: z.string(), move: z.string() });

/** The other place of a move. */
export interface OtherPlace {
  /** Absolute. */
  readonly folder: string;
  /** A random number, the same in both places. */
  readonly move: string;
}

/** The error for the old place of a store. */
export function storeMoved(from: string, to: string): StrataError {
  return new StrataError("StoreMoved", `The store at ${from} has moved to ${to}.`, {
    hint: "Name its new place with --store or STRATA_STORE; nothing was written to the old one.",
    data: { from, to },
  });
}

/**
 * Marks a database as that of a store that went elsewhere, in the transaction that the caller has open: from its commit on nobody can
 * write to it, whoever has it open. Triggers see to that, since they act in every connection.
 */
export function markMoved(db: Database, from: string, { folder, move }: OtherPlace): void {
  db.prepare("INSERT INTO settings (name, value) VALUES (?, ?)").run(WENT, JSON.stringify({ folder, move }));
  const tables = db
    .prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    .pluck()
    .all();
  const told = JSON.stringify(storeMoved(from, folder)).replaceAll("'", "''");
  for (const table of tables)
    for (const write of ["INSERT", "UPDATE", "DELETE"])
      db.exec(
        `CREATE TRIGGER "moved ${write} ${table}" BEFORE ${write} ON "${table}" BEGIN SELECT RAISE(ABORT, '${told}'); END`,
      );
}

/** Notes in the new place's database where it came from. */
export function noteOrigin(db: Database, { folder, move }: OtherPlace): void {
  db.prepare("INSERT OR REPLACE INTO settings (name, value) VALUES (?, ?)").run(
    CAME,
    JSON.stringify({ folder, move }),
  );
}

/** Returns where a store came from, as its database says; undefined if it never moved. */
export function originOf(db: Database): OtherPlace | undefined {
  return placeIn(db, CAME);
}

/** Returns whether a database is that of a store that went elsewhere. */
export function hasMoved(db: Database): boolean {
  return placeIn(db, WENT) !== undefined;
}

/** Throws `StoreMoved` if a database is that of a store that went elsewhere. */
export function requireStill(db: Database, { folder }: StoreLayout): void {
  const went = placeIn(db, WENT);
  if (went !== undefined) throw storeMoved(folder, went.folder);
}

/** Leaves word in the old place of where the store is, in place of its description. */
export function leaveWord({ description }: StoreLayout, { folder, move }: OtherPlace, files: FileWrites) {
  const word = { strata: "moved", to: folder, move };
  writeDurably(files, description, Buffer.from(`${JSON.stringify(word, null, 2)}\n`));
}

/** Returns the place that a store's description, as JSON, says that it went to. */
export function wordOf(description: unknown): OtherPlace | undefined {
  const { data } = pointerSchema.safeParse(description);
  return data && { folder: data.to, move: data.move };
}

/** Returns where the store in a folder went; undefined if it is there, or that cannot be told. */
export function placeAfter({ description, strataDb }: StoreLayout): OtherPlace | undefined {
  try {
    const word = existsSync(description) ? wordOf(JSON.parse(readFileSync(description, "utf8"))) : undefined;
    if (word !== undefined || !existsSync(strataDb)) return word;
    const db = openDatabase(strataDb, { readonly: true, lockWait: 0 });
    try {
      return placeIn(db, WENT);
    } finally {
      db.close();
    }
  } catch {
    // What is wrong with it is told when it is opened.
    return undefined;
  }
}

function placeIn(db: Database, name: string): OtherPlace | undefined {
  const value = readValues(db.prepare<[string]>("SELECT value FROM settings WHERE name = ?"), isText).get(
    name,
  );
  return value === undefined ? undefined : moveSchema.parse(JSON.parse(value));
}
