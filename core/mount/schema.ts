import type { Database } from "../database/database.ts";

/**
 * The tables of mounts in `strata.db`. Ids are 32 raw bytes; times are milliseconds since 1970. Run it after
 * `LABEL_SCHEMA`: mounts refer to labels by key, so that a mount stays with a label that is renamed.
 */
export const MOUNT_SCHEMA = `
CREATE TABLE mounts (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL
    CHECK (length(name) BETWEEN 1 AND 128 AND name NOT GLOB '*[^A-Za-z0-9._/-]*' AND name NOT GLOB '-*'),
  label INTEGER REFERENCES labels (id) ON DELETE SET NULL,
  base BLOB NOT NULL CHECK (length(base) = 32),
  -- Counts every change of the base or of the rows, so that nobody takes one state for another.
  revision INTEGER NOT NULL DEFAULT 0 CHECK (revision >= 0),
  created INTEGER NOT NULL,
  changed INTEGER NOT NULL,
  -- A discarded mount can be restored until its rows are dropped.
  discarded_at INTEGER,
  -- The reflog entry whose snapshot the base is. None: it was named by its id alone, or an older Strata pinned it.
  base_entry INTEGER
) STRICT;

CREATE UNIQUE INDEX mounts_open ON mounts (name) WHERE discarded_at IS NULL;

-- Paths are UTF-8 as bytes, since that is how they are ordered.
CREATE TABLE upper (
  mount INTEGER NOT NULL REFERENCES mounts (id) ON DELETE CASCADE,
  path BLOB NOT NULL CHECK (length(path) BETWEEN 1 AND 4096),
  -- An entry as a manifest encodes it. None: a whiteout.
  entry BLOB CHECK (length(entry) >= 25),
  PRIMARY KEY (mount, path)
) STRICT, WITHOUT ROWID;
`;

/** Adds the column of the base's reflog entry to a database that predates it. */
export const BASE_ENTRY_SCHEMA = "ALTER TABLE mounts ADD COLUMN base_entry INTEGER";

/** Returns whether a database has the column of the base's reflog entry. */
export function hasBaseEntries(db: Database): boolean {
  const columns = db.prepare("SELECT 1 FROM pragma_table_info('mounts') WHERE name = 'base_entry'");
  return columns.get() !== undefined;
}
