import type { Clock } from "../clock.ts";
import { Mount } from "../mount/mount.ts";
import { MountCatalog } from "../mount/mount-catalog.ts";
import { mountDiscarded } from "../mount/mount-errors.ts";
import { SqliteUpper } from "../mount/sqlite-upper.ts";
import type { OpenedStore } from "../store/open.ts";
import { Uploads } from "./uploads.ts";

/** The mounts of a store that is open for writing. */
export class OpenMounts {
  readonly catalog: MountCatalog;
  readonly uploads = new Uploads();
  readonly #store: OpenedStore;
  readonly #clock: Clock;
  /** One object for each mount, which runs its operations in turn. */
  readonly #mounts = new Map<number, Mount>();

  constructor(store: OpenedStore, clock: Clock) {
    this.catalog = new MountCatalog(store.db, clock);
    this.#store = store;
    this.#clock = clock;
  }

  /** Returns a mount that is not discarded. Throws `UnknownReference`. */
  get(id: number): Mount {
    const info = this.catalog.get(id);
    if (info.discardedAt !== null) throw mountDiscarded(info);
    const known = this.#mounts.get(id);
    if (known !== undefined) return known;
    const { db, nodes, profile, stage } = this.#store;
    const made = new Mount(new SqliteUpper(db, id, { stage, clock: this.#clock }), nodes, profile);
    this.#mounts.set(id, made);
    return made;
  }
}
