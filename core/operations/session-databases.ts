import type { FileDecision } from "../merge/model/merge-state.ts";
import { NO_ROWS_DECIDED, patchRowDecisions, type RowDecisionsPatch } from "../merge/model/row-decisions.ts";
import type { RowDecisions } from "../merge/row-decision.ts";
import { sqliteMerger } from "../merge/sqlite/sqlite-merger.ts";
import type { MergeSession, SessionFile } from "../sessions/session.ts";
import type { FileChange } from "../sessions/session-catalog.ts";
import { countRows, databasesKey, readDatabases, requireRows } from "../sessions/session-databases.ts";
import { unfitDecision } from "../sessions/session-errors.ts";
import type { OpenedStore } from "../store/open.ts";
import type { QuickContext } from "./operation.ts";
import { changeSession, Outdated, type Prepared } from "./session-change.ts";

/** The request to decide rows of a database. */
export interface DecideRowsRequest {
  readonly id: number;
  readonly path: string;
  readonly patch: RowDecisionsPatch;
}

/** A file after rows of it were decided, and its decision before. */
export interface DecidedDatabase {
  readonly file: SessionFile;
  readonly before: FileDecision | null;
}

type Context = Pick<QuickContext, "sessions" | "merger" | "listRows" | "signal">;

/**
 * Decides rows of a database, which is durable when this ends. Rows that others decided meanwhile stay. If all rows are decided
 * and cannot be combined so, the file stays open with the reason. Throws `UnknownMerge`, `MergeEnded`, `ENOENT`, `BadInput` for
 * decisions that do not fit, `MissingObject`, `CorruptObject`.
 */
export function decideRows(
  store: OpenedStore,
  request: DecideRowsRequest,
  context: Context,
): Promise<DecidedDatabase> {
  return changeSession(store, () => prepareRows(store, request, context));
}

/** Works out decisions for rows. Throws as {@link decideRows} does. */
export async function prepareRows(
  store: OpenedStore,
  { id, path, patch }: DecideRowsRequest,
  context: Context,
): Promise<Prepared<DecidedDatabase>> {
  const { sessions } = context;
  const session = sessions.open(id);
  const before = sessions.file(id, path);
  const { decision } = before;
  const decisions = patchRowDecisions(decision?.take === "rows" ? decision : NO_ROWS_DECIDED, patch);
  const change = await judgeRows(store, session, before, decisions, context);
  return () => {
    const now = sessions.file(id, path);
    if (now.revision !== before.revision || databasesKey(now) !== databasesKey(before)) throw new Outdated();
    return { file: sessions.decide(id, path, change), before: decision };
  };
}

/** Returns what decisions for rows make of a file. Throws `BadInput` if they do not fit, `MissingObject`, `CorruptObject`. */
export async function judgeRows(
  { objects }: OpenedStore,
  session: MergeSession,
  file: SessionFile,
  decisions: RowDecisions,
  { merger, listRows, signal }: Omit<Context, "sessions">,
): Promise<FileChange> {
  requireRows(file);
  const { path, decision } = file;
  const read = () => readDatabases(objects, session, file);
  const request = { key: databasesKey(file), range: { offset: 0, limit: 0 }, decisions };
  const listed = await listRows(request, read, signal);
  if (listed.status === "whole") throw unfitDecision(path, partOf(listed.reason), "Take one side of it.");
  if (listed.misfit !== undefined) {
    throw unfitDecision(path, partOf(listed.misfit), "List its rows in conflict: strata merge rows.");
  }
  const permissions = decision?.permissions;
  const at = decision?.at;
  const kept = { ...(permissions && { permissions }), ...(at && { at }) };
  const counts = countRows(decisions, listed.page.tables);
  if (decisions.rows.length === 0 && decisions.tables.length === 0) {
    return { decision: permissions === undefined ? null : { take: "undecided", permissions }, counts };
  }
  const problem = counts.resolved < counts.conflicts ? undefined : await problemOf();
  return {
    decision: { take: "rows", ...decisions, ...(problem !== undefined && { problem }), ...kept },
    counts,
  };

  async function problemOf(): Promise<string | undefined> {
    const { sides, names } = await read();
    const merge = await merger(sqliteMerger, sides, { prefer: "none", names, rows: decisions }, signal);
    return merge.status === "merged" ? undefined : (merge.reason ?? "Rows of it are still in conflict.");
  }
}

function partOf(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1).replace(/\.$/, "");
}
