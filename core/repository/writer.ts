import { realpathSync } from "node:fs";
import { type Clock, localActor, type Surface } from "../clock.ts";
import { inTransaction } from "../database/database.ts";
import type { FileWrites } from "../files/file-writes.ts";
import { type VerifyReport, verifyStore } from "../gc/verify.ts";
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
import { diffManifests } from "../manifest/diff.ts";
import { NodeStore } from "../manifest/node-store.ts";
import { statFolder } from "../manifest/read.ts";
import type { PackStore } from "../objects/pack-store.ts";
import type { Reconciliation } from "../objects/reconcile.ts";
import type { Profile } from "../profile.ts";
import type { ContentWorker } from "../snapshot/content-protocol.ts";
import { type ImportProgress, takeSnapshot } from "../snapshot/take.ts";
import type { Skipped } from "../snapshot/walk.ts";
import { ensureStore } from "./create.ts";
import { type ExportProgress, type ExportReport, type ExportRequest, exportSnapshot } from "./export.ts";
import { countChanges, type ImportChanges, noteOnLabel } from "./import-notes.ts";
import { type ImportRules, settingsFor } from "./import-settings.ts";
import { layoutOf } from "./layout.ts";
import { type OpenedStore, openStore, tidy } from "./open.ts";
import type { CallContext } from "./rpc.ts";
import { keepUp } from "./upkeep.ts";

/** What a writer is opened with. */
export interface WriterOptions {
  readonly folder: string;
  /** The profile of a store that has to be created, and whether one that exists must have just that. */
  readonly profile: Profile;
  readonly exactProfile: boolean;
  readonly lockWait?: number | undefined;
  readonly surface: Surface;
}

/** Some of a label's settings; null stands for none. */
export type SettingsChange = { readonly [K in keyof LabelSettings]?: LabelSettings[K] | null };

/** An import that is asked for. Paths are absolute. */
export interface ImportRequest extends ImportRules {
  readonly paths: readonly string[];
  readonly label: string;
  readonly message?: string | undefined;
  /** What the label is described as, if the import creates it. */
  readonly description?: string | undefined;
}

/** What an import did. */
export interface ImportReport {
  readonly id: SnapshotId;
  readonly label: string;
  /** Whether the label moved; it does not when nothing changed. */
  readonly moved: boolean;
  /** Files and links in the snapshot, and the sum of their sizes. */
  readonly files: number;
  readonly bytes: number;
  /** Files that were not read again. */
  readonly unchanged: number;
  /** Plaintext bytes of new chunks and of new or changed inline contents. */
  readonly newBytes: number;
  /** Bytes that packs and loose objects grew by, metadata included. */
  readonly storedBytes: number;
  /** Against what the label held before; nothing when it did not move. */
  readonly changes: ImportChanges;
  readonly skipped: readonly Skipped[];
  readonly warnings: readonly Skipped[];
}

/** Does everything that writes to one store. It lives in a thread of its own; see `store-worker.ts`. */
export class Writer {
  readonly #store: OpenedStore;
  readonly #upkeep: { readonly files: FileWrites; readonly clock: Clock };
  readonly #workers: () => readonly ContentWorker[];
  /** What opening brought in line. */
  readonly reconciliation: Reconciliation;
  /** Long jobs run one after the other. */
  #queue: Promise<unknown> = Promise.resolve();

  /** Creates the store if need be. Throws as `ensureStore` and `openStore` do. */
  constructor(
    options: WriterOptions,
    parts: { files: FileWrites; clock: Clock; workers: () => readonly ContentWorker[] },
  ) {
    const layout = layoutOf(options.folder);
    this.#upkeep = parts;
    this.#workers = parts.workers;
    ensureStore(layout, { profile: options.profile, exactly: options.exactProfile }, parts.files);
    this.#store = openStore(layout, {
      readonly: false,
      lockWait: options.lockWait,
      clock: parts.clock,
      actor: localActor(options.surface),
      files: parts.files,
      reload: () => this.#reload(),
    });
    try {
      this.reconciliation = tidy(this.#store, parts.clock());
    } catch (thrown) {
      this.#store.close();
      throw thrown;
    }
  }

  get profile(): Profile {
    return this.#store.profile;
  }

  /** Imports paths under a label: a push on whatever its head is. */
  import(request: ImportRequest, context: CallContext<ImportProgress>): Promise<ImportReport> {
    return this.#alone(() => this.#import(request, context));
  }

  /** Writes a snapshot, or a part of one, to disk. */
  export(request: ExportRequest, context: CallContext<ExportProgress>): Promise<ExportReport> {
    return this.#alone(() => exportSnapshot(this.#store, request, { ...context, files: this.#upkeep.files }));
  }

  /** Moves a label if its head is the expected one. */
  async cas({ move, expected }: { move: Move; expected: SnapshotId | null }): Promise<MoveResult> {
    const result = this.#store.labels.casSync(move, expected);
    if (result.status === "moved") this.#keepUpLater(result.entry);
    return result;
  }

  /** Moves a label whatever its head is. */
  async force(move: Move): Promise<ReflogEntry> {
    const entry = this.#store.labels.forceSync(move);
    this.#keepUpLater(entry);
    return entry;
  }

  /** Changes what is not part of a label's history. */
  async amend({ label, change }: { label: string; change: LabelChange }): Promise<Label> {
    return this.#store.labels.amendSync(label, change);
  }

  /** Changes some of a label's settings, as they are by then: others may have changed meanwhile. Null removes one. */
  async amendSettings({ label: name, change }: { label: string; change: SettingsChange }): Promise<Label> {
    const { db, labels } = this.#store;
    return inTransaction(db, () => {
      const label = labels.resolveSync(name);
      if (label === undefined) throw unknownLabel(name);
      const settings = Object.entries({ ...label.settings, ...change }).filter(([, value]) => value !== null);
      return labels.amendSync(name, { settings: Object.fromEntries(settings) });
    });
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

  /** Looks for packs that the index does not know; tells whether it found any. */
  async reload(): Promise<boolean> {
    return this.#reload();
  }

  /** Waits until nothing is under way. */
  async settle(): Promise<void> {
    await this.#queue;
  }

  close(): void {
    this.#store.close();
  }

  #reload(): boolean {
    return tidy(this.#store, this.#upkeep.clock()).added > 0;
  }

  /** Runs a long job after those that were asked for before it. */
  #alone<T>(job: () => Promise<T>): Promise<T> {
    const turn = this.#queue.then(() => {
      // Somebody may have deleted index.db, or made it again, since the last job.
      if (this.#store.followIndex()) this.#reload();
      return job();
    });
    this.#queue = turn.catch(() => undefined);
    return turn;
  }

  async #import(request: ImportRequest, context: CallContext<ImportProgress>): Promise<ImportReport> {
    const { labels, layout, cache } = this.#store;
    const before = labels.resolveSync(request.label);
    const objects = this.#store.stage();
    const nodes = new NodeStore(objects);
    try {
      const taken = await takeSnapshot({
        ...context,
        paths: request.paths,
        storeFolder: realpathSync(layout.folder),
        settings: settingsFor(request, before?.settings),
        head: before?.head ?? null,
        posixModes: process.platform !== "win32",
        objects,
        nodes,
        cache,
        workers: this.#workers(),
      });
      const tally = await statFolder(nodes, taken.id, "");
      const pushed = await this.#push(request, taken.id, objects, nodes);
      const trouble = await keepUp(this.#store, this.#upkeep, pushed.entry, taken.remember);
      const warnings = [...taken.warnings, ...trouble.map((reason) => ({ path: "", reason }))];
      return {
        id: taken.id,
        label: request.label,
        moved: pushed.entry !== undefined,
        files: tally?.entries ?? 0,
        bytes: tally?.bytes ?? 0,
        unchanged: taken.unchanged,
        newBytes: taken.newChunkBytes + pushed.inlineBytes,
        storedBytes: objects.storedBytes,
        changes: await countChanges(this.#store, pushed.entry),
        skipped: taken.skipped,
        warnings,
      };
    } catch (thrown) {
      objects.discard();
      throw thrown;
    }
  }

  /** Makes a snapshot durable and moves the label to it from whatever its head is, in one transaction with the last objects. */
  async #push(
    request: ImportRequest,
    id: SnapshotId,
    objects: PackStore,
    nodes: NodeStore,
  ): Promise<{ entry: ReflogEntry | undefined; inlineBytes: number }> {
    const { labels } = this.#store;
    const { label, message = "" } = request;
    for (;;) {
      const head = labels.resolveSync(label)?.head ?? null;
      // The inline contents of a snapshot that the store knows are in its nodes already.
      const inlineBytes = labels.isSnapshot(id) ? 0 : await newInlineBytes(nodes, head, id);
      if (head === id) {
        objects.flushWith(() => noteOnLabel(labels, request));
        return { entry: undefined, inlineBytes };
      }
      const move: Move = { label, op: head === null ? "create" : "push", to: id, message };
      const result = objects.flushWith(() => {
        const moved = labels.casSync(move, head);
        if (moved.status === "moved") noteOnLabel(labels, request, moved.entry);
        return moved;
      });
      if (result.status === "moved") return { entry: result.entry, inlineBytes };
    }
  }

  /** Does what is due after a move once other work allows; nobody waits for it but {@link settle}. */
  #keepUpLater(entry: ReflogEntry): void {
    // What fails here is due again, and tried again, after the next move.
    this.#alone(() => keepUp(this.#store, this.#upkeep, entry)).catch(() => undefined);
  }
}

async function newInlineBytes(
  nodes: NodeStore,
  before: SnapshotId | null,
  after: SnapshotId,
): Promise<number> {
  let bytes = 0;
  for await (const { after: entry } of diffManifests(nodes, before, after)) {
    if (entry?.content.kind === "inline") bytes += entry.size;
  }
  return bytes;
}
