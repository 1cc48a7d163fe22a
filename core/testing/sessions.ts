import { join } from "node:path";
import { afterAll } from "vitest";
import type { FileWrites } from "../files/file-writes.ts";
import { nodeFileWrites } from "../files/node-file-writes.ts";
import type { SnapshotId } from "../ids.ts";
import { buildManifest } from "../manifest/build.ts";
import type { Entry } from "../manifest/entry.ts";
import { rangeEntries } from "../manifest/read.ts";
import { OpenMounts } from "../operations/open-mounts.ts";
import type { OperationContext } from "../operations/operation.ts";
import { DEFAULT_PROFILE } from "../profile.ts";
import { SessionCatalog } from "../sessions/session-catalog.ts";
import type { OpenedStore } from "../store/open.ts";
import { temporaryFolder } from "./folders.ts";
import { type Model, sorted } from "./manifests.ts";
import { listHere, mergeHere, plainContext } from "./operations.ts";
import { openTestStore, steadyClock } from "./stores.ts";

/** A store with merge sessions, whose operations run in this thread. It is closed after the file's last test. */
export class SessionStore {
  readonly folder: string;
  readonly store: OpenedStore;
  readonly sessions: SessionCatalog;
  readonly context: Pick<
    OperationContext,
    "sessions" | "mounts" | "clock" | "merger" | "listRows" | "signal" | "keepUpLater"
  >;

  constructor(folder = join(temporaryFolder(), "store"), files: FileWrites = nodeFileWrites) {
    const clock = steadyClock();
    this.folder = folder;
    this.store = openTestStore(folder, DEFAULT_PROFILE, files);
    this.sessions = new SessionCatalog(this.store.db, clock);
    this.context = {
      sessions: this.sessions,
      mounts: new OpenMounts(this.store, clock),
      clock,
      merger: mergeHere,
      listRows: listHere,
      signal: plainContext().signal,
      keepUpLater: () => undefined,
    };
    afterAll(() => {
      if (this.store.db.open) this.store.close();
    });
  }

  /** Stores a tree as a snapshot. */
  async put(model: Model): Promise<SnapshotId> {
    const objects = this.store.stage();
    const id = await buildManifest(this.store.nodes.over(objects), sorted(model));
    objects.flushWith(() => this.store.labels.recordSnapshot(id));
    return id;
  }

  /** Stores a tree as a snapshot and moves a label to it. */
  async push(label: string, model: Model): Promise<SnapshotId> {
    const id = await this.put(model);
    const head = this.store.labels.resolveSync(label)?.head ?? null;
    this.store.labels.casSync({ label, op: head === null ? "create" : "push", to: id }, head);
    return id;
  }

  /** Reads a snapshot. */
  async read(id: SnapshotId): Promise<Map<string, Entry>> {
    const model = new Map<string, Entry>();
    for await (const [path, entry] of rangeEntries(this.store.nodes, id)) model.set(path, entry);
    return model;
  }
}
