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

/** A move back: a reset or a restore, and the latest move before it to the same snapshot. Both by {@link PagedEntry.index}. */
export interface Jump {
  readonly from: number;
  readonly to: number;
}

/** Which moves to give, and how many of the newest of these to pass over. */
export interface LogQuery {
  readonly offset: number;
  readonly limit: number;
  /** Only moves of these kinds. */
  readonly ops?: readonly Op[] | undefined;
  /** Only moves whose message, actor or ids contain this, whatever the case. */
  readonly text?: string | undefined;
  /** Only moves with these numbers. */
  readonly among?: ReadonlySet<number> | undefined;
  /** Only moves up to this {@link PagedEntry.index}. */
  readonly upTo?: number | undefined;
}

/** Where the moves of a label led from and to, oldest first. */
export interface MoveEnds {
  readonly seqs: readonly number[];
  /**
   * Of each move the two ids' hex digits, one behind the other; null for one that changed nothing, or that began or ended with
   * nothing. A JSON array, since SQLite makes it, and reads it again, in a tenth of the time that its values would take.
   */
  readonly pairs: string;
  /** The moves from nothing and to nothing, each with the one snapshot that there is. */
  readonly whole: readonly (readonly [seq: number, id: SnapshotId])[];
}

/** A move, and where in the label's reflog it stands: 0 is the oldest that is kept. */
export interface PagedEntry {
  readonly index: number;
  readonly entry: ReflogEntry;
  /** Of a jump, where it goes. */
  readonly returnsTo: number | undefined;
}

/** Some of the moves that match, newest first. */
export interface LogPage {
  /** Null while the label is deleted. */
  readonly head: SnapshotId | null;
  /** All moves of the label. */
  readonly moves: number;
  /** Those that match. */
  readonly total: number;
  readonly entries: readonly PagedEntry[];
  /** Newest first. */
  readonly jumps: readonly Jump[];
}

/** A label's key, its head, its latest move, and how many its reflog holds: of the last two one changes with every move and every pruning. */
interface LabelState {
  readonly head: Buffer | null;
  readonly id: number;
  readonly last: number;
  readonly moves: number;
}

/** What is remembered of a label's reflog: of the move with an index, its number, kind, and where it jumps to (or nowhere). */
interface Outline {
  readonly label: LabelState;
  readonly seqs: readonly number[];
  readonly ops: readonly Op[];
  readonly returns: ReadonlyMap<number, number>;
  readonly jumps: readonly Jump[];
  /** By kinds and text: the indices of what matches, newest first. */
  readonly found: LruCache<readonly number[]>;
}

/** Moves whose outlines are remembered, over all labels. */
const OUTLINED = 300_000;
const JUMPS = 10_000;
const SEARCHES = 4;

/** Gives a label's reflog a page at a time, newest first. All but the entries of a page is remembered until the label moves. */
export class SqliteLabelLog {
  readonly #db: Database;
  readonly #sql: ReturnType<typeof prepare>;
  readonly #outlines = new LruCache<Outline>(OUTLINED, ({ seqs }) => seqs.length);

  constructor(db: Database) {
    this.#db = db;
    this.#sql = prepare(db);
  }

  /** Gives a page. Throws `UnknownLabel`. */
  page(name: string, query: LogQuery): LogPage {
    // As of one moment: a move in between would shift all that follows.
    return this.#db.transaction(() => this.#page(name, query))();
  }

  /** Gives what tells one state of a label's reflog from every other. Throws `UnknownLabel`. */
  state(name: string): Pick<LabelState, "id" | "last" | "moves"> {
    const state = this.#sql.state.get(name);
    if (state === undefined) throw unknownLabel(name);
    return state;
  }

  /** Gives where the moves led of the label with that id that came after one. */
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

  /** Gives the numbers of the moves in whose message, actor or ids a text is, which is in lower case. */
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

/** Gives the indices, newest first, of what was found (of all, if nothing was looked for) that is among these moves. */
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
      // Not the ids themselves: making buffers of them takes longer than all else.
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
