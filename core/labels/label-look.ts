import type { Database } from "../database/database.ts";
import { isCount, isText, isWhole, readRows, readValues } from "../database/rows.ts";
import { hashId } from "../hash.ts";
import { isOp } from "./label-rows.ts";
import type { Op } from "./label-store.ts";

/** A move that was made since the last look; `label` is the label's name now. */
export interface SeenMove {
  readonly seq: number;
  readonly op: Op;
  readonly label: string;
}

/** What of the labels was seen: enough to tell what happens to them next. */
export interface Seen {
  /** The number of the latest move. */
  readonly last: number;
  /** How many moves all reflogs hold. */
  readonly moves: number;
  /** Stands for all that may change without a move. */
  readonly amended: string;
}

/** Looks what happened to labels, whatever else is written to their database. */
export class LabelLook {
  readonly #db: Database;
  readonly #version;
  readonly #last;
  readonly #moves;
  readonly #amended;
  readonly #since;

  constructor(db: Database) {
    this.#db = db;
    this.#version = db.prepare<[], number>("PRAGMA data_version").pluck();
    this.#last = readValues(db.prepare<[]>("SELECT coalesce(max(seq), 0) FROM reflog"), isCount);
    this.#moves = readValues(db.prepare<[]>("SELECT coalesce(sum(moves), 0) FROM labels"), isWhole);
    // Not of labels that are as they were created: a label that is new was moved.
    this.#amended = readValues(
      db.prepare<[]>(
        `SELECT json_group_array(json_array(id, description, pinned, settings)) FROM
          (SELECT id, CAST(description AS TEXT) AS description, CAST(pinned AS TEXT) AS pinned,
             CAST(settings AS TEXT) AS settings FROM labels
           WHERE description <> '' OR pinned OR settings <> '{}' ORDER BY id)`,
      ),
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

  /** Gives a number that is another one once somebody else wrote to the database. */
  version(): number {
    return this.#version.get() ?? 0;
  }

  /** Gives what there is to see, and the moves after those seen before. */
  look(before?: Seen): Seen & { readonly since: readonly SeenMove[] } {
    const read = () => ({
      last: this.#last.get() ?? 0,
      moves: this.#moves.get() ?? 0,
      amended: hashId(Buffer.from(this.#amended.get() ?? "")),
      since: before === undefined ? [] : this.#since.all(before.last),
    });
    return this.#db.transaction(read)();
  }
}

/** Tells whether something about labels changed that no move explains. */
export function isAmended(before: Seen, now: ReturnType<LabelLook["look"]>): boolean {
  return before.amended !== now.amended || before.moves + now.since.length !== now.moves;
}
