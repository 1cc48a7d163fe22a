// @browser-safe
import type { RowDecision, RowDecisions, TableDecision } from "../row-decision.ts";
import type { Side } from "./merge-state.ts";
import { invalid, isRecord, type Parsed } from "./parsing.ts";

/** Changes to decisions. What is undecided loses its decision. Of several for one row or table, the last wins. */
export interface RowDecisionsPatch {
  readonly rows?: readonly Change<RowDecision>[] | undefined;
  readonly tables?: readonly Change<TableDecision>[] | undefined;
}

type Change<D> = D | (Omit<D, "take" | "columns"> & { readonly take: "undecided" });

/** No decision. */
export const NO_ROWS_DECIDED: RowDecisions = { rows: [], tables: [] };

/** The most rows of a database that can have a decision of their own. */
export const MOST_DECIDED_ROWS = 100_000;
/** The maximum length of a row's key in a decision, in UTF-16 units. */
export const LONGEST_ROW_KEY = 200;

/** Applies changes to decisions. */
export function patchRowDecisions({ rows, tables }: RowDecisions, patch: RowDecisionsPatch): RowDecisions {
  const rowName = ({ table, key }: Pick<RowDecision, "table" | "key">) => JSON.stringify([table, key]);
  const tableName = ({ table }: Pick<TableDecision, "table">) => table;
  return {
    rows: patched<RowDecision>(rows, patch.rows ?? [], rowName),
    tables: patched<TableDecision>(tables, patch.tables ?? [], tableName),
  };
}

/** Parses saved decisions. Never throws. */
export function parseRowDecisions(json: unknown): Parsed<RowDecisions> {
  if (!isRecord(json) || !Array.isArray(json.rows) || !Array.isArray(json.tables)) {
    return invalid("They are no decisions for the rows of a database.");
  }
  if (json.rows.length > MOST_DECIDED_ROWS) return invalid("They decide too many rows.");
  const rows = json.rows.map(parseRow);
  const tables = json.tables.map(parseTable);
  if (!rows.every((each) => each !== undefined) || !tables.every((each) => each !== undefined)) {
    return invalid("A decision for a row or a table is not valid.");
  }
  const value = patchRowDecisions(NO_ROWS_DECIDED, { rows, tables });
  const isTwice = value.rows.length < rows.length || value.tables.length < tables.length;
  return isTwice ? invalid("A row or a table is decided twice.") : { ok: true, value };
}

function patched<D extends { readonly take: Side }>(
  decisions: readonly D[],
  changes: readonly Change<D>[],
  nameOf: (decision: Change<D>) => string,
): D[] {
  const byName = new Map(decisions.map((each) => [nameOf(each), each]));
  for (const change of changes) {
    if (isDecided(change)) byName.set(nameOf(change), change);
    else byName.delete(nameOf(change));
  }
  return [...byName].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each);
}

function isDecided<D extends { readonly take: Side }>(change: Change<D>): change is D {
  return change.take !== "undecided";
}

function parseRow(json: unknown): RowDecision | undefined {
  if (!isRecord(json)) return undefined;
  const { table, key, take, columns, ...more } = json;
  if (typeof table !== "string" || typeof key !== "string" || key.length > LONGEST_ROW_KEY) return undefined;
  if (!isSide(take) || Object.keys(more).length > 0) return undefined;
  if (columns === undefined) return { table, key, take };
  return areSides(columns) ? { table, key, take, columns } : undefined;
}

function parseTable(json: unknown): TableDecision | undefined {
  if (!isRecord(json)) return undefined;
  const { table, take, ...more } = json;
  if (typeof table !== "string" || !isSide(take) || Object.keys(more).length > 0) return undefined;
  return { table, take };
}

function areSides(json: unknown): json is Readonly<Record<string, Side>> {
  return isRecord(json) && Object.values(json).every(isSide);
}

function isSide(value: unknown): value is Side {
  return value === "base" || value === "ours" || value === "theirs";
}
