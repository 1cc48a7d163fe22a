import { type FileDecision, UNDECIDED } from "../merge/model/merge-state.ts";
import { NO_ROWS_DECIDED, patchRowDecisions, type RowDecisionsPatch } from "../merge/model/row-decisions.ts";
import { countSaved } from "../merge/model/saved-step.ts";
import { clashingNames, secondNameProblem } from "../sessions/second-names.ts";
import type { SessionFile, SessionFileItem } from "../sessions/session.ts";
import type { FileChange } from "../sessions/session-catalog.ts";
import { databasesKey } from "../sessions/session-databases.ts";
import { staleStep } from "../sessions/session-errors.ts";
import { onlyContent } from "../sessions/session-result.ts";
import { beginTexts, readTexts } from "../sessions/session-texts.ts";
import type { OpenedStore } from "../store/open.ts";
import type { QuickContext } from "./operation.ts";
import { changeSession, Outdated, type Prepared } from "./session-change.ts";
import { judgeRows, prepareRows } from "./session-databases.ts";
import { checkDecision } from "./session-fit.ts";
import { type FileStep, prepareSteps } from "./session-steps.ts";

/** A file and its decision. */
export interface PathDecision {
  readonly path: string;
  readonly decision: FileDecision;
}

/** The request to decide files: all that it says or, when one of it fails, nothing. */
export interface DecideRequest {
  readonly id: number;
  /** Changes to what is decided for rows of databases, one for each. */
  readonly rows?: readonly { readonly path: string; readonly patch: RowDecisionsPatch }[];
  /** Steps in texts, taken after that. */
  readonly steps?: readonly FileStep[];
  /** Decisions for whole files, made at last. */
  readonly decisions?: readonly PathDecision[];
}

type Context = Pick<QuickContext, "sessions">;
type DecideContext = Pick<QuickContext, "sessions" | "merger" | "listRows" | "signal">;

/**
 * Decides files in one transaction, and returns how those that are decided as a whole were decided before. Their texts keep their steps.
 * Throws `UnknownMerge`, `MergeEnded`, `ENOENT`, `BadInput` for a decision that does not fit a file, `EEXIST` and `ENOTDIR` for a second name
 * that is taken or below a file, and as steps and decisions for rows do.
 */
export function decideSession(
  store: OpenedStore,
  { id, rows = [], steps = [], decisions = [] }: DecideRequest,
  context: DecideContext,
): Promise<PathDecision[]> {
  return changeSession(store, async () => {
    const changes: Prepared<unknown>[] = [];
    for (const { path, patch } of rows) changes.push(await prepareRows(store, { id, path, patch }, context));
    if (steps.length > 0) changes.push(await prepareSteps(store, { id, steps }, context));
    const decide = await prepareDecisions(store, { id, decisions }, context);
    return () => {
      for (const change of changes) change();
      return decide();
    };
  });
}

async function prepareDecisions(
  store: OpenedStore,
  { id, decisions }: { readonly id: number; readonly decisions: readonly PathDecision[] },
  context: DecideContext,
): Promise<Prepared<PathDecision[]>> {
  const { sessions } = context;
  const session = sessions.open(id);
  const databases = new Map<string, JudgedDatabase>();
  for (const { path, decision } of decisions) {
    const file = sessions.file(id, path);
    if (decision.take === "rows") {
      const decisions = patchRowDecisions(NO_ROWS_DECIDED, decision);
      const change = await judgeRows(store, session, { ...file, decision }, decisions, context);
      databases.set(path, { change, key: databasesKey(file) });
    }
    if (decision.take === "content") await onlyContent(store, decision.id);
    if (decision.take === "both") {
      const problem = await secondNameProblem(store.nodes, session, file, decision);
      if (problem !== undefined) throw problem;
    }
  }
  return () => {
    // Names were looked for in what had merged.
    if (sessions.open(id).merged !== session.merged) throw new Outdated();
    requireOwnNames(sessions.items(id), decisions);
    store.labels.snapshots.require(
      decisions.flatMap(({ decision }) => (decision.take === "content" ? [decision.id] : [])),
    );
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
  };
}

/** What decisions for rows make of a file, and the key of its contents. */
interface JudgedDatabase {
  readonly change: FileChange;
  readonly key: string;
}

/** Throws the error for a second name that clashes with another path of the session. */
function requireOwnNames(items: readonly SessionFileItem[], decisions: readonly PathDecision[]): void {
  if (!decisions.some(({ decision }) => decision.take === "both")) return;
  const decided = new Map(decisions.map(({ path, decision }) => [path, decision]));
  for (const [path, clash] of clashingNames(items, decided)) if (decided.has(path)) throw clash;
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
