import { localActor } from "../clock.ts";
import type { ReflogEntry } from "../labels/label-store.ts";
import { OpenMounts } from "../operations/open-mounts.ts";
import type { CallContext, Operation, OperationContext, OperationParts } from "../operations/operation.ts";
import type { ArchivedSnapshot } from "../operations/tar-uploads.ts";
import { Uploads } from "../operations/uploads.ts";
import { SerialQueue } from "../serial-queue.ts";
import { SessionCatalog } from "../sessions/session-catalog.ts";
import { layoutOf } from "../store/layout.ts";
import { requireStill } from "../store/moved.ts";
import { type OpenedStore, openStore } from "../store/open.ts";
import { unlessUnwritable } from "../store/unless-unwritable.ts";
import { keepUp } from "../store/upkeep.ts";
import { orMoved } from "../store/while-moving.ts";
import { WritableStore, type WritableStoreOptions } from "../store/writable-store.ts";
import { reading, untilKept, writing } from "./leased.ts";

/** A store that is open for writing, and the part of its operations' context that does not depend on the call. */
interface Workplace {
  readonly writable: WritableStore;
  readonly store: OpenedStore;
  readonly context: Omit<OperationContext, keyof CallContext>;
}

/** Runs the operations of one store, which it opens for the first one. It lives in the store thread. */
export class OperationRunner {
  readonly #options: WritableStoreOptions;
  readonly #parts: OperationParts;
  /** Long operations run one after the other. */
  readonly #queue = new SerialQueue();
  #workplace: Workplace | undefined;
  /** The store opened read-only, where it cannot be written. */
  #readable: OpenedStore | undefined;

  constructor(options: WritableStoreOptions, parts: OperationParts) {
    this.#options = options;
    this.#parts = parts;
  }

  /** Opens the store for writing unless it is open. Throws as {@link WritableStore} does. */
  open(): OpenedStore {
    return this.#open().store;
  }

  /** Runs an operation according to its kind. Throws as the operation and as opening the store do; `StoreMoved`. */
  async run<Request, Result, Progress>(
    operation: Operation<Request, Result, Progress>,
    request: Request,
    call: CallContext<Progress>,
  ): Promise<Result> {
    try {
      return await this.#run(operation, request, call);
    } catch (thrown) {
      throw orMoved(layoutOf(this.#options.folder), thrown, this.#parts.clock);
    }
  }

  async #run<Request, Result, Progress>(
    operation: Operation<Request, Result, Progress>,
    request: Request,
    call: CallContext<Progress>,
  ): Promise<Result> {
    if ("needs" in operation) {
      const workplace = this.#openIfWritable();
      const run = () =>
        operation.run(workplace?.store ?? this.#openToRead(), request, { ...this.#parts, ...call });
      if (workplace === undefined || operation.kind === "glance") return run();
      const { store } = workplace;
      return this.#alone(workplace, () => reading(store, operation.needs(request), run));
    }
    const workplace = this.#open({ spends: operation.kind === "small" || operation.kind === "beside" });
    const { store, writable } = workplace;
    const context = { ...workplace.context, ...call };
    if (operation.kind === "small") return writable.spend(() => operation.run(store, request, context));
    if (operation.kind === "beside") return operation.run(store, request, context);
    const run = () => untilKept(store, () => operation.run(store, request, context));
    if (operation.kind === "quick") return run();
    return this.#alone(workplace, () => writing(store, operation.work, run));
  }

  /** Waits until the queue is empty. */
  async settle(): Promise<void> {
    await this.#queue.idle();
  }

  close(): void {
    this.#workplace?.writable.close();
    this.#readable?.close();
  }

  #open(how?: { readonly spends: boolean }): Workplace {
    if (this.#workplace !== undefined) {
      // It would make the index and folders again that were deleted in the old place.
      requireStill(this.#workplace.store.db, this.#workplace.store.layout);
      return this.#workplace;
    }
    const writable = new WritableStore(this.#options, this.#parts, how);
    const { store, reconciliation } = writable;
    const workplace = {
      writable,
      store,
      context: {
        ...this.#parts,
        mounts: new OpenMounts(store, this.#parts.clock),
        sessions: new SessionCatalog(store.db, this.#parts.clock),
        archives: new Uploads<ArchivedSnapshot>(),
        reconciliation,
        reload: () => writable.reload(),
        keepUpLater: (entry: ReflogEntry) => this.#keepUpLater(workplace, entry),
      },
    };
    this.#workplace = workplace;
    return workplace;
  }

  #openIfWritable(): Workplace | undefined {
    try {
      return this.#open();
    } catch (thrown) {
      unlessUnwritable(thrown);
      return undefined;
    }
  }

  #openToRead(): OpenedStore {
    const { folder, lockWait, surface } = this.#options;
    const { files, clock } = this.#parts;
    this.#readable ??= openStore(layoutOf(folder), {
      readonly: true,
      lockWait,
      clock,
      actor: localActor(surface),
      files,
    });
    return this.#readable;
  }

  /** Runs a job after those queued before it. */
  #alone<T>({ store, writable }: Workplace, job: () => Promise<T>): Promise<T> {
    return this.#queue.run(() => {
      // Another process may have deleted or rebuilt index.db since the last job.
      if (store.followIndex()) writable.reload();
      return job();
    });
  }

  #keepUpLater(workplace: Workplace, entry: ReflogEntry): void {
    // Upkeep that fails here stays due and is tried again after the next move.
    this.#alone(workplace, () => keepUp(workplace.store, this.#parts, entry)).catch(() => undefined);
  }
}
