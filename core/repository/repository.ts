import type { StrataError } from "../errors.ts";
import type { GcReport } from "../gc/collect.ts";
import type { GcProgress } from "../gc/progress.ts";
import type { SnapshotId } from "../ids.ts";
import type { LabelPage, LabelQuery } from "../labels/label-pages.ts";
import type { Label, LogRange, NamedSnapshot, ReflogEntry } from "../labels/label-store.ts";
import { type Referent, resolveReference } from "../labels/references.ts";
import type { Reconciliation } from "../objects/reconcile.ts";
import type { CollectRequest } from "../operations/collect.ts";
import {
  type ArchivedPart,
  archiveSnapshot,
  type ExportProgress,
  type ExportReport,
} from "../operations/export.ts";
import { type FoundBase, findKeptBase } from "../operations/merge-base.ts";
import type { MoveProgress, MoveReport } from "../operations/move-store.ts";
import type { OperationName } from "../operations/table.ts";
import type { Profile } from "../profile.ts";
import type { Sink } from "../snapshot/archive/archive-writer.ts";
import { footprintOf, isWritable } from "../store/footprint.ts";
import type { OpenedStore } from "../store/open.ts";
import { unlessUnwritable } from "../store/unless-unwritable.ts";
import { type StoreEvent, Watch, type WatchOptions } from "../store/watch.ts";
import { type CallOptions, storeClosed } from "../threads/rpc.ts";
import type { Answer, Asked, StoreThread } from "../threads/store-thread.ts";
import { ScrubLog } from "../verify/scrub-log.ts";
import { type ScrubSummary, summarize } from "../verify/scrub-schedule.ts";
import { History, type HistoryEntry, type HistoryPage, type HistoryQuery } from "./history.ts";
import { Merges } from "./merges.ts";
import { Mounts } from "./mounts.ts";
import {
  type OpenedRepository,
  openRepository,
  type RepositoryOptions,
  startStoreThread,
} from "./open-repository.ts";
import { type PreflightReport, type PreflightRequest, preflightImport } from "./preflight.ts";
import { Retentions } from "./retentions.ts";
import { SnapshotReader } from "./snapshot-reader.ts";

export type { HistoryEntry } from "./history.ts";
export type { RepositoryOptions } from "./open-repository.ts";

/**
 * One store, as everything above it sees it. Reads run in the calling thread; writes go to the store
 * thread, which is started when first needed.
 */
export class Repository extends SnapshotReader {
  /**
   * The differences between index and packs that opening found. Missing packs are reported once, damaged ones each time; the
   * operation `verify` lists the affected snapshots and labels.
   */
  readonly reconciliation: Reconciliation;
  /** Whether others could read the store's files until opening made them private. */
  readonly wasOpenToOthers: boolean;
  /** The store's mounts. */
  readonly mounts: Mounts;
  /** The store's merges that are decided step by step. */
  readonly merges: Merges;
  /** How much of its labels' history the store keeps. */
  readonly retentions: Retentions;
  readonly #folder: string;
  readonly #options: RepositoryOptions;
  readonly #store: OpenedStore;
  readonly #history: History;
  readonly #watches = new Set<Watch>();
  readonly #movers = new Set<StoreThread>();
  #thread: StoreThread | undefined;
  #closing: Promise<void> | undefined;

  private constructor(folder: string, options: RepositoryOptions, opening: OpenedRepository) {
    super(opening.store);
    this.reconciliation = opening.reconciliation;
    this.wasOpenToOthers = opening.wasOpenToOthers;
    this.#folder = folder;
    this.#options = options;
    this.#store = opening.store;
    this.#history = new History(this.#store, (moves, options) => this.run("fillChanges", moves, options));
    this.mounts = new Mounts(this.#store, (operation, ...asked) => this.run(operation, ...asked));
    this.merges = new Merges(this.#store);
    this.retentions = new Retentions(this.#store);
    this.#thread = opening.thread;
  }

  /**
   * Opens the store in a folder, and creates a missing one unless the options forbid it. Throws `NoStore`, `StoreTooNew`, `NotAStore`,
   * `ProfileMismatch`, `StoreReadOnly`, `StoreLocked`, `DatabaseDamaged`.
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

  /** Resolves a reference. Throws `UnknownReference`, `AmbiguousReference`, `NotASnapshot`, `LabelDeleted`. */
  resolve(reference: string): Referent {
    return resolveReference(this.#store.labels, reference);
  }

  labels(options?: { deleted?: boolean }): Promise<Label[]> {
    return this.#store.labels.list(options);
  }

  /** Returns a page of the labels. */
  labelPage(query: LabelQuery): LabelPage {
    return this.#store.labels.pages.page(query);
  }

  label(name: string): Promise<Label | undefined> {
    return this.#store.labels.resolve(name);
  }

  /** Returns whether a label has ever been moved to a snapshot, as far as its history is kept. */
  hasHeld(label: string, id: SnapshotId): boolean {
    return this.#store.labels.hasHeld(label, id);
  }

  /** Returns a label's reflog, oldest first. Throws `UnknownLabel`. */
  log(label: string, range?: LogRange): Promise<ReflogEntry[]> {
    return this.#store.labels.log(label, range);
  }

  /** Returns a label's reflog with the counts of each move's changes, from the change index. */
  history(label: string, range?: LogRange): Promise<HistoryEntry[]> {
    return this.#history.all(label, range);
  }

  /**
   * Returns a page of a label's history, newest first. With `stat` it fills in the changes of its moves if the store
   * can be written; otherwise it returns the known ones. Throws `UnknownLabel`.
   */
  historyPage(label: string, query: HistoryQuery): Promise<HistoryPage> {
    return this.#history.page(label, query);
  }

  /** Returns the moves of a label that added, changed or removed a path or a path below it. */
  pathHistory(label: string, path: string, range?: LogRange): Promise<HistoryEntry[]> {
    return this.#history.ofPath(label, path, range);
  }

  /** Returns the store's size on disk in bytes, and whether it can be written. */
  async footprint(): Promise<{ bytes: number; writable: boolean }> {
    const { layout } = this.#store;
    return { bytes: await footprintOf(layout), writable: await isWritable(layout) };
  }

  /** Returns whether the store is scrubbed, how much of it was, and what was found. */
  scrubs(): ScrubSummary & { readonly isOn: boolean } {
    const log = new ScrubLog(this.#store.db);
    return { isOn: log.isOn, ...summarize(this.#store.index.packs(), log.all(), Date.now()) };
  }

  /** Forecasts an import, in the calling thread; reads no contents and writes nothing. */
  preflight(
    request: PreflightRequest,
    watch: Parameters<typeof preflightImport>[2] = {},
  ): Promise<PreflightReport> {
    return preflightImport(this.#store, request, watch);
  }

  /**
   * Runs an operation of the table in the store thread, which is started if there is none or the last one has
   * died. Rejects with the operation's error.
   */
  run<N extends OperationName>(operation: N, ...asked: Asked<N>): Answer<N> {
    if (this.#closing !== undefined) return Promise.reject(storeClosed());
    // A store that vanished while open is not created again.
    if (!this.#thread?.alive)
      this.#thread = startStoreThread(this.#folder, { ...this.#options, create: false });
    return this.#thread.run(operation, ...asked);
  }

  /** Frees the space of what nothing needs. Throws as `collect` does, `UnknownLabel`. */
  async collect(request: CollectRequest, options?: CallOptions<GcProgress>): Promise<GcReport> {
    try {
      return await this.run("collect", request, options);
    } finally {
      this.#closeFiles();
    }
  }

  /** Moves the store to another folder, in a thread of its own: nobody can write in the end. Throws as `moveStore` does. */
  async moveTo(to: string, options?: CallOptions<MoveProgress>): Promise<MoveReport> {
    if (this.#closing !== undefined) throw storeClosed();
    const thread = startStoreThread(this.#folder, { ...this.#options, create: false });
    this.#movers.add(thread);
    try {
      return await thread.run("moveStore", { to }, options);
    } finally {
      this.#movers.delete(thread);
      await thread.close();
    }
  }

  /** Frees space if the last time was a day ago and it is not turned off; null if it is not due. Throws as `collect` does. */
  async collectIfDue(options?: CallOptions<GcProgress>): Promise<GcReport | null> {
    try {
      return await this.run("collectIfDue", undefined, options);
    } finally {
      this.#closeFiles();
    }
  }

  /** Writes a snapshot, or a part of it, as an archive into a sink; in the calling thread, since it only reads. */
  archive(
    part: ArchivedPart,
    sink: Sink,
    options: Pick<CallOptions<ExportProgress>, "signal" | "onProgress"> = {},
  ): Promise<ExportReport> {
    return archiveSnapshot(this.#store, part, sink, options);
  }

  /**
   * Finds the merge base of two snapshots. A snapshot named by a label counts at that label's move to it; one named by
   * its id, in the history of every label that held it. Throws `AmbiguousReference` if these give different bases, `TooManyBases`,
   * `SnapshotPruned` for a base that was pruned.
   */
  mergeBase(ours: NamedSnapshot, theirs: NamedSnapshot): FoundBase {
    return findKeptBase(this.#store.labels, ours, theirs);
  }

  /**
   * Reports changes of the store from now on, by any process, until the returned function is called or the repository is
   * closed.
   */
  watch(listener: (event: StoreEvent) => void, options?: WatchOptions): () => void {
    if (this.#closing !== undefined) throw storeClosed();
    const watch = new Watch(
      this.#store.layout,
      (event) => {
        if (event.type === "collected") this.#closeFiles();
        listener(event);
      },
      options,
    );
    this.#watches.add(watch);
    return () => {
      watch.stop();
      this.#watches.delete(watch);
    };
  }

  /**
   * Rebuilds `index.db` if its damage caused an error; returns whether it did, so that the caller can try again.
   * A read-only store is left as it is.
   */
  async mendIndex({ data }: Pick<StrataError, "data">): Promise<boolean> {
    const path = data?.path;
    const isIndex = path === this.#store.layout.indexDb;
    if (path !== undefined && !isIndex) return false;
    try {
      if (!(await this.run("mendIndex", isIndex))) return false;
    } catch (thrown) {
      unlessUnwritable(thrown);
      return false;
    }
    this.#store.followIndex();
    return true;
  }

  /** Looks for packs that the index does not know; returns whether there were any. */
  async reload(): Promise<boolean> {
    try {
      return await this.run("reload", undefined);
    } catch (thrown) {
      // The store cannot be written: the missing object is reported as missing.
      unlessUnwritable(thrown);
      return false;
    }
  }

  /** A deleted pack takes up room while any thread has it open. */
  #closeFiles(): void {
    this.#store.reader.closeFiles();
    if (this.#thread?.alive) this.run("closeFiles", undefined).catch(() => undefined);
  }

  /** Aborts running calls, which reject with `Cancelled`, waits for them and closes the store. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    for (const watch of this.#watches) watch.stop();
    await Promise.all([...this.#movers].map((thread) => thread.close()));
    await this.closeReader();
    await this.merges.close();
    try {
      this.#store.close();
    } finally {
      // The store thread ends last, since only a writer can checkpoint and remove the write-ahead logs.
      await this.#thread?.close();
    }
  }
}
