import type { Database } from "../database/database.ts";
import {
  isCount,
  isOneOf,
  isText,
  isWhole,
  orNull,
  readRows,
  readTuples,
  readValues,
} from "../database/rows.ts";
import { idToBytes } from "../ids.ts";
import type { SessionMerge } from "./session.ts";
import { FILE_COLUMNS, ITEM_COLUMNS, SELECT_SESSION, SESSION_COLUMNS } from "./session-rows.ts";

/** The prepared statements of merge sessions. */
export type SessionStatements = ReturnType<typeof sessionStatements>;

/** Returns what a session merges as the columns of its row. */
export function columnsOf({ ours, theirs, base, merged, options, expected }: SessionMerge) {
  return {
    ours: idToBytes(ours.id),
    theirs: idToBytes(theirs.id),
    ours_entry: ours.entry,
    theirs_entry: theirs.entry,
    ours_name: ours.name,
    theirs_name: theirs.name,
    base_name: base?.name ?? null,
    base: base === null ? null : idToBytes(base.id),
    merged: idToBytes(merged),
    options: JSON.stringify(options),
    expected: expected === null ? null : idToBytes(expected),
  };
}

type Columns = ReturnType<typeof columnsOf>;
type DecisionColumns = {
  id: number;
  path: Buffer;
  resolved: number;
  decision: string | null;
  counts: string | null;
  text: string | null;
};

/** Prepares the statements that read and write merge sessions. The tables must exist. */
export function sessionStatements(db: Database) {
  const recent = "(ended_at IS NULL OR ended_at > ?)";
  const items = "SELECT path, kind, resolved, revision, decision, counts, conflict";
  return {
    ids: readTuples(
      db.prepare<[number]>(`SELECT id, ended_at IS NOT NULL FROM merges WHERE ${recent} ORDER BY id`),
      isWhole,
      isOneOf(0, 1),
    ),
    outcome: readTuples(
      db.prepare<[number, number]>(`SELECT outcome FROM merges WHERE id = ? AND ${recent}`),
      orNull(isText),
    ),
    one: readRows(
      db.prepare<[number, number]>(`${SELECT_SESSION} WHERE merges.id = ? AND ${recent}`),
      SESSION_COLUMNS,
    ),
    items: readRows(
      db.prepare<[number]>(`${items} FROM merge_files WHERE merge = ? ORDER BY path`),
      ITEM_COLUMNS,
    ),
    files: readRows(
      db.prepare<[number]>(`${items}, sides, text FROM merge_files WHERE merge = ? ORDER BY path`),
      FILE_COLUMNS,
    ),
    file: readRows(
      db.prepare<[number, Buffer]>(`${items}, sides, text FROM merge_files WHERE merge = ? AND path = ?`),
      FILE_COLUMNS,
    ),
    isOpen: db.prepare<[number]>("SELECT 1 FROM merges WHERE id = ? AND ended_at IS NULL"),
    label: readValues(db.prepare<[string]>("SELECT id FROM labels WHERE name = ?"), isWhole),
    add: db.prepare<[Columns & { label: number | null; mount: number | null; now: number }]>(
      `INSERT INTO merges (label, mount, ours, theirs, ours_entry, theirs_entry, ours_name, theirs_name, base_name, base,
          merged, options, expected, created, changed)
        VALUES (@label, @mount, @ours, @theirs, @ours_entry, @theirs_entry, @ours_name, @theirs_name, @base_name, @base,
          @merged, @options, @expected, @now, @now)`,
    ),
    replace: db.prepare<[Columns & { id: number; now: number }]>(
      `UPDATE merges SET ours = @ours, theirs = @theirs, ours_entry = @ours_entry, theirs_entry = @theirs_entry,
          ours_name = @ours_name, theirs_name = @theirs_name, base_name = @base_name, base = @base, merged = @merged,
          options = @options, expected = @expected, revision = revision + 1, changed = max(changed, @now)
        WHERE id = @id`,
    ),
    clear: db.prepare<[number]>("DELETE FROM merge_files WHERE merge = ?"),
    addFile: db.prepare<[DecisionColumns & { kind: string; conflict: string | null; sides: string }]>(
      `INSERT INTO merge_files (merge, path, kind, resolved, decision, counts, conflict, sides, text)
        VALUES (@id, @path, @kind, @resolved, @decision, @counts, @conflict, @sides, @text)`,
    ),
    decide: db.prepare<[DecisionColumns]>(
      `UPDATE merge_files SET resolved = @resolved, revision = revision + 1, decision = @decision, counts = @counts,
          text = @text
        WHERE merge = @id AND path = @path`,
    ),
    touch: db.prepare<[number, number]>(
      "UPDATE merges SET revision = revision + 1, changed = max(changed, ?) WHERE id = ?",
    ),
    abandonOfMount: db.prepare<[number, number]>(
      `UPDATE merges SET ended_at = ?, outcome = 'abandoned', revision = revision + 1
        WHERE mount = ? AND ended_at IS NULL`,
    ),
    end: db.prepare<[number, string, Buffer | null, number | null, number]>(
      `UPDATE merges SET ended_at = ?, outcome = ?, result = ?, label = coalesce(?, label), revision = revision + 1
        WHERE id = ?`,
    ),
    restore: db.prepare<[number, number]>(
      `UPDATE merges SET ended_at = NULL, outcome = NULL, revision = revision + 1, changed = max(changed, ?)
        WHERE id = ?`,
    ),
    prunable: readValues(db.prepare<[number]>("SELECT count(*) FROM merges WHERE ended_at <= ?"), isCount),
    prune: db.prepare<[number]>("DELETE FROM merges WHERE ended_at <= ?"),
  };
}
