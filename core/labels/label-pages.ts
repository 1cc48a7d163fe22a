import type { Database } from "../database/database.ts";
import { isCount, readValues } from "../database/rows.ts";
import { readLabels, rowToLabel, SELECT_LABEL } from "./label-rows.ts";
import type { Label } from "./label-store.ts";

/** Which labels to give. */
export interface LabelQuery {
  /** Whether to give deleted ones too. */
  readonly deleted: boolean;
  /** Only those whose name or description contains this, whatever the case. */
  readonly filter?: string | undefined;
  /** By name (bytes), or the latest move first. */
  readonly sort: "name" | "recent";
  readonly offset: number;
  /** None: all. */
  readonly limit?: number | undefined;
}

/** Some of the labels that match, and how many match. */
export interface LabelPage {
  readonly total: number;
  readonly labels: readonly Label[];
}

type Bound = { deleted: number; filter: string | null };

const MATCHING =
  "WHERE (@deleted OR head IS NOT NULL) AND (@filter IS NULL OR holds(name, description, @filter))";

/** Gives labels of `strata.db` a page at a time: of those that are not on it, no more is read than it takes to pass over them. */
export class SqliteLabelPages {
  readonly #db: Database;
  readonly #total;
  readonly #pages;

  constructor(db: Database) {
    this.#db = db;
    // SQLite's own LIKE knows the two cases of ASCII letters only.
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

  /** Gives a page. */
  page({ deleted, filter, sort, offset, limit = -1 }: LabelQuery): LabelPage {
    const bound = { deleted: deleted ? 1 : 0, filter: filter === undefined ? null : folded(filter) };
    const read = () => ({
      total: this.#total.get(bound) ?? 0,
      labels: this.#pages[sort].all({ ...bound, offset, limit }).map(rowToLabel),
    });
    // As of one moment: else somebody's move could come between the two.
    return this.#db.transaction(read)();
  }
}

function folded(text: unknown): string {
  return String(text).toLowerCase();
}
