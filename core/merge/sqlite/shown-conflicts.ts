import type { RowConflict, ShownRow } from "../merger.ts";
import { cellsOf, type Row, shownCell } from "./cells.ts";
import type { ConflictingRow } from "./merge-rows.ts";
import type { TablePlan } from "./plan-merge.ts";
import type { Table } from "./table.ts";

/** Limits on what is shown, so that a screen can show all of it at once. */
const MOST_ROWS = 200;
const MOST_CELLS = 20_000;

/** Returns conflicting rows in a readable form: the first ones, if there are very many. */
export function shownConflicts(plans: readonly TablePlan[], encoding: string): RowConflict[] {
  const shown: RowConflict[] = [];
  let cells = 0;
  for (const { table, merge } of plans) {
    for (const row of merge.conflicts) {
      cells += 3 * table.columns.length;
      if (shown.length === MOST_ROWS || (cells > MOST_CELLS && shown.length > 0)) return shown;
      shown.push(shownConflict(table, row, encoding));
    }
  }
  return shown;
}

function shownConflict(table: Table, found: ConflictingRow, encoding: string): RowConflict {
  const shown = (of: Row | null): ShownRow => (of === null ? null : record(table.columns, of, encoding));
  return {
    table: table.name,
    key: record(
      table.key.map(({ name }) => name),
      found.key,
      encoding,
    ),
    base: shown(found.base),
    ours: shown(found.ours),
    theirs: shown(found.theirs),
    columns: found.columns.flatMap((at) => table.columns[at] ?? []),
  };
}

function record(names: readonly string[], row: Row, encoding: string): Record<string, string> {
  const cells = cellsOf(row);
  return Object.fromEntries(names.map((name, at) => [name, shownCell(cells[at] ?? "n", encoding)]));
}
