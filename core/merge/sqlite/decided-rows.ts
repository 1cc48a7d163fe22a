import { hashId } from "../../hash.ts";
import type { Preference } from "../merger.ts";
import type { Side } from "../model/merge-state.ts";
import { LONGEST_ROW_KEY } from "../model/row-decisions.ts";
import type { RowDecision, RowDecisions } from "../row-decision.ts";
import { cellsOf } from "./cells.ts";
import { type ConflictingRow, type DecideRow, mergeColumns, type RowChoice } from "./merge-rows.ts";
import type { DecideRows } from "./plan-merge.ts";
import type { Table } from "./table.ts";
import { Unmergeable } from "./unmergeable.ts";

/** Decides all rows in conflict by a preference: each row as a whole. */
export function decideByPreference(prefer: Preference): DecideRows {
  return () => () => (prefer === "none" ? undefined : { take: prefer });
}

/** Returns the key of a row as decisions name it: the hash of one that is too long. */
export function decisionKey({ key }: ConflictingRow): string {
  return key.length <= LONGEST_ROW_KEY ? key : `#${hashId(Buffer.from(key))}`;
}

/** Decides rows in conflict by what somebody decided for each. */
export class DecidedRows {
  readonly #decisions: RowDecisions;
  readonly #others: "base" | undefined;
  readonly #rows = new Map<string, Map<string, RowDecision>>();
  readonly #tables: ReadonlyMap<string, Side>;
  /** Those that met their conflict; with the reason if they do not fit it. */
  readonly #met = new Map<RowDecision, string | undefined>();
  readonly #metTables = new Set<string>();

  /** `others` is what to take for all rows that have no decision. */
  constructor(decisions: RowDecisions, others?: "base") {
    this.#decisions = decisions;
    this.#others = others;
    this.#tables = new Map(decisions.tables.map(({ table, take }) => [table, take]));
    for (const decision of decisions.rows) {
      const { table, key } = decision;
      const rows = this.#rows.get(table) ?? new Map();
      this.#rows.set(table, rows.set(key, decision));
    }
  }

  readonly decide: DecideRows = (table) => {
    const rows = this.#rows.get(table.name);
    const rest = this.#tables.get(table.name) ?? this.#others;
    const decideRow: DecideRow = (found) => {
      this.#metTables.add(table.name);
      const decision = rows?.get(decisionKey(found));
      if (decision === undefined) return rest && { take: rest };
      const choice = choiceOf(decision, table, found);
      const isUnfit = typeof choice === "string";
      this.#met.set(decision, isUnfit ? choice : undefined);
      return isUnfit ? undefined : choice;
    };
    return decideRow;
  };

  /** Throws {@link Unmergeable} if a decision met no conflict, or does not fit it. To be called when all rows are merged. */
  requireFit(): void {
    for (const { table } of this.#decisions.tables) {
      if (this.#metTables.has(table)) continue;
      throw new Unmergeable(`No row of the table ${JSON.stringify(table)} is in conflict.`);
    }
    for (const decision of this.#decisions.rows) {
      const { table, key } = decision;
      const why = this.#met.has(decision) ? this.#met.get(decision) : "is not in conflict";
      if (why !== undefined) {
        throw new Unmergeable(`The row ${JSON.stringify(key)} of the table ${JSON.stringify(table)} ${why}.`);
      }
    }
  }
}

/** Returns what a decision takes, or why it does not fit. */
function choiceOf(decision: RowDecision, table: Table, found: ConflictingRow): RowChoice | string {
  const { take, columns } = decision;
  if (columns === undefined) return { take };
  if (found.moved) return "has different keys, so that it can be taken only as a whole";
  const cells = startOf(take, found);
  if (cells === undefined) return noRow(take);
  for (const [name, side] of Object.entries(columns)) {
    const at = table.columns.indexOf(name);
    if (at === -1) return `has no column ${JSON.stringify(name)}`;
    const row = found[side];
    if (row === null) return noRow(side);
    cells[at] = cellsOf(row)[at] ?? "";
  }
  return { row: cells.join() };
}

/** Returns the cells of a row merged by columns, of which those in conflict are taken from one version; undefined if it has none. */
function startOf(take: Side, { base, ours, theirs, ...found }: ConflictingRow): string[] | undefined {
  const taken = { base, ours, theirs }[take];
  if (taken === null) return undefined;
  const cells = cellsOf(taken);
  if (ours === null || theirs === null) return cells;
  const merged = cellsOf(mergeColumns(base, ours, theirs).row);
  for (const at of found.columns) merged[at] = cells[at] ?? "";
  return merged;
}

function noRow(side: Side): string {
  return `is not there in ${side === "base" ? "the base" : side}, so that no column of it can be taken from there`;
}
