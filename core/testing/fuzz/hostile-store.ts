import { cpSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openDatabase } from "../../database/database.ts";
import { hashId } from "../../hash.ts";
import { idToBytes } from "../../ids.ts";
import { FOOTER_BYTES } from "../../objects/pack-format.ts";
import { mutate, mutateText } from "./mutate.ts";
import type { Random } from "./random.ts";

/** The ways in which a store is made hostile. */
export const WAYS = [
  "pack",
  "directory",
  "strata.db rows",
  "index.db rows",
  "strata.db pages",
  "index.db pages",
  "store.json",
] as const;
export type Way = (typeof WAYS)[number];

/** Copies a store and makes the copy hostile in one of the ways. */
export function makeHostile(from: string, to: string, way: Way, random: Random): void {
  rmSync(to, { recursive: true, force: true });
  cpSync(from, to, { recursive: true });
  if (way === "pack" || way === "directory") changePack(to, way, random);
  else if (way === "store.json") changeFile(join(to, way), (bytes) => mutate(bytes, random));
  else if (way.endsWith("rows")) changeRows(join(to, way.replace(" rows", "")), random);
  else changePages(join(to, way.replace(" pages", "")), random);
}

function changeFile(path: string, change: (bytes: Buffer) => Buffer): void {
  writeFileSync(path, change(readFileSync(path)));
}

function changePack(store: string, way: "pack" | "directory", random: Random): void {
  const folder = join(store, "packs");
  const path = join(folder, random.of(readdirSync(folder)));
  changeFile(path, (bytes) => {
    if (way === "pack") return mutate(bytes, random);
    // The directory of a pack that somebody made on purpose: its checksum is right.
    const footer = bytes.length - FOOTER_BYTES;
    const begin = Number(bytes.readBigUInt64LE(footer));
    const directory = mutate(bytes.subarray(begin, footer), random);
    const tail = Buffer.concat([directory, bytes.subarray(footer, footer + 8)]);
    const checksum = idToBytes(hashId(Buffer.concat([bytes.subarray(0, 16), tail])));
    return Buffer.concat([bytes.subarray(0, begin), tail, checksum, bytes.subarray(bytes.length - 8)]);
  });
}

/** Values of the wrong and the right types. */
function valuesFor(old: unknown, random: Random): readonly unknown[] {
  const blob = Buffer.isBuffer(old) ? [mutate(old, random), old.subarray(0, old.length >> 1)] : [];
  const text = typeof old === "string" ? [mutateText(old, random), `${old}x`] : [];
  const number = typeof old === "number" ? [old + 1, -old, old * 1000] : [];
  return [
    ...[...blob, ...text, ...number, ...blob, ...text, ...number],
    ...[null, -1, 0, 1, 2 ** 31, 2 ** 53, 1e300, "", "x".repeat(5000), "../../outside", "{}", "[]", "null"],
    ...[Buffer.alloc(0), Buffer.alloc(31), Buffer.alloc(32), random.bytes(32), Buffer.alloc(100_000)],
    ...[2n ** 63n - 1n, -(2n ** 63n)],
  ];
}

/** Changes one to three cells, as of a write that went elsewhere or somebody with an editor. */
function changeRows(path: string, random: Random): void {
  const db = openDatabase(path);
  try {
    db.pragma("ignore_check_constraints = ON");
    db.pragma("foreign_keys = OFF");
    const triggers = db.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").all() as {
      name: string;
      sql: string;
    }[];
    for (const { name } of triggers) db.exec(`DROP TRIGGER "${name}"`);
    const tables = db
      .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
      .pluck()
      .all() as string[];
    for (let changes = 1 + random.below(3); changes > 0; changes--) {
      const table = random.of(tables);
      const rows = db.prepare(`SELECT count(*) FROM "${table}"`).pluck().get() as number;
      if (rows === 0) continue;
      const columns = db.prepare("SELECT name FROM pragma_table_info(?)").pluck().all(table) as string[];
      const column = random.of(columns);
      const row = db.prepare(`SELECT * FROM "${table}" LIMIT 1 OFFSET ?`).get(random.below(rows)) as Record<
        string,
        unknown
      >;
      const where = columns.map((each) => `"${each}" IS ?`).join(" AND ");
      const value = random.of(valuesFor(row[column], random));
      try {
        db.prepare(`UPDATE "${table}" SET "${column}" = ? WHERE ${where}`).run(
          value,
          ...columns.map((each) => row[each]),
        );
      } catch {
        // A strict table takes no other type, and a key no other row's.
      }
    }
    for (const { sql } of triggers) db.exec(sql);
  } finally {
    db.close();
  }
}

function changePages(path: string, random: Random): void {
  const db = openDatabase(path);
  db.pragma("wal_checkpoint(TRUNCATE)");
  db.close();
  for (const suffix of ["-wal", "-shm"]) rmSync(path + suffix, { force: true });
  changeFile(path, (bytes) => {
    const page = 4096 * random.below(bytes.length / 4096);
    switch (random.below(3)) {
      case 0:
        return Buffer.concat([
          bytes.subarray(0, page),
          mutate(bytes.subarray(page, page + 4096), random),
          bytes.subarray(page + 4096),
        ]);
      case 1:
        // A page of another table.
        bytes.copy(bytes, page, 4096 * random.below(bytes.length / 4096));
        return bytes;
      default:
        random.bytes(1 + random.below(200)).copy(bytes, page + random.below(4096));
        return bytes;
    }
  });
}

/** Returns the names and sizes of everything below a folder. */
export function listing(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => `${name} ${statSync(join(folder, name)).size}`)
    .sort();
}
