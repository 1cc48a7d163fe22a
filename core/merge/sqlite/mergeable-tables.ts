import type { SchemaEntry, SoundDatabase } from "./sound-database.ts";
import type { Table } from "./table.ts";
import { Unmergeable } from "./unmergeable.ts";

/** Throws {@link Unmergeable} unless databases have the same tables, indexes, views, triggers and settings. */
export function requireSameSchema(base: SoundDatabase, ours: SoundDatabase, theirs: SoundDatabase): void {
  for (const side of [ours, theirs]) {
    const differing = differingEntry(base, side);
    if (differing === undefined) continue;
    // The first of all, so that the reason is the same when the sides are swapped.
    const first = [differing, differingEntry(base, side === ours ? theirs : ours) ?? differing].sort()[0];
    throw new Unmergeable(`The ${first} is not the same in all three versions.`);
  }
  for (const [name, value] of base.settings) {
    if (ours.settings.get(name) === value && theirs.settings.get(name) === value) continue;
    throw new Unmergeable(`The setting ${name} is not the same in all three versions.`);
  }
}

/** Returns the first schema entry in which two databases differ, for people; undefined if there is none. */
function differingEntry(a: SoundDatabase, b: SoundDatabase): string | undefined {
  const [as, bs] = [described(a.schema), described(b.schema)];
  return [...new Set([...as.keys(), ...bs.keys()])].sort().find((each) => as.get(each) !== bs.get(each));
}

function described(schema: readonly SchemaEntry[]): Map<string, string> {
  return new Map(
    schema
      .filter(({ name }) => !/^sqlite_(stat\d|sequence$)/i.test(name))
      .map(({ type, name, tbl_name, sql }) => [
        `${type} ${JSON.stringify(name)}`,
        JSON.stringify([tbl_name, sql]),
      ]),
  );
}

/**
 * Returns the names of the tables to merge, sorted, without SQLite's internal tables. Of these, sequences are merged
 * separately, and the statistics of `ANALYZE` stay those of the base, as they may be out of date at any time.
 */
export function tableNames({ schema }: SoundDatabase): string[] {
  return schema
    .filter(({ type, name, rootpage }) => type === "table" && rootpage && !/^sqlite_/i.test(name))
    .map(({ name }) => name)
    .sort();
}

/**
 * Throws {@link Unmergeable} unless the changes of a table, given by their keys, can be merged row by row without effects
 * on other tables.
 */
export function requireMergeable(
  table: Table,
  changed: ReadonlySet<string>,
  schema: readonly SchemaEntry[],
): void {
  if (changed.size === 0) return;
  const name = table.name.toLowerCase();
  const shown = JSON.stringify(table.name);
  if (table.key.length === 0) {
    throw new Unmergeable(`The table ${shown} has no primary key that tells which row is which.`);
  }
  if ([...changed].some((key) => key.includes("@"))) {
    throw new Unmergeable(
      `The table ${shown} has rows with NULL in their primary key, so that they cannot be told apart.`,
    );
  }
  if (schema.some(({ type, tbl_name }) => type === "trigger" && tbl_name.toLowerCase() === name)) {
    throw new Unmergeable(`The table ${shown} has triggers, whose effects cannot be merged row by row.`);
  }
  for (const virtual of schema) {
    if (virtual.type !== "table" || virtual.rootpage || virtual.sql === null) continue;
    if (name.startsWith(`${virtual.name.toLowerCase()}_`) || mentions(virtual.sql, name)) {
      throw new Unmergeable(
        `The table ${shown} belongs to the virtual table ${JSON.stringify(virtual.name)}, such as a search index, which cannot be merged row by row.`,
      );
    }
  }
}

/** Returns whether SQL contains a name as a whole word, in upper or lower case. */
function mentions(sql: string, name: string): boolean {
  const literal = name.replaceAll(
    /[^\p{L}\p{N}_]/gu,
    (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`,
  );
  return new RegExp(`(?<![\\p{L}\\p{N}_])${literal}(?![\\p{L}\\p{N}_])`, "iu").test(sql);
}
