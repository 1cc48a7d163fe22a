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
import { decodeUtf8 } from "../manifest/path.ts";
import { parseSavedFileMerge, type SavedFileMerge } from "../merge/model/saved-file-merge.ts";
import { CONFLICT_KINDS } from "../merge/tree/conflict.ts";
import type {
  FileConflict,
  FileVersion,
  FileVersions,
  MergeSession,
  SessionFile,
  SessionFileItem,
} from "./session.ts";
import {
  damaged,
  parseConflict,
  parseCounts,
  parseDecision,
  parseJson,
  parseOptions,
  parseVersions,
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

/** Selects sessions with what they refer to. */
export const SELECT_SESSION = `SELECT merges.id,
  coalesce((SELECT name FROM labels WHERE id = merges.label), json_extract(options, '$.newLabel')) AS label,
  (SELECT head FROM labels WHERE id = merges.label
    OR (merges.label IS NULL AND name = json_extract(options, '$.newLabel'))) AS head,
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
  const options = parseOptions(row.options);
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

export function rowToItem(row: RowOf<typeof ITEM_COLUMNS>): SessionFileItem {
  const path = decodeUtf8(row.path);
  if (path === undefined) throw damaged("a path of it cannot be read");
  return {
    path,
    kind: row.kind,
    conflict: row.conflict === null ? null : conflictOf(parseConflict(row.conflict)),
    decision: row.decision === null ? null : parseDecision(row.decision),
    counts: row.counts === null ? null : parseCounts(row.counts),
    isResolved: row.resolved === 1,
    revision: row.revision,
  };
}

export function rowToFile(row: RowOf<typeof FILE_COLUMNS>): SessionFile {
  return { ...rowToItem(row), versions: versionsOf(parseVersions(row.sides)), text: textOf(row.text) };
}

function textOf(json: string | null): SavedFileMerge | null {
  if (json === null) return null;
  const saved = parseSavedFileMerge(parseJson(json));
  if (!saved.ok) throw damaged(`a text of it cannot be read. ${saved.why}`);
  return saved.value;
}

export function conflictToJson({ content, ...conflict }: FileConflict): string {
  const stored: StoredConflict = { ...conflict, ...(content && { content: storedEntry(content) }) };
  return JSON.stringify(stored);
}

function conflictOf({ content, ...conflict }: StoredConflict): FileConflict {
  return content === undefined ? conflict : { ...conflict, content: entryOf(content) };
}

export function versionsToJson({ base, ours, theirs }: FileVersions): string {
  const stored = (version: FileVersion | null): StoredVersion | null =>
    version && { path: version.path, entry: storedEntry(version.entry) };
  return JSON.stringify({ base: stored(base), ours: stored(ours), theirs: stored(theirs) });
}

function versionsOf({ base, ours, theirs }: StoredVersions): FileVersions {
  const version = (stored: StoredVersion | null) =>
    stored && { path: stored.path, entry: entryOf(stored.entry) };
  return { base: version(base), ours: version(ours), theirs: version(theirs) };
}

function storedEntry(entry: Entry): StoredEntry {
  return Buffer.from(encodeEntry(entry)).toString("base64");
}

function entryOf(stored: StoredEntry): Entry {
  try {
    return decodeEntry(Buffer.from(stored, "base64"));
  } catch (cause) {
    throw damaged("an entry of it cannot be read", cause);
  }
}
