import type { CommandInput } from "../../../core/api/registry/invoke.ts";
import { ask } from "../../api/bridge.ts";
import type { MergeFile, RowInConflict, RowVersion } from "../../api/merges.ts";
import { mergesChanged } from "../../api/stale.ts";
import { useNotices } from "../../state/notices.ts";
import { type Picks, useRowPicks } from "../../state/row-picks.ts";
import { text } from "../../strings/index.ts";
import { attempt } from "../attempt.ts";

/** A database in a merge. */
export interface MergeDatabase {
  readonly merge: number;
  /** When the merge was started: another store may have one with the same number. */
  readonly created: number;
  readonly file: Pick<MergeFile, "path" | "decision">;
}

/** What is taken for the rows of a table that have no decision of their own. */
export type Rest = RowVersion | null;

/** Names a row among those whose columns are chosen. */
export function rowName({ merge, created, file }: MergeDatabase, { table, key }: RowInConflict): string {
  return JSON.stringify([merge, created, file.path, table, key]);
}

/** Returns from which version each column in conflict is taken, without those that are open. */
export function picksOf({ columns, decision }: RowInConflict, rest: Rest, chosen: Picks = {}): Picks {
  const found = columns.map((column) => {
    const version = chosen[column] ?? decision?.columns?.[column] ?? decision?.take ?? rest;
    return [column, version] as const;
  });
  return Object.fromEntries(found.filter((each): each is [string, RowVersion] => each[1] !== null));
}

/** Takes a version of a row as a whole, or takes its decision back. Throws if it cannot. */
export async function takeRow(
  database: MergeDatabase,
  row: RowInConflict,
  take: RowVersion | "undecided",
): Promise<void> {
  useRowPicks.getState().forget(rowName(database, row));
  await decide(database, { rows: [{ table: row.table, key: row.key, take }] });
}

/** Chooses the version of a column; the row is decided once all its columns in conflict are chosen. Throws if it cannot. */
export async function pickColumn(
  database: MergeDatabase,
  row: RowInConflict,
  rest: Rest,
  { column, version }: { readonly column: string; readonly version: RowVersion },
): Promise<void> {
  const name = rowName(database, row);
  const chosen = { ...picksOf(row, rest, useRowPicks.getState().rows[name]), [column]: version };
  useRowPicks.getState().put(name, chosen);
  if (row.columns.some((each) => chosen[each] === undefined)) return;
  try {
    await decide(database, {
      rows: [{ table: row.table, key: row.key, take: version, columns: chosen }],
    });
  } finally {
    const { rows, forget } = useRowPicks.getState();
    if (rows[name] === chosen) forget(name);
  }
}

/** Decides all rows of a table that have no decision of their own, which the notice undoes. Throws if it cannot. */
export async function takeRest(
  database: MergeDatabase,
  table: string,
  take: RowVersion | "undecided",
  said: string,
): Promise<void> {
  const { merge, created, file } = database;
  useRowPicks.getState().forget(JSON.stringify([merge, created, file.path, table]).slice(0, -1));
  const { before } = await decide(database, { tables: [{ table, take }] });
  const { take: was, ...patch } = before;
  const undo = async () => {
    if (was === "undecided" || was === "rows") await decide(database, patch);
    else {
      await ask("merge.decide", { merge, decisions: [{ path: file.path, decision: file.decision }] });
      await mergesChanged();
    }
    useNotices.getState().tell({ kind: "done", text: text.merge.takenBack });
  };
  useNotices.getState().tell({
    kind: "done",
    text: said,
    action: { text: text.merge.undo, run: () => attempt(undo()) },
  });
}

type Patch = Pick<CommandInput<"merge.decide_rows">, "rows" | "tables">;

async function decide({ merge, file }: MergeDatabase, patch: Patch) {
  const answer = await ask("merge.decide_rows", { merge, path: file.path, ...patch });
  await mergesChanged();
  return answer;
}
