import type { StrataError } from "../errors.ts";
import type { SnapshotId } from "../ids.ts";
import type { LabelPage, LabelQuery } from "../labels/label-pages.ts";
import type { Label, LogRange, NamedSnapshot, ReflogEntry } from "../labels/label-store.ts";
import { type Referent, resolveReference } from "../labels/references.ts";
import type { Reconciliation } from "../objects/reconcile.ts";
import {
  type ArchivedPart,
  archiveSnapshot,
  type ExportProgress,
  type ExportReport,
} from "../operations/export.ts";
import type { OperationName } from "../operations/table.ts";
import type { Profile } from "../profile.ts";
import type { Sink } from "../snapshot/archive/archive-writer.ts";
import { footprintOf, isWritable } from "../store/footprint.ts";
import type { OpenedStore } from "../store/open.ts";
import { unlessUnwritable } from "../store/unless-unwritable.ts";
import { type StoreEvent, Watch, type WatchOptions } from "../store/watch.ts";
import { type CallOptions, storeClosed } from "../threads/rpc.ts";
import type { Answer, Asked, StoreThread } from "../threads/store-thread.ts";
import { History, type HistoryEntry, type HistoryPage, type HistoryQuery } from "./history.ts";
import { type FoundBase, findBase } from "./merge-base.ts";
import { Mounts } from "./mounts.ts";
import { type Opening, openRepository, type RepositoryOptions, startStoreThread } from "./opening.ts";
import { type PreflightReport, type PreflightRequest, preflightImport } from "./preflight.ts";
import { SnapshotReader } from "./snapshot-reader.ts";

export type { HistoryEntry } from "./history.ts";
export type { RepositoryOptions } from "./opening.ts";

/**
 * One store, as everything above it sees it. Reading happens in the calling thread; whatever writes goes to the one
 * thread that does, which is started when it is first needed.
 */
export class Repository extends SnapshotReader {
  /**
   * How opening found the index to stand to the packs. Packs that are missing are told once, damaged ones each time: what
   * either means for snapshots and labels, the operation `verify` tells.
   */
  readonly reconciliation: Reconciliation;
  /** Whether opening found that others could read the store's files, and closed them. */
  readonly wasOpenToOthers: boolean;
  /** The store's mounts. */
  readonly mounts: Mounts;
  readonly #folder: string;
  readonly #options: RepositoryOptions;
  readonly #store: OpenedStore;
  readonly #history: History;
  readonly #watches = new Set<Watch>();
  #thread: StoreThread | undefined;
  #closing: Promise<void> | undefined;

  private constructor(folder: string, options: RepositoryOptions, opening: Opening) {
    super(opening.store);
    this.reconciliation = opening.reconciliation;
    this.wasOpenToOthers = opening.wasOpenToOthers;
    this.#folder = folder;
    this.#options = options;
    this.#store = opening.store;
    this.#history = new History(this.#store, (moves, options) => this.run("fillChanges", moves, options));
    this.mounts = new Mounts(this.#store, (operation, ...asked) => this.run(operation, ...asked));
    this.#thread = opening.thread;
  }

  /**
   * Opens the store in a folder, and creates it where there is none yet, if it may. Throws `NoStore`, `StoreTooNew`, `NotAStore`,
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

  /** Finds what a reference names. Throws `UnknownReference`, `AmbiguousReference`, `NotASnapshot`, `LabelDeleted`. */
  resolve(reference: string): Referent {
    return resolveReference(this.#store.labels, reference);
  }

  labels(options?: { deleted?: boolean }): Promise<Label[]> {
    return this.#store.labels.list(options);
  }

  /** Gives a page of the labels. */
  labelPage(query: LabelQuery): LabelPage {
    return this.#store.labels.pages.page(query);
  }

  label(name: string): Promise<Label | undefined> {
    return this.#store.labels.resolve(name);
  }

  /** Tells whether a label has ever been moved to a snapshot, as far as its history is kept. */
  hasHeld(label: string, id: SnapshotId): boolean {
    return this.#store.labels.hasHeld(label, id);
  }

  /** Gives a label's reflog, oldest first. Throws `UnknownLabel`. */
  log(label: string, range?: LogRange): Promise<ReflogEntry[]> {
    return this.#store.labels.log(label, range);
  }

  /** Gives a label's reflog with the counts of what each move changed, from the change index. */
  history(label: string, range?: LogRange): Promise<HistoryEntry[]> {
    return this.#history.all(label, range);
  }

  /**
   * Gives a page of a label's history, newest first. With `stat` it finds out what the moves on it changed, where the store
   * can be written; without, it tells what is known. Throws `UnknownLabel`.
   */
  historyPage(label: string, query: HistoryQuery): Promise<HistoryPage> {
    return this.#history.page(label, query);
  }

  /** Gives those moves of a label in which a path, or something below it, appeared, changed or went. */
  pathHistory(label: string, path: string, range?: LogRange): Promise<HistoryEntry[]> {
    return this.#history.ofPath(label, path, range);
  }

  /** Tells how many bytes the store takes up on disk, and whether it can be written. */
  async footprint(): Promise<{ bytes: number; writable: boolean }> {
    const { layout } = this.#store;
    return { bytes: await footprintOf(layout), writable: await isWritable(layout) };
  }

  /** Finds out what an import would do, in this thread; it reads no contents and writes nothing. */
  preflight(
    request: PreflightRequest,
    watch: Parameters<typeof preflightImport>[2] = {},
  ): Promise<PreflightReport> {
    return preflightImport(this.#store, request, watch);
  }

  /**
   * Has the store's thread run an operation of the table; the thread is started when there is none, or when the one that was has
   * died. Rejects with what the operation throws.
   */
  run<N extends OperationName>(operation: N, ...asked: Asked<N>): Answer<N> {
    if (this.#closing !== undefined) return Promise.reject(storeClosed());
    // A store that was open is not created again where it is gone.
    if (!this.#thread?.alive)
      this.#thread = startStoreThread(this.#folder, { ...this.#options, create: false });
    return this.#thread.run(operation, ...asked);
  }

  /** Writes a snapshot, or a part of it, as an archive into a sink; in this thread, since it is read alone. */
  archive(
    part: ArchivedPart,
    sink: Sink,
    options: Pick<CallOptions<ExportProgress>, "signal" | "onProgress"> = {},
  ): Promise<ExportReport> {
    return archiveSnapshot(this.#store, part, sink, options);
  }

  /**
   * Gives what two snapshots both came from. One that a label names stands where that label's move to it does; one that is named by
   * its id, in the history of any label that held it. Throws `AmbiguousReference` where that makes a difference, `TooManyBases`.
   */
  mergeBase(ours: NamedSnapshot, theirs: NamedSnapshot): FoundBase {
    return findBase(this.#store.labels.history, ours, theirs);
  }

  /**
   * Tells of what happens in the store from now on, by whatever process, until what it gives is called or the repository is
   * closed.
   */
  watch(listener: (event: StoreEvent) => void, options?: WatchOptions): () => void {
    if (this.#closing !== undefined) throw storeClosed();
    const watch = new Watch(this.#store.layout, listener, options);
    this.#watches.add(watch);
    return () => {
      watch.stop();
      this.#watches.delete(watch);
    };
  }

  /**
   * Makes `index.db`, which is derived, again if it is why something failed; tells whether it was, so that it can be tried again.
   * Where nobody may write it is left as it is.
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

  /** Looks for packs that the index does not know; tells whether there were any. */
  async reload(): Promise<boolean> {
    try {
      return await this.run("reload", undefined);
    } catch (thrown) {
      // Nobody can look there: what is missing is to be told as missing.
      unlessUnwritable(thrown);
      return false;
    }
  }

  /** Aborts what is under way, which then rejects with `Cancelled`, waits for its end and closes the store. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    for (const watch of this.#watches) watch.stop();
    await this.closeReader();
    try {
      this.#store.close();
    } finally {
      // That thread goes last, since only one that may write can fold the write-ahead logs in and remove them.
      await this.#thread?.close();
    }
  }
}
