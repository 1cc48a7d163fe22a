import { cellsOf, type Row, shownCell } from "./cells.ts";
import type { RowClash } from "./merge-rows.ts";
import type { TablePlan } from "./plan-merge.ts";
import type { RowConflict, ShownRow } from "./row-conflict.ts";
import type { Table } from "./table.ts";

/** What is shown at most, so that whoever shows it is done with it at once. */
const MOST_ROWS = 200;
const MOST_CELLS = 20_000;

/** Makes of clashes what people read; of very many, the first ones. */
export function shownConflicts(plans: readonly TablePlan[], encoding: string): RowConflict[] {
  const shown: RowConflict[] = [];
  let cells = 0;
  for (const { table, merge } of plans) {
    for (const clash of merge.clashes) {
      cells += 3 * table.columns.length;
      if (shown.length === MOST_ROWS || (cells > MOST_CELLS && shown.length > 0)) return shown;
      shown.push(shownConflict(table, clash, encoding));
    }
  }
  return shown;
}

function shownConflict(table: Table, clash: RowClash, encoding: string): RowConflict {
  const row = (of: Row | null): ShownRow => (of === null ? null : record(table.columns, of, encoding));
  return {
    table: table.name,
    key: record(
      table.key.map(({ name }) => name),
      clash.key,
      encoding,
    ),
    base: row(clash.base),
    ours: row(clash.ours),
    theirs: row(clash.theirs),
    columns: clash.columns.flatMap((at) => table.columns[at] ?? []),
  };
}

function record(names: readonly string[], row: Row, encoding: string): Record<string, string> {
  const cells = cellsOf(row);
  return Object.fromEntries(names.map((name, at) => [name, shownCell(cells[at] ?? "n", encoding)]));
}
