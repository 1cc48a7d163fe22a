import type { Side } from "../merge/model/merge-state.ts";
import type { RowDecisionsPatch } from "../merge/model/row-decisions.ts";
import type { ListedRow } from "../merge/sqlite/row-conflicts.ts";
import type { Repository } from "../repository/repository.ts";
import type { MergeSession, SessionFile } from "../sessions/session.ts";
import { unfitDecision } from "../sessions/session-errors.ts";

/** The rows of a table that are decided: one of them or, without a key, all that have no decision of their own. */
export interface RowsChosen {
  readonly table: string;
  /** As people type it: the values of the key, with commas between them. */
  readonly key?: string | undefined;
}

const PAGE = 1000;

/** Returns the decision that takes a version of rows. Throws `BadInput` for rows that are not in conflict. */
export async function rowsTaken(
  repository: Repository,
  session: MergeSession,
  file: SessionFile,
  { table, key: typed }: RowsChosen,
  take: Side,
): Promise<RowDecisionsPatch> {
  if (typed === undefined) return { tables: [{ table, take }] };
  for (let offset = 0; ; ) {
    const { rows } = await repository.merges.rows(session, file, { table, offset, limit: PAGE });
    const row = rows.find((each) => isNamed(each, typed));
    if (row !== undefined) return { rows: [{ table, key: row.key, take }] };
    offset += rows.length;
    if (rows.length > 0) continue;
    throw unfitDecision(
      file.path,
      `no row ${typed} of the table ${JSON.stringify(table)} is in conflict`,
      "List its rows in conflict: strata merge rows.",
    );
  }
}

/** Returns whether a row has this key: as decisions name it, or its values, texts with or without their quotes. */
function isNamed({ key, keyCells }: ListedRow, typed: string): boolean {
  const values = keyCells.map(({ value }) => value);
  const unquoted = values.map((value) => value.replace(/^'(.*)'$/s, "$1").replaceAll("''", "'"));
  return [key, values.join(), unquoted.join()].includes(typed);
}
