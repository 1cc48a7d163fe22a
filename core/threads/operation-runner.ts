import { localActor } from "../clock.ts";
import type { ReflogEntry } from "../labels/label-store.ts";
import { OpenMounts } from "../operations/open-mounts.ts";
import type { CallContext, Operation, OperationContext, OperationParts } from "../operations/operation.ts";
import { SerialQueue } from "../serial-queue.ts";
import { layoutOf } from "../store/layout.ts";
import { type OpenedStore, openStore } from "../store/open.ts";
import { unlessUnwritable } from "../store/unless-unwritable.ts";
import { keepUp } from "../store/upkeep.ts";
import { WritableStore, type WritableStoreOptions } from "../store/writable-store.ts";

/** A store that is open to write, and what its operations get beside what a call brings. */
interface Workplace {
  readonly writable: WritableStore;
  readonly store: OpenedStore;
  readonly context: Omit<OperationContext, keyof CallContext>;
}

/** Runs the operations of one store, which it opens when the first one asks. It lives in the store's thread. */
export class OperationRunner {
  readonly #options: WritableStoreOptions;
  readonly #parts: OperationParts;
  /** Long operations run one after the other. */
  readonly #queue = new SerialQueue();
  #workplace: Workplace | undefined;
  /** Opened where nothing can be written. */
  #readable: OpenedStore | undefined;

  constructor(options: WritableStoreOptions, parts: OperationParts) {
    this.#options = options;
    this.#parts = parts;
  }

  /** Opens the store to write, where that was not done yet. Throws as {@link WritableStore} does. */
  open(): OpenedStore {
    return this.#open().store;
  }

  /** Runs an operation in the way of its kind. Throws as it does, and as opening the store does. */
  async run<Request, Result, Progress>(
    operation: Operation<Request, Result, Progress>,
    request: Request,
    call: CallContext<Progress>,
  ): Promise<Result> {
    if (operation.kind === "reading") {
      const workplace = this.#openIfWritable();
      if (workplace === undefined)
        return operation.run(this.#openToRead(), request, { ...this.#parts, ...call });
      return this.#alone(workplace, () =>
        operation.run(workplace.store, request, { ...this.#parts, ...call }),
      );
    }
    const workplace = this.#open({ spends: operation.kind === "small" });
    const { store, writable } = workplace;
    const context = { ...workplace.context, ...call };
    if (operation.kind === "small") return writable.spend(() => operation.run(store, request, context));
    if (operation.kind === "quick") return operation.run(store, request, context);
    return this.#alone(workplace, () => operation.run(store, request, context));
  }

  /** Waits until nothing is under way. */
  async settle(): Promise<void> {
    await this.#queue.idle();
  }

  close(): void {
    this.#workplace?.writable.close();
    this.#readable?.close();
  }

  #open(how?: { readonly spends: boolean }): Workplace {
    if (this.#workplace !== undefined) return this.#workplace;
    const writable = new WritableStore(this.#options, this.#parts, how);
    const { store, reconciliation } = writable;
    const workplace = {
      writable,
      store,
      context: {
        ...this.#parts,
        mounts: new OpenMounts(store, this.#parts.clock),
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

  /** Runs something after the long operations that were asked for before it. */
  #alone<T>({ store, writable }: Workplace, job: () => Promise<T>): Promise<T> {
    return this.#queue.run(() => {
      // Somebody may have deleted index.db, or made it again, since the last one.
      if (store.followIndex()) writable.reload();
      return job();
    });
  }

  #keepUpLater(workplace: Workplace, entry: ReflogEntry): void {
    // Upkeep that fails here stays due and is tried again after the next move.
    this.#alone(workplace, () => keepUp(workplace.store, this.#parts, entry)).catch(() => undefined);
  }
}
