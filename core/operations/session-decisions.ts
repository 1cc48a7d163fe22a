import { inTransaction } from "../database/database.ts";
import { pathProblem } from "../manifest/path.ts";
import { type FileDecision, UNDECIDED } from "../merge/model/merge-state.ts";
import { NO_ROWS_DECIDED, patchRowDecisions } from "../merge/model/row-decisions.ts";
import { countSaved } from "../merge/model/saved-step.ts";
import type { MergeSession, SessionFile } from "../sessions/session.ts";
import type { FileChange } from "../sessions/session-catalog.ts";
import { databasesKey } from "../sessions/session-databases.ts";
import { nameTaken, staleStep, unfitDecision } from "../sessions/session-errors.ts";
import { onlyContent, pathsOf, requireFree } from "../sessions/session-result.ts";
import { beginTexts, readTexts } from "../sessions/session-texts.ts";
import type { OpenedStore } from "../store/open.ts";
import type { QuickContext } from "./operation.ts";
import { judgeRows } from "./session-databases.ts";

/** A file and its decision. */
export interface PathDecision {
  readonly path: string;
  readonly decision: FileDecision;
}

/** The request to decide whole files: all of them or, when one fails, none. */
export interface DecideRequest {
  readonly id: number;
  readonly decisions: readonly PathDecision[];
}

type Context = Pick<QuickContext, "sessions">;
type DecideContext = Pick<QuickContext, "sessions" | "merger" | "listRows" | "signal">;

/**
 * Decides whole files and returns how they were decided before. Texts keep their steps. Throws `UnknownMerge`, `MergeEnded`, `ENOENT`,
 * `BadInput` for a decision that does not fit a file, `EEXIST` for a second name that something has.
 */
export async function decideSession(
  store: OpenedStore,
  { id, decisions }: DecideRequest,
  context: DecideContext,
): Promise<PathDecision[]> {
  const { sessions } = context;
  const session = sessions.open(id);
  const databases = new Map<string, JudgedDatabase>();
  for (const { path, decision } of decisions) {
    const file = sessions.file(id, path);
    checkDecision(file, decision);
    if (decision.take === "rows") {
      const decisions = patchRowDecisions(NO_ROWS_DECIDED, decision);
      const change = await judgeRows(store, session, { ...file, decision }, decisions, context);
      databases.set(path, { change, key: databasesKey(file) });
    }
    if (decision.take === "content") await onlyContent(store, decision.id);
    if (decision.take === "both") await checkName(store, session, path, decision.as);
  }
  return inTransaction(store.db, () => {
    requireOwnNames(sessions.items(id), decisions);
    return decisions.map(({ path, decision }) => {
      const file = sessions.file(id, path);
      checkDecision(file, decision);
      const isNone = decision.take === "undecided" && decision.permissions === undefined;
      const database = databases.get(path);
      if (database !== undefined && database.key !== databasesKey(file)) throw staleStep(path);
      const whole = { decision: isNone ? null : decision, counts: countsWithoutRows(file) };
      sessions.decide(id, path, database?.change ?? whole);
      return { path, decision: file.decision ?? UNDECIDED };
    });
  });
}

/** What decisions for rows make of a file, and the key of its contents. */
interface JudgedDatabase {
  readonly change: FileChange;
  readonly key: string;
}

/**
 * Opens a file again: nothing of it is decided, and its text is cut as the merger cuts it. Returns the file. Throws as {@link
 * decideSession} does.
 */
export async function reopenFile(
  store: OpenedStore,
  { id, path }: { readonly id: number; readonly path: string },
  { sessions }: Context,
): Promise<SessionFile> {
  sessions.open(id);
  const file = sessions.file(id, path);
  const bytes = file.text === null ? "" : await readTexts(store.objects, file.versions);
  const text = typeof bytes === "string" ? null : beginTexts(bytes);
  const counts = text === null ? countsWithoutRows(file) : countSaved(text);
  return sessions.decide(id, path, { decision: null, text: null, counts });
}

/** Returns a file's counts once no row of it is decided: unlike the steps in a text, decisions for rows are not kept beside another one. */
function countsWithoutRows({ decision, counts }: SessionFile): SessionFile["counts"] {
  return decision?.take === "rows" && counts !== null ? { ...counts, resolved: 0 } : counts;
}

/** Throws `BadInput` for a decision that does not fit a file. */
export function checkDecision({ path, conflict, versions, text }: SessionFile, decision: FileDecision): void {
  if (decision.permissions !== undefined) {
    if (conflict?.permissions !== true && conflict?.content === undefined) {
      throw unfitDecision(path, "its permissions are in no conflict", "Leave out the permissions.");
    }
    if (versions[decision.permissions] === null) {
      throw unfitDecision(
        path,
        `${decision.permissions} has no file there`,
        "Take another side's permissions.",
      );
    }
  }
  if (decision.take === "text" && text === null) {
    throw unfitDecision(path, "nobody has looked at its text yet", "Take a step in its text first.");
  }
}

async function checkName(
  store: OpenedStore,
  session: MergeSession,
  path: string,
  name: string,
): Promise<void> {
  const wrong = pathProblem(name);
  if (wrong !== undefined)
    throw unfitDecision(
      path,
      `${JSON.stringify(name)} is no path, since ${wrong}`,
      "Name a path in the snapshot.",
    );
  if (name === path) throw nameTaken(path, name);
  await requireFree(store.nodes, session.merged, path, name);
}

/** Throws `EEXIST` if a second name is a path of another file, or the second name of one. */
function requireOwnNames(
  items: readonly Pick<SessionFile, "path" | "conflict" | "decision">[],
  decisions: readonly PathDecision[],
): void {
  const decided = new Map(decisions.map(({ path, decision }) => [path, decision]));
  const names = new Map<string, string>();
  for (const item of items) for (const path of pathsOf(item)) names.set(path, item.path);
  for (const { path, decision: before } of items) {
    const decision = decided.get(path) ?? before;
    if (decision?.take !== "both") continue;
    const holder = names.get(decision.as);
    if (holder !== undefined && (holder !== path || decision.as === path)) throw nameTaken(path, decision.as);
    names.set(decision.as, path);
  }
}
