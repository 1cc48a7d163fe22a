import type { Database } from "../database/database.ts";
import {
  isBytes,
  isCount,
  isIdBytes,
  isText,
  isWhole,
  orNull,
  readRows,
  readTuples,
  readValues,
} from "../database/rows.ts";
import type { SnapshotId } from "../ids.ts";
import { LruCache } from "../lru-cache.ts";
import { unknownLabel } from "./label-errors.ts";
import { isOp, readEntries, rowToEntry, SELECT_ENTRY, snapshotFromBytes } from "./label-rows.ts";
import type { Op, ReflogEntry } from "./label-store.ts";

/**
 * A move back (a reset or a restore) and the latest earlier move to the same snapshot, both by {@link
 * PagedEntry.index}.
 */
export interface Jump {
  readonly from: number;
  readonly to: number;
}

/** Selects a page of a label's moves. */
export interface LogQuery {
  readonly offset: number;
  readonly limit: number;
  /** Only moves of these kinds. */
  readonly ops?: readonly Op[] | undefined;
  /** Only moves whose message, actor or ids contain this text, in upper or lower case. */
  readonly text?: string | undefined;
  /** Only moves with these numbers. */
  readonly among?: ReadonlySet<number> | undefined;
  /** Only moves up to this {@link PagedEntry.index}. */
  readonly upTo?: number | undefined;
}

/** The heads before and after each move of a label, oldest first. */
export interface MoveEnds {
  readonly seqs: readonly number[];
  /**
   * For each move, the hex digits of both ids in sequence; null for a move that changed nothing, or that began or ended
   * without a head. It is a JSON array because SQLite makes and reads it in a tenth of the time that separate values
   * take.
   */
  readonly pairs: string;
  /** The moves that began or ended without a head, each with its one snapshot. */
  readonly whole: readonly (readonly [seq: number, id: SnapshotId])[];
}

/** A move and its position in the label's reflog: 0 is the oldest entry kept. */
export interface PagedEntry {
  readonly index: number;
  readonly entry: ReflogEntry;
  /** The index of the move that a jump goes back to. */
  readonly returnsTo: number | undefined;
}

/** A page of the matching moves, newest first. */
export interface LogPage {
  /** Null while the label is deleted. */
  readonly head: SnapshotId | null;
  /** The number of all moves of the label. */
  readonly moves: number;
  /** The number of matching moves. */
  readonly total: number;
  readonly entries: readonly PagedEntry[];
  /** Newest first. */
  readonly jumps: readonly Jump[];
}

/** The state of a label's reflog. `last` or `moves` changes with every move and every pruning. */
interface LabelState {
  readonly head: Buffer | null;
  readonly id: number;
  readonly last: number;
  readonly moves: number;
}

/** A cached outline of a label's reflog: for each index, the move's number, kind and jump target, if any. */
interface Outline {
  readonly label: LabelState;
  readonly seqs: readonly number[];
  readonly ops: readonly Op[];
  readonly returns: ReadonlyMap<number, number>;
  readonly jumps: readonly Jump[];
  /** The indices of matching moves, newest first, by kinds and text. */
  readonly found: LruCache<readonly number[]>;
}

/** Maximum number of moves with cached outlines, over all labels. */
const OUTLINED = 300_000;
const JUMPS = 10_000;
const SEARCHES = 4;

/**
 * Reads a label's reflog in pages, newest first. Everything but the entries themselves is cached until the label moves.
 */
export class SqliteLabelLog {
  readonly #db: Database;
  readonly #sql: ReturnType<typeof prepare>;
  readonly #outlines = new LruCache<Outline>(OUTLINED, ({ seqs }) => seqs.length);

  constructor(db: Database) {
    this.#db = db;
    this.#sql = prepare(db);
  }

  /** Returns a page. Throws `UnknownLabel`. */
  page(name: string, query: LogQuery): LogPage {
    // One transaction: a move in between would shift the entries after it.
    return this.#db.transaction(() => this.#page(name, query))();
  }

  /** Returns values that identify a state of a label's reflog. Throws `UnknownLabel`. */
  state(name: string): Pick<LabelState, "id" | "last" | "moves"> {
    const state = this.#sql.state.get(name);
    if (state === undefined) throw unknownLabel(name);
    return state;
  }

  /** Returns the heads before and after the moves of the label with this key, from the one after `after` on. */
  ends(id: number, after: number): MoveEnds {
    const seqs = this.#sql.seqs.all(id, after);
    const whole = this.#sql.whole.all(id, after);
    return {
      seqs,
      pairs: this.#sql.pairs.get(id, after) ?? "[]",
      whole: whole.map(([seq, bytes]) => [seq, snapshotFromBytes(bytes)]),
    };
  }

  #page(name: string, { offset, limit, ops, text, among, upTo }: LogQuery): LogPage {
    const state = this.#sql.state.get(name);
    if (state === undefined) throw unknownLabel(name);
    const outline = this.#outline(state);
    const { seqs, returns, jumps } = outline;
    const found = ops === undefined && text === undefined ? undefined : this.#search(outline, ops, text);
    const matching =
      among === undefined && upTo === undefined
        ? found
        : within(found, { seqs, among, upTo: upTo ?? seqs.length });
    const total = matching?.length ?? seqs.length;
    const entries: PagedEntry[] = [];
    for (let at = offset; at < Math.min(offset + limit, total); at++) {
      const index = matching?.[at] ?? seqs.length - 1 - at;
      const row = this.#sql.entry.get(seqs[index] ?? 0);
      if (row !== undefined) entries.push({ index, entry: rowToEntry(row), returnsTo: returns.get(index) });
    }
    const head = state.head && snapshotFromBytes(state.head);
    return { head, moves: seqs.length, total, entries, jumps };
  }

  #outline(state: LabelState): Outline {
    const key = String(state.id);
    const known = this.#outlines.get(key);
    if (known?.label.last === state.last && known.label.moves === state.moves) return known;
    const outline = this.#read(state);
    this.#outlines.set(key, outline);
    return outline;
  }

  #read(label: LabelState): Outline {
    const seqs: number[] = [];
    const ops: Op[] = [];
    const returns = new Map<number, number>();
    const indices = new Map<number, number>();
    for (const [seq, op, earlier] of this.#sql.outline.all(label.id)) {
      const index = seqs.push(seq) - 1;
      indices.set(seq, index);
      ops.push(op);
      const to = earlier === null ? undefined : indices.get(earlier);
      if (to !== undefined) returns.set(index, to);
    }
    const jumps = [...returns].slice(-JUMPS).reverse();
    return {
      label,
      seqs,
      ops,
      returns,
      jumps: jumps.map(([from, to]) => ({ from, to })),
      found: new LruCache(SEARCHES),
    };
  }

  #search(outline: Outline, ops?: readonly Op[], text?: string): readonly number[] {
    const key = JSON.stringify([ops, text]);
    const known = outline.found.get(key);
    if (known !== undefined) return known;
    const holding = text === undefined ? undefined : this.#holding(outline.label.id, text.toLowerCase());
    const found: number[] = [];
    for (let index = outline.seqs.length - 1; index >= 0; index--) {
      const [seq, op] = [outline.seqs[index], outline.ops[index]];
      if (seq === undefined || op === undefined) continue;
      if ((ops?.includes(op) ?? true) && (holding?.has(seq) ?? true)) found.push(index);
    }
    outline.found.set(key, found);
    return found;
  }

  /** Returns the numbers of the moves whose message, actor or ids contain a text in lower case. */
  #holding(label: number, text: string): Set<number> {
    const isHex = /^[0-9a-f]+$/.test(text);
    const seqs = new Set<number>();
    for (const [seq, message, actor, ...ids] of this.#sql.texts.all(label)) {
      const holds =
        message.toLowerCase().includes(text) ||
        actor.toLowerCase().includes(text) ||
        (isHex && ids.some((id) => id?.toString("hex").includes(text)));
      if (holds) seqs.add(seq);
    }
    return seqs;
  }
}

/** Returns the indices of the given moves that were found (all, if there was no search), newest first. */
function within(
  found: readonly number[] | undefined,
  { seqs, among, upTo }: { seqs: readonly number[]; among: LogQuery["among"]; upTo: number },
): number[] {
  const indices = found ?? seqs.map((_, at) => seqs.length - 1 - at);
  return indices.filter((index) => index <= upTo && (among?.has(seqs[index] ?? 0) ?? true));
}

function prepare(db: Database) {
  return {
    state: readRows(db.prepare<[string]>("SELECT id, head, last, moves FROM labels WHERE name = ?"), {
      id: isWhole,
      head: orNull(isIdBytes),
      last: isCount,
      moves: isCount,
    }),
    entry: readEntries(db.prepare<[number]>(`${SELECT_ENTRY} WHERE seq = ?`)),
    outline: readTuples(
      // Without the ids: making buffers for them takes longer than all the rest.
      db.prepare<[number]>(
        `SELECT seq, op, CASE WHEN op IN ('reset', 'restore') THEN
            (SELECT max(seq) FROM reflog WHERE label = move.label AND to_id = move.to_id AND seq < move.seq)
          END FROM reflog AS move WHERE label = ? ORDER BY seq`,
      ),
      isCount,
      isOp,
      orNull(isCount),
    ),
    seqs: readValues(
      db.prepare<[number, number]>("SELECT seq FROM reflog WHERE label = ? AND seq > ? ORDER BY seq"),
      isCount,
    ),
    pairs: readValues(
      db.prepare<[number, number]>(
        `SELECT json_group_array(iif(from_id <> to_id, hex(from_id) || hex(to_id), NULL) ORDER BY seq)
         FROM reflog WHERE label = ? AND seq > ?`,
      ),
      isText,
    ),
    whole: readTuples(
      db.prepare<[number, number]>(
        `SELECT seq, coalesce(from_id, to_id) FROM reflog
         WHERE label = ? AND seq > ? AND (from_id IS NULL) <> (to_id IS NULL) ORDER BY seq`,
      ),
      isCount,
      isIdBytes,
    ),
    texts: readTuples(
      db.prepare<[number]>("SELECT seq, message, actor, from_id, to_id, parents FROM reflog WHERE label = ?"),
      isCount,
      isText,
      isText,
      orNull(isIdBytes),
      orNull(isIdBytes),
      orNull(isBytes),
    ),
  };
}
