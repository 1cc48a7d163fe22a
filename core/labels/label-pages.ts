import type { Database } from "../database/database.ts";
import { isCount, readValues } from "../database/rows.ts";
import { readLabels, rowToLabel, SELECT_LABEL } from "./label-rows.ts";
import type { Label } from "./label-store.ts";

/** Selects a page of labels. */
export interface LabelQuery {
  /** Whether deleted labels are included. */
  readonly deleted: boolean;
  /** Only labels whose name or description contains this text, in upper or lower case. */
  readonly filter?: string | undefined;
  /** By name in byte order, or by latest move, newest first. */
  readonly sort: "name" | "recent";
  readonly offset: number;
  /** All labels if absent. */
  readonly limit?: number | undefined;
}

/** A page of the matching labels, and their number. */
export interface LabelPage {
  readonly total: number;
  readonly labels: readonly Label[];
}

type Bound = { deleted: number; filter: string | null };

const MATCHING =
  "WHERE (@deleted OR head IS NOT NULL) AND (@filter IS NULL OR holds(name, description, @filter))";

/** Reads the labels of `strata.db` in pages. Of other labels, only what is needed to skip them is read. */
export class SqliteLabelPages {
  readonly #db: Database;
  readonly #total;
  readonly #pages;

  constructor(db: Database) {
    this.#db = db;
    // SQLite's LIKE ignores case only for ASCII letters.
    db.function("holds", { deterministic: true }, (name, description, filter) =>
      folded(name).includes(String(filter)) || folded(description).includes(String(filter)) ? 1 : 0,
    );
    const page = (order: string) =>
      readLabels(
        db.prepare<[Bound & { offset: number; limit: number }]>(
          `${SELECT_LABEL} ${MATCHING} ORDER BY ${order} LIMIT @limit OFFSET @offset`,
        ),
      );
    this.#total = readValues(db.prepare<[Bound]>(`SELECT count(*) FROM labels ${MATCHING}`), isCount);
    this.#pages = { name: page("name"), recent: page("last DESC") };
  }

  /** Returns a page. */
  page({ deleted, filter, sort, offset, limit = -1 }: LabelQuery): LabelPage {
    const bound = { deleted: deleted ? 1 : 0, filter: filter === undefined ? null : folded(filter) };
    const read = () => ({
      total: this.#total.get(bound) ?? 0,
      labels: this.#pages[sort].all({ ...bound, offset, limit }).map(rowToLabel),
    });
    // One transaction: a move could come between the two queries.
    return this.#db.transaction(read)();
  }
}

function folded(text: unknown): string {
  return String(text).toLowerCase();
}
