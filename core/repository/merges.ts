import type { StrataError } from "../errors.ts";
import type { HistoryNode } from "../labels/history.ts";
import type { CheckedText } from "../merge/checks/finding.ts";
import type { FileDecision } from "../merge/model/merge-state.ts";
import type { RowConflictPage, RowConflictRange } from "../merge/sqlite/row-conflicts.ts";
import { clashingNames, secondNameProblem } from "../sessions/second-names.ts";
import type { MergeSession, SessionFile, SessionFileItem } from "../sessions/session.ts";
import { type DamagedSession, SessionCatalog } from "../sessions/session-catalog.ts";
import { databasesKey, readDatabases, requireRows } from "../sessions/session-databases.ts";
import { unfitDecision } from "../sessions/session-errors.ts";
import { readTexts, type TextBytes } from "../sessions/session-texts.ts";
import type { OpenedStore } from "../store/open.ts";
import { MergeThread } from "../threads/merge-thread.ts";
import { readMergedText } from "./merged-text.ts";

/** The most bytes of a text that a view shows line by line. */
const MOST_SHOWN = 4 * 2 ** 20;

/** The merge sessions of a store, read in the calling thread. */
export class Merges {
  readonly #store: OpenedStore;
  readonly #catalog: SessionCatalog;
  /** Kept for a while, since rows are asked for page by page. */
  readonly #thread = new MergeThread({ idle: 60_000 });

  constructor(store: OpenedStore) {
    this.#store = store;
    this.#catalog = new SessionCatalog(store.db, Date.now);
  }

  /** Returns the open sessions that can be read, oldest first; ended ones of the last 30 days only when asked. */
  list(options?: { readonly ended?: boolean }): MergeSession[] {
    return this.#catalog.list(options);
  }

  /** Returns the sessions whose rows cannot be read, as {@link list} returns the others. */
  damaged(options?: { readonly ended?: boolean }): DamagedSession[] {
    return this.#catalog.damaged(options);
  }

  /** Returns a session, also an ended one. Throws `UnknownMerge`. */
  get(id: number): MergeSession {
    return this.#catalog.get(id);
  }

  /** Returns a session's files in the order of their paths. Reads no contents. */
  files(id: number): SessionFileItem[] {
    return this.#catalog.items(id);
  }

  /** Returns a file of a session with its versions. Throws `ENOENT`. */
  file(id: number, path: string): SessionFile {
    return this.#catalog.file(id, path);
  }

  /**
   * Finds the second names of decisions at which nothing can be put, by the paths of their files, each with its error: those
   * that something has, that are below a file, or that are no path.
   */
  async takenNames(
    session: MergeSession,
    decisions: readonly { readonly path: string; readonly decision: FileDecision }[],
  ): Promise<Map<string, StrataError>> {
    const taken = new Map<string, StrataError>();
    const decided = new Map<string, FileDecision>();
    for (const { path, decision } of decisions) {
      if (decision.take !== "both") continue;
      const file = this.#catalog.file(session.id, path);
      const problem = await secondNameProblem(this.#store.nodes, session, file, decision);
      if (problem === undefined) decided.set(path, decision);
      else taken.set(path, problem);
    }
    if (decided.size === 0) return taken;
    for (const [path, clash] of clashingNames(this.#catalog.items(session.id), decided))
      if (decided.has(path)) taken.set(path, clash);
    return taken;
  }

  /** Reads the texts of a file, or says why they cannot be shown line by line. Throws `MissingObject`, `CorruptObject`. */
  texts({ versions }: SessionFile): Promise<TextBytes | string> {
    return readTexts(this.#store.objects, versions, { mostBytes: MOST_SHOWN });
  }

  /**
   * Lists rows in conflict of a database. Throws `BadInput` for a file whose rows cannot be decided one by one, `MissingObject`,
   * `CorruptObject`.
   */
  async rows(
    session: MergeSession,
    file: SessionFile,
    range: RowConflictRange,
    signal?: AbortSignal,
  ): Promise<RowConflictPage> {
    requireRows(file);
    const read = () => readDatabases(this.#store.objects, session, file);
    const listed = await this.#thread.rows({ key: databasesKey(file), range }, read, signal);
    if (listed.status === "rows") return listed.page;
    throw unfitDecision(file.path, listed.reason.replace(/\.$/, ""), "Take one side of it.");
  }

  /**
   * Looks for mistakes in the text that comes of a file so far; undefined if no text does, or that of one version. Throws
   * `MissingObject`, `CorruptObject`, `Cancelled`.
   */
  async check(
    session: MergeSession,
    file: SessionFile,
    signal?: AbortSignal,
  ): Promise<CheckedText | undefined> {
    const text = await readMergedText(this.#store, session, file);
    return text && (await this.#thread.check(file.path, text, signal));
  }

  /** Terminates the thread that lists rows and checks texts. */
  async close(): Promise<void> {
    await this.#thread.close();
  }

  /** Returns the move by which a side was named, if its label's history still has it. */
  moveOf(seq: number): HistoryNode | undefined {
    return this.#store.labels.history.entry(seq);
  }
}
