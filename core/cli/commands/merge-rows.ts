import type { CommandOutput } from "../../api/registry/invoke.ts";
import { counted } from "../render/amounts.ts";
import { safeName, safeText } from "../render/safe-text.ts";
import { type CliArgument, defineCli } from "../shared/cli-command.ts";
import { fromJson } from "./merge-files.ts";
import { mergeOption } from "./merges.ts";

const path: CliArgument = { syntax: "<path>", about: "a database in the merge" };

type Rows = CommandOutput<"merge.rows">;
type Row = Rows["rows"][number];

/** `strata merge rows` */
export const mergeRowsCli = defineCli({
  command: "merge.rows",
  words: "merge rows",
  paged: true,
  rows: "rows",
  arguments: [path],
  options: [
    { flags: "--table <table>", about: "only rows of this table" },
    { flags: "--offset <number>", about: "leave out so many rows", as: "number" },
    { flags: "--limit <number>", about: "show at most so many rows", as: "number" },
    mergeOption,
  ],
  *render({ tables, rows, problem }) {
    for (const { table, conflicts, decided, take } of tables) {
      const all = take === null ? "" : `, ${take} unless said otherwise`;
      yield `${safeText(table)}: ${counted(conflicts, "row")} in conflict, ${decided} decided${all}`;
    }
    for (const row of rows) yield* rowLines(row, tables);
    if (problem !== undefined) yield safeText(problem);
  },
});

function* rowLines(
  { table, key_cells, columns, decision, ...row }: Row,
  tables: Rows["tables"],
): Generator<string> {
  const about = tables.find((each) => each.table === table);
  const key = key_cells.map(({ value }) => value).join();
  yield safeText(`${table} ${key}: ${decision?.take ?? about?.take ?? "open"}`);
  for (const [sign, cells] of [
    ["<", row.ours],
    ["|", row.base],
    [">", row.theirs],
  ] as const) {
    const shown = about?.columns.flatMap((name, at) => {
      const isShown = columns.length === 0 || row.moved || columns.includes(name);
      return isShown ? `${name} = ${cells?.[at]?.value ?? "NULL"}` : [];
    });
    yield `  ${sign} ${safeText(cells === null ? "no such row" : (shown ?? []).join(", "))}`;
  }
}

/** `strata merge decide-rows` */
export const mergeDecideRowsCli = defineCli({
  command: "merge.decide_rows",
  words: "merge decide-rows",
  arguments: [path],
  options: [
    {
      flags: "--rows <json>",
      about: "a list of rows with what to take for each, by keys of merge rows --json",
    },
    { flags: "--tables <json>", about: "a list of tables with what to take for all their other rows" },
    mergeOption,
  ],
  input: ({ rows, tables, ...typed }) => ({
    ...typed,
    ...(rows !== undefined && { rows: fromJson("rows", rows) }),
    ...(tables !== undefined && { tables: fromJson("tables", tables) }),
  }),
  *render({ state, counts, problem }, { typed }) {
    const decided =
      counts === null ? "" : `, ${counts.resolved} of ${counted(counts.conflicts, "row")} decided`;
    yield `${safeName(String(typed?.path))}: ${state}${decided}`;
    if (problem !== undefined) yield safeText(problem);
  },
});
