import type { Database } from "../database/database.ts";

/**
 * The tables of merges in `strata.db`. Ids are 32 raw bytes; times are milliseconds since 1970. Run it after `LABEL_SCHEMA` and
 * `MOUNT_SCHEMA`: merges refer to labels and mounts by key, so that they stay with those that are renamed.
 */
export const MERGE_SCHEMA = `
CREATE TABLE merges (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  label INTEGER REFERENCES labels (id) ON DELETE SET NULL,
  mount INTEGER REFERENCES mounts (id) ON DELETE SET NULL,
  ours BLOB NOT NULL CHECK (length(ours) = 32),
  theirs BLOB NOT NULL CHECK (length(theirs) = 32),
  ours_entry INTEGER,
  theirs_entry INTEGER,
  ours_name TEXT NOT NULL,
  theirs_name TEXT NOT NULL,
  base_name TEXT,
  base BLOB CHECK (length(base) = 32),
  -- All that was merged by itself, without the paths in conflict.
  merged BLOB NOT NULL CHECK (length(merged) = 32),
  options TEXT NOT NULL CHECK (json_valid(options)),
  -- The head that the label has to have. None: the label has to be new.
  expected BLOB CHECK (length(expected) = 32),
  revision INTEGER NOT NULL DEFAULT 0 CHECK (revision >= 0),
  created INTEGER NOT NULL,
  changed INTEGER NOT NULL,
  ended_at INTEGER,
  outcome TEXT CHECK (outcome IN ('completed', 'abandoned')),
  result BLOB CHECK (length(result) = 32),
  CHECK ((ended_at IS NULL) = (outcome IS NULL)),
  CHECK ((outcome IS 'completed') = (result IS NOT NULL))
) STRICT;

-- Paths are UTF-8 as bytes, since that is how they are ordered. Long columns come last: lists do not read them.
CREATE TABLE merge_files (
  merge INTEGER NOT NULL REFERENCES merges (id) ON DELETE CASCADE,
  path BLOB NOT NULL CHECK (length(path) BETWEEN 1 AND 4096),
  kind TEXT NOT NULL,
  -- 0: nobody has decided it yet.
  resolved INTEGER NOT NULL CHECK (resolved IN (0, 1)),
  revision INTEGER NOT NULL DEFAULT 0 CHECK (revision >= 0),
  -- None: undecided, or as it was merged.
  decision TEXT CHECK (json_valid(decision)),
  counts TEXT CHECK (json_valid(counts)),
  -- None: it was merged by itself.
  conflict TEXT CHECK (json_valid(conflict)),
  sides TEXT NOT NULL CHECK (json_valid(sides)),
  -- The cut of its text and the decisions. None: nobody has looked at its text.
  text TEXT CHECK (json_valid(text)),
  PRIMARY KEY (merge, path)
) STRICT, WITHOUT ROWID;
`;

/** Returns whether a database has the tables of merges. */
export function hasMerges(db: Database): boolean {
  const table = db.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'merge_files'");
  return table.get() !== undefined;
}
