import { type Clock, localActor, type Surface } from "../clock.ts";
import type { FileWrites } from "../files/file-writes.ts";
import type { Reconciliation } from "../objects/reconcile.ts";
import type { Profile } from "../profile.ts";
import { ensureStore } from "./create.ts";
import { layoutOf } from "./layout.ts";
import { hasMoved } from "./moved.ts";
import { type OpenedStore, openStore, tidy } from "./open.ts";
import { Reserve } from "./reserve.ts";

/** Options of a {@link WritableStore}. */
export interface WritableStoreOptions {
  readonly folder: string;
  /** The profile of a store that has to be created, and whether an existing store must have the same. */
  readonly profile: Profile;
  readonly exactProfile: boolean;
  /** Whether a store is created where there is none. */
  readonly create: boolean;
  /** How long to wait for another process's lock, in ms. */
  readonly lockWait?: number | undefined;
  readonly surface: Surface;
}

/** A store that is open for writing. Its index matches the packs, and it keeps disk space reserved for small writes. */
export class WritableStore {
  readonly store: OpenedStore;
  /** The differences between index and packs that opening found and repaired. */
  readonly reconciliation: Reconciliation;
  readonly #clock: Clock;
  readonly #reserve: Reserve;

  /**
   * Creates a missing store if the options say so. With `spends` it opens a store on a full disk too, in the reserved space.
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
    // Room that was just spent is not free again yet.
    if (!this.#reserve.isSpent) this.#reserve.keep();
  }

  /** Runs work that frees space or needs next to none; on a full disk, in the reserved space. */
  spend<T>(work: () => T): T {
    return this.#reserve.spend(work);
  }

  /** Looks for packs that the index does not know; returns whether it found any. */
  reload(): boolean {
    return tidy(this.store, this.#clock()).added > 0;
  }

  close(): void {
    const isElsewhere = hasMoved(this.store.db);
    this.store.close();
    // Room that was spent may be there again, now that SQLite has removed its logs.
    if (!isElsewhere) this.#reserve.keep();
  }
}
