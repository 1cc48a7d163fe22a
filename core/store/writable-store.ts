import { type Clock, localActor, type Surface } from "../clock.ts";
import type { FileWrites } from "../files/file-writes.ts";
import type { Reconciliation } from "../objects/reconcile.ts";
import type { Profile } from "../profile.ts";
import { ensureStore } from "./create.ts";
import { layoutOf } from "./layout.ts";
import { type OpenedStore, openStore, tidy } from "./open.ts";
import { Reserve } from "./reserve.ts";

/** Which store is opened to write, and how. */
export interface WritableStoreOptions {
  readonly folder: string;
  /** The profile of a store that has to be created, and whether one that exists must have just that. */
  readonly profile: Profile;
  readonly exactProfile: boolean;
  /** Whether a store is created where there is none. */
  readonly create: boolean;
  /** How long to wait for another process's lock, in ms. */
  readonly lockWait?: number | undefined;
  readonly surface: Surface;
}

/** A store that is open to write, with its index in line with the packs and room kept for what is small. */
export class WritableStore {
  readonly store: OpenedStore;
  /** What opening brought in line. */
  readonly reconciliation: Reconciliation;
  readonly #clock: Clock;
  readonly #reserve: Reserve;

  /**
   * Creates the store if need be and wanted. With `spends` it opens one on a full disk too, in the room that is kept for what is small.
   * Throws as `ensureStore` and `openStore` do.
   */
  constructor(
    options: WritableStoreOptions,
    { files, clock }: { readonly files: FileWrites; readonly clock: Clock },
    { spends = false } = {},
  ) {
    const layout = layoutOf(options.folder);
    const { profile, exactProfile: exactly, create } = options;
    ensureStore(layout, { profile, exactly, create }, files);
    this.#clock = clock;
    this.#reserve = new Reserve(layout, files);
    const open = () =>
      openStore(layout, {
        readonly: false,
        lockWait: options.lockWait,
        clock,
        actor: localActor(options.surface),
        files,
        reload: () => this.reload(),
        makeRoom: () => this.#reserve.release(),
      });
    this.store = spends ? this.spend(open) : open();
    try {
      this.reconciliation = tidy(this.store, clock());
    } catch (thrown) {
      this.store.close();
      throw thrown;
    }
    // What was just spent is not to be had yet.
    if (!this.#reserve.isSpent) this.#reserve.keep();
  }

  /** Does something that frees room, or needs next to none; on a full disk, in the room that is kept. */
  spend<T>(work: () => T): T {
    return this.#reserve.spend(work);
  }

  /** Looks for packs that the index does not know; tells whether it found any. */
  reload(): boolean {
    return tidy(this.store, this.#clock()).added > 0;
  }

  close(): void {
    this.store.close();
    // Room that was spent may be there again, now that SQLite has removed its logs.
    this.#reserve.keep();
  }
}
