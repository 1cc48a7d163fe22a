import { z } from "zod";
import { NO_ROWS_DECIDED } from "../../merge/model/row-decisions.ts";
import type { RowDecision, RowDecisions } from "../../merge/row-decision.ts";
import type { ListedRow } from "../../merge/sqlite/row-conflicts.ts";
import type { SessionFileItem } from "../../sessions/session.ts";
import { defineCommand } from "../command.ts";
import { describeItem } from "../merge-answers.ts";
import { rowDecisionsPatch, rowInConflict, tableInConflict } from "../merge-row-schemas.ts";
import { hunkCounts, mergeFileItem, mergeFileState } from "../merge-schemas.ts";
import { count } from "../schemas.ts";
import { findMerge, whichMerge } from "./merges.ts";

const about = {
  revision: count,
  state: mergeFileState,
  /** The numbers of rows in conflict and of decided ones. */
  counts: hunkCounts.nullable(),
  /** Why its rows cannot be combined as they are decided. */
  problem: z.string().optional(),
};

/** Lists the rows in conflict of a database. */
export const mergeRowsCommand = defineCommand({
  name: "merge.rows",
  summary: "Lists the rows in conflict of a database in a merge, and what was decided for them.",
  kind: "read",
  input: z.strictObject({
    merge: whichMerge,
    path: z.string(),
    /** Absent: rows of all tables. */
    table: z.string().optional(),
    offset: count.default(0),
    limit: count.max(1000).default(100),
  }),
  output: z.strictObject({
    ...about,
    tables: z.array(tableInConflict),
    /** As many as asked for, or fewer where there are no more or they have very many columns. By table, then by key. */
    rows: z.array(rowInConflict),
  }),
  async run(repository, { merge, path, ...range }, { signal }) {
    const session = repository.merges.get(findMerge(repository, merge));
    const file = repository.merges.file(session.id, path);
    const { tables, rows } = await repository.merges.rows(session, file, range, signal);
    const decisions = decidedIn(file);
    const taken = new Map(decisions.tables.map(({ table, take }) => [table, take]));
    const own = ownDecisions(decisions);
    return {
      ...stateOfRows(file),
      tables: tables.map((each) => {
        const take = taken.get(each.table) ?? null;
        const decided = take === null ? (own.get(each.table)?.size ?? 0) : each.conflicts;
        return { ...each, decided, take };
      }),
      rows: rows.map((row) => describeRow(row, own.get(row.table)?.get(row.key))),
    };
  },
});

/** Decides rows of a database. */
export const mergeDecideRowsCommand = defineCommand({
  name: "merge.decide_rows",
  summary: "Decides rows of a database in a merge; other rows stay as they are decided.",
  kind: "write",
  input: z.strictObject({ merge: whichMerge, path: z.string(), ...rowDecisionsPatch }),
  output: z.strictObject({
    ...about,
    /** How it was decided before: `take` of the file, and changes that take these rows back to what they were. */
    before: z.strictObject({ take: mergeFileItem.shape.take, ...rowDecisionsPatch }),
  }),
  async run(repository, { merge, path, rows = [], tables = [] }, { signal }) {
    const id = findMerge(repository, merge);
    const { file, before } = await repository.run(
      "decideRows",
      { id, path, patch: { rows, tables } },
      { signal },
    );
    const was = decidedIn({ decision: before });
    const own = ownDecisions(was);
    const taken = new Map(was.tables.map((each) => [each.table, each]));
    return {
      ...stateOfRows(file),
      before: {
        take: before?.take ?? "undecided",
        rows: rows.map(
          ({ table, key }) => own.get(table)?.get(key) ?? { table, key, take: "undecided" as const },
        ),
        tables: tables.map(({ table }) => taken.get(table) ?? { table, take: "undecided" as const }),
      },
    };
  },
});

function decidedIn({ decision }: Pick<SessionFileItem, "decision">): RowDecisions {
  return decision?.take === "rows" ? decision : NO_ROWS_DECIDED;
}

/** Returns the decisions of single rows by their tables and keys. */
function ownDecisions({ rows }: RowDecisions): Map<string, Map<string, RowDecision>> {
  const own = new Map<string, Map<string, RowDecision>>();
  for (const row of rows) own.set(row.table, (own.get(row.table) ?? new Map()).set(row.key, row));
  return own;
}

function stateOfRows(file: SessionFileItem) {
  const { revision, state, counts } = describeItem(file);
  const problem = file.decision?.take === "rows" ? file.decision.problem : undefined;
  return { revision, state, counts, ...(problem !== undefined && { problem }) };
}

function describeRow({ keyCells, ...row }: ListedRow, decision: RowDecision | undefined) {
  const { take, columns } = decision ?? {};
  const decided = take === undefined ? null : { take, ...(columns && { columns }) };
  return { ...row, key_cells: keyCells, decision: decided };
}
