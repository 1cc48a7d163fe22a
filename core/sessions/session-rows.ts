import {
  isBytes,
  isCount,
  isIdBytes,
  isOneOf,
  isText,
  isWhole,
  orNull,
  type RowOf,
} from "../database/rows.ts";
import type { SnapshotId } from "../ids.ts";
import { snapshotFromBytes } from "../labels/label-rows.ts";
import type { Entry } from "../manifest/entry.ts";
import { decodeEntry, encodeEntry } from "../manifest/entry-codec.ts";
import { decodeUtf8, pathProblem } from "../manifest/path.ts";
import { parseSavedFileMerge, type SavedFileMerge } from "../merge/model/saved-file-merge.ts";
import { CONFLICT_KINDS } from "../merge/tree/conflict.ts";
import {
  type FileConflict,
  type FileVersion,
  type FileVersions,
  isDecided,
  type MergeSession,
  type SessionFile,
  type SessionFileItem,
} from "./session.ts";
import {
  damaged,
  parseConflict,
  parseCounts,
  parseDecision,
  parseJson,
  parseOptions,
  parseVersions,
  type SessionRow,
  type StoredConflict,
  type StoredEntry,
  type StoredVersion,
  type StoredVersions,
} from "./session-json.ts";

export const SESSION_COLUMNS = {
  id: isCount,
  label: orNull(isText),
  head: orNull(isIdBytes),
  mount: orNull(isCount),
  mount_name: orNull(isText),
  mount_revision: orNull(isCount),
  ours: isIdBytes,
  theirs: isIdBytes,
  ours_entry: orNull(isCount),
  theirs_entry: orNull(isCount),
  ours_name: isText,
  theirs_name: isText,
  base_name: orNull(isText),
  base: orNull(isIdBytes),
  merged: isIdBytes,
  options: isText,
  expected: orNull(isIdBytes),
  revision: isCount,
  created: isWhole,
  changed: isWhole,
  ended_at: orNull(isWhole),
  outcome: orNull(isOneOf("completed", "abandoned")),
  result: orNull(isIdBytes),
  auto: isCount,
  open: isCount,
  resolved: isCount,
};

/** SQLite fails on JSON that is none, and says nothing of which row has it. */
const NEW_LABEL = "CASE WHEN json_valid(options) THEN json_extract(options, '$.newLabel') END";

/** Selects sessions with what they refer to. */
export const SELECT_SESSION = `SELECT merges.id,
  coalesce((SELECT name FROM labels WHERE id = merges.label), ${NEW_LABEL}) AS label,
  (SELECT head FROM labels WHERE id = merges.label OR (merges.label IS NULL AND name = ${NEW_LABEL})) AS head,
  mount, (SELECT name FROM mounts WHERE id = merges.mount) AS mount_name,
  (SELECT revision FROM mounts WHERE id = merges.mount) AS mount_revision,
  ours, theirs, ours_entry, theirs_entry, ours_name, theirs_name, base_name, base, merged, options, expected,
  merges.revision, created, changed, ended_at, outcome, result,
  (SELECT count(*) FROM merge_files WHERE merge = merges.id AND conflict IS NULL AND decision IS NULL) AS auto,
  (SELECT count(*) FROM merge_files WHERE merge = merges.id AND NOT resolved) AS open,
  (SELECT count(*) FROM merge_files WHERE merge = merges.id AND resolved
    AND NOT (conflict IS NULL AND decision IS NULL)) AS resolved
  FROM merges`;

export function rowToSession(row: RowOf<typeof SESSION_COLUMNS>): MergeSession {
  const { base, base_name, mount, mount_name, mount_revision, outcome, result } = row;
  const options = parseOptions(row.options, { merge: row.id });
  return {
    id: row.id,
    label: row.label,
    head: idOrNull(row.head),
    mount: mount === null ? null : { id: mount, name: mount_name ?? "", revision: mount_revision ?? 0 },
    ours: { id: snapshotFromBytes(row.ours), entry: row.ours_entry, name: row.ours_name },
    theirs: { id: snapshotFromBytes(row.theirs), entry: row.theirs_entry, name: row.theirs_name },
    base: base === null ? null : { id: snapshotFromBytes(base), name: base_name ?? "" },
    merged: snapshotFromBytes(row.merged),
    options,
    expected: idOrNull(row.expected),
    revision: row.revision,
    created: row.created,
    changed: row.changed,
    endedAt: row.ended_at,
    outcome,
    result: idOrNull(result),
    files: { auto: row.auto, open: row.open, resolved: row.resolved },
  };
}

function idOrNull(bytes: Buffer | null): SnapshotId | null {
  return bytes === null ? null : snapshotFromBytes(bytes);
}

const isKind = isOneOf(...CONFLICT_KINDS);

export const ITEM_COLUMNS = {
  path: isBytes,
  kind: isKind,
  resolved: isOneOf(0, 1),
  revision: isCount,
  decision: orNull(isText),
  counts: orNull(isText),
  conflict: orNull(isText),
};
export const FILE_COLUMNS = { ...ITEM_COLUMNS, sides: isText, text: orNull(isText) };

export function rowToItem(merge: number, columns: RowOf<typeof ITEM_COLUMNS>): SessionFileItem {
  const path = decodeUtf8(columns.path);
  const wrong = path === undefined ? "it is not UTF-8" : pathProblem(path);
  if (path === undefined || wrong !== undefined) {
    const shown = path ?? columns.path.toString("latin1");
    throw damaged({ merge, path: shown }, `that is no path, since ${wrong}`);
  }
  const row = { merge, path };
  const { kind, conflict, decision, counts, resolved, revision } = columns;
  const item = {
    path,
    kind,
    conflict: conflict === null ? null : conflictOf(parseConflict(conflict, row), row),
    decision: decision === null ? null : parseDecision(decision, row),
    counts: counts === null ? null : parseCounts(counts, row),
  };
  // Nothing that was not decided counts as decided, whatever the row says.
  return { ...item, isResolved: resolved === 1 && isDecided(item), revision };
}

export function rowToFile(merge: number, columns: RowOf<typeof FILE_COLUMNS>): SessionFile {
  const item = rowToItem(merge, columns);
  const row = { merge, path: item.path };
  const versions = versionsOf(parseVersions(columns.sides, row), row);
  return { ...item, versions, text: textOf(columns.text, row) };
}

function textOf(json: string | null, row: SessionRow): SavedFileMerge | null {
  if (json === null) return null;
  const saved = parseSavedFileMerge(parseJson(json, row));
  if (!saved.ok) throw damaged(row, `its text cannot be read. ${saved.why.replace(/\.$/, "")}`);
  return saved.value;
}

export function conflictToJson({ content, ...conflict }: FileConflict): string {
  const stored: StoredConflict = { ...conflict, ...(content && { content: storedEntry(content) }) };
  return JSON.stringify(stored);
}

function conflictOf({ content, ...conflict }: StoredConflict, row: SessionRow): FileConflict {
  return content === undefined ? conflict : { ...conflict, content: entryOf(content, row) };
}

export function versionsToJson({ base, ours, theirs }: FileVersions): string {
  const stored = (version: FileVersion | null): StoredVersion | null =>
    version && { path: version.path, entry: storedEntry(version.entry) };
  return JSON.stringify({ base: stored(base), ours: stored(ours), theirs: stored(theirs) });
}

function versionsOf({ base, ours, theirs }: StoredVersions, row: SessionRow): FileVersions {
  const version = (stored: StoredVersion | null) =>
    stored && { path: stored.path, entry: entryOf(stored.entry, row) };
  return { base: version(base), ours: version(ours), theirs: version(theirs) };
}

function storedEntry(entry: Entry): StoredEntry {
  return Buffer.from(encodeEntry(entry)).toString("base64");
}

function entryOf(stored: StoredEntry, row: SessionRow): Entry {
  try {
    return decodeEntry(Buffer.from(stored, "base64"));
  } catch (cause) {
    throw damaged(row, "an entry of it cannot be read", cause);
  }
}
