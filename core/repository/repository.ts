import { StrataError } from "../errors.ts";
import type { VerifyProgress, VerifyReport } from "../gc/verify.ts";
import type { SnapshotId } from "../ids.ts";
import type { Label, LabelChange, LogRange, Move, MoveResult, ReflogEntry } from "../labels/label-store.ts";
import { type Referent, resolveReference } from "../labels/references.ts";
import { readChunks } from "../manifest/chunk-list.ts";
import { type Difference, diffManifests } from "../manifest/diff.ts";
import { type Entry, entryType } from "../manifest/entry.ts";
import { type Listed, listFolder } from "../manifest/list.ts";
import type { Tally } from "../manifest/node.ts";
import { getEntry, rangeEntries, statFolder } from "../manifest/read.ts";
import type { Reconciliation } from "../objects/reconcile.ts";
import type { Profile } from "../profile.ts";
import type { ChangeCounts } from "../snapshot/change-index.ts";
import { readContent } from "../snapshot/content.ts";
import type { ImportProgress } from "../snapshot/take.ts";
import type { ExportProgress, ExportReport, ExportRequest } from "./export.ts";
import type { OpenedStore } from "./open.ts";
import { type Opening, openRepository, type RepositoryOptions, startWriter } from "./opening.ts";
import { type CallOptions, storeClosed } from "./rpc.ts";
import type { ImportReport, ImportRequest } from "./writer.ts";
import type { WriterService, WriterThread } from "./writer-thread.ts";

export type { RepositoryOptions } from "./opening.ts";

/** A move of one path through history: a reflog entry, and how many paths it changed in all. */
export interface HistoryEntry {
  readonly entry: ReflogEntry;
  /** Undefined for a move that changed nothing or deleted the label. */
  readonly counts: ChangeCounts | undefined;
}

/**
 * One store, as everything above it sees it. Reading happens in the calling thread; whatever writes goes to the one
 * thread that does, which is started when it is first needed.
 */
export class Repository {
  /**
   * How opening found the index to stand to the packs. Packs that are missing are told once, damaged ones each time: what
   * either means for snapshots and labels, {@link verify} tells.
   */
  readonly reconciliation: Reconciliation;
  readonly #folder: string;
  readonly #options: RepositoryOptions;
  readonly #store: OpenedStore;
  #writer: WriterThread | undefined;
  #closing: Promise<void> | undefined;

  private constructor(folder: string, options: RepositoryOptions, opening: Opening) {
    this.reconciliation = opening.reconciliation;
    this.#folder = folder;
    this.#options = options;
    this.#store = opening.store;
    this.#writer = opening.writer;
  }

  /**
   * Opens the store in a folder, and creates it where there is none yet. Throws `StoreTooNew`, `NotAStore`, `ProfileMismatch`,
   * `StoreReadOnly`, `StoreLocked`, `DatabaseDamaged`.
   */
  static async open(folder: string, options: RepositoryOptions): Promise<Repository> {
    let repository: Repository | undefined;
    const opening = await openRepository(folder, options, async () => (await repository?.reload()) ?? false);
    repository = new Repository(folder, options, opening);
    return repository;
  }

  /** The store's folder. */
  get folder(): string {
    return this.#folder;
  }

  get profile(): Profile {
    return this.#store.profile;
  }

  /** Finds what a reference names. Throws `UnknownReference`, `AmbiguousReference`, `NotASnapshot`, `LabelDeleted`. */
  resolve(reference: string): Referent {
    return resolveReference(this.#store.labels, reference);
  }

  labels(options?: { deleted?: boolean }): Promise<Label[]> {
    return this.#store.labels.list(options);
  }

  label(name: string): Promise<Label | undefined> {
    return this.#store.labels.resolve(name);
  }

  /** Gives a label's reflog, oldest first. Throws `UnknownLabel`. */
  log(label: string, range?: LogRange): Promise<ReflogEntry[]> {
    return this.#store.labels.log(label, range);
  }

  /** Gives a label's reflog with the counts of what each move changed, from the change index. */
  async history(label: string, range?: LogRange): Promise<HistoryEntry[]> {
    const log = await this.log(label, range);
    await this.#knowChanges(log);
    return log.map((entry) => ({ entry, counts: this.#counts(entry) }));
  }

  /** Gives those moves of a label in which a path, or something below it, appeared, changed or went. */
  async pathHistory(label: string, path: string, range?: LogRange): Promise<HistoryEntry[]> {
    const history: HistoryEntry[] = [];
    for (const item of await this.history(label)) {
      if (await this.#touches(item.entry, path)) history.push(item);
    }
    return range?.limit === undefined ? history : history.slice(Math.max(0, history.length - range.limit));
  }

  /** Gives what is at a path of a snapshot: an entry, or a folder's tally. Throws `ENOENT`. */
  async stat(id: SnapshotId, path: string): Promise<Entry | Tally> {
    const entry = path === "" ? undefined : await getEntry(this.#store.nodes, id, path);
    if (entry !== undefined && entryType(entry) !== "directory") return entry;
    const tally = await statFolder(this.#store.nodes, id, path);
    if (tally !== undefined) return tally;
    throw new StrataError("ENOENT", `There is no ${JSON.stringify(path)} in that snapshot.`, {
      hint: "See what there is with `strata tree`.",
      data: { id, path },
    });
  }

  /** Lists what is directly in a folder. Throws `ENOENT`, `ENOTDIR`. */
  list(id: SnapshotId, folder: string): Promise<Listed[]> {
    return listFolder(this.#store.nodes, id, folder);
  }

  /** Gives every entry below a folder, in the manifest's order. */
  entries(id: SnapshotId, folder: string): AsyncGenerator<readonly [path: string, entry: Entry]> {
    return rangeEntries(this.#store.nodes, id, { under: folder });
  }

  /** Gives a file's bytes, a chunk at a time. Throws `MissingObject`, `CorruptObject`. */
  content(entry: Entry): AsyncGenerator<Uint8Array> {
    return readContent(this.#store.objects, entry);
  }

  /** Gives the chunks that a file's content lies in, chunk lists resolved; none when it is inline. */
  chunks(entry: Entry): AsyncGenerator<{ id: string; len: number }> {
    return readChunks(this.#store.objects, entry);
  }

  /** Gives the paths in which two snapshots differ. */
  diff(before: SnapshotId, after: SnapshotId): AsyncGenerator<Difference> {
    return diffManifests(this.#store.nodes, before, after);
  }

  /** Imports files and folders under a label. */
  import(request: ImportRequest, options?: CallOptions<ImportProgress>): Promise<ImportReport> {
    return this.#ask("import", request, options as CallOptions);
  }

  /** Writes a snapshot, or a part of it, to disk. */
  export(request: ExportRequest, options?: CallOptions<ExportProgress>): Promise<ExportReport> {
    return this.#ask("export", request, options as CallOptions);
  }

  /** Moves a label if its head is the expected one. */
  cas(move: Move, expected: SnapshotId | null): Promise<MoveResult> {
    return this.#ask("cas", { move, expected });
  }

  /** Moves a label whatever its head is. */
  force(move: Move): Promise<ReflogEntry> {
    return this.#ask("force", move);
  }

  /** Changes what is not part of a label's history. */
  amend(label: string, change: LabelChange): Promise<Label> {
    return this.#ask("amend", { label, change });
  }

  /** Reads and checks everything in the store. */
  verify(options?: CallOptions<VerifyProgress>): Promise<VerifyReport> {
    return this.#ask("verify", undefined, options as CallOptions);
  }

  /** Looks for packs that the index does not know; tells whether there were any. */
  async reload(): Promise<boolean> {
    try {
      return await this.#ask("reload", undefined);
    } catch (thrown) {
      // Nobody can look there: what is missing is to be told as missing.
      if (thrown instanceof StrataError && thrown.code === "StoreReadOnly") return false;
      throw thrown;
    }
  }

  /** Aborts what is under way, which then rejects with `Cancelled`, waits for its end and closes the store. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    try {
      this.#store.close();
    } finally {
      // The writer goes last, since only one that may write can fold the write-ahead logs in and remove them.
      await this.#writer?.close();
    }
  }

  /** Calls the writer, which is started when there is none, or when the one that was has died. */
  #ask<M extends keyof WriterService & string>(
    method: M,
    argument: Parameters<WriterService[M]>[0],
    options?: CallOptions,
  ): Promise<Awaited<ReturnType<WriterService[M]>>> {
    if (this.#closing !== undefined) return Promise.reject(storeClosed());
    if (!this.#writer?.alive) this.#writer = startWriter(this.#folder, this.#options);
    return this.#writer.call(method, argument, options);
  }

  #counts({ from, to }: ReflogEntry): ChangeCounts | undefined {
    return to === null || from === to ? undefined : this.#store.changes.counts(from, to);
  }

  async #knowChanges(log: readonly ReflogEntry[]): Promise<void> {
    do {
      const unknown = log.filter(
        ({ from, to }) => to !== null && from !== to && this.#store.changes.counts(from, to) === undefined,
      );
      if (unknown.length === 0) return;
      await this.#ask("fillChanges", unknown);
      // The writer fills the index.db that is there now. In another than the one opened here, more may be unknown.
    } while (this.#store.followIndex());
  }

  async #touches({ from, to }: ReflogEntry, path: string): Promise<boolean> {
    const { nodes, changes } = this.#store;
    if (path === "") return from !== to;
    if (from !== null && to !== null) return from !== to && changes.touches(from, to, path);
    const id = from ?? to;
    if (id === null) return false;
    return (
      (await getEntry(nodes, id, path)) !== undefined || (await statFolder(nodes, id, path)) !== undefined
    );
  }
}
