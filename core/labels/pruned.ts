import type { Database } from "../database/database.ts";

/**
 * The table of the snapshots that a collection let go and that reflog entries still name, in `strata.db`. Ids are 32 raw bytes,
 * times milliseconds since 1970. Run it after `LABEL_SCHEMA`.
 */
export const PRUNED_SCHEMA = `
CREATE TABLE pruned_snapshots (
  id BLOB PRIMARY KEY CHECK (length(id) = 32),
  at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TRIGGER snapshots_come_back AFTER INSERT ON snapshots
BEGIN
  DELETE FROM pruned_snapshots WHERE id = new.id;
END;
`;

/** Returns whether a database has the table. */
export function hasPruned(db: Database): boolean {
  return (
    db.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'pruned_snapshots'").get() !==
    undefined
  );
}
