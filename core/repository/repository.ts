import { type Clock, localActor, type Surface } from "../clock.ts";
import { asStrataError, StrataError } from "../errors.ts";
import { nodeFileWrites } from "../files/node-file-writes.ts";
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
import { DEFAULT_PROFILE, type Profile } from "../profile.ts";
import type { ChangeCounts } from "../snapshot/change-index.ts";
import { readContent } from "../snapshot/content.ts";
import type { ImportProgress } from "../snapshot/take.ts";
import { readDescription } from "./description.ts";
import type { ExportProgress, ExportReport, ExportRequest } from "./export.ts";
import { layoutOf } from "./layout.ts";
import { isTidy, type OpenedStore, openStore } from "./open.ts";
import type { CallOptions } from "./rpc.ts";
import type { ImportReport, ImportRequest } from "./writer.ts";
import { WriterThread } from "./writer-thread.ts";

/** How a repository is opened. */
export interface RepositoryOptions {
  /** Through what its moves are made; the reflog names it. */
  readonly surface: Surface;
  /** The profile of a store that has to be created; with it, one that exists must have just that (`ProfileMismatch`). */
  readonly profile?: Profile | undefined;
  /** How long to wait for another process's lock, in ms. */
  readonly lockWait?: number | undefined;
  readonly clock?: Clock;
}

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
  readonly #folder: string;
  readonly #options: RepositoryOptions;
  #writer: WriterThread | undefined;
  #store: OpenedStore;

  private constructor(folder: string, options: RepositoryOptions, store: OpenedStore, writer?: WriterThread) {
    this.#folder = folder;
    this.#options = options;
    this.#store = store;
    this.#writer = writer;
  }

  /**
   * Opens the store in a folder, and creates it where there is none yet. Throws `StoreTooNew`, `NotAStore`, `ProfileMismatch`,
   * `StoreReadOnly`, `StoreLocked`, `DatabaseDamaged`.
   */
  static async open(folder: string, options: RepositoryOptions): Promise<Repository> {
    // The common case needs no thread: the store is there and its index is in line.
    let writer: WriterThread | undefined;
    let repository: Repository | undefined;
    const reload = async () => (await repository?.reload()) ?? false;
    const open = () => openForReading(folder, options, reload);
    let store = isReady(folder, options) ? openIfTidy(open) : undefined;
    if (store === undefined) {
      writer = startWriter(folder, options);
      try {
        await writer.call("open", undefined);
        store = open();
      } catch (thrown) {
        await writer.close().catch(() => undefined);
        throw asStrataError(thrown, "opening the store");
      }
    }
    repository = new Repository(folder, options, store, writer);
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
    return this.#write().call("import", request, options as CallOptions);
  }

  /** Writes a snapshot, or a part of it, to disk. */
  export(request: ExportRequest, options?: CallOptions<ExportProgress>): Promise<ExportReport> {
    return this.#write().call("export", request, options as CallOptions);
  }

  /** Moves a label if its head is the expected one. */
  cas(move: Move, expected: SnapshotId | null): Promise<MoveResult> {
    return this.#write().call("cas", { move, expected });
  }

  /** Moves a label whatever its head is. */
  force(move: Move): Promise<ReflogEntry> {
    return this.#write().call("force", move);
  }

  /** Changes what is not part of a label's history. */
  amend(label: string, change: LabelChange): Promise<Label> {
    return this.#write().call("amend", { label, change });
  }

  /** Reads and checks everything in the store. */
  verify(options?: CallOptions<VerifyProgress>): Promise<VerifyReport> {
    return this.#write().call("verify", undefined, options as CallOptions);
  }

  /** Looks for packs that the index does not know; tells whether there were any. */
  reload(): Promise<boolean> {
    return this.#write().call("reload", undefined);
  }

  /** Ends what is under way and closes the store. */
  async close(): Promise<void> {
    // The writer goes last, since only one that may write can fold the write-ahead logs in and remove them.
    this.#store.close();
    await this.#writer?.close();
  }

  #write(): WriterThread {
    this.#writer ??= startWriter(this.#folder, this.#options);
    return this.#writer;
  }

  #counts({ from, to }: ReflogEntry): ChangeCounts | undefined {
    return to === null || from === to ? undefined : this.#store.changes.counts(from, to);
  }

  async #knowChanges(log: readonly ReflogEntry[]): Promise<void> {
    const unknown = log.filter(
      ({ from, to }) => to !== null && from !== to && this.#store.changes.counts(from, to) === undefined,
    );
    if (unknown.length > 0) await this.#write().call("fillChanges", unknown);
  }

  async #touches({ from, to }: ReflogEntry, path: string): Promise<boolean> {
    const { nodes, changes } = this.#store;
    if (from !== null && to !== null) return from !== to && changes.touches(from, to, path);
    const id = from ?? to;
    if (id === null) return false;
    return (
      (await getEntry(nodes, id, path)) !== undefined || (await statFolder(nodes, id, path)) !== undefined
    );
  }
}

function startWriter(folder: string, options: RepositoryOptions): WriterThread {
  return new WriterThread({
    folder,
    profile: options.profile ?? DEFAULT_PROFILE,
    exactProfile: options.profile !== undefined,
    lockWait: options.lockWait,
    surface: options.surface,
  });
}

function openForReading(
  folder: string,
  options: RepositoryOptions,
  reload: () => Promise<boolean>,
): OpenedStore {
  return openStore(layoutOf(folder), {
    readonly: true,
    lockWait: options.lockWait,
    clock: options.clock ?? Date.now,
    actor: localActor(options.surface),
    files: nodeFileWrites,
    reload,
  });
}

/** Tells whether there is a store that need not be created nor compared with a wanted profile. */
function isReady(folder: string, options: RepositoryOptions): boolean {
  return options.profile === undefined && readDescription(layoutOf(folder)) !== undefined;
}

/** Opens a store whose index is in line; undefined when a writer has to see to it first. */
function openIfTidy(open: () => OpenedStore): OpenedStore | undefined {
  let store: OpenedStore;
  try {
    store = open();
  } catch (thrown) {
    // What a writer cannot mend either, it will say itself.
    if (thrown instanceof StrataError && thrown.code === "StoreTooNew") throw thrown;
    return undefined;
  }
  if (isTidy(store)) return store;
  store.close();
  return undefined;
}
