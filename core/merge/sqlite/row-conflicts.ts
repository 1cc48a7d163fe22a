import type { ContentMergeOptions, ContentSides, ShownValue } from "../merger.ts";
import type { RowDecisions } from "../row-decision.ts";
import { type Cell, cellsOf, type Row, shownCell } from "./cells.ts";
import { DecidedRows, decideByPreference, decisionKey } from "./decided-rows.ts";
import type { ConflictingRow } from "./merge-rows.ts";
import { planInMemory, requireBase } from "./plan-in-memory.ts";
import type { TablePlan } from "./plan-merge.ts";
import type { Table } from "./table.ts";
import { Unmergeable } from "./unmergeable.ts";

/** A value of a listed row. */
export interface ListedCell {
  readonly value: ShownValue;
  /** The full length of a value that is cut, in bytes of the database's encoding. */
  readonly bytes?: number;
}

/** A row in conflict, or a group of rows whose changes of keys cannot all stand. */
export interface ListedRow {
  readonly table: string;
  /** The key as decisions name it. */
  readonly key: string;
  /** The values of the key's columns, in their order. Those of NOCASE columns are in lower case. */
  readonly keyCells: readonly ListedCell[];
  /** The values of each version in the order of the table's columns; null where it has no such row. */
  readonly base: readonly ListedCell[] | null;
  readonly ours: readonly ListedCell[] | null;
  readonly theirs: readonly ListedCell[] | null;
  /** The columns in conflict; none if one side deleted the row. */
  readonly columns: readonly string[];
  /** Whether the sides gave it different keys, so that it is taken as a whole. */
  readonly moved: boolean;
}

/** A table with rows in conflict. */
export interface TableInConflict {
  readonly table: string;
  /** The names of the primary key's columns. */
  readonly key: readonly string[];
  readonly columns: readonly string[];
  /** The number of rows in conflict. */
  readonly conflicts: number;
}

/** A range of the rows in conflict, of all tables or one. */
export interface RowConflictRange {
  readonly table?: string | undefined;
  readonly offset: number;
  readonly limit: number;
}

/** A part of the rows in conflict: by table, then by key. */
export interface RowConflictPage {
  readonly tables: readonly TableInConflict[];
  /** As many as asked for, or fewer if there are no more or they have very many columns. */
  readonly rows: readonly ListedRow[];
}

/** A range of the rows in conflict of three databases, and decisions to judge. */
export interface RowsRequest {
  /** Unique to the contents of the three databases. */
  readonly key: string;
  readonly range: RowConflictRange;
  readonly decisions?: RowDecisions | undefined;
}

/** Three databases and the names of their sides. */
export interface NamedDatabases extends Pick<ContentMergeOptions, "names"> {
  readonly sides: ContentSides;
}

/** Rows in conflict; `misfit` is the reason why the decisions do not fit them. Or the reason why the whole file is in conflict. */
export type ListedRows =
  | { readonly status: "rows"; readonly page: RowConflictPage; readonly misfit?: string | undefined }
  | { readonly status: "whole"; readonly reason: string };

/**
 * Lists rows in conflict, usually in a thread of its own. The databases are read only if they are not those that were listed
 * last. Never fails because of their contents.
 */
export type ListRows = (
  request: RowsRequest,
  read: () => Promise<NamedDatabases>,
  signal?: AbortSignal,
) => Promise<ListedRows>;

/** Maximum number of values in a page that has more than one row. */
const MOST_CELLS = 60_000;

/** All rows in conflict of a merge of databases, in memory. */
export class RowConflicts {
  readonly #tables: readonly TablePlan[];
  readonly #encoding: string;

  /** Merges databases. Throws {@link Unmergeable} if the whole file is in conflict. */
  constructor(sides: ContentSides, names: ContentMergeOptions["names"]) {
    const { plan, encoding } = planInMemory(requireBase(sides), names, decideByPreference("none"));
    // What can be written without a decision would only take memory.
    this.#tables = plan.tables
      .filter(({ merge }) => merge.conflicts.length > 0)
      .map(({ table, merge }) => ({ table, merge: { ...merge, writes: new Map() } }));
    this.#encoding = encoding;
  }

  /** Returns some of the rows. */
  page({ table: only, offset, limit }: RowConflictRange): RowConflictPage {
    const rows: ListedRow[] = [];
    let skip = offset;
    let cells = 0;
    for (const { table, merge } of this.#tables) {
      if (only !== undefined && table.name !== only) continue;
      const { conflicts } = merge;
      const end = Math.min(conflicts.length, skip + limit - rows.length);
      for (const found of conflicts.slice(skip, end)) {
        cells += 3 * table.columns.length;
        if (cells > MOST_CELLS && rows.length > 0) return { tables: this.#counts(), rows };
        rows.push(this.#listed(table, found));
      }
      skip = Math.max(0, skip - conflicts.length);
    }
    return { tables: this.#counts(), rows };
  }

  /** Returns why decisions do not fit these conflicts; undefined if they do. */
  misfit(decisions: RowDecisions): string | undefined {
    const decided = new DecidedRows(decisions);
    for (const { table, merge } of this.#tables) {
      const decide = decided.decide(table);
      for (const found of merge.conflicts) decide(found);
    }
    try {
      decided.requireFit();
      return undefined;
    } catch (thrown) {
      if (thrown instanceof Unmergeable) return thrown.message;
      throw thrown;
    }
  }

  /** Answers a request. */
  answer({ range, decisions }: Pick<RowsRequest, "range" | "decisions">): ListedRows {
    const misfit = decisions && this.misfit(decisions);
    return { status: "rows", page: this.page(range), ...(misfit !== undefined && { misfit }) };
  }

  #counts(): TableInConflict[] {
    return this.#tables.map(({ table, merge }) => ({
      table: table.name,
      key: table.key.map(({ name }) => name),
      columns: table.columns,
      conflicts: merge.conflicts.length,
    }));
  }

  #listed(table: Table, found: ConflictingRow): ListedRow {
    const listed = (row: Row | null) =>
      row === null ? null : cellsOf(row).map((cell) => listedCell(cell, this.#encoding));
    return {
      table: table.name,
      key: decisionKey(found),
      keyCells: cellsOf(found.key).map((cell) => listedCell(cell, this.#encoding)),
      base: listed(found.base),
      ours: listed(found.ours),
      theirs: listed(found.theirs),
      columns: found.columns.flatMap((at) => table.columns[at] ?? []),
      moved: found.moved,
    };
  }
}

function listedCell(cell: Cell, encoding: string): ListedCell {
  const value = shownCell(cell, encoding);
  // Only a literal that is cut does not end in its quote.
  return value.endsWith("…") ? { value, bytes: (cell.length - 1) / 2 } : { value };
}

/** Merges databases and asks about the conflicts, unless the whole file is in conflict. */
export function listRowConflicts(
  { sides, names }: NamedDatabases,
  ask: (conflicts: RowConflicts) => ListedRows,
): ListedRows {
  try {
    return ask(new RowConflicts(sides, names));
  } catch (thrown) {
    if (thrown instanceof Unmergeable) return { status: "whole", reason: thrown.message };
    throw thrown;
  }
}
