import { type Database, openDatabase } from "../database/database.ts";
import { isCount, isText, readRows, readValues } from "../database/rows.ts";
import { collectedAfter } from "../store/collected.ts";
import type { StoreLayout } from "../store/layout.ts";
import { bestCopy } from "../store/recover.ts";

/** Maximum number of labels that are listed. */
const MOST_LABELS = 50;

/** What is lost when a copy takes the place of a damaged database, as far as that can still be read. */
export interface DatabaseLoss {
  /** The copy. */
  readonly copy: string;
  /** When it was made, in ms since 1970. */
  readonly copyMadeAt: number;
  /** When a collection took something away after that: the copy may name snapshots that are gone. */
  readonly collectedAt?: number | undefined;
  /** Whether the damaged database could be read: else what is lost is not known. */
  readonly isKnown: boolean;
  /** The moves after the copy, by label: those with most first, at most fifty labels. */
  readonly labels: readonly { readonly label: string; readonly moves: number }[];
  /** Moves of all labels. */
  readonly moves: number;
  /** Mounts and merges that were changed after the copy was made. */
  readonly mounts: number;
  readonly merges: number;
}

/** Finds out what the best copy of a database lacks; undefined if there is no good copy. Changes nothing. */
export function lossOf(layout: StoreLayout): DatabaseLoss | undefined {
  const best = bestCopy(layout);
  if (best === undefined) return undefined;
  const { copy, moves: last } = best;
  const found = { copy: copy.path, copyMadeAt: copy.at, collectedAt: collectedAfter(layout, copy.at) };
  try {
    return { ...found, isKnown: true, ...lostIn(layout.strataDb, last, copy.at) };
  } catch {
    return { ...found, isKnown: false, labels: [], moves: 0, mounts: 0, merges: 0 };
  }
}

function lostIn(path: string, last: number, since: number) {
  const db = openDatabase(path, { readonly: true });
  try {
    const labels = readRows(
      db.prepare<[number]>(
        `SELECT name AS label, count(*) AS moves FROM reflog JOIN labels ON labels.id = reflog.label
          WHERE seq > ? GROUP BY labels.id ORDER BY moves DESC, name LIMIT ${MOST_LABELS}`,
      ),
      { label: isText, moves: isCount },
    ).all(last);
    const moves = readValues(db.prepare<[number]>("SELECT count(*) FROM reflog WHERE seq > ?"), isCount);
    return {
      labels,
      moves: moves.get(last) ?? 0,
      mounts: changedSince(db, "mounts", since),
      merges: changedSince(db, "merges", since),
    };
  } finally {
    db.close();
  }
}

/** Counts the rows that changed after a time; none in a database from before there were such rows. */
function changedSince(db: Database, table: "mounts" | "merges", since: number): number {
  if (db.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?").get(table) === undefined)
    return 0;
  const sql = `SELECT count(*) FROM ${table} WHERE changed > ?`;
  return readValues(db.prepare<[number]>(sql), isCount).get(since) ?? 0;
}
