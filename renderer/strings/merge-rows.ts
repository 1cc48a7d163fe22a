import { many } from "./common.ts";

/** The card of a database that is merged row by row. */
export const mergeRows = {
  way: "How the database is decided",
  byRows: "Row by row",
  whole: "As a whole",
  takenWhole: (decision: string) => `${decision}. A choice for a row takes its place.`,
  loading: "Reading the rows in conflict…",
  none: "No row is in conflict.",
  progress: (resolved: number, all: number) =>
    `${resolved} of ${many(all, "row", "rows")} in conflict decided`,
  problem: (reason: string) =>
    `Every row is decided, but the database stays open. ${reason} Decide some rows differently.`,
  tables: "Tables with rows in conflict",
  openRows: (open: number) => (open === 0 ? "all decided" : `${open} open`),
  rest: "All other rows of the table",
  restTip: (name: string, table: string) =>
    `Take ${name} for all rows of ${table} without a decision of their own`,
  restTaken: (name: string, table: string) => `Took ${name} for all other rows of ${table}`,
  restReopened: (table: string) => `The other rows of ${table} are open again`,
  take: (name: string) => `Take ${name}`,
  rowsOf: (table: string) => `Rows in conflict of ${table}`,
  row: (key: string, table: string) => `Row ${key} of ${table}`,
  column: "Column",
  takeRow: (name: string) => `Take all of this row from ${name}`,
  takeGone: (name: string) => `Take ${name}, which has no such row`,
  noRow: "no such row",
  pick: (column: string, value: string, name: string) => `${column}: ${value}, from ${name}`,
  reopen: "Reopen",
  moved: "The sides gave this row different keys: it is taken as a whole.",
  deleted: "One side deleted this row, the other changed it.",
  columnsDiffer: (columns: number) => `${many(columns, "column", "columns")} in conflict`,
  open: "open",
  openPicked: (picked: number, all: number) => `open, ${picked} of ${all} columns`,
  byColumn: "by column",
  withRest: (name: string) => `${name}, as the table`,
} as const;
