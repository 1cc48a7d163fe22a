import type { BoundStatement } from "../database/database.ts";
import {
  type CheckedQuery,
  type Column,
  damagedRow,
  isBytes,
  isCount,
  isIdBytes,
  isOneOf,
  isText,
  isWhole,
  orNull,
  readRows,
} from "../database/rows.ts";
import { ID_BYTES, idFromBytes, idToBytes, type ObjectId, type SnapshotId } from "../ids.ts";
import type { HistoryNode, Origins } from "./history.ts";
import { type Label, type LabelSettings, OPS, type Op, type ReflogEntry } from "./label-store.ts";

/** A row of `reflog`. */
export interface ReflogRow {
  seq: number;
  at: number;
  op: Op;
  from_id: Buffer | null;
  to_id: Buffer | null;
  message: string;
  actor: string;
  parents: Buffer | null;
  undoes: number | null;
  renamed_from: string | null;
}

/** A row of `reflog` with its label. */
export interface HistoryRow extends ReflogRow {
  label: number;
  name: string;
  /** JSON of {@link Origins}. Older databases have no such column. */
  origins?: string | null;
}

/** A row of `labels` with its latest row of `reflog`. */
export interface LabelRow extends ReflogRow {
  id: number;
  name: string;
  head: Buffer | null;
  description: string;
  pinned: number;
  settings: string;
  moves: number;
}

export const isOp = isOneOf(...OPS);

/** Accepts one or more ids after each other. */
export const isIds: Column<Buffer> = (value): value is Buffer =>
  isBytes(value) && value.length > 0 && value.length % ID_BYTES === 0;

const ENTRY_SHAPE = {
  seq: isCount,
  at: isWhole,
  op: isOp,
  from_id: orNull(isIdBytes),
  to_id: orNull(isIdBytes),
  message: isText,
  actor: isText,
  parents: orNull(isIds),
  undoes: orNull(isCount),
  renamed_from: orNull(isText),
};

/** Returns a reader that checks the rows of {@link SELECT_ENTRY}. */
export function readEntries<B extends unknown[]>(statement: BoundStatement<B>): CheckedQuery<B, ReflogRow> {
  return readRows(statement, ENTRY_SHAPE);
}

/** Returns a reader that checks the rows of {@link SELECT_HISTORY}. */
export function readHistory<B extends unknown[]>(statement: BoundStatement<B>): CheckedQuery<B, HistoryRow> {
  return readRows(statement, { ...ENTRY_SHAPE, label: isWhole, name: isText });
}

/** Returns a reader that checks the rows of {@link SELECT_ORIGINS}. */
export function readOrigins<B extends unknown[]>(statement: BoundStatement<B>): CheckedQuery<B, HistoryRow> {
  return readRows(statement, { ...ENTRY_SHAPE, label: isWhole, name: isText, origins: orNull(isText) });
}

/** Returns a reader that checks the rows of {@link SELECT_LABEL}. */
export function readLabels<B extends unknown[]>(statement: BoundStatement<B>): CheckedQuery<B, LabelRow> {
  return readRows(statement, {
    ...ENTRY_SHAPE,
    id: isWhole,
    name: isText,
    head: orNull(isIdBytes),
    description: isText,
    pinned: isOneOf(0, 1),
    settings: isText,
    moves: isCount,
  });
}

const REFLOG_COLUMNS = [
  "seq",
  "at",
  "op",
  "from_id",
  "to_id",
  "message",
  "actor",
  "parents",
  "undoes",
  "renamed_from",
] as const satisfies readonly (keyof ReflogRow)[];

const entryColumns = REFLOG_COLUMNS.map((column) => `reflog.${column}`).join(", ");

/** The beginning of a query for {@link ReflogRow}s. */
export const SELECT_ENTRY = `SELECT ${entryColumns} FROM reflog`;

/**
 * The beginning of a query for {@link HistoryRow}s. The name comes from a subquery: a walk reads single rows, and a
 * join takes SQLite several times as long to start as reading the row.
 */
export const SELECT_HISTORY = selectHistory([]);

/** The same, with the origins of entries. */
export const SELECT_ORIGINS = selectHistory(["reflog.origins"]);

/** The beginning of a query for {@link LabelRow}s. */
export const SELECT_LABEL = `SELECT id, name, head, description, pinned, settings, moves, ${entryColumns}
  FROM labels JOIN reflog ON reflog.seq = labels.last`;

/** Adds a row to `reflog` from an object of {@link entryToRow}. */
export const INSERT_ENTRY = `INSERT INTO reflog
  (label, at, op, from_id, to_id, message, actor, parents, undoes, renamed_from, origins)
  VALUES (@label, @at, @op, @from_id, @to_id, @message, @actor, @parents, @undoes, @renamed_from, @origins)`;

/** Parses a snapshot's id from its raw bytes. */
export function snapshotFromBytes(bytes: Uint8Array): SnapshotId {
  return idFromBytes(bytes) as SnapshotId;
}

export function rowToEntry(row: ReflogRow): ReflogEntry {
  return {
    seq: row.seq,
    at: row.at,
    op: row.op,
    from: row.from_id && snapshotFromBytes(row.from_id),
    to: row.to_id && snapshotFromBytes(row.to_id),
    message: row.message,
    actor: row.actor,
    ...(row.parents === null ? {} : { parents: splitIds(row.parents) }),
    ...(row.undoes === null ? {} : { undoes: row.undoes }),
    ...(row.renamed_from === null ? {} : { renamedFrom: row.renamed_from }),
  };
}

export function rowToHistory(row: HistoryRow): HistoryNode {
  const origins = row.origins ? { origins: parseOrigins(row.origins) } : {};
  return { ...rowToEntry(row), labelId: row.label, label: row.name, ...origins };
}

export function rowToLabel(row: LabelRow): Label {
  return {
    name: row.name,
    head: row.head && snapshotFromBytes(row.head),
    description: row.description,
    pinned: row.pinned === 1,
    settings: parseSettings(row.settings),
    moves: row.moves,
    last: rowToEntry(row),
  };
}

/** Parses the settings of a label. Throws `DatabaseDamaged`. */
export function parseSettings(text: string): LabelSettings {
  try {
    const settings: unknown = JSON.parse(text);
    if (isSettings(settings)) return settings;
  } catch {
    // Invalid JSON is damage too.
  }
  throw damagedRow("strata.db", "the settings of a label are invalid");
}

function isSettings(value: unknown): value is LabelSettings {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const {
    ignore = [],
    gitignore = false,
    folder = "",
    protected: isProtected = false,
  } = value as Record<string, unknown>;
  return (
    Array.isArray(ignore) &&
    ignore.every(isText) &&
    typeof gitignore === "boolean" &&
    isText(folder) &&
    typeof isProtected === "boolean"
  );
}

function parseOrigins(text: string): Origins {
  try {
    const origins: unknown = JSON.parse(text);
    if (isOrigins(origins)) return origins;
  } catch {
    // Invalid JSON is damage too.
  }
  throw damagedRow("strata.db", "the origins of a move are invalid");
}

function isOrigins(value: unknown): value is Origins {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const { to = null, parents = [] } = value as Record<string, unknown>;
  const isSeq = orNull(isCount);
  return isSeq(to) && Array.isArray(parents) && parents.every(isSeq);
}

export function entryToRow(
  label: number,
  entry: Omit<ReflogEntry, "seq">,
  origins?: Origins,
): Omit<HistoryRow, "seq" | "name"> {
  return {
    label,
    at: entry.at,
    op: entry.op,
    from_id: entry.from && idToBytes(entry.from),
    to_id: entry.to && idToBytes(entry.to),
    message: entry.message,
    actor: entry.actor,
    parents: entry.parents === undefined ? null : joinIds(entry.parents),
    undoes: entry.undoes ?? null,
    renamed_from: entry.renamedFrom ?? null,
    origins: origins === undefined ? null : JSON.stringify(origins),
  };
}

function selectHistory(more: readonly string[]): string {
  const columns = [entryColumns, ...more].join(", ");
  return `SELECT reflog.label, (SELECT name FROM labels WHERE id = reflog.label) AS name, ${columns} FROM reflog`;
}

function joinIds(ids: readonly ObjectId[]): Buffer {
  return Buffer.concat(ids.map(idToBytes));
}

/** Splits the column `parents` into its ids. */
export function splitIds(bytes: Buffer): SnapshotId[] {
  return Array.from({ length: bytes.length / ID_BYTES }, (_, i) =>
    snapshotFromBytes(bytes.subarray(i * ID_BYTES)),
  );
}

/** Where one move led from and to. */
export type MoveEnd = Pick<ReflogEntry, "from" | "to">;

/** Where in the text of a pair the second id begins. */
const SECOND = 64;

/** Gives the ends of moves whose ids are a JSON array of hex digits, as `MoveEnds.pairs` has them. */
export function endsOf(pairs: string): MoveEnd[] {
  return (JSON.parse(pairs) as (string | null)[]).map((pair) => ({
    from: pair === null ? null : snapshotFromBytes(Buffer.from(pair.slice(0, SECOND), "hex")),
    to: pair === null ? null : snapshotFromBytes(Buffer.from(pair.slice(SECOND), "hex")),
  }));
}
