import { join } from "node:path";

/** The version of a store's folder, packs and databases together. A store with a higher one is refused. */
export const STORE_VERSION = 1;

/** The paths in a store's folder. */
export interface StoreLayout {
  readonly folder: string;
  /** The store's description: format version and profile. Written once. */
  readonly description: string;
  /** The database of labels, reflogs, loose objects, settings, which must never be lost. */
  readonly strataDb: string;
  /** The database of everything that can be derived from packs and snapshots. */
  readonly indexDb: string;
  readonly packs: string;
  /** The file that reserves space for when the disk is full. */
  readonly reserve: string;
  /** The file that says when a collection last took something away. */
  readonly collected: string;
  /** The file that says that the folder gets the copy of a store which moves there. */
  readonly arriving: string;
  /** Rolling copies of {@link strataDb}. */
  readonly backups: string;
  /** Damaged packs and frames that a repair took out of use. */
  readonly setAside: string;
}

/** Returns the layout of the store in a folder. */
export function layoutOf(folder: string): StoreLayout {
  return {
    folder,
    description: join(folder, "store.json"),
    strataDb: join(folder, "strata.db"),
    indexDb: join(folder, "index.db"),
    reserve: join(folder, "reserve"),
    collected: join(folder, "collected.json"),
    arriving: join(folder, "arriving.json"),
    packs: join(folder, "packs"),
    backups: join(folder, "backups"),
    setAside: join(folder, "set-aside"),
  };
}
