import type { Clock } from "../clock.ts";
import { type Database, inTransaction } from "../database/database.ts";
import { StrataError } from "../errors.ts";
import { hashId } from "../hash.ts";
import { idToBytes, type SnapshotId } from "../ids.ts";
import type { Entry } from "../manifest/entry.ts";
import { encodePath } from "../manifest/path.ts";
import type { FileDecision } from "../merge/model/merge-state.ts";
import type { SavedFileMerge } from "../merge/model/saved-file-merge.ts";
import type { SavedCounts } from "../merge/model/saved-step.ts";
import { hasMerges } from "./schema.ts";
import {
  entriesIn,
  isDecided,
  type MergeSession,
  type SessionFile,
  type SessionFileItem,
  type SessionMerge,
} from "./session.ts";
import { mergeEnded, notInMerge, unknownMerge } from "./session-errors.ts";
import { conflictToJson, rowToFile, rowToItem, rowToSession, versionsToJson } from "./session-rows.ts";
import { columnsOf, type SessionStatements, sessionStatements } from "./session-statements.ts";

/** How long an ended session can be seen and restored, in milliseconds. */
export const KEPT = 30 * 24 * 60 * 60 * 1000;

/** A session to start. */
export interface NewSession extends SessionMerge {
  /** The name of the label to move; null for one that is made, or not named yet. */
  readonly label: string | null;
  readonly mount: number | null;
}

/** A file of a session as a merge leaves it. */
export type NewFile = Omit<SessionFile, "isResolved" | "revision">;

/** The new decisions of a file. */
export interface FileChange {
  readonly decision: FileDecision | null;
  readonly text?: SavedFileMerge | null;
  readonly counts?: SavedCounts | null;
}

/** A session whose row cannot be read. It can be abandoned. */
export interface DamagedSession {
  readonly id: number;
  readonly problem: StrataError;
}

interface ListOptions {
  readonly ended?: boolean | undefined;
}

/**
 * Stores merge sessions in `strata.db` (tables: `MERGE_SCHEMA`). Every method joins the caller's `inTransaction` if there is
 * one. The objects that a session names must be durable before it is written. A database opened read-only that predates
 * merges has none.
 */
export class SessionCatalog {
  readonly #db: Database;
  readonly #clock: Clock;
  #sql: SessionStatements | undefined;

  constructor(db: Database, clock: Clock) {
    this.#db = db;
    this.#clock = clock;
  }

  /** Returns the open sessions that can be read, oldest first; ended ones of the last 30 days only on request. */
  list(options?: ListOptions): MergeSession[] {
    return this.#all(options).flatMap((each) => ("problem" in each ? [] : each));
  }

  /** Returns the sessions whose rows cannot be read, oldest first, as {@link list} returns the others. */
  damaged(options?: ListOptions): DamagedSession[] {
    return this.#all(options).flatMap((each) => ("problem" in each ? each : []));
  }

  #all({ ended = false }: ListOptions = {}): (MergeSession | DamagedSession)[] {
    const rows = this.#readStatements()?.ids.all(this.#clock() - KEPT) ?? [];
    return rows.filter(([, isEnded]) => ended || isEnded === 0).map(([id]) => this.#unlessDamaged(id));
  }

  #unlessDamaged(id: number): MergeSession | DamagedSession {
    try {
      return this.get(id);
    } catch (thrown) {
      if (!(thrown instanceof StrataError) || thrown.code !== "DatabaseDamaged") throw thrown;
      return { id, problem: thrown };
    }
  }

  /** Returns a session, also an ended one. Throws `UnknownMerge`. */
  get(id: number): MergeSession {
    const row = this.#readStatements()?.one.get(id, this.#clock() - KEPT);
    if (row === undefined) throw unknownMerge(id);
    return rowToSession(row);
  }

  /** Returns a session that can be changed. Throws `UnknownMerge`, `MergeEnded`. */
  open(id: number): MergeSession {
    const session = this.get(id);
    if (session.outcome !== null) throw mergeEnded(id, session.outcome);
    return session;
  }

  /** Returns a session's files in the order of their paths, without their versions and texts. */
  items(id: number): SessionFileItem[] {
    const rows = this.#readStatements()?.items.all(id) ?? [];
    return rows.map((row) => rowToItem(id, row));
  }

  /** Returns a session's files in the order of their paths. */
  files(id: number): SessionFile[] {
    const rows = this.#readStatements()?.files.all(id) ?? [];
    return rows.map((row) => rowToFile(id, row));
  }

  /** Returns a file of a session. Throws `ENOENT`. */
  file(id: number, path: string): SessionFile {
    const row = this.#readStatements()?.file.get(id, encodePath(path));
    if (row === undefined) throw notInMerge(id, path);
    return rowToFile(id, row);
  }

  /**
   * Returns the snapshots and the entries that a session names, ended or not, whose objects must not be collected. A decision
   * may name a snapshot too.
   */
  roots(id: number): { readonly snapshots: readonly SnapshotId[]; readonly entries: readonly Entry[] } {
    const { ours, theirs, base, merged, result } = this.get(id);
    const snapshots = new Set([
      ours.id,
      theirs.id,
      merged,
      ...(base ? [base.id] : []),
      ...(result ? [result] : []),
    ]);
    const entries: Entry[] = [];
    for (const file of this.files(id)) {
      if (file.decision?.take === "content") snapshots.add(file.decision.id);
      entries.push(...entriesIn(file));
    }
    return { snapshots: [...snapshots], entries };
  }

  /** Starts a session. */
  create({ label, mount, ...merge }: NewSession, files: readonly NewFile[]): MergeSession {
    return inTransaction(this.#db, () => {
      const now = this.#clock();
      const labelId = label === null ? null : (this.#statements().label.get(label) ?? null);
      const added = this.#statements().add.run({ ...columnsOf(merge), label: labelId, mount, now });
      const id = Number(added.lastInsertRowid);
      this.#addFiles(id, files);
      return this.get(id);
    });
  }

  /** Replaces what a session merges, and all its files. Throws `UnknownMerge`, `MergeEnded`. */
  replace(id: number, merge: SessionMerge, files: readonly NewFile[]): MergeSession {
    return inTransaction(this.#db, () => {
      this.open(id);
      this.#statements().replace.run({ ...columnsOf(merge), id, now: this.#clock() });
      this.#statements().clear.run(id);
      this.#addFiles(id, files);
      return this.get(id);
    });
  }

  /** Changes a file's decisions; what is absent stays. Throws `UnknownMerge`, `MergeEnded`, `ENOENT`. */
  decide(id: number, path: string, change: FileChange): SessionFile {
    return inTransaction(this.#db, () => {
      // Opening counts the files, and this is done for thousands of them.
      if (this.#statements().isOpen.get(id) === undefined) this.open(id);
      const now = { ...this.file(id, path), ...change };
      const sql = this.#statements();
      const { decision, counts, text } = now;
      sql.decide.run({
        id,
        path: encodePath(path),
        resolved: isDecided(now) ? 1 : 0,
        decision: jsonOf(decision),
        counts: jsonOf(counts),
        text: jsonOf(text),
      });
      sql.touch.run(this.#clock(), id);
      return this.file(id, path);
    });
  }

  /** Ends a session that moved a label to its result. Throws `UnknownMerge`, `MergeEnded`. */
  complete(id: number, { result, label }: { readonly result: SnapshotId; readonly label: string }): void {
    this.#end(id, ["completed", idToBytes(result), this.#statements().label.get(label) ?? null]);
  }

  /** Abandons a session, also one that cannot be read. Throws `UnknownMerge`, `MergeEnded`. */
  abandon(id: number): MergeSession | DamagedSession {
    this.#end(id, ["abandoned", null, null]);
    return this.#unlessDamaged(id);
  }

  /** Abandons the open sessions of a mount. */
  abandonOfMount(mount: number): void {
    this.#statements().abandonOfMount.run(this.#clock(), mount);
  }

  #end(id: number, how: readonly [outcome: string, result: Buffer | null, label: number | null]): void {
    inTransaction(this.#db, () => {
      const row = this.#readStatements()?.outcome.get(id, this.#clock() - KEPT);
      if (row === undefined) throw unknownMerge(id);
      const [outcome] = row;
      if (outcome !== null) throw mergeEnded(id, outcome);
      this.#statements().end.run(this.#clock(), ...how, id);
    });
  }

  /** Opens an abandoned session again; an open one stays as it is. Throws `UnknownMerge`, `MergeEnded` for a completed one. */
  restore(id: number): MergeSession {
    return inTransaction(this.#db, () => {
      const { outcome } = this.get(id);
      if (outcome === "completed") throw mergeEnded(id, outcome);
      if (outcome === "abandoned") this.#statements().restore.run(this.#clock(), id);
      return this.get(id);
    });
  }

  /** Returns the number of sessions that ended more than 30 days ago. */
  prunable(): number {
    return this.#readStatements()?.prunable.get(this.#clock() - KEPT) ?? 0;
  }

  /** Deletes the sessions that ended more than 30 days ago. */
  prune(): void {
    this.#statements().prune.run(this.#clock() - KEPT);
  }

  #addFiles(id: number, files: readonly NewFile[]): void {
    const sql = this.#statements();
    for (const file of files) {
      sql.addFile.run({
        id,
        path: encodePath(file.path),
        kind: file.kind,
        resolved: isDecided(file) ? 1 : 0,
        decision: jsonOf(file.decision),
        counts: jsonOf(file.counts),
        conflict: file.conflict && conflictToJson(file.conflict),
        sides: versionsToJson(file.versions),
        text: jsonOf(file.text),
      });
    }
  }

  /** Undefined while there is no table yet; another process may create it at any time. */
  #readStatements(): SessionStatements | undefined {
    return this.#sql !== undefined || hasMerges(this.#db) ? this.#statements() : undefined;
  }

  #statements(): SessionStatements {
    this.#sql ??= sessionStatements(this.#db);
    return this.#sql;
  }
}

/** Returns a digest of all sessions, which changes with every change of one. */
export function sessionsDigest(db: Database): string {
  // A store that predates merges gets the tables at the first write.
  if (!hasMerges(db)) return "";
  const rows = db.prepare("SELECT id, revision, ended_at FROM merges ORDER BY id").raw();
  return hashId(Buffer.from(JSON.stringify(rows.all())));
}

function jsonOf(value: object | null): string | null {
  return value === null ? null : JSON.stringify(value);
}
