import { localActor, type Surface } from "../clock.ts";
import { inTransaction } from "../database/database.ts";
import type { SnapshotId } from "../ids.ts";
import { unknownLabel } from "../labels/label-errors.ts";
import type {
  Label,
  LabelChange,
  LabelSettings,
  Move,
  MoveResult,
  ReflogEntry,
} from "../labels/label-store.ts";
import type { TreeMerge } from "../merge/tree/merge-trees.ts";
import type { MountInfo } from "../mount/mount-catalog.ts";
import type { Reconciliation } from "../objects/reconcile.ts";
import { type Captured, type CaptureRequest, capturePaths } from "../operations/capture.ts";
import type { CallContext, WriterParts } from "../operations/context.ts";
import {
  type ExportProgress,
  type ExportReport,
  type ExportRequest,
  exportSnapshot,
} from "../operations/export.ts";
import { type ImportReport, type ImportRequest, importPaths } from "../operations/import.ts";
import { type MergeRequest, mergeSnapshots } from "../operations/merge.ts";
import type { MountPush, MountPushRequest } from "../operations/mount-push.ts";
import { MountWriter } from "../operations/mount-writer.ts";
import type { Profile } from "../profile.ts";
import { SerialQueue } from "../serial-queue.ts";
import type { ImportProgress } from "../snapshot/take.ts";
import { ensureStore } from "../store/create.ts";
import { layoutOf } from "../store/layout.ts";
import { type OpenedStore, openStore, tidy } from "../store/open.ts";
import { Reserve } from "../store/reserve.ts";
import { keepUp } from "../store/upkeep.ts";
import { type VerifyReport, verifyStore } from "../verify/verify.ts";

/** What a writer is opened with. */
export interface WriterOptions {
  readonly folder: string;
  /** The profile of a store that has to be created, and whether one that exists must have just that. */
  readonly profile: Profile;
  readonly exactProfile: boolean;
  /** Whether a store is created where there is none. */
  readonly create: boolean;
  readonly lockWait?: number | undefined;
  readonly surface: Surface;
}

/** Some of a label's settings; null stands for none. */
export type SettingsChange = { readonly [K in keyof LabelSettings]?: LabelSettings[K] | null };

/** Does everything that writes to one store. It lives in a thread of its own; see `store-worker.ts`. */
export class Writer {
  readonly #store: OpenedStore;
  readonly #parts: WriterParts;
  readonly #reserve: Reserve;
  readonly mounts: MountWriter;
  /** What opening brought in line. */
  readonly reconciliation: Reconciliation;
  /** Long jobs run one after the other. */
  readonly #queue = new SerialQueue();

  /**
   * Creates the store if need be and wanted. With `spends` it opens one on a full disk too, in the room that is kept for what is small.
   * Throws as `ensureStore` and `openStore` do.
   */
  constructor(options: WriterOptions, parts: WriterParts, { spends = false } = {}) {
    const layout = layoutOf(options.folder);
    this.#parts = parts;
    const { profile, exactProfile: exactly, create } = options;
    ensureStore(layout, { profile, exactly, create }, parts.files);
    this.#reserve = new Reserve(layout, parts.files);
    const open = () =>
      openStore(layout, {
        readonly: false,
        lockWait: options.lockWait,
        clock: parts.clock,
        actor: localActor(options.surface),
        files: parts.files,
        reload: () => this.#reload(),
        makeRoom: () => this.#reserve.release(),
      });
    this.#store = spends ? this.#reserve.spend(open) : open();
    this.mounts = new MountWriter(this.#store, parts);
    try {
      this.reconciliation = tidy(this.#store, parts.clock());
    } catch (thrown) {
      this.#store.close();
      throw thrown;
    }
    // What was just spent is not to be had yet.
    if (!this.#reserve.isSpent) this.#reserve.keep();
  }

  get profile(): Profile {
    return this.#store.profile;
  }

  /** Imports paths under a label: a push on whatever its head is. */
  import(request: ImportRequest, context: CallContext<ImportProgress>): Promise<ImportReport> {
    return this.#alone(() => importPaths(this.#store, request, { ...context, ...this.#parts }));
  }

  /** Writes a snapshot, or a part of one, to disk. */
  export(request: ExportRequest, context: CallContext<ExportProgress>): Promise<ExportReport> {
    return this.#alone(() => exportSnapshot(this.#store, request, { ...context, files: this.#parts.files }));
  }

  /** Merges two snapshots into a new one, which no label holds yet. */
  merge(request: MergeRequest, { signal }: Pick<CallContext, "signal">): Promise<TreeMerge> {
    const { clock, merger } = this.#parts;
    return this.#alone(() => mergeSnapshots(this.#store, request, { clock, run: merger, signal }));
  }

  /** Takes a snapshot of files and folders as they are now, which no label holds. */
  capture(request: CaptureRequest, context: CallContext<ImportProgress>): Promise<Captured> {
    return this.#alone(() => capturePaths(this.#store, request, { ...context, ...this.#parts }));
  }

  /** Discards a mount, so that it can be restored. */
  async discardMount(id: number): Promise<MountInfo> {
    return this.#reserve.spend(() => this.mounts.discard(id));
  }

  /** Makes a snapshot of a mount and moves a label to it. */
  async pushMount(request: MountPushRequest): Promise<MountPush> {
    const pushed = await this.mounts.push(request);
    if (pushed.status === "advanced") this.#keepUpLater(pushed.entry);
    return pushed;
  }

  /** Moves a label if its head is the expected one. */
  async cas({ move, expected }: { move: Move; expected: SnapshotId | null }): Promise<MoveResult> {
    const result = this.#reserve.spend(() => this.#store.labels.casSync(move, expected));
    if (result.status === "moved") this.#keepUpLater(result.entry);
    return result;
  }

  /** Moves a label whatever its head is. */
  async force(move: Move): Promise<ReflogEntry> {
    const entry = this.#reserve.spend(() => this.#store.labels.forceSync(move));
    this.#keepUpLater(entry);
    return entry;
  }

  /** Changes what is not part of a label's history. */
  async amend({ label, change }: { label: string; change: LabelChange }): Promise<Label> {
    return this.#reserve.spend(() => this.#store.labels.amendSync(label, change));
  }

  /** Changes some of a label's settings, as they are by then: others may have changed meanwhile. Null removes one. */
  async amendSettings({ label: name, change }: { label: string; change: SettingsChange }): Promise<Label> {
    const { db, labels } = this.#store;
    const amend = () => {
      const label = labels.resolveSync(name);
      if (label === undefined) throw unknownLabel(name);
      const settings = Object.entries({ ...label.settings, ...change }).filter(([, value]) => value !== null);
      return labels.amendSync(name, { settings: Object.fromEntries(settings) });
    };
    return this.#reserve.spend(() => inTransaction(db, amend));
  }

  /** Fills in the change index for the moves that it does not know yet. */
  fillChanges(
    moves: readonly Pick<ReflogEntry, "from" | "to">[],
    { signal }: Pick<CallContext, "signal">,
  ): Promise<void> {
    return this.#alone(async () => {
      for (const { from, to } of moves) {
        if (signal.aborted) return;
        if (to !== null && from !== to) await this.#store.changes.fill(this.#store.nodes, from, to);
      }
    });
  }

  /** Reads and checks everything in the store. */
  verify(_: undefined, context: CallContext): Promise<VerifyReport> {
    return this.#alone(() => verifyStore(this.#store, context));
  }

  /** Makes the index again if it is damaged; tells whether it was. */
  mendIndex(certain: boolean): Promise<boolean> {
    return this.#alone(async () => {
      if (!this.#store.mendIndex(certain)) return false;
      this.#reload();
      return true;
    });
  }

  /** Looks for packs that the index does not know; tells whether it found any. */
  async reload(): Promise<boolean> {
    return this.#reload();
  }

  /** Waits until nothing is under way. */
  async settle(): Promise<void> {
    await this.#queue.idle();
  }

  close(): void {
    this.#store.close();
    // Room that was spent may be there again, now that SQLite has removed its logs.
    this.#reserve.keep();
  }

  #reload(): boolean {
    return tidy(this.#store, this.#parts.clock()).added > 0;
  }

  /** Runs a long job after those that were asked for before it. */
  #alone<T>(job: () => Promise<T>): Promise<T> {
    return this.#queue.run(() => {
      // Somebody may have deleted index.db, or made it again, since the last job.
      if (this.#store.followIndex()) this.#reload();
      return job();
    });
  }

  /** Does what is due after a move once other work allows; nobody waits for it but {@link settle}. */
  #keepUpLater(entry: ReflogEntry): void {
    // What fails here is due again, and tried again, after the next move.
    this.#alone(() => keepUp(this.#store, this.#parts, entry)).catch(() => undefined);
  }
}
