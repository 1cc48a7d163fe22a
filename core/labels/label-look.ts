import type { Database } from "../database/database.ts";
import { type CheckedQuery, isCount, isText, isWhole, readRows, readValues } from "../database/rows.ts";
import { hashId } from "../hash.ts";
import { hasKeptMoves } from "./kept-moves.ts";
import { isOp } from "./label-rows.ts";
import type { Op } from "./label-store.ts";
import { hasPruned } from "./pruned.ts";

/** A move made since the last look. `label` is the label's current name. */
export interface SeenMove {
  readonly seq: number;
  readonly op: Op;
  readonly label: string;
}

/** The state of all labels at a look, for comparison with the next. */
export interface Seen {
  /** The number of the latest move. */
  readonly last: number;
  /** The number of moves in all reflogs. */
  readonly moves: number;
  /** A value that changes with anything else that can change without a move. */
  readonly amended: string;
}

/** Detects changes of labels, and ignores other writes to their database. */
export class LabelLook {
  readonly #db: Database;
  readonly #version;
  readonly #last;
  readonly #moves;
  readonly #amended;
  readonly #retention;
  readonly #since;
  /** Prepared once there is the table, which another process may add. */
  #kept: CheckedQuery<[], string> | undefined;
  #pruned: CheckedQuery<[], string> | undefined;

  constructor(db: Database) {
    this.#db = db;
    this.#version = db.prepare<[], number>("PRAGMA data_version").pluck();
    this.#last = readValues(db.prepare<[]>("SELECT coalesce(max(seq), 0) FROM reflog"), isCount);
    this.#moves = readValues(db.prepare<[]>("SELECT coalesce(sum(moves), 0) FROM labels"), isWhole);
    // Labels with default settings are left out: a new label is noticed by its move.
    this.#amended = readValues(
      db.prepare<[]>(
        `SELECT json_group_array(json_array(id, description, pinned, settings)) FROM
          (SELECT id, CAST(description AS TEXT) AS description, CAST(pinned AS TEXT) AS pinned,
             CAST(settings AS TEXT) AS settings FROM labels
           WHERE description <> '' OR pinned OR settings <> '{}' ORDER BY id)`,
      ),
      isText,
    );
    this.#retention = readValues(
      db.prepare<[]>("SELECT CAST(value AS TEXT) FROM settings WHERE name = 'retention'"),
      isText,
    );
    this.#since = readRows(
      db.prepare<[number]>(
        `SELECT seq, op, (SELECT name FROM labels WHERE id = reflog.label) AS label
          FROM reflog WHERE seq > ? ORDER BY seq`,
      ),
      { seq: isCount, op: isOp, label: isText },
    );
  }

  /** Returns a number that changes when another connection writes to the database. */
  version(): number {
    return this.#version.get() ?? 0;
  }

  /** Returns the current state, and the moves since an earlier one. */
  look(before?: Seen): Seen & { readonly since: readonly SeenMove[] } {
    const read = () => ({
      last: this.#last.get() ?? 0,
      moves: this.#moves.get() ?? 0,
      amended: hashId(
        Buffer.from(
          JSON.stringify([
            this.#amended.get(),
            this.#retention.get(),
            this.#keptMoves(),
            this.#prunedCount(),
          ]),
        ),
      ),
      since: before === undefined ? [] : this.#since.all(before.last),
    });
    return this.#db.transaction(read)();
  }

  /** Returns the numbers of the kept moves as a JSON array. */
  #keptMoves(): string {
    if (this.#kept === undefined) {
      if (!hasKeptMoves(this.#db)) return "[]";
      this.#kept = readValues(
        this.#db.prepare<[]>("SELECT json_group_array(seq ORDER BY seq) FROM kept_moves"),
        isText,
      );
    }
    return this.#kept.get() ?? "[]";
  }

  /** Returns the number of pruned snapshots and when the last was pruned, as JSON. */
  #prunedCount(): string {
    if (this.#pruned === undefined) {
      if (!hasPruned(this.#db)) return "[]";
      this.#pruned = readValues(
        this.#db.prepare<[]>("SELECT json_array(count(*), max(at)) FROM pruned_snapshots"),
        isText,
      );
    }
    return this.#pruned.get() ?? "[]";
  }
}

/** Returns whether a label changed in a way that no move explains. */
export function isAmended(before: Seen, now: ReturnType<LabelLook["look"]>): boolean {
  return before.amended !== now.amended || before.moves + now.since.length !== now.moves;
}
