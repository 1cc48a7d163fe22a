import type { Database } from "../database/database.ts";

/**
 * The label tables of `strata.db`. A move is one row added to `reflog`; a trigger updates the label's head, counter and
 * last move, so that they cannot disagree. Ids are 32 raw bytes; times are ms since 1970.
 *
 * Every index ends in its table's rowid, here `seq`: the latest entry of a label, of a snapshot, or of both is one
 * look-up.
 */
export const LABEL_SCHEMA = `
CREATE TABLE labels (
  id INTEGER PRIMARY KEY,
  -- Unique among deleted labels too: creating one again continues its reflog.
  name TEXT NOT NULL UNIQUE
    CHECK (length(name) BETWEEN 1 AND 128 AND name NOT GLOB '*[^A-Za-z0-9._/-]*' AND name NOT GLOB '-*'),
  -- These three follow from the reflog. No head: the label is deleted.
  head BLOB CHECK (length(head) = 32),
  moves INTEGER NOT NULL DEFAULT 0 CHECK (moves >= 0),
  last INTEGER NOT NULL DEFAULT 0,
  description TEXT NOT NULL DEFAULT '',
  pinned INTEGER NOT NULL DEFAULT 0 CHECK (pinned IN (0, 1)),
  settings TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(settings))
) STRICT;

CREATE TABLE reflog (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  label INTEGER NOT NULL REFERENCES labels (id),
  at INTEGER NOT NULL,
  op TEXT NOT NULL
    CHECK (op IN ('create', 'push', 'reset', 'force', 'merge', 'delete', 'restore', 'rename')),
  from_id BLOB CHECK (length(from_id) = 32),
  to_id BLOB CHECK (length(to_id) = 32),
  message TEXT NOT NULL CHECK (octet_length(message) <= 4096),
  actor TEXT NOT NULL,
  -- One or more ids, one after the other.
  parents BLOB CHECK (length(parents) > 0 AND length(parents) % 32 = 0),
  undoes INTEGER,
  renamed_from TEXT,
  -- By which entries the snapshots were named. None: an older Strata wrote the entry, or there is nothing to say.
  origins TEXT CHECK (json_valid(origins)),
  CHECK ((op IN ('create', 'restore')) = (from_id IS NULL)),
  CHECK ((op = 'delete') = (to_id IS NULL)),
  CHECK ((op = 'rename') = (renamed_from IS NOT NULL)),
  CHECK (op <> 'rename' OR from_id = to_id),
  CHECK (parents IS NULL OR op IN ('create', 'push', 'force', 'merge')),
  CHECK (undoes IS NULL OR op IN ('reset', 'restore', 'delete', 'rename'))
) STRICT;

CREATE INDEX reflog_label ON reflog (label);
CREATE INDEX reflog_to ON reflog (to_id);
CREATE INDEX reflog_label_to ON reflog (label, to_id);
CREATE INDEX reflog_origins ON reflog (label) WHERE origins IS NOT NULL;

-- Which objects are snapshots: all that a label was moved to, and those recorded without one.
CREATE TABLE snapshots (
  id BLOB PRIMARY KEY CHECK (length(id) = 32),
  at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TRIGGER reflog_moves_label AFTER INSERT ON reflog
BEGIN
  SELECT RAISE(ABORT, 'a move starts from its label''s head and comes after its last move')
    FROM labels WHERE id = new.label AND (head IS NOT new.from_id OR last >= new.seq);
  UPDATE labels SET head = new.to_id, moves = moves + 1, last = new.seq WHERE id = new.label;
  INSERT INTO snapshots (id, at) SELECT new.to_id, new.at WHERE new.to_id IS NOT NULL
    ON CONFLICT (id) DO UPDATE SET at = max(at, excluded.at);
END;

CREATE TRIGGER reflog_never_changes BEFORE UPDATE ON reflog
BEGIN
  SELECT RAISE(ABORT, 'a reflog entry never changes');
END;

-- Pruning takes a label's entries from the oldest on. The latest goes only with a deleted label, and takes it along.
CREATE TRIGGER reflog_loses_oldest_only BEFORE DELETE ON reflog
WHEN EXISTS (SELECT 1 FROM reflog WHERE label = old.label AND seq < old.seq)
  OR EXISTS (SELECT 1 FROM labels WHERE id = old.label AND last = old.seq AND head IS NOT NULL)
BEGIN
  SELECT RAISE(ABORT, 'a reflog loses its oldest entries only, and a living label keeps its latest');
END;

CREATE TRIGGER reflog_counts_moves AFTER DELETE ON reflog
BEGIN
  UPDATE labels SET moves = moves - 1 WHERE id = old.label;
  DELETE FROM labels WHERE id = old.label AND moves = 0;
END;
`;

/** Adds the column of origins to an older database. */
export const ORIGINS_SCHEMA = `
ALTER TABLE reflog ADD COLUMN origins TEXT CHECK (json_valid(origins));
CREATE INDEX reflog_origins ON reflog (label) WHERE origins IS NOT NULL;
`;

/** Returns whether a database has the column of origins. */
export function hasOrigins(db: Database): boolean {
  const columns = db.prepare("SELECT 1 FROM pragma_table_info('reflog') WHERE name = 'origins'");
  return columns.get() !== undefined;
}
